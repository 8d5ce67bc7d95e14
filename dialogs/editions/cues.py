"""What words in Latin letters tell, by their cues, and how the understander is given what it can read of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from dialogs.library.models.editions import Cue
from dialogs.text.expression import Expression
from dialogs.text.needed_words import needed_words
from dialogs.understanding import OUT_OF_SCOPE, Reading
from dialogs.understanding.reading import DANGERS

SCORE = 0.9  # of a situation that a cue tells; a word list knows no degrees
_HAN = Expression("[\u4e00-\u9fff]")
_FIGURE = (  # of money, if no other unit follows
    r"(?P<sum>\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,2})?)(?P<thousands>\s?k\b)?"
    r"(?!\d|[.,]\d|\s?(?:%|usd|hkd|twd|sgd|myr|us|dollar|pound|euro|hour|minute|day|time|year|month|o'clock|am\b|pm\b))"
    r"(?:\s?(?:rmb|cny|yuan|kuai)\b)?"
)
_MONEY = r"(?:\b(?:rmb|cny|yuan|kuai)|[¥￥])\s?"
_PAYING = (
    r"\b(?P<paying>(?:sent|sends?|paid|pay|lost|lose|transferred|took|cost|charged|owes?|borrowed|lent|spent|gave|deposited)"
    r"(?:\s(?:me|him|her|them|us|about|around|over|nearly|almost|in total|back|away|out))?)\s"
)
_COUNT = r"(?P<count>\d{1,3})"
_SUM = Expression(rf"(?:{_MONEY}|{_PAYING}){_FIGURE}", re.IGNORECASE)


def spelled(cues: Sequence[Cue], text: str) -> str:
    """The text with sums of English words as 「5000 yuan」, and with what a cue spells; any with Chinese as it is."""
    if _HAN.search(text):
        return text
    lower = text.lower()
    for cue in cues:
        for words in cue.words if cue.spelled else ():
            if _may_stand(words, lower):
                text = _pattern(words).sub(partial(_as_spelled, cue.spelled or ""), text)
                lower = text.lower()
    return _SUM.sub(lambda found: f"{found['paying'] or ''} {_yuan(found)}".lstrip(), text)


def heard(cues: Sequence[Cue], text: str, reading: Reading, *, found: bool) -> Reading:
    """A reading of a text in Latin letters with what its cues tell.

    Dangers and feelings are those of the cues alone: the models were fitted to Chinese. Where a situation was `found`
    before, no other is told, as answers have words in common with stories. Nobody is out of scope for what a model took
    this for.
    """
    if not cues or _HAN.search(text):
        return reading
    plain = " ".join(text.lower().replace("’", "'").split())
    met = [cue for cue in cues if not cue.spelled and _found(cue.words, plain)]
    held = {cue.danger for cue in met}
    feeling = next((cue.feeling for cue in met if cue.feeling), None)
    asked_for = next((cue.request for cue in met if cue.request), None)
    reading = replace(
        reading,
        danger=tuple(name for name in DANGERS if name in held),
        feeling=feeling,
        request=asked_for or reading.request,
    )
    told = next((cue.situation for cue in met if cue.situation), None)
    if found or (told is None and reading.situation != OUT_OF_SCOPE):
        return reading
    return replace(reading, situation=told, score=SCORE if told else 0.0, alternatives=(), request=asked_for)


def _found(words: tuple[str, ...], plain: str) -> bool:
    """Whether one of the expressions is found; only those are searched whose own words stand in the text."""
    return any(_pattern(one).search(plain) for one in words if _may_stand(one, plain))


def _may_stand(words: str, lower: str) -> bool:
    needed = _needed(words)
    return needed is None or any(map(lower.__contains__, needed))


@lru_cache(maxsize=1024)
def _needed(words: str) -> tuple[str, ...] | None:
    """Words, in small letters, one of which stands in every text that the expression is found in; None: any text."""
    needed = needed_words(words, {"sum": None, "n": None})
    return None if needed is None else tuple(one.lower() for one in needed)


@lru_cache(maxsize=1024)
def _pattern(words: str) -> Expression:
    written = words.replace("{sum}", rf"(?:{_MONEY})?{_FIGURE}").replace("{n}", _COUNT)
    return Expression(rf"\b(?:{written})", re.IGNORECASE)


def _as_spelled(spelled: str, found: re.Match[str]) -> str:
    if "{n}" in spelled:
        return spelled.replace("{n}", found["count"])
    return spelled.replace("{sum}", f"{_yuan(found)} ") if "{sum}" in spelled else spelled


def _yuan(found: re.Match[str]) -> str:
    value = float(found["sum"].replace(",", "")) * (1000 if found["thousands"] else 1)
    return f"{value:.10g} yuan"
