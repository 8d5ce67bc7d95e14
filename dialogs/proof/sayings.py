"""Everything that is ever said to a user, as plain sayings: the words, the facts they name, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.library.loader import LOCALE, Library
from dialogs.words import facts_named, header_list

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


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
    for name, question in library.question_words.items():
        labels = "\n".join(option.label for option in question.options.values())
        yield Saying(f"{LOCALE}/questions.yaml", name, f"{question.ask}\n{labels}", question.facts, question.own)
    for myth in library.myths.values():
        yield Saying("myths/", myth.id, myth.truth, myth.facts)
    for entry in library.knowledge.values():
        yield Saying(f"{LOCALE}/knowledge.yaml", entry.id, entry.answer, entry.facts)
