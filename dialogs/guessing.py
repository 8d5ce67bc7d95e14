"""The answer to a question that was not surely recognised, given with the question that it answers."""

from __future__ import annotations

from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.heard import Command, Name
from dialogs.meant import told_now, true_here
from dialogs.replay import Position
from dialogs.understanding import Reading
from dialogs.words import Said


def answer_guessed(dialog: Dialog, case: Case, position: Position, reading: Reading) -> Move | None:
    """The likeliest answer to a message that asks something, named by its question, so that a wrong guess is seen.

    None where nothing is likely, or its answer is not true of the case.
    """
    asked, now = reading.perhaps_asked, told_now(dialog, position, reading)
    topic = true_here(dialog, asked, now) if asked else None
    if asked is None or topic is None:
        return None
    entry = dialog.library.knowledge.get(asked) or dialog.library.myths[asked]
    answer = dialog.words.knowledge(topic, now.known)
    said = dialog.words.message("perhaps_asked", now.known, question=entry.asks[0], answer=answer.text)
    line = Line(Said(said.text, answer.facts))
    command = Command(Name.KNOWLEDGE_ANSWER, topic)
    return Move(replace(case, misses=0), (line,), show=position.question is not None, commands=(command,))
