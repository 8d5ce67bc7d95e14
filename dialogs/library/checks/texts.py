"""Everything that is ever said to a user, as plain texts: the words, the facts they name, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dialogs.library import files as at
from dialogs.library.files import LOCALE
from dialogs.library.headers import facts_named, header_list
from dialogs.library.library import Library
from dialogs.text.expression import Expression

if TYPE_CHECKING:
    from dialogs.library.load import Content

_JINJA = Expression(r"\{#(?:(?!\{#).)*?#\}|\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)
_NO_WORDS = frozenset({"facts", "own", "id", "advice"})


@dataclass(frozen=True, slots=True)
class Saying:
    """Words for users. `own` holds numbers about ourselves, which need no fact."""

    file: str
    where: str
    source: str
    facts: tuple[str, ...]
    own: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The words without template code."""
        return without_code(self.source)

    @property
    def pieces(self) -> list[str]:
        """The words between the template code, each piece as it is said whatever the code decides."""
        return _JINJA.split(self.source)


def without_code(source: str) -> str:
    """Words without the template code among them."""
    return _JINJA.sub(" ", source)


def texts(content: Content) -> Iterator[Saying]:
    """All that is said: in conversations, on cards, about messages, in groups, around papers and timelines."""
    yield from sayings(content.library)
    for kind, card in content.cards.cards.items():
        yield Saying(at.CARDS, f"cards.{kind}.title", f"{card.tag}\n{card.title}", card.title_facts)
        yield from _named(at.CARDS, f"cards.{kind}", card.model_dump(mode="json"))
    for file, words in (
        (at.CHECKING_WORDS, content.checking.words),
        (at.GROUPS, content.groups),
        (at.PAPER_WORDS, content.papers.words),
        (at.TIMELINE_WORDS, content.timetable.words),
    ):
        yield from _named(file, "", words.model_dump(mode="json"))


def sayings(library: Library) -> Iterator[Saying]:
    """All that is said in conversations."""
    for name, source in library.templates.items():
        if not name.startswith("documents/"):
            yield Saying(f"{LOCALE}/{name}", "", source, facts_named(source), header_list(source, "own"))
    for name, label in library.buttons.items():
        yield Saying(at.BUTTONS, name, label.replace("{number}", ""), ())
    for step in library.steps.values():
        words = library.step_words.get(step.id)
        if words:
            facts = (*step.facts, *(step.deadline.facts if step.deadline else ()))
            yield Saying(f"{LOCALE}/steps/", step.id, f"{words.title}\n{words.body}", facts)
    for item in library.evidence.values():
        yield Saying(at.EVIDENCE, item.id, f"{item.title}\n{item.body}", item.facts)
    for name, question in library.question_words.items():
        labels = "\n".join(option.label for option in question.options.values())
        yield Saying(at.QUESTION_WORDS, name, f"{question.ask}\n{labels}", question.facts, question.own)
    for myth in library.myths.values():
        yield Saying("myths/", myth.id, myth.truth, myth.facts)
    for entry in library.knowledge.values():
        yield Saying(at.KNOWLEDGE, entry.id, entry.answer, entry.facts)


def _named(file: str, where: str, data: Any) -> Iterator[Saying]:
    """The words of every record that names its facts."""
    if isinstance(data, Mapping):
        if isinstance(facts := data.get("facts"), list):
            yield Saying(file, where, "\n".join(_words(data)), tuple(facts), tuple(data.get("own", ())))
        else:
            for key, value in data.items():
                yield from _named(file, f"{where}.{key}".strip("."), value)
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _named(file, f"{where}.{place}".strip("."), value)


def _words(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if key not in _NO_WORDS:
                yield from _words(value)
    elif isinstance(data, list):
        for value in data:
            yield from _words(value)
