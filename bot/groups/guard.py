"""`/guard` and its buttons: settings and log for admins, each time anew by Telegram's word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.groups.asking import Asking
from bot.groups.checks import Checks
from bot.groups.letters import letters
from bot.groups.reading import Author, Message, Press
from bot.groups.watching import COOL_DOWN, UNDO
from bot.groups.words import GroupLineName, GroupWords, GuardAction, GuardMode, NoticeName
from bot.store import TurnResult
from bot.store.groups import GroupOutcome, GroupStore, Logged
from bot.store.maintenance import GROUP_LOG_DAYS
from bot.telegram.logs import log, trouble
from dialogs.words import moment

_SET: dict[GuardMode, GroupLineName] = {
    GuardMode.OFF: "set_off",
    GuardMode.WARN: "set_warn",
    GuardMode.DELETE: "set_delete",
}


class Guard:
    """Obeys admins."""

    def __init__(self, checks: Checks, asking: Asking, store: GroupStore, zone: ZoneInfo) -> None:
        self._checks, self._asking, self._store, self._zone = checks, asking, store, zone

    async def command(self, message: Message, chat: bytes, now: dt.datetime) -> TurnResult:
        """`/guard`, `/guard off|warn|delete` or `/guard log`."""
        wanted = (message.rest.split() or [""])[0].lower()
        mode = GuardMode(wanted) if wanted in set(GuardMode) else None
        refusal = await self._refusal(message, mode)
        if refusal is not None:
            return await self._answer(message, chat, now, self._checks.say(message, refusal))
        if mode is not None:
            said = self._checks.say(message, _SET[mode], minutes=COOL_DOWN // 60)
            return await self._store.settle(
                message.update_id,
                chat,
                now,
                lambda state: GroupOutcome(state=replace(state, mode=mode.value), messages=tuple(said)),
            )
        if wanted == "log":
            text = log_text(self._checks.words, await self._store.log(chat, now), self._zone)
            return await self._answer(message, chat, now, list(letters(message.place, text)))
        present = GuardMode((await self._store.state(chat)).mode)
        said = self._checks.say(message, "state", mode=self._checks.words.modes[present])
        return await self._answer(message, chat, now, said)

    async def press(self, press: Press, chat: bytes, now: dt.datetime) -> tuple[TurnResult | None, str | None]:
        """A button under one of our messages; also the words to show over the chat."""
        if not press.data.startswith(UNDO):
            return None, None
        notices = self._checks.words.notices
        entry, refusal = await self._undoable(press, chat)
        if entry is None:
            return None, notices[refusal]
        line: GroupLineName = "undone" if entry.action == GuardAction.DELETE else "undone_warn"
        said = tuple(letters(press.place, self._checks.words.line(line), quoting=False))
        settled = await self._store.settle(
            press.update_id, chat, now, lambda _state: GroupOutcome(undo=entry, messages=said)
        )
        return settled, notices["undone"]

    async def _undoable(self, press: Press, chat: bytes) -> tuple[Logged | None, NoticeName]:
        try:
            admin = await self._asking.is_admin(press.place.chat_id, Author(press.user_id))
        except TelegramError as error:
            log.warning("admin not verified", **trouble(error))
            return None, "undo_not_verified"
        if not admin:
            return None, "undo_not_admin"
        entry = await self._store.entry(chat, press.data.removeprefix(UNDO)[:16])
        if entry is None:
            return None, "undo_too_late"
        return (None, "undo_again") if entry.undone else (entry, "undone")

    async def _refusal(self, message: Message, mode: GuardMode | None) -> GroupLineName | None:
        """Why a command is not obeyed; None when it is."""
        chat_id = message.place.chat_id
        try:
            if not await self._asking.is_admin(chat_id, message.author):
                return "not_admin"
            if mode in {GuardMode.WARN, GuardMode.DELETE} and not await self._asking.sees_messages(chat_id):
                return "cannot_see"
            if mode is GuardMode.DELETE and not await self._asking.can_delete(chat_id):
                return "cannot_delete"
        except TelegramError as error:
            log.warning("admin not verified", **trouble(error))
            return "not_verified"
        return None

    async def _answer(
        self, message: Message, chat: bytes, now: dt.datetime, said: Sequence[dict[str, object]]
    ) -> TurnResult:
        return await self._store.settle(message.update_id, chat, now, lambda _state: GroupOutcome(messages=tuple(said)))


def log_text(words: GroupWords, entries: Sequence[Logged], zone: ZoneInfo) -> str:
    """The log as Markdown: when, what, on which verdict and reasons; nothing about anybody."""
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
