"""`/check` as a reply, or a mention of us in one: one short card, and a way to private chat. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.groups.cards import group_card
from bot.groups.letters import Button, letters
from bot.groups.reading import Message, Subject
from bot.groups.words import GroupLineName, GroupWords
from bot.telegram.pictures import ReadImage, look
from dialogs.cards import Deck
from dialogs.checking import Checker, CheckResult
from dialogs.messages import ForwardInput

DEEP_LINK = "check"


@dataclass(frozen=True, slots=True)
class Checks:
    """What a check needs."""

    words: GroupWords
    load_deck: Callable[[], Deck]
    load_checker: Callable[[], Checker]
    read_image: ReadImage | None = None

    async def answer(self, message: Message, username: str, today: dt.date) -> list[dict[str, object]]:
        """The letters that answer a `/check`; none where a mention was just a mention."""
        subject = message.answered
        if subject is None or subject.ours:
            if message.rest:
                subject = Subject(message.rest)
            else:
                return [] if message.mention else self.say(message, "usage")
        words = await self._words(subject)
        if not words.strip():
            return self.say(message, "no_words")
        return self.card(message, self.load_checker().check(words), username, today)

    def card(
        self, message: Message, result: CheckResult, username: str, today: dt.date, more: Sequence[Button] = ()
    ) -> list[dict[str, object]]:
        """The card for a verdict, as a reply, with a button to private chat and perhaps `more`."""
        private = {"text": self.words.buttons.private, "url": f"https://t.me/{username}?start={DEEP_LINK}"}
        return list(letters(message.place, group_card(self.load_deck(), self.words, result, today), [private, *more]))

    def say(self, message: Message, name: GroupLineName, **values: object) -> list[dict[str, object]]:
        """One of the fixed lines."""
        return list(letters(message.place, self.words.line(name, **values)))

    async def _words(self, subject: Subject) -> str:
        if subject.image is None or self.read_image is None:
            return subject.words
        read, _ = await look(ForwardInput(text=subject.words), (subject.image,), self.read_image)
        return f"{read.text}\n{read.image_text}" if isinstance(read, ForwardInput) else subject.words
