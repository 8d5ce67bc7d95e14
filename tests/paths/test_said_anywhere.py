"""The words that stand on no path: fixed messages, answers in passing, corrections; and our words in our own eyes."""

from __future__ import annotations

import datetime as dt

from dialogs.dialog import Dialog
from dialogs.fixed_messages import MESSAGES
from dialogs.forwards import TRAPS
from dialogs.known import Known
from dialogs.library.library import Library
from tests.each import each
from tests.paths.endings import Piece, Walker
from tests.paths.properties import OF_A_PIECE, repeated_claim, states_no_chance

ASIDE = sorted(name for name, values in MESSAGES.items() if not values)


def complaints(dialog: Dialog, piece: Piece) -> list[str]:
    found = [(check.__name__, check(piece)) for check in OF_A_PIECE]
    found.append(("repeated_claim", repeated_claim(dialog.library, piece)))
    return [f"{piece.where}: {name}: {what}" for name, what in found if what]


def corrects(name: str) -> bool:
    """Whether these words are there to name a refuted claim and set it right."""
    return name.startswith("myth.")


@each("name", ASIDE)
def test_every_fixed_message_reads_well(dialog: Dialog, now: dt.datetime, name: str):
    said = dialog.words.message(name, Known({}, now))
    assert not complaints(dialog, Piece(name, said.text, said.facts))


def test_every_answer_in_passing_reads_well(dialog: Dialog, now: dt.datetime):
    wrong = []
    for topic in (*dialog.library.myths, *dialog.library.knowledge):
        said = dialog.words.knowledge(topic, Known({}, now))
        piece = Piece(topic, said.text, said.facts)
        checks = [check for check in OF_A_PIECE if not (corrects(topic) and check is states_no_chance)]
        wrong += [f"{topic}: {check.__name__}: {what}" for check in checks if (what := check(piece))]
        if not corrects(topic) and (claim := repeated_claim(dialog.library, piece)):
            wrong.append(f"{topic}: repeats {claim}")
    assert not wrong, "\n".join(wrong)


def test_every_question_reads_well_in_every_situation(dialog: Dialog, now: dt.datetime, library: Library):
    wrong = []
    for flow in library.flows.values():
        for question in flow.asks:
            said = dialog.words.ask(question, Known({}, now, flow.situation, flow.family))
            wrong += complaints(dialog, Piece(f"{flow.situation} {question}", said.text, said.facts))
    assert not wrong, "\n".join(wrong)


def test_no_words_of_ours_are_taken_for_a_trap(dialog: Dialog, now: dt.datetime):
    """Somebody forwards our own advice to a group: the check there must not accuse it."""
    pieces = {
        piece.text: piece.where
        for situation in dialog.library.flows
        for piece in Walker(dialog, situation, now, thin=True).pieces
    }
    wrong = []
    for text, where in pieces.items():
        result = dialog.checker.check(text)
        if result.verdict in TRAPS or result.claims:
            wrong.append(f"{where}: {result.verdict} {[claim.evidence for claim in result.claims]}")
    assert not wrong, "\n".join(wrong)
