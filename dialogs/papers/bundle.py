"""A case to hand in as one file: a paper, the list of evidence, what happened when, and the copies to go with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dialogs.library.models.papers import Form, PaperKind, PaperLibrary
from dialogs.library.models.timeline import Timetable
from dialogs.papers.data import NOTHING, SKIPPED, PaperData
from dialogs.papers.escape import inline
from dialogs.papers.fields import value_of
from dialogs.papers.offer import offered
from dialogs.papers.paper import NotMade, Paper, compose, render_part
from dialogs.papers.timeline import timeline, written
from dialogs.words import merge_facts

EVIDENCE_LIST, COVER, LAST = "evidence_list", "part_bundle.md.j2", "part_bundle_last.md.j2"
BUNDLE_PARTS = (COVER, LAST)
NEXT_PAGE = "\n\n---\n\n"


@dataclass(frozen=True, slots=True)
class Bundle:
    """All parts as one Markdown text, each part after a rule, which files turn into a new page."""

    title: str
    markdown: str
    facts: tuple[str, ...]


def bundled(kind: PaperKind) -> bool:
    """Whether a paper is handed in with others: not a message, nor the list of evidence itself."""
    return kind.form is not Form.MESSAGE and kind.id != EVIDENCE_LIST


def make_bundle(library: PaperLibrary, table: Timetable, kind: PaperKind, data: PaperData, now: dt.datetime) -> Bundle:
    """Put a paper and what goes with it together; the list of evidence is left out where it is not for this case.

    Raises:
        NotMade: when the paper itself must not be made.
    """
    paper = compose(library, kind, data, now)
    evidence = _evidence(library, data.with_field("evidence_for", SKIPPED), now)  # it goes where the paper goes
    papers = [paper, *([evidence] if evidence else [])]
    events = [
        {"day": written(event), "what": event.what}
        for event in timeline(table, data)
        if event.kind == "happened" and event.passed(now)
    ]
    said = {"titles": [one.title for one in papers], "events": events, "copies": _copies(library, data)}
    cover, last = (render_part(library, name, said) for name in BUNDLE_PARTS)
    markdown = NEXT_PAGE.join([cover.strip(), *(one.markdown.strip() for one in papers), last.strip()])
    title = library.words.bundle.format(title=inline(paper.title))
    return Bundle(title, f"# {title}\n\n{markdown}\n", merge_facts(one.facts for one in papers))


def _evidence(library: PaperLibrary, data: PaperData, now: dt.datetime) -> Paper | None:
    kind = library.kinds[EVIDENCE_LIST]
    if offered(library, kind, data.known) is not None:
        return None
    try:
        return compose(library, kind, data, now)
    except NotMade:
        return None


def _copies(library: PaperLibrary, data: PaperData) -> list[str]:
    """The names of the evidence that the person said they have."""
    have = (value_of(library, data, "evidence_have") or NOTHING).split()
    names = library.reading.fields["evidence_have"].options
    return [names[one] for one in have if one in names]
