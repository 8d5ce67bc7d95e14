"""Every word of the source that an edition may say, for `derive` and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.site import TEMPLATES
from dialogs.editions.overrides import said
from dialogs.editions.spoken import strings_in

if TYPE_CHECKING:
    from dialogs.library.load import Content


def source_words(content: Content) -> Iterator[str]:
    """The words, record by record and template by template."""
    library = content.library
    for fact in library.facts.values():
        yield from (fact.title, fact.statement, fact.fallback or "", *fact.marks)
    records = (
        library.fact_words, library.myths, library.knowledge, library.contacts, library.question_words,
        library.flow_words, library.step_words, library.evidence, library.templates, library.buttons,
        content.papers.words, content.papers.reading, content.timetable.words, content.timetable.deadlines,
        content.checking.words, content.cards.cards, content.groups, content.screenshots, content.telegram,
        content.console,
    )  # fmt: skip
    for record in records:
        yield from filter(None, strings_in(said(record)))
    for template in sorted(TEMPLATES.iterdir(), key=lambda file: file.name):
        if template.name.endswith(".j2"):
            yield template.read_text("utf-8")
