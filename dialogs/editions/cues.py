"""What words in Latin letters tell: a situation and dangers by their cues, and sums as the understander reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dialogs.library.models.editions import Cue
from dialogs.text.expression import Expression
from dialogs.understanding import OUT_OF_SCOPE, Reading
from dialogs.understanding.reading import DANGERS

SCORE = 0.9  # of a situation that a cue tells; a word list knows no degrees
_HAN = Expression("[\u4e00-\u9fff]")
# A sum with its money before it, or after a word of paying; what follows is no other unit.
_SUM = Expression(
    r"(?:(?:\b(?:rmb|cny|yuan|kuai)|[¥￥])\s?"
    r"|\b(?P<paying>(?:sent|sends?|paid|pay|lost|lose|transferred|took|cost|charged|owes?|borrowed|lent|spent|gave|deposited)"
    r"(?:\s(?:me|him|her|them|us|about|around|over|nearly|almost|in total|back|away|out))?)\s)"
    r"(?P<sum>\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,2})?)(?P<thousands>\s?k\b)?"
    r"(?!\d|[.,]\d|\s?(?:%|usd|hkd|twd|sgd|myr|us|dollar|pound|euro|hour|minute|day|time|year|month|o'clock|am\b|pm\b))"
    r"(?:\s?(?:rmb|cny|yuan|kuai)\b)?",
    re.IGNORECASE,
)


def spelled(text: str) -> str:
    """The text with the sums of English words as 「5000 yuan」; any other text as it is."""
    return text if _HAN.search(text) else _SUM.sub(_yuan, text)


def heard(cues: Sequence[Cue], text: str, reading: Reading, *, found: bool) -> Reading:
    """A reading of a text in Latin letters with what its cues tell.

    Dangers are those of the cues alone: the models were fitted to Chinese. Where a situation was `found` before, no
    other is told, as answers have words in common with stories. Nobody is out of scope for what a model took this for.
    """
    if not cues or _HAN.search(text):
        return reading
    plain = " ".join(text.lower().replace("’", "'").split())
    met = [cue for cue in cues if _pattern(cue.words).search(plain)]
    held = {cue.danger for cue in met}
    reading = replace(reading, danger=tuple(name for name in DANGERS if name in held))
    told = next((cue.situation for cue in met if cue.situation), None)
    if found or (told is None and reading.situation != OUT_OF_SCOPE):
        return reading
    return replace(reading, situation=told, score=SCORE if told else 0.0, alternatives=(), request=None)


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> Expression:
    return Expression(rf"\b(?:{'|'.join(words)})")


def _yuan(found: re.Match[str]) -> str:
    value = float(found["sum"].replace(",", "")) * (1000 if found["thousands"] else 1)
    return f"{found['paying'] or ''} {value:.10g} yuan".lstrip()
