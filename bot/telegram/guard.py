"""Watching a group where an admin has turned it on, what members report, and the admins' control over both.

Only a plain trap that its author offers in their own voice (`dialogs.group_talk`) is warned of or deleted. Members are
never touched, and nothing is done about a message of an admin. A message is deleted before anything is written down:
after a crash in between the update comes again, finds nothing to delete, and the notice follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.store.groups import GroupOutcome
from bot.telegram.context import AppContext
from bot.telegram.feedback import MISJUDGED
from bot.telegram.group_replies import GroupReplies, Press, Pressed, author_of, group_posts, privately, reply, topic_of
from bot.telegram.logs import describe, log
from bot.telegram.members import Members
from bot.telegram.render import Posts
from bot.telegram.subjects import Subject, all_words, command_of, own_image
from dialogs.checking import CheckResult
from dialogs.group_talk import is_all_offer, offered
from dialogs.groups import COOL_DOWN, DELETABLE, MOST_WRONG, REPORTS, AnswerQuota, BotRights, GroupState, Logged
from dialogs.library.models.channels import GroupLineName, GuardAction, GuardMode, NoticeName

UNDO, REMOVE, FINE = "undo:", "gone:", "fine:"
_MOST_NOTICES = 6  # of deletions and warnings, a minute in each group; more get no notice and stand in the log
_MOST_PICTURES = 4  # a minute in each group that are read unasked
_TOGETHER = 3.0  # seconds in which Telegram shows a comment and what was forwarded with it
_MODE_KNOWN = 30.0  # seconds for which a group's mode is not read again: every message asks for it
_PRUNE_AT = 4096  # groups; members who said something lately
_HOUR = 3600.0  # seconds
_WITH_BUTTONS = 5  # the newest entries of the log
_SET: dict[GuardMode, GroupLineName] = {
    GuardMode.OFF: "set_off",
    GuardMode.WARN: "set_warn",
    GuardMode.DELETE: "set_delete",
}


class Guard:
    """Acts on traps in groups, and obeys admins. Each method settles one update and returns the result to count."""

    def __init__(self, context: AppContext, replies: GroupReplies, members: Members) -> None:
        self._context, self._replies, self._members = context, replies, members
        self._content, self._store = replies.content, replies.store
        self._notices, self._pictures = AnswerQuota(_MOST_NOTICES), AnswerQuota(_MOST_PICTURES)
        self._reports = AnswerQuota(REPORTS, _HOUR)
        self._modes: dict[int, tuple[float, GuardMode]] = {}
        self._comments: dict[tuple[int, int], dt.datetime] = {}

    async def command(self, message: Message, update_id: int, argument: str) -> str:
        """`/guard`, `/guard off|warn|delete` or `/guard log`; only the argument's first word counts."""
        self.forget_mode(message.chat_id)
        wanted = (argument.split() or [""])[0].lower()
        mode = GuardMode(wanted) if wanted in set(GuardMode) else None
        refusal, rights = await self._refusal(message, mode)
        if refusal is not None:
            if refusal in {"not_admin", "not_verified"} and not self._replies.may_answer(message, update_id):
                return "silent"
            more = [self._replies.rights_button(wanted)] if refusal in {"cannot_see", "cannot_delete"} else []
            return await self._replies.tell(message, update_id, refusal, more)
        if mode is not None:
            said = self._replies.line(message, _SET[mode], minutes=COOL_DOWN // 60)
            return await self._replies.settle(
                update_id, message.chat_id, GroupOutcome(GroupState(mode.value), messages=said)
            )
        chat = self._context.store.chat_key(message.chat_id)
        if wanted == "log":
            entries = await self._store.log(chat, self._context.clock.now())
            text = self._content.log_text(entries, self._context.zone)
            made = group_posts(message.chat_id, text, topic_of(message), self._log_buttons(entries))
            return await self._replies.post(message, update_id, privately(message, made))
        present = GuardMode((await self._store.state(chat)).mode)
        more = [self._replies.rights_button(present.value)] if rights.missing_for(present) else []
        named = self._content.words.modes[present]
        return await self._replies.tell(message, update_id, rights.state_line(present), more, mode=named)

    async def undo(self, press: Press) -> Pressed:
        """The undo button under a card, a notice or an entry of the log."""
        entry = await self._replies.logged(press)
        if entry is None or entry.undone:
            return "ignored", "too_late" if entry is None else "undo_again"
        name: GroupLineName = "undone" if entry.action == GuardAction.DELETE else "undone_warn"
        said = group_posts(press.chat_id, self._content.words.line(name), topic_of(press.message))
        outcome = GroupOutcome(undo=entry, messages=said)
        return await self._replies.settle(press.update_id, press.chat_id, outcome), "undone"

    async def report(self, message: Message, update_id: int, subject: Subject | None, words: str) -> str:
        """`/report` of a subject, whose words are `words`. Nothing is said of who reported."""
        if subject is None or subject.ours or subject.message_id is None:
            return await self._replies.tell(message, update_id, "report_usage")
        chat, author = self._context.store.chat_key(message.chat_id), author_of(message)
        if not self._reports.take((message.chat_id, author), update_id, self._context.clock.steady()):
            return "silent"
        member = self._context.store.member_key(chat, author)
        if await self._store.wrong_reports(chat, member) >= MOST_WRONG:
            return await self._replies.tell(message, update_id, "report_stopped")
        result = await self._context.apart(words, self._content.check)
        entry = replace(self._replies.entry(GuardAction.REPORT, result.verdict, words), member=member)
        if not words:
            entry = replace(entry, words=self._context.store.words_key(str(subject.message_id)))
        own, decided = self._content.words, f"{entry.ref}:{subject.message_id}"
        buttons = [
            InlineKeyboardButton(own.buttons.remove, callback_data=f"{REMOVE}{decided}"),
            InlineKeyboardButton(own.buttons.fine, callback_data=f"{FINE}{decided}"),
        ]
        line = own.line("reported", verdict=own.verdicts[result.verdict])
        said = reply(message, line, buttons, subject.message_id)
        return await self._replies.log_once(update_id, message.chat_id, entry, said)

    async def remove(self, press: Press) -> Pressed:
        """An admin has the reported message deleted."""
        entry, notice = await self._decided(press)
        if entry is None:
            return "ignored", notice
        number = int(press.chosen.partition(":")[2])
        try:
            if not await self._delete(press.chat_id, number):
                return "ignored", "cannot_delete"
        except TelegramError as error:
            log.warning("message not deleted", **describe(error))
            return "ignored", "not_verified"
        return await self._settled(press, GroupOutcome()), "report_removed"

    async def fine(self, press: Press) -> Pressed:
        """An admin finds nothing in the reported message: it is left alone from now on, and counted."""
        entry, notice = await self._decided(press)
        if entry is None:
            return "ignored", notice
        return await self._settled(press, GroupOutcome(undo=entry, blamed=entry.member)), "report_fine"

    async def watch(self, message: Message, update_id: int) -> str:
        """A member's message: warned of or deleted if it offers a plain trap and an admin wants that."""
        mode = await self._mode(message.chat_id)
        if mode is GuardMode.OFF:
            return "ignored"
        words, image = all_words(message, quoted=False), own_image(message)
        if command_of(message) is not None:
            self._commented(message)
            return "ignored"
        found = await self._context.apart(words, self._offered) if words else None
        if found is not None:
            return "ignored" if self._beside_a_comment(message) else await self._act(message, update_id, mode, found)
        now, shown = self._context.clock.steady(), image and not words and not self._beside_a_comment(message)
        if shown and self._context.read_pictures and self._pictures.take(message.chat_id, update_id, now):
            # Nobody in the group waits for a picture; a stop may leave it unread.
            self._context.in_background(self._watch_picture(message, update_id, Subject("", image)), "picture")
        if words and message.forward_origin is None:
            self._commented(message)
        return "ignored"

    def rights_changed(self, chat_id: int, mode: GuardMode, rights: BotRights) -> Posts:
        """What is said when the bot was given rights, or when they were taken away."""
        text = self._content.words.line(rights.line, mode=self._content.words.modes[mode])
        return group_posts(chat_id, text, rows=() if rights.deletes else [[self._replies.rights_button()]])

    def forget_mode(self, chat_id: int) -> None:
        """Read the group's mode from the store again with its next message."""
        self._modes.pop(chat_id, None)

    def _offered(self, words: str) -> CheckResult | None:
        return offered(self._content.load_checker(), words)

    async def _watch_picture(self, message: Message, update_id: int, subject: Subject) -> None:
        words = await subject.read(author_of(message), self._context.read_pictures)
        found = await self._context.apart(words, self._offered) if words else None
        if found is not None:
            await self._context.when_reached(lambda: self._act(message, update_id, GuardMode.WARN, found, words))

    async def _act(
        self, message: Message, update_id: int, mode: GuardMode, found: CheckResult, read: str | None = None
    ) -> str:
        """Warn of or delete what was found in a message's own words, or warn of what was read in its picture."""
        words = all_words(message, quoted=False) if read is None else read
        reasons = self._content.reason_ids(found)
        entry = self._replies.entry(GuardAction.WARN, found.verdict, words, reasons)
        # It may be deleted where it surely holds nothing else; a picture may be a victim's proof.
        deletable = read is None and found.verdict in DELETABLE
        checker = self._content.load_checker()
        deletable = deletable and await self._context.apart(words, lambda said: is_all_offer(checker, said))
        try:
            chat = self._context.store.chat_key(message.chat_id)
            spared = await self._store.is_spared(chat, entry.words)  # an admin said that they were judged wrongly
            if spared or await self._members.is_admin(message.chat_id, message.from_user, message.sender_chat):
                return "ignored"
            removed = mode is GuardMode.DELETE and deletable and await self._delete(message.chat_id, message.message_id)
        except TelegramError as error:
            # Whose message it is or what became of it is not known: better nothing than the wrong thing.
            log.warning("group not guarded", **describe(error))
            return "ignored"
        if removed:
            return await self._report_deletion(message, update_id, replace(entry, action=GuardAction.DELETE.value))
        return await self._warn(message, update_id, mode, found, entry, deletable=deletable)

    async def _refusal(self, message: Message, mode: GuardMode | None) -> tuple[GroupLineName | None, BotRights]:
        """Why a command is not obeyed (None when it is), and what the bot may do."""
        nothing = BotRights(sees=False, deletes=False)
        refusal = await self._members.refusal(message.chat_id, message.from_user, message.sender_chat)
        if refusal is not None:
            return refusal, nothing
        if mode is GuardMode.OFF:
            return None, nothing
        try:
            rights = await self._members.own_rights(message.chat_id)
        except TelegramError as error:
            log.warning("own rights not known", **describe(error))
            return "not_verified", nothing
        return rights.missing_for(mode) if mode else None, rights

    async def _mode(self, chat_id: int) -> GuardMode:
        now = self._context.clock.steady()
        known = self._modes.get(chat_id)
        if known is None or now - known[0] > _MODE_KNOWN:
            state = await self._store.state(self._context.store.chat_key(chat_id))
            if len(self._modes) >= _PRUNE_AT:
                self._modes.clear()
            known = self._modes[chat_id] = (now, GuardMode(state.mode))
        return known[1]

    def _commented(self, message: Message) -> None:
        """Remember that somebody said something now: what they forward in the same breath is shown, not offered."""
        if len(self._comments) >= _PRUNE_AT:
            self._comments.clear()
        self._comments[message.chat_id, author_of(message)] = message.date

    def _beside_a_comment(self, message: Message) -> bool:
        """Whether something forwarded, or a picture, came with words of its sender's, which Telegram sends before."""
        said = self._comments.get((message.chat_id, author_of(message)))
        shows = message.forward_origin is not None or not all_words(message, quoted=False)
        return said is not None and shows and (message.date - said).total_seconds() <= _TOGETHER

    async def _delete(self, chat_id: int, number: int) -> bool:
        """Whether a message is gone now; False only when the bot may not delete it."""
        try:
            await self._members.ask(lambda: self._context.bot.delete_message(chat_id, number))
        except BadRequest as error:
            return "not found" in error.message.lower()
        except Forbidden:
            return False
        return True

    async def _report_deletion(self, message: Message, update_id: int, entry: Logged) -> str:
        said: Posts = ()
        if self._notices.take(message.chat_id, update_id, entry.at):
            text = self._content.words.line("removed", verdict=self._content.words.verdicts[entry.verdict])
            said = group_posts(message.chat_id, text, topic_of(message), [[self._undo_button(entry.ref)]])
        return await self._replies.settle(update_id, message.chat_id, GroupOutcome(log=entry, messages=said))

    async def _warn(
        self, message: Message, update_id: int, mode: GuardMode, found: CheckResult, entry: Logged, *, deletable: bool
    ) -> str:
        """Post a card, unless these words were warned of lately.
        Where deleting is wanted, it says that the right to is missing, or leaves it to the admins when unsure.
        """
        buttons, unable = [self._undo_button(entry.ref)], mode is GuardMode.DELETE and deletable
        if mode is GuardMode.DELETE and not deletable:
            data = f"{REMOVE}{entry.ref}:{message.message_id}"
            buttons.append(InlineKeyboardButton(self._content.words.buttons.remove, callback_data=data))
        said: Posts = ()
        if self._notices.take(message.chat_id, update_id, entry.at):
            card = self._replies.card(message, found, buttons)
            said = (*card, *(self._replies.line(message, "not_removed") if unable else ()))
        return await self._replies.log_once(update_id, message.chat_id, entry, said)

    async def _decided(self, press: Press) -> tuple[Logged | None, NoticeName]:
        """The report that an admin decides on; or None, with why not."""
        entry, number = await self._replies.logged(press), press.chosen.partition(":")[2]
        if entry is None or not number.isdecimal():
            return None, "too_late"
        return (None, "undo_again") if entry.undone else (entry, "report_fine")

    async def _settled(self, press: Press, outcome: GroupOutcome) -> str:
        """Settle the press, and take the question away."""
        removing = self._context.bot.delete_message(press.chat_id, press.message.message_id)
        self._context.in_background(removing, "deleteMessage")
        return await self._replies.settle(press.update_id, press.chat_id, outcome)

    def _undo_button(self, ref: str, number: str = "") -> InlineKeyboardButton:
        return InlineKeyboardButton(f"{self._content.words.buttons.undo}{number}", callback_data=f"{UNDO}{ref}")

    def _log_buttons(self, entries: Sequence[Logged]) -> list[list[InlineKeyboardButton]]:
        """For each of the newest entries: take it back; say that it was judged wrongly."""
        wrong = self._content.words.buttons.wrong
        return [
            [
                self._undo_button(entry.ref, f" {number}"),
                InlineKeyboardButton(f"{wrong} {number}", callback_data=f"{MISJUDGED}{entry.ref}"),
            ]
            for number, entry in enumerate(entries[:_WITH_BUTTONS], 1)
            if not entry.undone
        ]
