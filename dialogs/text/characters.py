"""Disguises of single characters: each function takes a text and returns a plainer one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from dialogs.text.expression import Expression
from dialogs.text.traced import Edit, Traced

# One character may unfold into many (U+FDFA into eighteen); no letter or Chinese character needs more than four.
_LONGEST_UNFOLDING = 4
_UNFOLDED_BY_HAND = {"…": "…", "\t": " "}  # an ellipsis is a pause, three full stops are not
_LATIN_BLOCKS = ("\u00c0", "\u024f"), ("\u1e00", "\u1eff")
# Marks that overlay, direct or hide, and blanks that are letters by category only.
_INVISIBLE_CATEGORIES = frozenset({"Cf", "Mn", "Me", "Cc", "Co", "Cs", "Cn"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_LINE_ENDS = frozenset("\u0085\u2028\u2029")
_RIGHT_TO_LEFT_OVERRIDE = "\u202e"
_END_OF_OVERRIDE = frozenset("\u202c\n")
_BLANKS = Expression(r" *\n\s*| {2,}")
_EDGES = Expression(r"\A\s+|\s+\Z")


@lru_cache(maxsize=4096)
def _unfolded(char: str) -> str:
    """The characters that one stands for: NFKC, latin letters without accents, one blank for any blank."""
    if char in _UNFOLDED_BY_HAND:
        return _UNFOLDED_BY_HAND[char]
    if char in _LINE_ENDS:
        return "\n"
    plain = unicodedata.normalize("NFKC", char)
    if any(first <= plain <= last for first, last in _LATIN_BLOCKS):
        plain = unicodedata.normalize("NFD", plain)[0]
    if char != "\n" and plain.isspace():
        return " "
    return plain if len(plain) <= _LONGEST_UNFOLDING else " "


@lru_cache(maxsize=4096)
def _is_invisible(char: str) -> bool:
    return char != "\n" and (char in _BLANK_LETTERS or unicodedata.category(char) in _INVISIBLE_CATEGORIES)


def compatible(traced: Traced) -> Traced:
    """Full-width, circled, bold, accented and other compatibility forms become the plain character."""
    if traced.text.isascii() and traced.text.isprintable():
        return traced
    return traced.edited(
        Edit(i, i + 1, plain) for i, char in enumerate(traced.text) if (plain := _unfolded(char)) != char
    )


def visible(traced: Traced) -> Traced:
    """Without zero-width characters, bidi marks, overlaid strokes, variation selectors and control characters."""
    if traced.text.isprintable() and traced.text.isascii():
        return traced
    return traced.edited(Edit(i, i + 1, "") for i, char in enumerate(traced.text) if _is_invisible(char))


def few_blanks(traced: Traced) -> Traced:
    """At most one blank between words and one line end, or two at a new paragraph, between lines; none at the ends."""
    return traced.replaced(_BLANKS, lambda found: "\n" * min(2, found.count("\n")) or " ").replaced(
        _EDGES, lambda _: ""
    )


def turned(traced: Traced) -> Traced:
    """Runs written backwards behind a right-to-left override, in the order in which a reader sees them."""
    order: list[int] = []
    backwards: list[int] | None = None
    for index, char in enumerate(traced.text):
        if backwards is not None and char in _END_OF_OVERRIDE:
            order.extend(reversed(backwards))
            backwards = None
        (order if backwards is None else backwards).append(index)
        if backwards is None and char == _RIGHT_TO_LEFT_OVERRIDE:
            backwards = []
    order.extend(reversed(backwards or []))
    return traced.reordered(order)


def has_override(text: str) -> bool:
    """Whether a part of the text is shown backwards."""
    return _RIGHT_TO_LEFT_OVERRIDE in text
