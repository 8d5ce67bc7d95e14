"""However it is written, it is read as one spelling, and every character still knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dialogs.checking import Checker
from dialogs.library.load import Content
from dialogs.text.plain import Normaliser
from dialogs.text.table import TextTable
from dialogs.text.traced import Traced
from dialogs.understanding import Understander
from tests.each import each

ODD = st.text(
    alphabet=st.sampled_from(
        list(
            "转账撤回微信加我车专亻言先付后片子被佢唔abvxVXＱ１①㊙\u200b\u202e\u202c\u0336\u0301❤🔥💰，。!、/*. \n…帳轉"
        )
    ),
    max_size=40,
)

# What the understanding and the checker once read differently.
PROBES = (
    ("微心转账", "微信转账"),
    ("威信转账", "微信转账"),
    ("s单被骗", "刷单被骗"),
    ("发洪包", "发红包"),
    ("啰聊", "裸聊"),
    ("片子把我拉嘿了", "骗子把我拉黑了"),
    ("轉錯帳", "转错账"),
    ("微❤信转💰账", "微信转账"),
    ("V❤信", "微信"),
    ("俾人呃咗", "给人骗了"),
    ("zhuan账给p子", "转账给骗子"),
    ("Ｗｅｉ　ｘｉｎ", "微信"),
    ("wèi xìn", "微信"),
    ("微\n信\n转\n账", "微信转账"),
    ("转\u200b账\u202a了", "转账了"),
)


@pytest.fixture(scope="module")
def table(content: Content) -> TextTable:
    return content.text


@each(
    ("step", "written", "meant"),
    [
        ("compatible", "ＱＱ①②③", "QQ123"),
        ("compatible", "⼒⼝", "力口"),
        ("compatible", "wēi…\u2028\u3000", "wei…\n "),
        ("visible", "撤\u200b回\u2060转\u202a账", "撤回转账"),
        ("visible", "撤\u0336回\ufe0f", "撤回"),
        ("characters", "轉帳撤囘 ѵх", "转账撤回 vx"),
        ("few_blanks", "  a   b \n \n\n c ", "a b\n\nc"),
        ("closed_up", "微 信  转 账", "微信转账"),
        ("closed_up", "微*信.转_账", "微信转账"),
        ("closed_up", "骗\n我\n的\n钱", "骗我的钱"),
        ("closed_up", "骗\n我", "骗\n我"),
        ("spellings", "车专账", "转账"),
        ("spellings", "v信", "微信"),
        ("spellings", "加/我", "加我"),
        ("spellings", "威信扫地", "威信扫地"),
        ("picture_words", "🐧", "qq"),
        ("strewn", "撤，，回。。转--账", "撤回转账"),
        ("strewn", "撤、回、转、账、软、件", "撤回转账软件"),
        ("joints", "转*账", "转账"),
        ("joints", "转，账", "转账"),
        ("joints", "转..........账", "转..........账"),
        ("pictures", "好🔥的 a🔥b", "好的 a b"),
        ("pinyin", "zhuanzhangchehui", "转账撤回"),
        ("pinyin", "转zhang", "转账"),
        ("repeated", "真的???", "真的?"),
        ("repeated", "救命啊啊啊啊啊 49999...", "救命啊啊 49999…"),
    ],
)
def test_each_step_undoes_its_disguise(normaliser: Normaliser, step: str, written: str, meant: str) -> None:
    assert normaliser.steps[step](Traced.of(written)).text == meant


@each(("written", "meant"), PROBES)
def test_understanding_and_checking_read_the_same(
    checker: Checker, understander: Understander, written: str, meant: str
) -> None:
    assert checker.plain(written) == understander.plain(written) == meant


@each(
    ("written", "meant"),
    [
        ("薇❤", "微信"),
        ("蔚信", "微信"),
        ("➕我V信", "加我微信"),
        ("w x", "微信"),
        ("zhuan zhang", "转账"),
        ("撤🔥回", "撤回"),
        ("加微信号", "加微信号"),
        ("追.回", "追回"),
        ("微亻言", "微信"),
        ("𝐯𝐱", "微信"),
        ("ＷｅＣｈａｔ　转账５０００", "微信转账5000"),
        ("VX转的", "微信转的"),
        ("被pian了", "被骗了"),
        ("撤徊", "撤回"),
        ("佢唔肯退俾我", "他不肯退给我"),
        ("啱啱過咗數", "刚刚转了账"),
        ("钱😭没了", "钱没了"),
        ("转账\n\n\n  对方没收", "转账\n\n对方没收"),
        ("被骗了......怎么办", "被骗了…怎么办"),
    ],
)
def test_a_disguised_word_is_read(normaliser: Normaliser, written: str, meant: str) -> None:
    assert normaliser.plain(written) == meant


@each(
    ("written", "meant"),
    [
        ("I sent money to the wrong person on WeChat", "i 转账 to 转错人 on 微信"),
        ("got scammed", "被骗"),
        ("scammers", "骗子"),
        ("they hasn't yet received", "they 还没收"),
    ],
)
def test_english_is_put_into_chinese_for_understanding_only(normaliser: Normaliser, written: str, meant: str) -> None:
    assert normaliser.in_chinese(written) == meant
    assert normaliser.plain(written) == written.lower().replace("wechat", "微信")


@each(
    "text",
    [
        "增加。我们走", "box", "wxyz", "今天吃什么", "what is zhuanzhangs", "chehui.example.top", "@weixin_bot",
        "打坏了", "威信扫地", "片面之词", "他说是客服", "转账5000元,对方还没收", "劳动仲裁", "今日头条", "49999",
    ],
)  # fmt: skip
def test_what_is_no_disguise_stays(normaliser: Normaliser, text: str) -> None:
    assert normaliser.plain(text) == text


def test_every_plain_word_of_the_table_is_plain(normaliser: Normaliser, table: TextTable) -> None:
    words = {*table.spellings, *table.cantonese, *table.kept, *table.parts, *table.syllables, *table.joined}
    assert {word: read for word in words if (read := normaliser.plain(word)) != word} == {}


def test_every_form_of_the_table_is_read_as_its_word(normaliser: Normaliser, table: TextTable) -> None:
    forms = [
        (form, word) for given in (table.spellings, table.cantonese) for word, all_ in given.items() for form in all_
    ]
    assert {form: read for form, word in forms if (read := normaliser.plain(form)) != word} == {}


def test_words_written_backwards_behind_an_override_are_read_both_ways(normaliser: Normaliser) -> None:
    readings = [reading.text for reading in normaliser.readings("\u202e回撤账转\u202c软件")]
    assert readings == ["回撤账转软件", "转账撤回软件"]


def test_pinyin_that_does_not_fit_its_word_is_refused(table: TextTable) -> None:
    with pytest.raises(ValidationError, match="转账"):
        TextTable.model_validate({**table.model_dump(), "syllables": {"转账": "zhuan"}})


@given(text=ODD)
def test_every_place_of_the_plain_text_points_into_the_original(normaliser: Normaliser, text: str) -> None:
    for reading in normaliser.readings(text):
        assert reading.original == text
        for index in range(len(reading.text)):
            start, end = reading.origin(index, index + 1)
            assert 0 <= start < end <= len(text)
        assert reading.quote(0, len(reading.text)) in text


@given(text=st.text(max_size=60) | ODD)
def test_any_text_is_made_plain_once_and_for_all(normaliser: Normaliser, text: str) -> None:
    plain = normaliser.plain(text)
    assert normaliser.plain(plain) == plain
    assert plain == plain.strip()
    assert len(plain) <= 4 * len(text) + 8


@each("word", ["转账", "片子", "拉嘿", "威信", "轉錯", "嗯嗯嗯嗯嗯", "my money", "v信", "加我"])
def test_a_word_to_be_found_is_spelled_as_the_text_in_which_it_is_found(normaliser: Normaliser, word: str) -> None:
    assert normaliser.word(word) == normaliser.plain(word)
    assert normaliser.word(f" {word} ") == f" {normaliser.plain(word)} "
