"""The fitted layer: what it reads, what it refuses, and that no verdict rests on it alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking import TRAPS, Checker
from dialogs.checking.manner import MannerModel, dump, grams
from dialogs.library.models.checking import OffersFile
from dialogs.text.sentences import numbered_sentences


def written(text: str) -> MannerModel:
    return MannerModel.of(OffersFile.model_validate_json(text))


def test_what_is_written_is_read_again() -> None:
    model = written(dump((-1.0, 0.5), [("追", 2.0, -1.0), ("追回", 1.0, 0.0)]))
    manner = model.judge("追回", [0, 0])
    assert manner.strength == pytest.approx(-1.0 + 3.0 / 3**0.5)  # three features: 追, 追回, 回
    assert manner.recall is (0.5 - 1.0 / 3**0.5 > 0)


def test_numbers_are_read_by_kind_and_latin_words_as_a_whole() -> None:
    assert dict(grams("收88元 hacker 12345678?")) == {
        "收": 0, "<number>": 1, "元": 3, "<hacker>": 5, "<account>": 12, "<?>": 20,
    }  # fmt: skip


def test_the_sentence_that_shows_it_most_is_named() -> None:
    model = written(dump((0.0, 0.0), [("追", 2.0, 0.0)]))
    text = "天好。追。"
    manner = model.judge(text, numbered_sentences(text))
    assert text[manner.start : manner.end] == "追。"


def test_an_offer_reads_like_one_and_a_warning_does_not(checker: Checker) -> None:
    offer, warning = (
        checker.manner("专业追款，成功后再收费，加我详谈"),
        checker.manner("民警提醒市民，不要相信追款的人"),
    )
    assert offer.strength > 0 > warning.strength
    assert not offer.recall
    assert checker.manner("转账撤回工具，先撤后付，加我").recall


def test_the_model_is_small(texts: Mapping[str, str]) -> None:
    assert len(texts["checking/offers.json"].encode()) < 3_000_000


@given(st.text(max_size=40))
def test_without_a_lure_the_manner_makes_no_trap(checker: Checker, text: str) -> None:
    result = checker.check(text)
    lures = {clue.signal.topic for clue in checker.clues(text) if clue.signal.kind == "lure"}
    assert lures or result.verdict not in TRAPS
