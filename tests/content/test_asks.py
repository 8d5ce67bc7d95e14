"""Questions in the middle of a talk: each has enough wordings to be known by, and small talk has a short kind reply."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dialogs.library.decoding import parse_yaml
from dialogs.library.library import Library
from tests.understanding.conftest import normalise

ZH_HANS = Path(__file__).parents[2] / "content" / "zh-Hans"
NOTHING = "none"  # wordings that ask nothing which has an answer
LEAST_WORDINGS, LEAST_NOTHING = 20, 200
LONGEST_REPLY = 60
REPLIES = sorted((ZH_HANS / "messages").glob("reply_*.md.j2"))


@pytest.fixture(scope="module")
def wordings() -> dict[str, list[str]]:
    asks: dict[str, list[str]] = parse_yaml((ZH_HANS / "phrases" / "asks.yaml").read_text("utf-8"))
    return asks


def test_every_answer_is_asked_for_in_many_ways(wordings: dict[str, list[str]], library: Library) -> None:
    answers = library.knowledge.keys() | library.myths.keys()
    assert wordings.keys() - {NOTHING} == answers
    assert {name: len(texts) for name, texts in wordings.items() if len(texts) < LEAST_WORDINGS} == {}
    assert len(wordings[NOTHING]) >= LEAST_NOTHING


def test_no_wording_asks_two_things(wordings: dict[str, list[str]], library: Library) -> None:
    own = [entry.asks for entry in library.knowledge.values()] + [myth.asks for myth in library.myths.values()]
    counts = Counter(normalise(text) for texts in (*wordings.values(), *own) for text in texts)
    assert [text for text, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.name.removesuffix(".md.j2"))
def test_a_reply_to_small_talk_is_short_and_asks_nothing(path: Path) -> None:
    said = re.sub(r"\{[#%].*?[#%]\}|\*", "", path.read_text("utf-8")).strip()
    assert 0 < len(said) <= LONGEST_REPLY
    assert not re.search(r"[?？吗]", said)
