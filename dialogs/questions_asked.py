"""The questions that a message asks, and their answers: those surely recognised, else the likeliest by its name."""

from __future__ import annotations

from dataclasses import replace
from heapq import nlargest

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.heard import Command, Name
from dialogs.meant import told_now, true_here
from dialogs.replay import Position
from dialogs.subject import is_ours
from dialogs.telling import SHORT_ANSWER
from dialogs.understanding import Reading
from dialogs.words import Said

_GUESSED_FROM, _CLEARER = 0.12, 1.25
"""How likely a question must be to be guessed, and how much likelier than the next."""


def answers_beside(
    dialog: Dialog, position: Position, reading: Reading, seen: Position, *, answered: bool, told: bool = False
) -> tuple[list[Line], tuple[Command, ...]]:
    """The answers to what a message asks beside all else it does, and their names.

    `seen` is the position with what the message tells, `answered` whether it changes the case, `told` whether it says
    that steps are done. A few words that answer, or words that tell a step done (「聊天记录都截图了」), and hold none
    that asks are no question: 「国内」, 「报警了」. Among several clauses one may ask what nobody surely
    knows: 「还没 那他要是点了咋办」.
    """
    states = position.situation is not None and not reading.interrogative
    brief = answered and len(reading.plain) <= SHORT_ANSWER and not reading.surely_asked
    denied = states and reading.denies_all  # 「没共享屏幕」
    asked = () if states and (told or brief or denied) else _asked(dialog, position, reading)
    if states and (answered or not reading.asking):  # 「备注写了房租」 asks for no rule about notes
        asked = tuple(topic for topic in asked if not dialog.library.answer(topic).only_asked)
    known = told_now(dialog, seen, reading).known
    lines = [Line(dialog.words.knowledge(topic, known)) for topic in asked]
    topics = tuple(Command(Name.KNOWLEDGE_ANSWER, topic) for topic in asked)
    unsure = reading.clauses and not lines and position.situation and not (reading.danger or reading.amends)
    guessed = guess(dialog, position, reading) if unsure else None
    return ([guessed[0]], (guessed[1],)) if guessed else (lines, topics)


def _asked(dialog: Dialog, position: Position, reading: Reading) -> tuple[str, ...]:
    """What a message asks about; where a first story asks nothing (「我被刷单骗了」), only what is beyond doubt."""
    begins = position.situation is None and is_ours(dialog, reading) and not (reading.asking and reading.interrogative)
    return tuple(filter(reading.surely_asked.__contains__, reading.topics)) if begins else reading.topics


def guess(dialog: Dialog, position: Position, reading: Reading) -> tuple[Line, Command] | None:
    """The likeliest answer to a message that asks something, named by its question, so that a wrong guess is seen.

    What is not true of the case was not asked: several questions may have one answer there, and others none. Nothing
    is guessed where no answer is likely, or two as much.
    """
    now = told_now(dialog, position, reading)
    likely: dict[str, float] = {}
    for asked, sure in reading.perhaps_asked.items():
        if topic := true_here(dialog, asked, now):
            likely[topic] = likely.get(topic, 0.0) + sure
    first, second = nlargest(2, [*likely.values(), 0.0, 0.0])
    if first < _GUESSED_FROM or first < _CLEARER * second:
        return None
    topic = max(likely, key=likely.__getitem__)
    entry = dialog.library.answer(topic)
    answer = dialog.words.knowledge(topic, now.known)
    said = dialog.words.message("perhaps_asked", now.known, question=entry.asks[0], answer=answer.text)
    return Line(Said(said.text, answer.facts)), Command(Name.KNOWLEDGE_ANSWER, topic)


def answer_guessed(dialog: Dialog, case: Case, position: Position, reading: Reading) -> Move | None:
    """The guess as all that is said to a message that was not understood otherwise."""
    guessed = guess(dialog, position, reading)
    if guessed is None:
        return None
    line, command = guessed
    return Move(replace(case, misses=0), (line,), show=position.question is not None, commands=(command,))
