"""All that reads a message, and what is made of it for Telegram."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from bot.telegram.render import ButtonContext, messages, posts
from dialogs.cards.card import card_text, group_text, make_card
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.models.cards import CardKind
from dialogs.messages import CommandInput, ErrorPlace, ForwardInput, Input, Reply, TextInput
from dialogs.papers.reading import read_field
from dialogs.secrets import screen
from dialogs.turn import take_turn
from tests.dialogs.talk import NOW

TURNS = 20  # of one case, before a new one begins
BUTTONS = ButtonContext(revision=1, life=1)


class Readers:
    """Readers by name. Each returns the place of an error that was caught and reported, or something else.
    The understanding is in the turn, the checker in the forward.

    Those that go on with a case do so only when told to: the same text can be read again.
    """

    def __init__(self, dialog: Dialog) -> None:
        self._dialog, self._case, self._after, self._turns = dialog, Case(), Case(), 0
        self._fields = itertools.cycle(dialog.papers.fields.values())
        self._field = next(self._fields)
        self._shown: tuple[Reply, ...] = ()
        self.by_name: dict[str, Callable[[str], object]] = {
            "secrets": screen,
            "field of a paper": lambda text: read_field(
                dialog.papers.reading, self._field, text, NOW, dialog.understander.mentions
            ),
            "turn": lambda text: self._turn(TextInput(text), self._case),
            "timeline": lambda _: self._turn(CommandInput("timeline"), self._after),
            "forward": lambda text: self._turn(ForwardInput(text), Case()),
            "answer shown": lambda _: self._show(),
            "cards": self._cards,
        }

    def go_on(self) -> None:
        """To the next text: the case goes on, for a while, and another field is asked for."""
        self._turns += 1
        self._case = self._after if self._turns % TURNS else Case()
        self._field = next(self._fields)

    def _turn(self, given: Input, case: Case) -> ErrorPlace | None:
        """A turn; what was told in it is looked at by `timeline`, so that what was stored is read again."""
        taken = take_turn(self._dialog, case, given, NOW)
        if isinstance(given, TextInput):
            self._after = taken.case
        self._shown = taken.replies
        return taken.error

    def _show(self) -> None:
        for reply in self._shown:
            messages(1, reply, BUTTONS)

    def _cards(self, text: str) -> None:
        card = make_card(self._dialog.deck, CardKind.FAKE_RECALL_TOOL, (text,), today=NOW.date())
        for words in (card_text(card), group_text(card)):
            posts(1, words)


def timed(read: Callable[[str], object], text: str) -> tuple[float, str]:
    """Milliseconds of processor time, and the error that was raised or reported."""
    started = time.thread_time()
    try:
        outcome = read(text)
    except Exception as error:  # noqa: BLE001
        return 0.0, str(ErrorPlace.of(error))
    return (time.thread_time() - started) * 1000, str(outcome) if isinstance(outcome, ErrorPlace) else ""
