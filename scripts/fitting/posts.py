"""Which texts teach the checker's model whether a post in a group is its author's own advert, or about somebody's.

Both classes hold the same adverts: as they stand, and with what people write before, behind or around one that they
pass on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dialogs.checking.judging import ABOUT, OFFERS, ORDINARY, OWN, REPORTS, TELLS
from scripts.fitting.checking_heads import CHAT, Taught

REMARK_WEIGHT, TALK_WEIGHT, REMARKED_WEIGHT = 1.5, 0.5, 0.7
TOLD_EVERY = 2  # of the many texts of people who tell, every one of so many is taken
END_WEIGHT = 0.5  # of the ends of a post to that of the whole
_SHORT = 24  # characters of what people say that may stand beside an advert
_JOINTS = ("", "", " ", "\n", ",", "。")


class Post(NamedTuple):
    """A text, whether it is an advert of its author's own, and how much it counts."""

    text: str
    whose: str
    weight: float


def posts(texts: Sequence[Taught], remarks: Mapping[str, Sequence[str]]) -> list[Post]:
    """What the written texts and the remarks teach, the same for the same input."""
    adverts = [one.text for one in texts if one.voice == OFFERS and not one.generated and one.what != CHAT]
    told = [one for one in texts if one.voice in {REPORTS, TELLS} and not one.generated][::TOLD_EVERY]
    talk = [one.text for one in texts if one.voice in {REPORTS, TELLS, ORDINARY} and not one.generated]
    talk = [text for text in talk if len(text) <= _SHORT]
    alone = (remark.replace("{}", "") for part in remarks.values() for remark in part)
    return [
        *(Post(text, OWN, 1.0) for text in adverts),
        *(Post(one.text, ABOUT, one.weight) for one in told),
        *(Post(text, ABOUT, REMARKED_WEIGHT) for text in _passed_on(adverts, remarks, talk)),
        *(Post(remark, ABOUT, REMARK_WEIGHT) for remark in alone),
        *(Post(text, ABOUT, TALK_WEIGHT) for text in talk),
    ]


def _passed_on(adverts: Sequence[str], remarks: Mapping[str, Sequence[str]], talk: Sequence[str]) -> Iterator[str]:
    """Every advert with a remark, or with something that people say anyway."""
    chance = random.Random("passed on")  # noqa: S311 - the same each time
    for advert in adverts:
        before, behind, around = (chance.choice(remarks[place]) for place in ("before", "behind", "around"))
        if chance.randrange(2):
            before, behind = (chance.choice(talk) + chance.choice(_JOINTS) for _ in range(2))
        led = before + chance.choice(_JOINTS) + advert
        followed = advert.rstrip("。！!") + chance.choice(_JOINTS) + behind
        yield chance.choice((led, led, followed, followed, around.format(advert), before + followed))
