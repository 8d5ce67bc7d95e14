"""Everything that an edition says, record by record: what a person in that language can come to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dialogs.editions.overrides import said
from dialogs.library.files import TEMPLATE

if TYPE_CHECKING:
    from dialogs.editions.edition import Edition
    from dialogs.library.load import Content


class Spoken(NamedTuple):
    """Words of an edition: the file and entry under which an editor finds or overrides them, and the text."""

    file: str
    name: str
    text: str


def spoken(edition: Edition, content: Content) -> Iterator[Spoken]:
    """All words of an edition, templates with their code; but for what stands in papers, which is in the source's."""
    library, papers, timetable = (
        edition.library(), edition.papers(content.papers), edition.timetable(content.timetable),
    )  # fmt: skip
    for name, source in library.templates.items():
        if not name.startswith("documents/"):
            yield Spoken("templates.yaml", name.removesuffix(TEMPLATE), source)
    for name, fact in library.facts.items():
        yield from (Spoken("facts.yaml", name, text) for text in (fact.title, fact.fallback or ""))
    kept: tuple[tuple[str, Mapping[Any, Any]], ...] = (
        ("questions.yaml", library.question_words),
        ("situations.yaml", library.flow_words),
        ("steps.yaml", library.step_words),
        ("knowledge.yaml", library.knowledge),
        ("evidence.yaml", library.evidence),
        ("myths.yaml", library.myths),
        ("contacts.yaml", {contact.id: contact for contact in library.contacts}),
        ("buttons.yaml", library.buttons),
        ("papers.yaml", papers.words.kinds),
        ("deadlines.yaml", {one.id: one for one in timetable.deadlines}),
    )
    for file, records in kept:
        for name, record in records.items():
            yield from (Spoken(file, str(name), text) for text in strings_in(said(record)))
    words = {
        "paper_words.yaml": papers.words.model_copy(update={"kinds": {}}),
        "paper_fields.yaml": papers.reading,
        "timeline.yaml": timetable.words,
        "checking.yaml": edition.respelled(content.checking.words),
        "cards.yaml": [
            edition.respelled(one)
            for one in (content.cards.headings, content.cards.cards, content.cards.plans, content.cards.inline)
        ],
        "groups.yaml": edition.respelled(content.groups),
        "telegram.yaml": edition.respelled(content.telegram),
        "screenshots.yaml": edition.single("screenshots.yaml", content.screenshots),
        "console.yaml": edition.single("console.yaml", content.console),
        "formats.yaml": library.formats,
    }
    for file, record in words.items():
        yield from (Spoken(file, "", text) for text in strings_in(said(record)))


def strings_in(data: Any) -> Iterator[str]:
    """Every text in a value of JSON, in its order."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings_in(value)
