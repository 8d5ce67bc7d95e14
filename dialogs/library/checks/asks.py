"""Wordings of questions, written in the very spelling in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.library.files import KNOWLEDGE
from dialogs.library.problems import Problem
from dialogs.library.records import Knowledge, Myth
from dialogs.text.plain import Normaliser
from dialogs.text.table import TextTable
from dialogs.understanding.topics import plain_wording


def ask_problems(table: TextTable, myths: Mapping[str, Myth], knowledge: Mapping[str, Knowledge]) -> Iterator[Problem]:
    """Wordings of a myth or an answer that the normaliser reads otherwise: a start takes them as they are written."""
    text = Normaliser(table)
    asked = [("myths/", name, myth.asks) for name, myth in myths.items()]
    asked += [(KNOWLEDGE, name, answer.asks) for name, answer in knowledge.items()]
    for file, name, asks in asked:
        for ask in asks:
            read = text.in_chinese(ask)
            if plain_wording(read) != plain_wording(ask):
                yield Problem(file, f"{name}.asks", f"「{ask}」会读成「{read}」，写成读到的样子，或换个说法")
