"""Watching, where an admin has turned it on: a trap that is plain is warned of or deleted, and nothing else happens.

Members are never touched, and nothing is done about a message of an admin. A message is deleted before anything is
written down: after a crash in between the update comes again, finds nothing to delete, and the notice follows.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.groups.asking import Asking
from bot.groups.checks import Checks
from bot.groups.letters import Button, letters
from bot.groups.quota import Quota
from bot.groups.reading import Message
from bot.groups.words import GuardAction, GuardMode
from bot.store import TurnResult
from bot.store.groups import GroupOutcome, GroupState, GroupStore, Logged
from bot.telegram.logs import log, trouble
from dialogs.checking import TRAPS, CheckResult

COOL_DOWN = 600  # seconds between two warnings in a group
THRESHOLD = 0.9  # of the checker's score; below it nobody is disturbed
DELETABLE = frozenset({"fake_recall_tool", "recovery_scam"})
UNDO = "undo:"
_MOST_REASONS = 8
_MOST_NOTICES = 6  # of deletions, a minute in each group; more go without a word and stand in the log


@dataclass(frozen=True, slots=True)
class Sighting:
    """A trap found in a message: what the checker says, the hash of its words, and the name of its log entry."""

    result: CheckResult
    words: bytes
    ref: str


class Watching:
    """Acts on plain traps. `reasons` gives the id of a reason by its words."""

    def __init__(self, checks: Checks, asking: Asking, store: GroupStore, reasons: Mapping[str, str]) -> None:
        self._checks, self._asking, self._store, self._reasons = checks, asking, store, reasons
        self._quota = Quota(_MOST_NOTICES)

    def judge(self, message: Message) -> CheckResult | None:
        """What is to be acted on in a message; nothing in our own, in a channel's posts, or below the threshold."""
        words = message.itself.words
        if message.by_channel or message.itself.ours or message.author.is_group(message.place.chat_id) or not words:
            return None
        found = self._checks.load_checker().check(words)
        return found if found.verdict in TRAPS and found.score >= THRESHOLD else None

    async def act(
        self,
        message: Message,
        chat: bytes,
        seen: Sighting,
        mode: GuardMode,
        now: dt.datetime,
        username: str,
        today: dt.date,
    ) -> TurnResult | None:
        """Warn of a trap or delete it; None when nothing was to be done."""
        try:
            if await self._store.is_spared(chat, seen.words) or await self._asking.is_admin(
                message.place.chat_id, message.author
            ):
                return None
            removed = mode is GuardMode.DELETE and seen.result.verdict in DELETABLE and await self._delete(message)
        except TelegramError as error:
            # Whose message it is or what became of it is not known: better nothing than the wrong thing.
            log.warning("group not guarded", **trouble(error))
            return None
        unable = mode is GuardMode.DELETE and seen.result.verdict in DELETABLE and not removed
        quiet = removed and not self._quota.take(message.place.chat_id, message.update_id, now.timestamp())
        moment = int(now.timestamp())
        entry = self._entry(seen, GuardAction.DELETE if removed else GuardAction.WARN, moment)

        def work(state: GroupState) -> GroupOutcome:
            if removed:
                notice = self._notice(message, seen) if not quiet else ()
                return GroupOutcome(log=entry, messages=notice)
            if moment - state.warned_at < COOL_DOWN:
                return GroupOutcome()
            card = self._warning(message, seen, username, today, unable=unable)
            return GroupOutcome(state=replace(state, warned_at=moment), log=entry, messages=card)

        return await self._store.settle(message.update_id, chat, now, work)

    async def _delete(self, message: Message) -> bool:
        """Whether a message is gone now; not so only when we may not delete it."""
        place = message.place
        try:
            await self._asking.call("deleteMessage", {"chat_id": place.chat_id, "message_id": place.message_id})
        except BadRequest as error:
            return "not found" in error.message.lower()
        except Forbidden:
            return False
        return True

    def _entry(self, seen: Sighting, action: GuardAction, moment: int) -> Logged:
        reasons = dict.fromkeys(self._reasons.get(reason.text, "") for reason in seen.result.reasons)
        named = tuple(name for name in reasons if name)[:_MOST_REASONS]
        return Logged(seen.ref, moment, action, seen.result.verdict, named, seen.words)

    def _notice(self, message: Message, seen: Sighting) -> tuple[Mapping[str, object], ...]:
        words = self._checks.words
        text = words.line("removed", verdict=words.verdicts[seen.result.verdict])
        return tuple(letters(message.place, text, [self._undo(seen)], quoting=False))

    def _warning(
        self, message: Message, seen: Sighting, username: str, today: dt.date, *, unable: bool
    ) -> tuple[Mapping[str, object], ...]:
        card = self._checks.card(message, seen.result, username, today, [self._undo(seen)])
        return (*card, *(self._checks.say(message, "not_removed") if unable else ()))

    def _undo(self, seen: Sighting) -> Button:
        return {"text": self._checks.words.buttons.undo, "callback_data": f"{UNDO}{seen.ref}"}


def new_ref() -> str:
    """A name for a log entry that nobody guesses."""
    return secrets.token_hex(8)
