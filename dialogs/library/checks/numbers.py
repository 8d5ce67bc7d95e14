"""No number without a fact: every figure in the words must stand in the statement of a fact they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.figures import numbers_in
from dialogs.library.checks.texts import Saying
from dialogs.library.library import Library
from dialogs.library.problems import Problem

_HEDGES = (
    "一般",
    "通常",
    "可能",
    "多半",
    "大多",
    "往往",
    "为准",
    "不一定",
    "有的",
    "核实",
    "查不到",
    "未必",
    "常见",
    "据",
)


def number_problems(library: Library, sayings: Iterable[Saying]) -> Iterator[Problem]:
    """Figures that no named fact holds."""
    held = {name: numbers_in(fact.statement) for name, fact in library.facts.items()}
    for saying in sayings:
        allowed = {number for name in saying.facts for number in held.get(name, ())} | set(saying.own)
        for number in sorted(numbers_in(saying.words) - allowed):
            yield Problem(saying.file, saying.where, f"数字 {number} 不在所列事实里")


def hedge_problems(library: Library, sayings: Iterable[Saying]) -> Iterator[Problem]:
    """Facts of low confidence, or of our own knowledge alone, said without a word of doubt."""
    for saying in sayings:
        doubtful = [name for name in saying.facts if name in library.facts and not library.facts[name].certain]
        if doubtful and not any(word in saying.words for word in _HEDGES):
            names = "、".join(doubtful)
            yield Problem(saying.file, saying.where, f"{names} 还不确定，话里要有「一般」「可能」「以…为准」这样的词")
