"""Makes a paper: one kind, one case, its words in Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from dialogs.library.models.papers import Form, PaperKind, PaperLibrary
from dialogs.papers.data import PaperData
from dialogs.papers.escape import inline, paragraphs, sentence
from dialogs.papers.moments import day_written
from dialogs.papers.offer import Obstacle, obstacles
from dialogs.papers.view import context, fact_date
from dialogs.words import tidy


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as Markdown: its title, its body, the notice every paper carries, and the facts it rests on."""

    kind: PaperKind
    title: str
    body: str
    notice: str
    facts: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is copied or read out: title and body, and nothing of ours."""
        head = "" if self.kind.form is Form.MESSAGE else f"# {inline(self.title)}\n\n"
        return f"{head}{self.body}\n"

    @property
    def markdown(self) -> str:
        """The whole paper as a file holds it: a paper to print has the notice set apart at its end."""
        return f"{self.words}\n> {inline(self.notice)}\n" if self.kind.form is Form.PAPER else self.words


class NotMade(Exception):  # noqa: N818 - a refusal with reasons, no malfunction
    """A paper that must not be made as things stand; `obstacles` say why."""

    def __init__(self, found: tuple[Obstacle, ...]) -> None:
        self.obstacles = found
        super().__init__("; ".join(obstacle.reason for obstacle in found))


def compose(library: PaperLibrary, kind: PaperKind, data: PaperData, now: dt.datetime) -> Paper:
    """Make a paper from what is known; what is missing stands in it as a marked blank.

    Raises:
        NotMade: when the situation, a precondition or the sums forbid it.
    """
    found = obstacles(library, kind, data)
    if found:
        raise NotMade(found)
    source = _environment(tuple(library.templates.items())).get_template(kind.template)
    facts = library.facts_of(kind)
    return Paper(
        kind=kind,
        title=library.words.kinds[kind.id].title,
        body=tidy(source.render(context(library, kind, data, now))),
        notice=_notice(library, facts, now),
        facts=facts,
    )


def render(library: PaperLibrary, kind: PaperKind, data: PaperData, now: dt.datetime) -> str:
    """The paper's Markdown; see `compose`."""
    return compose(library, kind, data, now).markdown


def render_part(library: PaperLibrary, name: str, said: Mapping[str, Any]) -> str:
    """A template that is no kind of its own, with what it may name besides `blank`; values are escaped as in papers."""
    source = _environment(tuple(library.templates.items())).get_template(name)
    return tidy(source.render({**said, "blank": lambda label: library.words.blank.format(label=label)}))


def _notice(library: PaperLibrary, facts: tuple[str, ...], now: dt.datetime) -> str:
    day, fallbacks = fact_date(library, facts, now)
    notice = library.words.notice.format(date=day_written(day or now.date()))
    return "".join((notice, *fallbacks))


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> Environment:
    return make_paper_environment(dict(templates))


def make_paper_environment(templates: Mapping[str, str]) -> Environment:
    """The environment of papers' templates: strict, and every value escaped on its way out."""
    environment = Environment(  # noqa: S701 - the output is Markdown, and `finalize` escapes every value
        loader=DictLoader(dict(templates)),
        undefined=StrictUndefined,
        finalize=inline,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["paragraphs"] = paragraphs
    environment.filters["sentence"] = sentence
    return environment
