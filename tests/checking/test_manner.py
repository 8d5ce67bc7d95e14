"""The fitted layer: what it reads, what it refuses, and that no verdict rests on it alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking import TRAPS, Checker
from dialogs.checking.manner import MannerModel
from dialogs.text.linear_model import Weights, bucket, dump
from dialogs.text.sentences import numbered_sentences


def model(**weights: tuple[float, float]) -> MannerModel:
    rows = {bucket(gram): (1.0, row) for gram, row in weights.items()}
    return MannerModel(dump(Weights(("offer", "recall"), (-1.0, 0.5), rows)))


def test_every_known_gram_has_its_share() -> None:
    manner = model(追=(2.0, -1.0), 追回=(1.0, 0.0)).judge("追回", [0, 0])
    assert manner.strength == pytest.approx(-1.0 + 3.0 / 2**0.5, abs=0.02)
    assert manner.recall is (0.5 - 1.0 / 2**0.5 > 0)


def test_a_model_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not of offer and recall"):
        MannerModel(dump(Weights(("in", "out"), (0.0, 0.0), {})))


def test_the_sentence_that_shows_it_most_is_named() -> None:
    text = "天好。追。"
    manner = model(追=(2.0, 0.0)).judge(text, numbered_sentences(text))
    assert text[manner.start : manner.end] == "追。"


def test_an_offer_reads_like_one_and_a_warning_does_not(checker: Checker) -> None:
    offer, warning = (
        checker.manner("专业追款，成功后再收费，加我详谈"),
        checker.manner("民警提醒市民，不要相信追款的人"),
    )
    assert offer.strength > 0 > warning.strength
    assert not offer.recall
    assert checker.manner("转账撤回工具，先撤后付，加我").recall


@given(st.text(max_size=40))
def test_without_a_lure_the_manner_makes_no_trap(checker: Checker, text: str) -> None:
    result = checker.check(text)
    lures = {clue.signal.topic for clue in checker.clues(text) if clue.signal.kind == "lure"}
    assert lures or result.verdict not in TRAPS
