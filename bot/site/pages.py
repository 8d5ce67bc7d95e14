"""The pages: the templates of `content/site`, filled with one language's words."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.site.papers import Sample
from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.checks.due import due_facts
from dialogs.library.library import TRIAGE, Library
from dialogs.library.models.editions import Language
from dialogs.library.models.facts import Fact
from dialogs.predicates import ANSWERED
from dialogs.screen import SPLIT
from dialogs.situations import BODY, Situation, situations
from dialogs.unfit import fit_said
from dialogs.words import Said

TEMPLATES = files("content") / "site"
WORDS = "words.html.j2"
LOWEST = 6  # of the headings that HTML has
WITHIN = dt.timedelta(weeks=6)  # that the page of dates looks ahead
LISTS = ("index", "papers", "contacts", "myths", "knowledge", "rails", "facts", "due")


@dataclass(frozen=True, slots=True)
class Place:
    """A language of the site: the addresses, relative to its pages, of the style sheet and of the other languages."""

    language: Language
    root: str
    languages: Sequence[tuple[Language, str]]


def pages(dialog: Dialog, place: Place, samples: Sequence[Sample], now: dt.datetime) -> Iterator[tuple[str, str]]:
    """The pages in the dialog's language: file names, all in one folder, with their HTML."""
    environment = _environment(dialog)
    told = situations(dialog, now)
    values = _values(dialog, told, samples, now.date()) | {
        "language": place.language,
        "root": place.root,
        "languages": place.languages,
    }
    values["knowledge"] = _knowledge(dialog, now)
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


def _values(dialog: Dialog, told: Sequence[Situation], samples: Sequence[Sample], today: dt.date) -> dict[str, Any]:
    library = dialog.library
    shown = [fact for fact in library.facts.values() if not fact.internal]
    return {
        "today": today,
        "version": version("transfer-aid"),
        "situations": told,
        "menus": _menus(library, told),
        "samples": samples,
        "facts": library.facts,
        "shown_facts": shown,
        "used": {fact.id: [one.flow.situation for one in told if fact.id in one.facts] for fact in shown},
        "due": [(one.fact, one.verify) for one in due_facts(library, {}, today + WITHIN) if not one.fact.internal],
        "recent": _recent(shown),
        "myths": list(library.myths.values()),
        "regions": _regions(library),
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


def _menus(library: Library, told: Sequence[Situation]) -> list[tuple[str, list[Situation]]]:
    """The situations below the options of the first question."""
    return [
        (library.label(TRIAGE, category), [one for one in told if one.flow.menu == f"which_{category}"])
        for category in library.options(TRIAGE)
    ]


def _knowledge(dialog: Dialog, now: dt.datetime) -> list[tuple[str, Any, Any]]:
    """What is asked in passing, with its answer to somebody of whom nothing is known."""
    library = dialog.library
    nobody = Known({}, now, rails=library.rails, regions=library.regions)
    return [(topic, entry, dialog.words.knowledge(topic, nobody)) for topic, entry in library.knowledge.items()]


def _regions(library: Library) -> list[tuple[str, str, list[Any]]]:
    """The regions with their contacts."""
    return [
        (region, library.label("region", region), [one for one in library.contacts if one.region == region])
        for region in library.regions
    ]


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
