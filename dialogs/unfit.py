"""What is said when a fact is past its day: its fallback in place of the statement, and every act as before.

A sentence states a fact that is no longer fit when it holds one of its figures with a unit (「24 小时」), a way through
an app that the fact also tells (「我 → 服务」), or one of the words under its `marks`. Such a sentence gives way to the
fallback. Where no sentence is found, the fallback stands at the end; so it does for telephone numbers, which are better
said than left out.

What always stays: a sentence that tells somebody to act at once (`FactWords.acts`), an emphasised one without such a
figure, numbered titles, tables, code, and texts to be sent to somebody else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dialogs.dialog import Line
from dialogs.figures import measures_in
from dialogs.library.library import Library
from dialogs.library.models.facts import Fact, FactKind
from dialogs.messages import PlanStep
from dialogs.text.expression import Expression
from dialogs.words import Said

FENCE = "```"
EMPHASIS = "**"
ARROW = "→"
CALLED = {FactKind.NUMBER, FactKind.FOREIGN}
TIMELESS = {*CALLED, FactKind.COMMON_SENSE}  # their 「24 小时」 is when somebody answers the telephone
_KEPT = Expression(r"\s{0,12}(?:\||>|\*{0,3}\d{1,3}\. )")  # tables, texts to be sent, and the titles of steps
_LEAD = Expression(r"\s*(?:[-•] )?(?:\*\*[^*]+\*\*[：:])?")  # a bullet and the name of a list's line
_SENTENCE = Expression(r"[^。！？；]*[。！？；]+(?:\*\*)?|[^。！？；]+$")


@dataclass(frozen=True, slots=True)
class Unfit:
    """The facts of some words that are not to be said on a day, and what tells a sentence that states one of them."""

    facts: tuple[Fact, ...]
    held: frozenset[str]  # figures that a fact which is still fit holds as well
    acts: tuple[str, ...]

    @classmethod
    def on(cls, day: dt.date, names: Iterable[str], facts: Mapping[str, Fact], acts: tuple[str, ...]) -> Unfit:
        """Those among the named facts; ids of facts that are gone are passed over."""
        named = [facts[name] for name in names if name in facts]
        unfit = tuple(fact for fact in named if fact.unfit_on(day))
        if not unfit:
            return cls((), frozenset(), acts)
        fit = (fact for fact in named if fact.kind not in TIMELESS and not fact.unfit_on(day))
        return cls(unfit, frozenset(number for fact in fit for number in _measures(fact.statement)), acts)

    @property
    def fallbacks(self) -> tuple[str, ...]:
        """What is said for these facts, each once."""
        return tuple(dict.fromkeys(fact.fallback for fact in self.facts if fact.fallback))

    def stated_in(self, sentence: str) -> Fact | None:
        """The fact that a sentence states, unless the sentence is an act."""
        if any(act in sentence for act in self.acts):
            return None
        figures = measures_in(sentence) - self.held
        stated = (fact for fact in self.facts if fact.kind not in CALLED and _states(sentence, figures, fact))
        return next(stated, None)


def fit_text(text: str, unfit: Unfit) -> str:
    """The text with the fallback in place of each sentence that states an unfit fact."""
    if not unfit.facts or text.startswith(FENCE):
        return text
    lines, fenced, said = [], False, set[str]()
    for line in text.split("\n"):
        fenced ^= line.startswith(FENCE)
        lines.append(line if fenced or _KEPT.match(line) else _fit_line(line, unfit, said))
    return "\n".join(lines)


def fit_lines(lines: Iterable[Line], library: Library, day: dt.date) -> list[Line]:
    """The messages of a turn as they are said on a day; a fallback that no sentence gave way to ends a message, once.

    A message may become longer than `dialogs.showing.MAX_LENGTH` by its fallbacks.
    """
    told: set[str] = set()
    return [replace(line, said=_fit_said(line.said, library, day, told)) for line in lines]


def fit_plan(plan: Sequence[PlanStep], library: Library, day: dt.date) -> tuple[PlanStep, ...]:
    """The steps of a plan with their bodies as they are said on a day."""
    said = ((step, fit_said(Said(step.body, step.facts), library, day).text) for step in plan)
    return tuple(step if body == step.body else replace(step, body=body) for step, body in said)


def fit_said(said: Said, library: Library, day: dt.date) -> Said:
    """Words by themselves as they are said on a day."""
    return _fit_said(said, library, day, set())


def missing_fallbacks(text: str, unfit: Unfit) -> tuple[str, ...]:
    """The fallbacks that a text does not hold."""
    return tuple(words for words in unfit.fallbacks if words not in text)


def _fit_said(said: Said, library: Library, day: dt.date, told: set[str]) -> Said:
    unfit = Unfit.on(day, said.facts, library.facts, library.fact_words.acts)
    if not unfit.facts or said.text.startswith(FENCE):  # a paper has a notice of its own
        return said
    text = fit_text(said.text, unfit)
    more = [words for words in missing_fallbacks(text, unfit) if words not in told]
    told.update(unfit.fallbacks)
    return Said("\n\n".join(filter(None, (text, "".join(more)))), said.facts)


def _fit_line(line: str, unfit: Unfit, said: set[str]) -> str:
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    if EMPHASIS in line[:start]:
        said = set()  # a line with a name of its own must say something under it
    sentences, kept = _SENTENCE.findall(line[start:]), []
    for sentence in sentences:
        fact = unfit.stated_in(sentence)
        words = fact.fallback if fact else None
        if words is None:
            kept.append(sentence)
        elif words not in said:
            said.add(words)
            kept.append(_in_place(sentence, words))
    if kept == sentences:
        return line
    return line[:start] + (re.sub("；$", "。", "".join(kept).lstrip()) or unfit.fallbacks[0])


def _in_place(sentence: str, words: str) -> str:
    """The words with the spaces and the half of an emphasis that the sentence would have taken away."""
    spaces = sentence[: len(sentence) - len(sentence.lstrip())]
    if sentence.count(EMPHASIS) % 2 == 0:
        return f"{spaces}{words}"
    return f"{spaces}{EMPHASIS}{words}" if sentence.lstrip().startswith(EMPHASIS) else f"{spaces}{words}{EMPHASIS}"


@lru_cache(maxsize=512)
def _measures(statement: str) -> frozenset[str]:
    return frozenset(measures_in(statement))


def _states(sentence: str, figures: Collection[str], fact: Fact) -> bool:
    if not _measures(fact.statement).isdisjoint(figures):
        return True
    if sentence.lstrip().startswith(EMPHASIS):
        return False
    return any(mark in sentence for mark in fact.marks) or (ARROW in sentence and ARROW in fact.statement)
