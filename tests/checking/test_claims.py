"""The matcher of false claims: marks, denials, questions, numbers and places in the text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking import Checker
from dialogs.checking.claims import ClaimHit, Claims
from dialogs.library.records import Myth, MythVerdict
from dialogs.text.plain import Normaliser
from tests.dialogs.opened import open_content
from tests.each import each


def a_myth(*marks: tuple[str, ...], name: str = "myth.network") -> Myth:
    return Myth(
        id=name,
        claim="断网能取消转账",
        verdict=MythVerdict.WRONG,
        truth="断网不能取消转账",
        facts=("platform.W25",),
        asks=("断网有用吗",),
        marks=marks,
    )


NETWORK = a_myth(("断网|关网", "取消|撤回"))
PERCENT = a_myth(("28%", "立案"), name="myth.percent")
LACK = a_myth(("微信没有延时到账",), name="myth.lack")


TEXT = Normaliser(open_content().text)
WORDS = open_content().sentences


def find_claims(text: str, myths: Sequence[Myth]) -> list[ClaimHit]:
    return Claims(myths, TEXT, WORDS).find(TEXT.plain(text))


def is_found(text: str, myth: Myth = NETWORK) -> bool:
    return bool(find_claims(text, [myth]))


@each(
    "text",
    [
        "断网就能取消转账",
        "取消转账的办法是关网",
        "赶紧断网，转账就取消",
        "断 网\u3000就能 取消 转账",
        "「断网」即可“取消”",
        "你知道吗？断网能取消转账",
        "断网能取消转账，你知道吗",
        "教你如何断网取消转账",
        "怎么办？断网，取消",
    ],
)
def test_stated_claims_are_found(text: str) -> None:
    assert is_found(text)


@each(
    "text",
    [
        "断网不能取消转账",
        "断网没有办法把转账取消",
        "断网以后转账不会取消",
        "断网无法撤回",
        "不要断网去取消转账",
        "断网能取消转账吗",
        "断网是不是可以取消转账",
        "断网怎么取消转账",
        "断网取消转账，对吗？",
        "断网能取消转账，这是谣言",
        "断网能取消转账。别信！",
        "谣言：断网能取消转账",
        "这些说法都是假的：\n断网能取消转账\n关网能撤回转账",
        "骗子说断网能取消转账",
        "断网了。怎么取消转账",
        "断网\n取消",
        "",
        "！？。\n\n",
    ],
)
def test_denied_asked_and_scattered_words_are_not_found(text: str) -> None:
    assert not is_found(text)


def test_a_denying_heading_ends_with_its_paragraph() -> None:
    assert is_found("以下是谣言：\n转账要刷脸\n\n断网能取消转账")


def test_a_denial_that_belongs_to_the_claim_denies_nothing() -> None:
    assert is_found("其实微信没有延时到账", LACK)
    assert not is_found("并不是微信没有延时到账", LACK)
    assert not is_found("微信没有延时到账是假的", LACK)


@each(("text", "expected"), [("28%", True), ("２８％", True), ("128%", False), ("0.28%", False)])
def test_figures_are_whole_numbers(text: str, *, expected: bool) -> None:
    assert is_found(f"立案率约{text}", PERCENT) is expected


def test_a_hit_shows_the_clauses_as_they_stand() -> None:
    text = "先别急， 赶紧「断网」，转账就 取消 了，真的。"
    [hit] = find_claims(text, [NETWORK])
    assert hit.evidence == "赶紧「断网」,转账就取消了"
    assert TEXT.plain(text)[hit.position :].startswith(hit.evidence)
    assert hit.words == ("断网", "取消")


def test_hits_come_in_the_order_of_the_text_once_a_sentence() -> None:
    text = "立案的只有28%，立案28%。断网可取消。关网可撤回"
    hits = find_claims(text, [NETWORK, PERCENT])
    assert [hit.myth_id for hit in hits] == ["myth.percent", "myth.network", "myth.network"]


def test_a_myth_without_marks_is_never_found() -> None:
    assert find_claims("断网能取消转账", [a_myth()]) == []


@each("marks", [(("断网|",),), (("“”",),), ((),)])
def test_empty_marks_are_refused(marks: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match="nothing in it"):
        find_claims("断网", [NETWORK.model_copy(update={"marks": marks})])


@given(st.text(alphabet=st.sampled_from([*"断网关取消撤回不没有吗，。：\n |「ﬁ½Ⅷ\u3000?a1%."]), max_size=80))
def test_evidence_is_always_a_piece_of_the_text(text: str) -> None:
    plain = TEXT.plain(text)
    for hit in find_claims(text, [NETWORK]):
        assert hit.evidence
        assert plain[hit.position : hit.position + len(hit.evidence)] == hit.evidence


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    find_claims(text + "断网取消" + text, [NETWORK, PERCENT, LACK])


def test_a_sum_in_the_news_is_no_claim(checker: Checker) -> None:
    for text in ("法院审理一起出租银行卡的案子，流水 87 万元，判了七个月", "公司起诉到法院要货款 87 万元"):
        assert not checker.check(text).claims
    assert checker.check("上海有法院让财付通配合追回过 87 万元").claims
