"""Everything that is ever said to a user, as plain sayings: the words, the facts they name, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.library.loader import LOCALE, Library, parse_yaml
from dialogs.words import facts_named, header_list

FILES_WITH_FACTS = (
    f"{LOCALE}/cards.yaml",
    f"{LOCALE}/checking.yaml",
    f"{LOCALE}/evidence.yaml",
    f"{LOCALE}/groups.yaml",
    f"{LOCALE}/documents/words.yaml",
    f"{LOCALE}/documents/timeline.yaml",
)
_JINJA = re.compile(r"\{#(?:(?!\{#).)*?#\}|\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)


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
        return _JINJA.sub(" ", self.source)

    @property
    def pieces(self) -> list[str]:
        """The words between the template code, each piece as it is said whatever the code decides."""
        return _JINJA.split(self.source)


def file_sayings(files: Mapping[str, str]) -> Iterator[Saying]:
    """Sayings of words files that other parts read for themselves: every record there that names its facts."""
    for name in FILES_WITH_FACTS:
        if name in files:
            yield from _named(f"{name}", "", parse_yaml(name, files[name], []))


def _named(file: str, where: str, data: Any) -> Iterator[Saying]:
    if isinstance(data, dict):
        if isinstance(facts := data.get("facts"), list):
            yield Saying(file, where, "\n".join(_texts(data)), tuple(facts), tuple(data.get("own", ())))
        else:
            for key, value in data.items():
                yield from _named(file, f"{where}.{key}".strip("."), value)
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _named(file, f"{where}.{place}".strip("."), value)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in {"facts", "own", "id", "advice"}:
                yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def sayings(library: Library) -> Iterator[Saying]:
    """All sayings of a library."""
    for name, source in library.templates.items():
        if not name.startswith("documents/"):
            yield Saying(f"{LOCALE}/{name}", "", source, facts_named(source), header_list(source, "own"))
    for step in library.steps.values():
        words = library.step_words.get(step.id)
        if words:
            facts = (*step.facts, *(step.deadline.facts if step.deadline else ()))
            yield Saying(f"{LOCALE}/steps/", step.id, f"{words.title}\n{words.body}", facts)
    for item in library.evidence.values():
        yield Saying(f"{LOCALE}/evidence.yaml", item.id, f"{item.title}\n{item.body}", item.facts)
    for name, question in library.question_words.items():
        labels = "\n".join(option.label for option in question.options.values())
        yield Saying(f"{LOCALE}/questions.yaml", name, f"{question.ask}\n{labels}", question.facts, question.own)
    for myth in library.myths.values():
        yield Saying("myths/", myth.id, myth.truth, myth.facts)
    for entry in library.knowledge.values():
        yield Saying(f"{LOCALE}/knowledge.yaml", entry.id, entry.answer, entry.facts)
