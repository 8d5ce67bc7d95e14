"""What admins say of a verdict, with the buttons under a card or in the log: kept to be exported, never learned from
by itself.

Kept are the keyed hash of the words, the verdict and the model that judged; the words, their accounts masked, only
after a second button that says so. A card holds no words: they are read again from the message that it answers.
"""

from __future__ import annotations

from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.store.groups import GroupOutcome
from bot.telegram.context import AppContext
from bot.telegram.group_replies import GroupReplies, Press, Pressed
from bot.telegram.subjects import all_words, command_of
from dialogs.checking import Verdict
from dialogs.group_talk import LONGEST_KEPT, masked
from dialogs.groups import Feedback

RIGHT, WRONG, GIVE, HOLD, MISJUDGED = "ok:", "no:", "give:", "hold:", "miss:"
_VERDICTS = frozenset(verdict.value for verdict in Verdict)


class VerdictFeedback:
    """The buttons, and what a press does."""

    def __init__(self, context: AppContext, replies: GroupReplies) -> None:
        self._context, self._replies = context, replies

    def buttons(self, verdict: str, words: str) -> list[InlineKeyboardButton]:
        """The buttons under a card for words that were judged."""
        judged = f"{self._context.store.words_key(words).hex()}:{verdict}"
        labels = self._replies.content.words.buttons
        return [
            InlineKeyboardButton(labels.right, callback_data=RIGHT + judged),
            InlineKeyboardButton(labels.wrong, callback_data=WRONG + judged),
        ]

    async def judge(self, press: Press, *, agreed: bool) -> Pressed:
        """An admin says whether a card is right; then the keyboard asks whether the words may be kept, too."""
        feedback = self._feedback(press.chosen, agreed=agreed)
        if feedback is None:
            return "ignored", "too_late"
        labels = self._replies.content.words.buttons
        asked = [
            InlineKeyboardButton(labels.give, callback_data=f"{GIVE}{int(agreed)}{press.chosen}"),
            InlineKeyboardButton(labels.hold, callback_data=HOLD),
        ]
        self._show_buttons(press, [self._replies.private_button()], asked)
        return await self._keep(press, feedback), "judged"

    async def give(self, press: Press) -> Pressed:
        """An admin agrees to the words being kept, which the card's message answers."""
        feedback = self._feedback(press.chosen[1:], agreed=press.chosen[:1] == "1")
        if feedback is None:
            return "ignored", "too_late"
        answered = press.message.reply_to_message if isinstance(press.message, Message) else None
        command = command_of(answered) if answered else None
        words = command.argument if command else all_words(answered) if answered else ""
        self._show_buttons(press, [self._replies.private_button()])
        if self._context.store.words_key(words) != feedback.words:
            return "ignored", "words_gone"
        return await self._keep(press, replace(feedback, text=masked(words, LONGEST_KEPT))), "words_kept"

    async def hold(self, press: Press) -> Pressed:
        """An admin does not agree: the question goes."""
        self._show_buttons(press, [self._replies.private_button()])
        return "ignored", "words_not_kept"

    async def misjudged(self, press: Press) -> Pressed:
        """An admin says in the log that an entry was judged wrongly."""
        entry = await self._replies.logged(press)
        feedback = self._feedback(f"{entry.words.hex()}:{entry.verdict}", agreed=False) if entry else None
        if feedback is None:
            return "ignored", "too_late"
        return await self._keep(press, feedback), "misjudged"

    def _feedback(self, judged: str, *, agreed: bool) -> Feedback | None:
        """What a button says; None for data that is not ours."""
        key, _, verdict = judged.partition(":")
        try:
            words = bytes.fromhex(key)
        except ValueError:
            return None
        if verdict not in _VERDICTS or len(words) != len(self._context.store.words_key("")):
            return None
        model, now = self._replies.content.model, int(self._context.clock.now().timestamp())
        return Feedback(words, verdict, agreed, model, now)

    async def _keep(self, press: Press, feedback: Feedback) -> str:
        return await self._replies.settle(press.update_id, press.chat_id, GroupOutcome(feedback=feedback))

    def _show_buttons(self, press: Press, *rows: list[InlineKeyboardButton]) -> None:
        changing = press.query.edit_message_reply_markup(InlineKeyboardMarkup(rows))
        self._context.in_background(changing, "editMessageReplyMarkup")
