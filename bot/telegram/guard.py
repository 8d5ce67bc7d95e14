"""Watching a group where an admin has turned it on, and the admins' control over it: `/guard` and the undo button.

Only a plain trap is acted on: it is warned of or deleted. Members are never touched, and nothing is done about a
message of an admin. A message is deleted before anything is written down: after a crash in between the update comes
again, finds nothing to delete, and the notice follows.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, InlineKeyboardButton, Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.store.groups import GroupOutcome, GroupState, Logged
from bot.store.maintenance import GROUP_LOG_DAYS
from bot.telegram.context import AppContext
from bot.telegram.group_replies import AnswerQuota, GroupReplies, group_posts, reply, topic_of
from bot.telegram.logs import describe, log
from bot.telegram.members import Members
from bot.telegram.render import Posts
from dialogs.checking import TRAPS, CheckResult
from dialogs.library.models.channels import GroupLineName, GroupWords, GuardAction, GuardMode, NoticeName
from dialogs.words import moment

COOL_DOWN = 600  # seconds between two warnings in a group
THRESHOLD = 0.9  # of the checker's score; nothing is done below it
DELETABLE = frozenset({"fake_recall_tool", "recovery_scam"})
UNDO = "undo:"
_MOST_REASONS = 8
_MOST_NOTICES = 6  # of deletions, a minute in each group; more get no notice and stand in the log
_MODE_KNOWN = 30.0  # seconds for which a group's mode is not read again: every message asks for it
_PRUNE_AT = 4096  # groups
_REF_BYTES = 8  # of the name of a log entry, which must not be guessed
_SET: dict[GuardMode, GroupLineName] = {
    GuardMode.OFF: "set_off",
    GuardMode.WARN: "set_warn",
    GuardMode.DELETE: "set_delete",
}


@dataclass(frozen=True, slots=True)
class Trap:
    """A trap found in a message: the checker's result, the keyed hash of the words, the reference of its log entry."""

    result: CheckResult
    words: bytes
    ref: str

    @property
    def deletable(self) -> bool:
        """Whether its kind may be deleted and not only warned of."""
        return self.result.verdict in DELETABLE


class Guard:
    """Acts on traps in groups, and obeys admins. Each method settles one update and returns the result to count."""

    def __init__(self, context: AppContext, replies: GroupReplies, members: Members) -> None:
        self._context, self._replies, self._members = context, replies, members
        self._content, self._store = replies.content, replies.store
        self._notices = AnswerQuota(_MOST_NOTICES)
        self._modes: dict[int, tuple[float, GuardMode]] = {}

    async def command(self, message: Message, update_id: int, argument: str) -> str:
        """`/guard`, `/guard off|warn|delete` or `/guard log`; only the argument's first word counts."""
        self.forget_mode(message.chat_id)
        wanted = (argument.split() or [""])[0].lower()
        mode = GuardMode(wanted) if wanted in set(GuardMode) else None
        refusal = await self._refusal(message, mode)
        if refusal is not None:
            return await self._replies.post(update_id, message.chat_id, self._replies.line(message, refusal))
        if mode is not None:
            said = self._replies.line(message, _SET[mode], minutes=COOL_DOWN // 60)
            return await self._replies.settle(
                update_id,
                message.chat_id,
                lambda state: GroupOutcome(state=replace(state, mode=mode.value), messages=said),
            )
        chat = self._context.store.chat_key(message.chat_id)
        if wanted == "log":
            entries = await self._store.log(chat, self._context.clock.now())
            text = log_text(self._content.words, entries, self._context.zone)
            return await self._replies.post(update_id, message.chat_id, reply(message, text))
        present = GuardMode((await self._store.state(chat)).mode)
        said = self._replies.line(message, "state", mode=self._content.words.modes[present])
        return await self._replies.post(update_id, message.chat_id, said)

    async def undo(self, query: CallbackQuery, update_id: int) -> str:
        """The undo button under a card or a notice; the outcome is shown over the chat."""
        message, data = query.message, query.data or ""
        if message is None or not data.startswith(UNDO):
            self._context.in_background(query.answer(), "answerCallbackQuery")
            return "ignored"
        entry, notice = await self._undoable(query, message.chat.id, data.removeprefix(UNDO))
        result = "ignored"
        if entry is not None:
            name: GroupLineName = "undone" if entry.action == GuardAction.DELETE else "undone_warn"
            said = group_posts(message.chat.id, self._content.words.line(name), topic_of(message))
            result = await self._replies.settle(
                update_id, message.chat.id, lambda _state: GroupOutcome(undo=entry, messages=said)
            )
        self._context.in_background(query.answer(self._content.words.notices[notice]), "answerCallbackQuery")
        return result

    async def watch(self, message: Message, update_id: int, words: str) -> str:
        """A member's message with its `words`: warned of or deleted if it is a plain trap and an admin wants that."""
        mode = await self._mode(message.chat_id)
        if mode is GuardMode.OFF or not words:
            return "ignored"
        found = await self._context.apart(words, self._content.load_checker().check)
        if found.verdict not in TRAPS or found.score < THRESHOLD:
            return "ignored"
        trap = Trap(found, self._context.store.words_key(words), secrets.token_hex(_REF_BYTES))
        try:
            if await self._may_stay(message, trap):
                return "ignored"
            removed = mode is GuardMode.DELETE and trap.deletable and await self._delete(message)
        except TelegramError as error:
            # Whose message it is or what became of it is not known: better nothing than the wrong thing.
            log.warning("group not guarded", **describe(error))
            return "ignored"
        if removed:
            return await self._report_deletion(message, update_id, trap)
        return await self._warn(message, update_id, trap, unable=mode is GuardMode.DELETE and trap.deletable)

    def forget_mode(self, chat_id: int) -> None:
        """Read the group's mode from the store again with its next message."""
        self._modes.pop(chat_id, None)

    async def _refusal(self, message: Message, mode: GuardMode | None) -> GroupLineName | None:
        """Why a command is not obeyed; None when it is."""
        try:
            if not await self._members.is_admin(message.chat_id, message.from_user, message.sender_chat):
                return "not_admin"
            if mode in {GuardMode.WARN, GuardMode.DELETE} and not await self._members.sees_messages(message.chat_id):
                return "cannot_see"
            if mode is GuardMode.DELETE and not await self._members.can_delete(message.chat_id):
                return "cannot_delete"
        except TelegramError as error:
            log.warning("admin not verified", **describe(error))
            return "not_verified"
        return None

    async def _undoable(self, query: CallbackQuery, chat_id: int, ref: str) -> tuple[Logged | None, NoticeName]:
        """The log entry that a press undoes, with what is shown then; or None, with why not."""
        try:
            admin = await self._members.is_admin(chat_id, query.from_user)
        except TelegramError as error:
            log.warning("admin not verified", **describe(error))
            return None, "undo_not_verified"
        if not admin:
            return None, "undo_not_admin"
        entry = await self._store.entry(self._context.store.chat_key(chat_id), ref[: 2 * _REF_BYTES])
        if entry is None:
            return None, "undo_too_late"
        return (None, "undo_again") if entry.undone else (entry, "undone")

    async def _mode(self, chat_id: int) -> GuardMode:
        now = self._context.clock.steady()
        known = self._modes.get(chat_id)
        if known is None or now - known[0] > _MODE_KNOWN:
            state = await self._store.state(self._context.store.chat_key(chat_id))
            if len(self._modes) >= _PRUNE_AT:
                self._modes.clear()
            known = self._modes[chat_id] = (now, GuardMode(state.mode))
        return known[1]

    async def _may_stay(self, message: Message, trap: Trap) -> bool:
        """Whether an admin wrote it, or said before that these words were judged wrongly."""
        chat = self._context.store.chat_key(message.chat_id)
        return await self._store.is_spared(chat, trap.words) or await self._members.is_admin(
            message.chat_id, message.from_user, message.sender_chat
        )

    async def _delete(self, message: Message) -> bool:
        """Whether a message is gone now; False only when the bot may not delete it."""
        try:
            await self._members.ask(message.delete)
        except BadRequest as error:
            return "not found" in error.message.lower()
        except Forbidden:
            return False
        return True

    async def _report_deletion(self, message: Message, update_id: int, trap: Trap) -> str:
        now = self._context.clock.now()
        entry = self._entry(trap, GuardAction.DELETE, now)
        said: Posts = ()
        if self._notices.take(message.chat_id, update_id, now.timestamp()):
            verdict = self._content.words.verdicts[trap.result.verdict]
            text = self._content.words.line("removed", verdict=verdict)
            said = group_posts(message.chat_id, text, topic_of(message), [self._undo_button(trap)])
        return await self._replies.settle(
            update_id, message.chat_id, lambda _state: GroupOutcome(log=entry, messages=said)
        )

    async def _warn(self, message: Message, update_id: int, trap: Trap, *, unable: bool) -> str:
        """Post a card, unless one was posted lately; `unable` adds that the message should have been deleted."""
        now = self._context.clock.now()
        entry, at = self._entry(trap, GuardAction.WARN, now), int(now.timestamp())

        def work(state: GroupState) -> GroupOutcome:
            if at - state.warned_at < COOL_DOWN:
                return GroupOutcome()
            card = self._replies.card(message, trap.result, [self._undo_button(trap)])
            said = (*card, *(self._replies.line(message, "not_removed") if unable else ()))
            return GroupOutcome(state=replace(state, warned_at=at), log=entry, messages=said)

        return await self._replies.settle(update_id, message.chat_id, work)

    def _entry(self, trap: Trap, action: GuardAction, now: dt.datetime) -> Logged:
        reasons = dict.fromkeys(self._content.reasons.get(reason.text, "") for reason in trap.result.reasons)
        named = tuple(name for name in reasons if name)[:_MOST_REASONS]
        return Logged(trap.ref, int(now.timestamp()), action, trap.result.verdict, named, trap.words)

    def _undo_button(self, trap: Trap) -> InlineKeyboardButton:
        return InlineKeyboardButton(self._content.words.buttons.undo, callback_data=f"{UNDO}{trap.ref}")


def log_text(words: GroupWords, entries: Sequence[Logged], zone: ZoneInfo) -> str:
    """The log as Markdown: when, what, on which verdict and reasons; nothing about any person."""
    if not entries:
        return words.line("log_empty", days=GROUP_LOG_DAYS)
    lines = [words.line("log_head", days=GROUP_LOG_DAYS), ""]
    for entry in entries:
        when = moment(dt.datetime.fromtimestamp(entry.at, zone))
        why = "、".join(words.reasons.get(name, name) for name in entry.reasons)
        verdict = words.verdicts.get(entry.verdict, entry.verdict)
        undone = words.undone_mark if entry.undone else ""
        what = words.actions[GuardAction(entry.action)]
        lines.append(f"- {when} {what}：{verdict}" + (f"（{why}）" if why else "") + undone)
    return "\n".join(lines)
