"""The cues that a model sees of a text beside its grams: patterns and classes of words, and its length."""

from __future__ import annotations

from dialogs.understanding.wording import Wording

_LENGTHS = (4, 8, 16, 32)

LENGTH_CUES = tuple(f"#{i}" for i in range(len(_LENGTHS) + 1))


def cues(text: str, wording: Wording) -> frozenset[str]:
    """The names of the cues that plain `text` holds, and of its length."""
    length = next((i for i, most in enumerate(_LENGTHS) if len(text) <= most), len(_LENGTHS))
    return frozenset({*wording.cues.found(text), LENGTH_CUES[length]})
