"""Which texts teach which head of the model that checks messages. Imported by scripts/fit-models.

The head ``what`` says what a message is: an offer to recover or to recall, one of the other frauds by its kind, a false
instruction, the words of somebody who was approached, or harmless. The head ``voice`` says who speaks: somebody who
offers, reports, tells or asks, or none of them. Beside every text as it stands, offers and frauds are also fitted in
disguise, behind a notice and amid talk, and offers as they are quoted by somebody else.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.checking.judging import APPROACHED, HARMLESS, HOWTO, OFFERS, ORDINARY, RECALL, RECOVERY, REPORTS, TELLS
from dialogs.library.decoding import parse_yaml
from dialogs.text.fingerprints import CHECKED_TEXTS, SITUATION_PHRASES
from scripts.fitting.disguises import DISGUISES, noticed, surrounded
from scripts.fitting.screenshots import as_read

DISGUISED_WEIGHT, MIXED_WEIGHT, TOLD_WEIGHT, QUOTED_WEIGHT, CHAT_WEIGHT = 0.5, 0.7, 0.4, 0.5, 0.6
MOST_UNTOLD = 71  # of the first messages that tell nothing: they are short, and alike
MOST_TOLD = 150  # of the first messages of a situation: more drown the offers

CHATS = 500
SCREENSHOTS_EACH, SCREENSHOT_WEIGHT = 4, 0.8
_LONG = 30  # characters
_ACCOUNT = re.compile("[0-9A-Za-z_@]{5}")
CHAT = "chat"
_APPROACHED = ("/recovery_scam.yaml", "/fake_recall_tool.yaml")  # what people say whom somebody offers one
_NOTHING = "/none.yaml"  # what people say who tell nothing yet
# The kinds of which screenshots of talks are made, and how they are spoken in.
_TALKED = ("acquaintance", "romance", "trade", "job", "stock", "service")
_FRAMES = (
    "收到一条短信：“{}”，这是骗子吧？", "骗子会说“{}”，千万别信", "有人发“{}”，大家小心", "“{}”这种话都是骗人的",
    "网上看到有人说{}，靠谱吗？", "他跟我说{}，我没理他", "警方公布的话术：“{}”，请勿相信", "所谓“{}”其实是诈骗",
    "“{}”——民警提醒，这是典型的骗局", "切勿相信{}", "请勿轻信“{}”", "谨防“{}”", "警惕：{}", "网上所谓{}均为诈骗",
    "辟谣：{}", "骗子的话术：{}", "常见说法有“{}”", "前几天有人私信我：{}，我把他举报了",
)  # fmt: skip


@dataclass(frozen=True)
class Taught:
    """A text with its class in each head, where it has one."""

    text: str
    what: str
    voice: str | None
    weight: float = 1.0
    generated: bool = False


def taught(files: Mapping[str, str]) -> list[Taught]:
    """Everything that the written texts teach, the same for the same files."""
    sets = {
        path.removeprefix(CHECKED_TEXTS).removesuffix(".yaml"): parse_yaml(text)
        for path, text in files.items()
        if path.startswith(CHECKED_TEXTS)
    }
    offers = [Taught(text, RECOVERY, OFFERS) for text in _flat(sets["recovery_offers"])]
    offers += [Taught(text, RECALL, OFFERS) for text in _flat(sets["recall_offers"])]
    kinds = {kind: [*texts, *sets["group_spam"].get(kind, ())] for kind, texts in sets["frauds"].items()}
    frauds = [Taught(text, kind, OFFERS) for kind, texts in kinds.items() for text in texts]
    reports = [Taught(text, HARMLESS, REPORTS) for text in _flat(sets["reports"])]
    told = [
        Taught(text, APPROACHED if group == APPROACHED else HARMLESS, TELLS)
        for group, texts in sets["stories"].items()
        for text in texts
    ]
    ordinary = [Taught(text, HARMLESS, ORDINARY) for text in _flat(sets["ordinary"])]
    howtos = [Taught(text, HOWTO, None) for text in _flat(sets["howto"])]
    mixed = [Taught(text, HARMLESS, None, MIXED_WEIGHT) for text in _flat(sets["others"])]
    people = [
        Taught(str(text), APPROACHED if path.endswith(_APPROACHED) else HARMLESS, TELLS, TOLD_WEIGHT)
        for path in sorted(files)
        if path.startswith(SITUATION_PHRASES)
        for text in parse_yaml(files[path])["phrases"][: MOST_UNTOLD if path.endswith(_NOTHING) else MOST_TOLD]
    ]
    talk = sets["ordinary"]["group_talk"] + sets["ordinary"]["short_chat_with_money"]
    notices = list(_flat(sets["notices"]))
    plain = [*offers, *frauds, *reports, *told, *ordinary, *howtos, *mixed, *people]
    return [
        *plain,
        *_disguised([*offers, *frauds], notices, talk),
        *_quoted(offers),
        *_chats(kinds, talk),
        *_screenshots(sets["chats"]),
    ]


def _disguised(texts: list[Taught], notices: list[str], talk: list[str]) -> Iterator[Taught]:
    for one in texts:
        chance = _chance("disguised", one.text)
        disguise = chance.choice(DISGUISES)
        written = [disguise(one.text, chance)]
        # What is short and gives no account may be a warning's own words.
        if _ACCOUNT.search(one.text) or len(one.text) > _LONG:
            written.append(noticed(one.text, chance, notices))
        if chance.randrange(2):
            written.append(surrounded(one.text, chance, talk))
        for text in written:
            yield Taught(text, one.what, one.voice, DISGUISED_WEIGHT, generated=True)


def _quoted(offers: list[Taught]) -> Iterator[Taught]:
    """Offers of one sentence as others quote them: without an account, between words that report or ask."""
    for one in offers:
        if len(one.text) <= _LONG and not _ACCOUNT.search(one.text):
            chance = _chance("quoted", one.text)
            for frame in chance.sample(_FRAMES, 2):
                yield Taught(frame.format(one.text), HARMLESS, REPORTS, QUOTED_WEIGHT, generated=True)


def _chats(frauds: Mapping[str, list[str]], talk: list[str]) -> Iterator[Taught]:
    """Screenshots of talks, read without their breaks: half of them turn to money."""
    for number in range(CHATS):
        chance = _chance("chats", str(number))
        lines = chance.sample(talk, chance.randrange(4, 9))
        kind = chance.choice(_TALKED)
        if number % 2:
            lines[2:2] = chance.sample(frauds[kind], 3)
            lines.insert(chance.randrange(len(lines)), chance.choice(frauds[kind]))
        what, voice = (CHAT, OFFERS) if number % 2 else (HARMLESS, ORDINARY)
        yield Taught("".join(lines), what, voice, CHAT_WEIGHT, generated=True)


def _screenshots(talks: Mapping[str, list[str]]) -> Iterator[Taught]:
    """Whole talks and stretches of them, as they are read from screenshots."""
    for group, what, voice in (("fraud", CHAT, OFFERS), ("ordinary", HARMLESS, ORDINARY)):
        whole = [talk.split("\n") for talk in talks[group]]
        for lines in whole:
            chance = _chance("screenshots", lines[0])
            yield Taught("\n".join(lines), what, voice, SCREENSHOT_WEIGHT)
            for _ in range(SCREENSHOTS_EACH):
                length = chance.randrange(5, 12)
                first = chance.randrange(max(1, len(lines) - length + 1))
                yield Taught(
                    as_read(lines[first : first + length], chance), what, voice, SCREENSHOT_WEIGHT, generated=True
                )


def _chance(purpose: str, text: str) -> random.Random:
    """What is drawn for a text: the same whatever other texts there are, so that one more changes no other."""
    return random.Random(f"{purpose} {text}")  # noqa: S311 - the same each time


def _flat(groups: Mapping[str, Any]) -> Iterator[str]:
    for texts in groups.values():
        yield from map(str, texts)
