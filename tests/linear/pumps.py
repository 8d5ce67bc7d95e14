"""Texts that make a regular expression work hard, worked out from its own parts.

A backtracking matcher is slow where a part that repeats can match the same text in many ways, or where every place of a
text begins a match that fails late. So each part that repeats is repeated, alone, after what must stand before it, and
in pairs; and so is the whole pattern, with and without its end.
"""

from __future__ import annotations

import re
import re._constants as constants
import re._parser as parser
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

VARIANTS = 3  # alternatives of a choice that are tried, where the choice is not what repeats
WIDEST = 60  # alternatives of a choice that repeats
MOST = 24  # pumps of one pattern
PROBES = "一a1 ,。-.转的了"
END = "\u2603"  # matches next to nothing: what was begun fails here

Item = tuple[Any, Any]


def pumps(pattern: re.Pattern[str], most: int = MOST) -> tuple[tuple[str, str], ...]:
    """Pairs of a beginning and a unit to be repeated after it, the most promising first; the unit is never empty.

    Most promising is what stands in the pattern more than once: it may both begin a match and go on with it.
    """
    tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    found = dict.fromkeys(pair for pair in _all(tree) if pair[1])
    ranked = sorted(found, key=lambda pair: pattern.pattern.count(pair[1]) < 2)
    return tuple(islice(ranked, most))


def pumped(beginning: str, unit: str, length: int) -> str:
    """A text of about `length` characters that ends in something that fails."""
    return beginning + unit * max(1, (length - len(beginning)) // len(unit)) + END


def _all(tree: Sequence[Item]) -> Iterator[tuple[str, str]]:
    repeats = list(_repeats(tree, ""))
    yield from repeats
    for variant in range(VARIANTS):
        whole = _sample(tree, variant)
        yield "", whole
        yield "", whole[:-1]
        yield "", whole[:1]
    for (_, first), (_, second) in pairwise(repeats):
        yield "", first + second
        yield first * 200, second


def _repeats(tree: Sequence[Item], before: str) -> Iterator[tuple[str, str]]:
    """Each part that may stand more than once, with a sample of what stands before it."""
    for item in tree:
        kind, value = item
        if kind in _REPEATS:
            _, most, inside = value
            if most > 1:
                for variant in range(min(WIDEST, _width(inside))):
                    yield before, _sample(inside, variant)
                yield before, "".join(_sample(inside, variant) for variant in range(VARIANTS))
            yield from _repeats(inside, before)
        else:
            for branch in _branches(item):
                yield from _repeats(branch, before)
        before += _sample([item], 0)


_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


def _branches(item: Item) -> Iterable[Sequence[Item]]:
    kind, value = item
    if kind is constants.BRANCH:
        return value[1]
    if kind is constants.SUBPATTERN:
        return [value[3]]
    if kind is constants.ATOMIC_GROUP:
        return [value]
    if kind in {constants.ASSERT, constants.ASSERT_NOT}:
        return [value[1]]
    return []


def _width(tree: Sequence[Item]) -> int:
    """How many alternatives the widest choice among the parts has; at least `VARIANTS`."""
    widest = VARIANTS
    for kind, value in tree:
        if kind is constants.BRANCH:
            widest = max(widest, len(value[1]))
        elif kind is constants.IN:
            widest = max(widest, len(value))
        inside = [value[2]] if kind in _REPEATS else _branches((kind, value))
        widest = max([widest, *map(_width, inside)])
    return widest


def _sample(tree: Sequence[Item], variant: int) -> str:
    """A text that the parts match; `variant` chooses among alternatives."""
    return "".join(_of(item, variant) for item in tree)


def _of(item: Item, variant: int) -> str:
    kind, value = item
    if kind is constants.LITERAL:
        return chr(value)
    if kind is constants.NOT_LITERAL:
        return next(char for char in PROBES if ord(char) != value)
    if kind is constants.ANY:
        return PROBES[variant]
    if kind is constants.IN:
        return _member(value, variant)
    if kind in _REPEATS:
        return _sample(value[2], variant) * max(1, value[0])
    if kind is constants.BRANCH:
        return _sample(value[1][variant % len(value[1])], variant)
    if kind in {constants.ASSERT, constants.ASSERT_NOT}:
        return ""
    return "".join(_sample(branch, variant) for branch in _branches(item))


def _member(members: Sequence[Item], variant: int) -> str:
    if members[0][0] is constants.NEGATE:
        allowed = [char for char in PROBES if not any(_holds(member, char) for member in members[1:])]
        return allowed[variant % len(allowed)] if allowed else END
    kind, value = members[variant % len(members)]
    if kind is constants.LITERAL:
        return chr(value)
    if kind is constants.RANGE:
        return chr(value[0])
    return next((char for char in PROBES if _holds((kind, value), char)), END)


def _holds(member: Item, char: str) -> bool:
    kind, value = member
    if kind is constants.LITERAL:
        return ord(char) == value
    if kind is constants.RANGE:
        return value[0] <= ord(char) <= value[1]
    return re.fullmatch(_CATEGORIES[value], char) is not None


_CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d",
    constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_SPACE: r"\s",
    constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_WORD: r"\w",
    constants.CATEGORY_NOT_WORD: r"\W",
}
