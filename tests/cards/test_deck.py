"""The words of the cards: every number held by a fact, every source named truly, every mistake in the file found."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dialogs.cards import CardKind, Deck
from dialogs.library.checks.texts import Saying
from dialogs.library.checks.texts import texts as texts_of
from dialogs.library.files import CARDS
from dialogs.library.library import Library
from dialogs.library.load import Content
from dialogs.library.models.checking import Verdict
from tests.content.checked import problems_of


@pytest.fixture(scope="module")
def said(content: Content) -> list[Saying]:
    """Everything the cards say."""
    return [saying for saying in texts_of(content) if saying.file == CARDS]


def test_every_hotline_stands_in_a_fact(deck: Deck, library: Library) -> None:
    for words in deck.cards.values():
        assert "mainland.police" in words.hotlines
        for name in words.hotlines:
            contact = deck.contacts[name]
            assert any(str(contact.number) in library.facts[fact].statement for fact in contact.facts)


def test_nothing_is_promised(said: list[Saying]) -> None:
    words = "".join(saying.words for saying in said)
    for promise in ("保证", "一定能", "百分", "%", "％", "包追回", "必能"):
        assert promise not in words.replace("保证金", "")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("[platform.I06]", "[platform.I99]", "没有 platform.I99 这条事实"),
        ("mainland.police, ", "mainland.bank, ", "没有 mainland.bank 这个带号码的电话"),
        ("香港警方, 澎湃新闻", "法新社, 澎湃新闻", "法新社 不是这张卡片所列事实的出处"),
        ("situation: scam_other", "situation: scam_moon", "plans.scam_moon: 没有这种遭遇"),
        ("  prevention:\n", "  panic:\n", "cards.panic"),
        ("    outdated: 过时了\n", "", "inline.myth: 缺 outdated"),
        ("        facts: [law.I05]\n", "        facts: []\n", "facts: 太少，至少 1 项"),
        ("24 小时没收", "48 小时没收", "数字 48 不在所列事实里"),
    ],
)
def test_a_false_word_in_the_file_is_found(texts: Mapping[str, str], old: str, new: str, what: str) -> None:
    assert old in texts[CARDS]
    found = problems_of({**texts, CARDS: texts[CARDS].replace(old, new)})
    assert any(line.startswith(CARDS) and what in line for line in found), found


def test_every_verdict_has_its_card() -> None:
    own = {verdict for verdict in Verdict if CardKind.of(verdict) == verdict.value}
    without = {Verdict.CAUTION, Verdict.WARNING, Verdict.NONE}
    assert own == set(Verdict) - without
    assert {CardKind.of(verdict) for verdict in without} == {CardKind.PREVENTION}
