"""A static site of the content to read and to review: every situation, fact, myth, number and paper as a page.

The templates of `content/site` are filled with one language's words, beside a sample of each kind of paper.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from pydantic import Field, TypeAdapter

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.filling import paper_data
from dialogs.known import Known
from dialogs.library.checks.due import due_facts
from dialogs.library.decoding import parse_yaml
from dialogs.library.library import TRIAGE, Library
from dialogs.library.models.base import Record
from dialogs.library.models.editions import Script
from dialogs.library.models.facts import Fact
from dialogs.library.models.papers import PaperKind, PaperLibrary
from dialogs.papers.data import PAYMENTS, PREFIX, PaperData, Payment, write_payments
from dialogs.papers.fields import missing
from dialogs.papers.offer import obstacles
from dialogs.papers.paper import Paper, compose
from dialogs.predicates import ANSWERED
from dialogs.screen import SPLIT
from dialogs.situations import BODY, Situation, situations
from dialogs.unfit import fit_said
from dialogs.words import Said

TEMPLATES = files("content") / "site"
EXAMPLES = TEMPLATES / "examples.yaml"
STYLE = "site.css"
WORDS = "words.html.j2"
LOWEST = 6  # of the headings that HTML has
WITHIN = dt.timedelta(weeks=6)  # that the page of dates looks ahead
LISTS = ("index", "papers", "contacts", "myths", "knowledge", "rails", "facts", "due")


class Example(Record):
    """An invented case: the answers of the dialog, the fields of papers and the payments, as they are stored."""

    answers: Mapping[str, str]
    fields: Mapping[str, str] = Field(default_factory=dict)
    payments: tuple[Mapping[str, str], ...] = ()

    def case(self) -> Case:
        """The case as one who told all this would have it."""
        payments = tuple(map(Payment.from_json, self.payments))
        fields = {f"{PREFIX}{name}": value for name, value in self.fields.items()}
        return Case({**self.answers, **fields, **({PAYMENTS: write_payments(payments)} if payments else {})})


@dataclass(frozen=True, slots=True)
class Sample:
    """A kind of paper with one made for an example; `situation` is that of the example."""

    kind: PaperKind
    paper: Paper
    situation: str


def build(dialog: Dialog, now: dt.datetime, *, one: bool = False) -> Iterator[tuple[str, str]]:
    """The site's files: paths with ``/`` and their text, of one language only or of each.

    The day of `now` decides which facts are still said. Raises NotMade: no example makes one of the papers.
    """
    source = dialog.source
    known = [language for language in source.languages.known if language.script is not Script.LATIN]
    folders = [(language, f"{language.tag}/" if number else "") for number, language in enumerate(known)]
    folders = folders[:1] if one else folders
    made = list(samples(source, now))
    yield STYLE, (TEMPLATES / STYLE).read_text("utf-8")
    for language, folder in folders:
        root = "../" if folder else ""
        place = {"language": language, "root": root, "languages": [(one, f"{root}{there}") for one, there in folders]}
        for name, html in pages(source.speaking(language.tag), place, made, now):
            yield f"{folder}{name}", html


def samples(dialog: Dialog, now: dt.datetime) -> Iterator[Sample]:
    """A sample of every kind of paper, from the example that leaves least of it open. Raises NotMade: none makes it."""
    examples = TypeAdapter(tuple[Example, ...]).validate_python(parse_yaml(EXAMPLES.read_text("utf-8")))
    positions = [(one.case(), dialog.position(one.case(), now)) for one in examples]
    told = [(paper_data(case, position), position.situation or "") for case, position in positions]
    for kind in dialog.written.kinds.values():
        data, situation = min(told, key=lambda one: _left_open(dialog.written, kind, one[0]))
        yield Sample(kind, compose(dialog.written, kind, data, now), situation)


def _left_open(library: PaperLibrary, kind: PaperKind, data: PaperData) -> tuple[bool, int]:
    """How little suits a case for a sample: whether the paper is not made at all, and how much is missing in it."""
    refused = bool(obstacles(library, kind, data))
    return refused, 0 if refused else len(missing(library, kind, data))


def pages(
    dialog: Dialog, place: Mapping[str, object], samples: Sequence[Sample], now: dt.datetime
) -> Iterator[tuple[str, str]]:
    """The pages in the dialog's language: file names, all in one folder, with their HTML. `place` is the language, and
    the addresses, relative to the pages, of the style sheet's folder and of each language.
    """
    environment = _environment(dialog)
    told = situations(dialog, now)
    values = {**_values(dialog, told, samples, now), **place}
    values["words"] = environment.get_template(WORDS).make_module(values)

    def page(name: str, template: str, **more: object) -> tuple[str, str]:
        source = environment.get_template(f"{template}.html.j2")
        return f"{name}.html", source.render(values, page=f"{name}.html", **more)

    for name in LISTS:
        yield page(name, name)
    for one in told:
        yield page(f"situation-{one.flow.situation}", "situation", one=one)
    for sample in samples:
        yield page(f"paper-{sample.kind.id}", "paper", sample=sample, offering=_offering(told, sample))


def to_html(markdown: str, below: int = 0) -> Markup:
    """The HTML of some Markdown. Any HTML in it is text; headings are put `below` that many levels of the page."""
    reader = _reader()
    tokens = reader.parse(markdown.replace(SPLIT, ""))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + below, LOWEST)}"
        token.attrs.pop("style", None)  # how a column is aligned
        if token.type == "th_open":
            token.attrSet("scope", "col")
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704  # the renderer escapes


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _environment(dialog: Dialog) -> Environment:
    def source(name: str) -> str:
        return dialog.words.respell((TEMPLATES / name).read_text("utf-8"))

    environment = Environment(
        loader=FunctionLoader(source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["markdown"] = to_html
    environment.filters["body"] = lambda text: text.partition(BODY)[2]
    environment.filters["respelled"] = dialog.words.respell
    environment.filters["readable"] = unquote
    environment.filters["dial"] = lambda number: quote(re.sub(r"[^0-9+*#]", "", number), safe="+*")
    return environment


def _values(dialog: Dialog, told: Sequence[Situation], samples: Sequence[Sample], now: dt.datetime) -> dict[str, Any]:
    library, today = dialog.library, now.date()
    nobody = Known({}, now, rails=library.rails, regions=library.regions)
    shown = [fact for fact in library.facts.values() if not fact.internal]
    return {
        "today": today,
        "version": version("transfer-aid"),
        "situations": told,
        # The situations below the options of the first question.
        "menus": [
            (library.label(TRIAGE, category), [one for one in told if one.flow.menu == f"which_{category}"])
            for category in library.options(TRIAGE)
        ],
        "samples": samples,
        "facts": library.facts,
        "shown_facts": shown,
        "used": {fact.id: [one.flow.situation for one in told if fact.id in one.facts] for fact in shown},
        "due": [(one.fact, one.verify) for one in due_facts(library, {}, today + WITHIN) if not one.fact.internal],
        "recent": _recent(shown),
        "myths": list(library.myths.values()),
        "regions": [
            (region, library.label("region", region), [one for one in library.contacts if one.region == region])
            for region in library.regions
        ],
        # What is asked in passing, with its answer to somebody of whom nothing is known.
        "knowledge": [(topic, one, dialog.words.knowledge(topic, nobody)) for topic, one in library.knowledge.items()],
        "rails": list(library.rails.values()),
        "flow_words": library.flow_words,
        "question_words": library.question_words,
        "paper_library": dialog.papers,
        "paper_words": dialog.papers.words.kinds,
        "field_words": dialog.papers.reading.fields,
        "label": library.label,
        "answers_of": partial(_answers_of, library),
        "fit": lambda text, facts: fit_said(Said(text, facts), library, today).text,
    }


def _recent(facts: Sequence[Fact]) -> list[tuple[dt.date, list[Fact]]]:
    """The facts by the day on which they were last seen, the latest first."""
    ordered = sorted(facts, key=lambda fact: fact.checked_on, reverse=True)
    return [(day, list(seen)) for day, seen in itertools.groupby(ordered, key=lambda fact: fact.checked_on)]


def _offering(told: Sequence[Situation], sample: Sample) -> list[tuple[str, bool]]:
    """The situations that offer a paper, and whether they always do."""
    return [
        (one.flow.situation, paper.always) for one in told for paper in one.papers if paper.kind.id == sample.kind.id
    ]


def _answers_of(library: Library, condition: str) -> tuple[str, list[str]] | None:
    """What a condition about one question asks for: the question's short name and the labels; None for another."""
    if condition not in ANSWERED:
        return None
    question, options = ANSWERED[condition]
    labels = [library.label(question, option) for option in library.answerable(question) if option in options]
    return library.question_words[question].short, labels
