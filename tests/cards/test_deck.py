"""The words of the cards: every number held by a fact, every source named truly, every mistake in the file found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from dialogs.cards import CardKind, Deck
from dialogs.cards.deck import FILE
from dialogs.library.models.checking import Verdict
from dialogs.library.library import Library
from dialogs.library.problems import ContentError
from dialogs.library.checks.facts import reference_problems
from dialogs.library.checks.numbers import hedge_problems, number_problems


def test_every_number_stands_in_a_named_fact(deck: Deck, library: Library) -> None:
    said = list(deck.sayings())
    assert len(said) > 30
    problems = [*number_problems(library, said), *hedge_problems(library, said), *reference_problems(library, said)]
    assert problems == []


def test_every_hotline_stands_in_a_fact(deck: Deck, library: Library) -> None:
    for words in deck.cards.values():
        assert {"mainland.police", "mainland.anti_fraud", "mainland.wechat_pay"} == set(words.hotlines)
        for name in words.hotlines:
            contact = deck.contacts[name]
            assert any(str(contact.number) in library.facts[fact].statement for fact in contact.facts)


def test_nothing_is_promised(deck: Deck) -> None:
    words = "".join(saying.words for saying in deck.sayings())
    for promise in ("保证", "一定能", "百分", "%", "％", "包追回", "必能"):
        assert promise not in words.replace("保证金", "")


def test_a_false_word_in_the_file_is_found(texts: Mapping[str, str], library: Library) -> None:
    broken = {
        "a fact that is none": ("[platform.I06]", "[platform.I99]", "unknown fact platform.I99"),
        "a contact without a number": ("mainland.police, ", "mainland.bank, ", "no contact mainland.bank"),
        "a source nobody named": ("香港警方, 澎湃新闻", "新华社, 澎湃新闻", "新华社 is no source"),
        "a situation that is none": ("situation: scam_other", "situation: scam_moon", "no such situation"),
        "a card that is none": ("  prevention:\n", "  panic:\n", "cards.panic"),
        "a verdict without words": ("    outdated: 过时了\n", "", "no words for a myth"),
        "a line without a fact": ("        facts: [law.I05]\n", "        facts: []\n", "at least 1 item"),
    }
    for what, (old, new, complaint) in broken.items():
        assert old in texts[FILE], what
        with pytest.raises(ContentError) as error:
            Deck.from_files({FILE: texts[FILE].replace(old, new)}, library)
        assert complaint in str(error.value), what


def test_a_number_from_nowhere_is_found(texts: Mapping[str, str], library: Library) -> None:
    other = Deck.from_files({FILE: texts[FILE].replace("24 小时没收", "48 小时没收")}, library)
    assert any("48" in problem.what for problem in number_problems(library, other.sayings()))


def test_every_verdict_has_its_card() -> None:
    own = {verdict for verdict in Verdict if CardKind.of(verdict) == verdict.value}
    assert own == set(Verdict) - {Verdict.WARNING, Verdict.NONE}
    assert {CardKind.of(Verdict.WARNING), CardKind.of(Verdict.NONE)} == {CardKind.PREVENTION}


def test_the_facts_are_in_date(deck: Deck, library: Library) -> None:
    named = {fact for saying in deck.sayings() for fact in saying.facts}
    assert min(library.facts[name].review_by for name in named) > dt.date(2026, 11, 23)
