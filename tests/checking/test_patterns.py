"""The little pattern language: parts, choices, gaps, lists, numbers, and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking.patterns import PatternError, Patterns, parse
from dialogs.text.sentences import numbered_sentences
from tests.each import each

LISTS = {"pay": ("付款", "收费")}


def found(pattern: str, text: str) -> list[str]:
    hits = Patterns([(0, pattern)], LISTS).find(text, numbered_sentences(text))
    return [text[hit.start : hit.end] for hit in hits]


@each(
    ("pattern", "text", "expected"),
    [
        ("先付", "先付后撤", ["先付"]),
        ("先(付|交)后", "先交后撤", ["先交后"]),
        ("先(帮你)?撤", "先撤，先帮你撤", ["先撤", "先帮你撤"]),
        ("先~{pay}", "先给我付款", ["先给我付款"]),
        ("先~{pay}", "先把事情都办好了付款", []),
        ("先…{pay}", "先把事情都办好了付款", ["先把事情都办好了付款"]),
        ("先{pay}", "先 付款", []),
        ("收#元", "收88元", ["收88元"]),
        ("收#元", "收三百元", ["收三百元"]),
        ("收#元", "收钱", []),
        ("退…款", "退了。款项", []),
        ("ok", "look ok", ["ok"]),
        ("pay…after", "pay us only after", ["pay us only after"]),
        ("加，我", "加，我", ["加，我"]),
    ],
)
def test_a_pattern_finds_its_words(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@each("pattern", ["{nobody}", "先…", "~(a|b)?~c", "(a|b", "(1|#)", "", "…{pay}~"])
def test_a_pattern_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        parse(pattern, LISTS)


def test_a_number_is_met_as_a_whole() -> None:
    assert found("#元", "1288元") == ["1288元"]


@given(st.text(alphabet="先付后。\n撤", max_size=30))
def test_no_find_crosses_the_end_of_a_sentence(text: str) -> None:
    for hit in found("先…后", text):
        assert "。" not in hit
        assert "\n" not in hit


def test_a_word_made_of_two_parts_is_looked_for_in_its_plain_spelling() -> None:
    hits = Patterns([(0, "片(子|人)")], {}, lambda word: word.replace("片子", "骗子")).find("骗子", [0, 0])
    assert [(hit.start, hit.end) for hit in hits] == [(0, 2)]
