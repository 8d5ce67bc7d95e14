"""Who paid whom, from the order of the words, and what that does to the situation."""

from __future__ import annotations

import pytest

from dialogs.understanding import Understander
from dialogs.understanding.payee import Direction, direction
from tests.each import each
from tests.understanding.conftest import MOMENT, normalise, samples

ROWS: dict[str, list[str]] = samples("payees.yaml")
AT_LEAST = 0.97


def test_enough_directions_are_read():
    texts = [(text, way) for way, texts in ROWS.items() for text in texts]
    wrong = [(text, way) for text, way in texts if (direction(normalise(text)) or "none") != way]
    assert len(texts) >= 200
    assert 1 - len(wrong) / len(texts) >= AT_LEAST, wrong


@pytest.mark.parametrize(("way", "swapped"), [("out", "received_by_mistake"), ("in", "wrong_recipient")])
def test_payer_and_payee_are_never_swapped(understander: Understander, way: str, swapped: str):
    assert [text for text in ROWS[way] if understander.read(text, MOMENT).situation == swapped] == []


@each(
    ("text", "situation"),
    [
        ("转给我同学了", "wrong_recipient"),
        ("转给我X", "wrong_recipient"),
        ("红包发错了 发给我同事了", "wrong_recipient"),
        ("转错5000给陌生人了，对方收了不还", "wrong_recipient"),
        ("我同事误转给我五百", "received_by_mistake"),
    ],
)
def test_the_situation_follows_the_money(understander: Understander, text: str, situation: str):
    assert understander.read(text, MOMENT).situation == situation


def test_what_tells_of_both_ways_tells_of_none():
    assert direction("他先转给我500,我转给他3000") is None
    assert direction("转给我了") is Direction.IN
