"""Disguises are undone, step by step, and every character still knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking import CheckingContent
from dialogs.checking.checker import pattern_words
from dialogs.checking.disguise import Disguises
from dialogs.checking.disguise.trace import Edit, Traced

ODD = st.text(
    alphabet=st.sampled_from(
        list("转账撤回微信加我车专亻言先付后abcvxVXＱ１①㊙\u200b\u202e\u202c\u0336❤🔥💰，。!、/* \n帳轉")
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def disguises(rules: CheckingContent) -> Disguises:
    return Disguises(rules.disguises, pattern_words(rules))


def plain(disguises: Disguises, text: str) -> str:
    return next(iter(disguises.readings(text))).text


@pytest.mark.parametrize(
    ("step", "written", "meant"),
    [
        ("compatible", "ＱＱ①②③", "QQ123"),
        ("compatible", "⼒⼝", "力口"),
        ("visible", "撤\u200b回\u2060转\u202a账", "撤回转账"),
        ("visible", "撤\u0336回\ufe0f", "撤回"),
        ("characters", "轉帳撤囘 ѵх", "转账撤回 vx"),
        ("closed_up", "微 信  转 账", "微信转账"),
        ("parts", "车专账", "转账"),
        ("spellings", "v信", "微信"),
        ("spellings", "加/我", "加我"),
        ("picture_words", "🐧", "qq"),
        ("strewn", "撤，，回。。转--账", "撤回转账"),
        ("strewn", "撤、回、转、账、软、件", "撤回转账软件"),
        ("joints", "转*账", "转账"),
        ("joints", "转，账", "转账"),
        ("joints", "转..........账", "转..........账"),
        ("pictures", "好🔥的", "好的"),
        ("pinyin", "zhuanzhangchehui", "转账撤回"),
        ("pinyin", "转zhang", "转账"),
        ("repeated", "真的???", "真的?"),
    ],
)
def test_each_step_undoes_its_disguise(disguises: Disguises, step: str, written: str, meant: str) -> None:
    assert disguises.steps[step](Traced.of(written)).text == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("薇❤", "微信"),
        ("V信", "微信"),
        ("蔚信", "微信"),
        ("加/我", "加我"),
        ("➕我V信", "加我微信"),
        ("w x", "微信"),
        ("zhuan zhang", "转账"),
        ("撤🔥回", "撤回"),
        ("加微信号", "加微信号"),
        ("追.回", "追回"),
        ("微亻言", "微信"),
        ("𝐯𝐱", "微信"),
    ],
)
def test_a_disguised_word_is_read(disguises: Disguises, written: str, meant: str) -> None:
    assert plain(disguises, written) == meant


@pytest.mark.parametrize(
    "text", ["增加。我们走", "box", "wxyz", "今天吃什么", "what is zhuanzhangs", "chehui.example.top", "@weixin_bot"]
)
def test_what_is_no_disguise_stays(disguises: Disguises, text: str) -> None:
    assert plain(disguises, text) == text


def test_words_written_backwards_behind_an_override_are_read_both_ways(disguises: Disguises) -> None:
    readings = [reading.text for reading in disguises.readings("\u202e回撤账转\u202c软件")]
    assert readings == ["回撤账转软件", "转账撤回软件"]


def test_a_quotation_is_the_very_words() -> None:
    traced = Traced.of("加 V 信").edited([Edit(1, 2, ""), Edit(2, 5, "微信")])
    assert traced.text == "加微信"
    assert traced.quote(1, 3) == "V 信"
    assert traced.quote(0, 1) == "加"
    assert traced.quote(1, 1) == ""


def test_a_translation_may_not_change_the_length() -> None:
    with pytest.raises(ValueError, match="length"):
        Traced.of("转账").translated("转")


@given(text=ODD)
def test_every_place_of_the_plain_text_points_into_the_original(disguises: Disguises, text: str) -> None:
    for reading in disguises.readings(text):
        assert reading.original == text
        for index in range(len(reading.text)):
            start, end = reading.origin(index, index + 1)
            assert 0 <= start < end <= len(text)
        assert reading.quote(0, len(reading.text)) in text


@given(text=st.text(max_size=60))
def test_any_text_can_be_read(disguises: Disguises, text: str) -> None:
    assert all(len(reading.text) <= 4 * len(text) + 8 for reading in disguises.readings(text))
