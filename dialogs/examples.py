"""Cases in which something holds: what a situation's pages are written from, since its words depend on answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dialogs.known import SPANS, Known, span_of_option
from dialogs.library.library import TRIAGE, Library
from dialogs.library.records import Flow, Typed
from dialogs.predicates import PREDICATES
from dialogs.words import Said

MOST_ANSWERS = 4  # that are tried together until some conditions hold
_CONDITION = re.compile(r'holds\("(\w+)"\)')


@dataclass(frozen=True, slots=True)
class Variant:
    """Words that are said in some cases, the facts they rest on, and answers (question, option) that bring them."""

    text: str
    facts: tuple[str, ...]
    answers: tuple[tuple[str, str], ...] = ()


class Recording(Mapping[str, str]):
    """Answers that remember which of them were looked at."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.seen: dict[str, None] = {}

    def __getitem__(self, name: str) -> str:
        self.seen[name] = None
        return self._answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


def variants(library: Library, cases: Iterable[Known], render: Callable[[Known], Said]) -> tuple[Variant, ...]:
    """The different words that are rendered in some cases: those that need no answer first, then by how often they are.

    Where there are several, each has the few answers that suffice for it when nothing else is known.
    """
    found: dict[str, list[tuple[Said, Known]]] = {}
    for known in cases:
        said = render(known)
        found.setdefault(said.text, []).append((said, known))
    told = [ones[0] for ones in sorted(found.values(), key=len, reverse=True)]
    made = (
        Variant(said.text, said.facts, _least(library, known, render, said.text) if len(told) > 1 else ())
        for said, known in told
    )
    return tuple(sorted(made, key=lambda one: bool(one.answers)))


def example(
    library: Library, flow: Flow, known: Known, when: tuple[str, ...], unless: tuple[str, ...] = ()
) -> Known | None:
    """A case of a situation in which conditions hold: `known` with as few more answers as it takes; None where none is.

    Only what the situation asks or keeps is answered.
    """
    wanted = {**dict.fromkeys(when, True), **dict.fromkeys(unless, False)}
    unmet = _unmet(wanted, known)
    if unmet is None:
        return known
    if len(known.answers) > MOST_ANSWERS:
        return None
    further = list(_further(library, flow, known, unmet))
    # An answer that settles the condition is better than one that may settle it together with the next.
    further.sort(key=lambda one: _unmet(wanted, one) == unmet)
    return next(filter(None, (example(library, flow, one, when, unless) for one in further)), None)


def examples_of(library: Library, flow: Flow, known: Known, template: str) -> list[Known]:
    """A case for each condition that a template names, where there is one."""
    named = dict.fromkeys(_CONDITION.findall(template))
    return list(filter(None, (example(library, flow, known, (name,)) for name in named)))


def _unmet(wanted: Mapping[str, bool], known: Known) -> str | None:
    """The first condition that is not as wanted."""
    return next((name for name, must in wanted.items() if PREDICATES[name](known) is not must), None)


def _further(library: Library, flow: Flow, known: Known, condition: str) -> Iterator[Known]:
    """The case with one more answer of which a condition makes something."""
    answers = Recording(known.answers)
    PREDICATES[condition](replace(known, answers=answers))
    for name in answers.seen:
        question = library.questions.get(name)
        if question is None or name in known.answers:
            continue
        if name in flow.asks or question.worth_keeping(flow.family):
            for option in library.answerable(name):
                value = span_of_option(option, known.now) if question.typed is Typed.TIME else option
                yield replace(known, answers={**known.answers, name: value})


def _least(library: Library, known: Known, render: Callable[[Known], Said], text: str) -> tuple[tuple[str, str], ...]:
    """The answers without any one of which something else is said: what each question is called, and what was said."""
    for name in [name for name in known.answers if name != TRIAGE]:
        less = replace(known, answers={key: value for key, value in known.answers.items() if key != name})
        if render(less).text == text:
            known = less
    return tuple(
        (library.question_words[name].short, _said(library, name, known)) for name in known.answers if name != TRIAGE
    )


def _said(library: Library, question: str, known: Known) -> str:
    """An answer as its button reads."""
    value = known.answers[question]
    option = next((option for option in SPANS if span_of_option(option, known.now) == value), value)
    return library.label(question, option)
