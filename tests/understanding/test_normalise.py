"""However it is written, it is read as one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.understanding.normalise import MAX_LENGTH, normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("轉帳轉錯人了", "转账转错人了"),
        ("ＷｅＣｈａｔ　转账５０００", "微信 转账5000"),
        ("微\u200b信\u200d转账", "微信转账"),
        ("微 信 转 账", "微信转账"),
        ("微*信.转_账", "微信转账"),
        ("v信转错了", "微信转错了"),
        ("VX转的", "微信转的"),
        ("威信转帐", "微信转账"),
        ("被pian了", "被骗了"),
        ("撤徊", "撤回"),
        ("救命啊啊啊啊啊啊", "救命啊啊"),
        ("49999", "49999"),
        ("佢唔肯退俾我", "他不肯退给我"),
        ("啱啱過咗數", "刚刚转了账"),
        ("I sent money to the wrong person on WeChat", "i 转账 to 转错人 on 微信"),
        ("got scammed", "被骗"),
        ("钱😭没了", "钱没了"),
        ("转账\n\n  对方没收", "转账对方没收"),
    ],
)
def test_spellings_become_one(written: str, read: str):
    assert normalise(written) == read


@pytest.mark.parametrize("plain", ["打坏了", "威信扫地", "片面之词", "他说是客服", "转账5000元, 对方还没收", "微信"])
def test_plain_words_stay(plain: str):
    assert normalise(plain) == plain


def test_a_very_long_text_is_cut():
    assert len(normalise("转错" * 50_000)) <= MAX_LENGTH


@given(st.text(max_size=400))
def test_any_text_is_normalised_once_and_for_all(text: str):
    plain = normalise(text)
    assert len(plain) <= MAX_LENGTH
    assert plain == plain.strip()
    assert "\n" not in plain
