"""Disguises of single characters: each step takes a text and gives back one that is plainer."""

from __future__ import annotations

import functools
import unicodedata

from dialogs.checking.disguise.trace import Edit, Traced

# One character may unfold into many (U+FDFA into eighteen); no letter or Chinese character needs more than four.
_LONGEST_UNFOLDING = 4
_KEPT_CONTROLS = frozenset("\n\t")
# Marks that overlay, direct or hide, and blanks that are letters by category only.
_INVISIBLE_CATEGORIES = frozenset({"Cf", "Mn", "Me", "Cc", "Co", "Cs", "Cn"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_RIGHT_TO_LEFT_OVERRIDE = "\u202e"
_END_OF_OVERRIDE = frozenset("\u202c\n")


@functools.lru_cache(maxsize=4096)
def _unfolded(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) <= _LONGEST_UNFOLDING else " "


@functools.lru_cache(maxsize=4096)
def _is_invisible(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return False
    return char in _BLANK_LETTERS or unicodedata.category(char) in _INVISIBLE_CATEGORIES


def compatible(traced: Traced) -> Traced:
    """Full-width, circled, bold and other compatibility forms → the plain character (NFKC)."""
    if unicodedata.is_normalized("NFKC", traced.text):
        return traced
    return traced.edited(
        Edit(i, i + 1, plain)
        for i, char in enumerate(traced.text)
        if char > "\x7f" and (plain := _unfolded(char)) != char
    )


def visible(traced: Traced) -> Traced:
    """Without zero-width characters, bidi marks, overlaid strokes, variation selectors and control characters."""
    if traced.text.isprintable() and traced.text.isascii():
        return traced
    return traced.edited(Edit(i, i + 1, "") for i, char in enumerate(traced.text) if _is_invisible(char))


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
