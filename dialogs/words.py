"""Renders the words: every template through one strict Jinja environment, each with the facts it rests on.

A template names its facts in its first line, ``{# facts: platform.W04, law.D11 #}``. Only values that were parsed
(amounts, times, option ids) and content reach a template; where a person's own words are quoted, the `quoted` filter
takes every Markdown meaning out of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from dialogs.known import Known, TimeSpan, decode_amount, decode_span
from dialogs.library.evidence import EvidenceItem
from dialogs.library.headers import facts_named, parts_named
from dialogs.library.library import Library
from dialogs.library.models.buttons import ButtonName
from dialogs.library.models.formats import Formats
from dialogs.library.records import Contact
from dialogs.mainland import names_mainland_law
from dialogs.papers.costs import fees_for
from dialogs.papers.escape import as_shown
from dialogs.predicates import PREDICATES
from dialogs.text.expression import Expression

MARKDOWN = Expression(r"([\\`*_{}\[\]()#+\-.!|<>~=:/@&$^])")
MAINLAND_POLICE = "110"
OF_ABROAD = "platform.O01"  # what rests on it says itself where to report from abroad
GLOBALS = frozenset(
    {"known", "holds", "contacts", "contact", "amount", "fees", "paid_at", "title", "region", "here", "now", "labels"}
)
NAME = Expression("[a-z_]+")


@dataclass(frozen=True, slots=True)
class Said:
    """Rendered words and the ids of the facts they rest on."""

    text: str
    facts: tuple[str, ...] = ()


def quoted(text: str) -> str:
    """A person's own words as Markdown that means nothing but themselves, on one line.

    Direction marks, invisible characters and piled accents go, so that they change nothing around the quote, and
    addresses are broken.
    """
    return MARKDOWN.sub(r"\\\1", " ".join(as_shown(text).split()))


def money(amount: tuple[Decimal, Decimal] | None, unit: str, formats: Formats) -> str:
    """An amount in words: 「5000 元」, 「200–300 港币」, or nothing."""
    if amount is None:
        return ""
    low, high = (f"{end.normalize():f}" for end in amount)
    if low == high:
        return formats.sum.format(number=low, unit=unit)
    return formats.sums.format(low=low, high=high, unit=unit)


def span(when: TimeSpan | None, formats: Formats) -> str:
    """A time span in words; both ends where they differ."""
    if when is None:
        return ""
    if whole := formats.of_days(when.earliest, when.latest):
        return whole
    start, end = map(formats.of_moment, (when.earliest, when.latest))
    if when.exact:
        return end
    if when.earliest.date() == when.latest.date():  # the day is said once
        end = f"{when.latest:%H:%M}"
    return formats.between.format(start=start, end=end)


def make_environment(templates: Mapping[str, str], formats: Formats) -> Environment:
    """The Jinja environment: strict about undefined names, Markdown out (so no HTML escaping)."""
    environment = Environment(  # noqa: S701 - the output is Markdown; quoted() escapes what people typed
        loader=FunctionLoader(templates.get),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    environment.filters["quoted"] = quoted
    environment.filters["moment"] = formats.of_moment
    environment.filters["readable"] = unquote
    return environment


class Words:
    """All the words of one language, ready to be said. Templates are compiled when first used."""

    def __init__(self, library: Library, respell: Callable[[str], str] = str) -> None:
        """`respell` brings words that were not written for this language into it."""
        self._library, self.respell = library, respell
        self._environment = make_environment(library.templates, library.formats)
        self._strings: dict[str, tuple[Template, frozenset[str]]] = {}
        self._files: dict[str, Said | tuple[Template, frozenset[str], tuple[str, ...]]] = {}
        self._makers: Mapping[str, Callable[[Known], Any]] = {
            "known": lambda known: known,
            "now": lambda known: known.now,
            "holds": lambda known: partial(_holds, known),
            "contacts": lambda _: self._contacts,
            "contact": lambda _: self._contact,
            "labels": lambda _: library.label,
            "fees": lambda known: partial(fees_for, known, library.fees),
            "amount": lambda known: self._money(known, known.sum_said),
            "paid_at": lambda known: span(known.paid_at, library.formats),
            "region": lambda known: known.place,
            "here": lambda known: library.regions.get(known.place),
            "title": lambda known: library.flow_words[known.situation].title if known.situation else "",
        }

    def opening(self, known: Known) -> Said:
        """What is said once when the situation is found: a human line and the first thing to do."""
        return self._file(f"flows/{known.situation}/opening.md.j2", known)

    def outcome(self, name: str, known: Known) -> Said:
        """The words at the head of a plan."""
        return self._file(f"flows/{known.situation}/{name}.md.j2", known)

    def ask(self, question: str, known: Known) -> Said:
        """A question, in the situation's own words where it has some."""
        own = f"flows/{known.situation}/ask_{question}.md.j2"
        if own in self._library.templates:
            return self._file(own, known)
        words = self._library.question_words[question]
        return Said(self._string(words.ask, known), words.facts)

    def step(self, step: str, known: Known) -> tuple[str, str]:
        """The title and the body of a step."""
        words = self._library.step_words[step]
        return self._string(words.title, known), self._string(words.body, known)

    def evidence(self, item: EvidenceItem, known: Known) -> tuple[str, str]:
        """The title and the body of an item of the evidence guide."""
        return self._string(item.title, known), self._string(item.body, known)

    def message(self, name: str, known: Known, **values: object) -> Said:
        """One of the fixed messages, with values of its own."""
        return self._file(f"messages/{name}.md.j2", known, **values)

    def button(self, name: ButtonName, **values: int) -> str:
        """The label of a button that is no option of a question."""
        return self._library.buttons[name].format(**values)

    def pair(self, name: str, value: str) -> str:
        """A name with its value: 「金额：5000 元」."""
        return self._library.formats.pair.format(name=name, value=value)

    def value(self, question: str, known: Known) -> str:
        """A typed answer (an amount, a time) as people read it."""
        value = known.answers[question]
        if (time := decode_span(value)) is not None:
            return span(time, self._library.formats)
        return self._money(known, decode_amount(value)) or value

    def knowledge(self, topic: str, known: Known) -> Said:
        """The short answer to a question of knowledge: a myth's truth, or an entry of the questions people ask.

        Where it sends somebody who is abroad to the police of the mainland, it is said whom to call there. Where it
        is about the mainland and the case is not, that is said before it, and whom to ask instead.
        """
        said = self._answer(topic, known)
        if _holds(known, "foreign_rules") and names_mainland_law(said.text) and OF_ABROAD not in said.facts:
            elsewhere = self.message("rules_abroad", known)
            return Said(f"{elsewhere.text}\n\n{said.text}", merge_facts((elsewhere.facts, said.facts)))
        if not _holds(known, "is_abroad") or MAINLAND_POLICE not in said.text or OF_ABROAD in said.facts:
            return said
        there = self.message("report_abroad", known)
        return Said(f"{said.text}\n\n{there.text}", merge_facts((said.facts, there.facts)))

    def _answer(self, topic: str, known: Known) -> Said:
        if myth := self._library.myths.get(topic):
            return Said(myth.truth, myth.facts)
        entry = self._library.knowledge[topic]
        return Said(self._string(entry.answer, known), entry.facts)

    def _file(self, name: str, known: Known, **values: object) -> Said:
        file = self._files.get(name) or self._prepared(name)
        if isinstance(file, Said):
            return file
        template, names, facts = file
        return Said(tidy(template.render(self._values(names, known) | values)), facts)

    def _prepared(self, name: str) -> Said | tuple[Template, frozenset[str], tuple[str, ...]]:
        """A template ready to be rendered; one in which nothing can change is rendered already."""
        source, template = self._library.templates[name], self._environment.get_template(name)
        parts = (self._library.templates[part] for part in parts_named(source))
        facts = merge_facts((facts_named(source), *map(facts_named, parts)))
        fixed = "{{" not in source and "{%" not in source
        made = Said(tidy(template.render()), facts) if fixed else (template, self._named(source), facts)
        self._files[name] = made
        return made

    def _string(self, source: str, known: Known) -> str:
        if "{" not in source:
            return source.strip()
        if source not in self._strings:
            self._strings[source] = self._environment.from_string(source), self._named(source)
        template, names = self._strings[source]
        return tidy(template.render(self._values(names, known)))

    def _named(self, source: str) -> frozenset[str]:
        """The values that a template or one of its parts may ask for."""
        parts = (self._named(self._library.templates[part]) for part in parts_named(source))
        return GLOBALS.intersection(NAME.findall(source)).union(*parts)

    def _values(self, names: Iterable[str], known: Known) -> dict[str, Any]:
        """What a template names, worked out for it: most name little of it."""
        return {name: self._makers[name](known) for name in names}

    def _money(self, known: Known, amount: tuple[Decimal, Decimal] | None) -> str:
        if not known.currency_known:
            return ""
        return money(amount, self._library.label("currency", known.currency), self._library.formats)

    def _contacts(self, region: str) -> list[Contact]:
        return [contact for contact in self._library.contacts if contact.region == region]

    def _contact(self, name: str) -> Contact:
        return next(contact for contact in self._library.contacts if contact.id == name)


def _holds(known: Known, name: str) -> bool:
    return PREDICATES[name](known)


def tidy(text: str) -> str:
    """Rendered text without the blank lines that template tags leave behind."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def merge_facts(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Fact ids of several pieces of words, each once, in the order first named."""
    return tuple(dict.fromkeys(fact for group in groups for fact in group))
