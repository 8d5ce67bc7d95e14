"""What the model sees of a text: its characters in ones, twos and threes, and the cues it holds."""

from __future__ import annotations

import re

from dialogs.understanding.wording import Wording

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PAUSE = re.compile(r"[\s,.。!?;:、~…]+")
_EDGES = frozenset({" ", "^", "$"})
_LONGEST_GRAM = 3
_LENGTHS = (4, 8, 16, 32)

LENGTH_CUES = tuple(f"#{i}" for i in range(len(_LENGTHS) + 1))


def grams(text: str) -> frozenset[str]:
    """The pieces of one to three characters in normalised `text`; any number counts as one figure.

    ``^`` and ``$`` stand for its ends and a blank for any punctuation, in pieces of two and three only.
    """
    plain = f"^{_PAUSE.sub(' ', _NUMBER.sub('0', text))}$"
    pieces = {plain[i : i + n] for n in range(1, _LONGEST_GRAM + 1) for i in range(len(plain) - n + 1)}
    return frozenset(pieces - _EDGES)


def cues(text: str, wording: Wording) -> frozenset[str]:
    """The names of the cues that normalised `text` holds, and of its length."""
    length = next((i for i, most in enumerate(_LENGTHS) if len(text) <= most), len(_LENGTHS))
    return frozenset({name for name, pattern in wording.cues if pattern.search(text)} | {LENGTH_CUES[length]})
