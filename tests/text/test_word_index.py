"""Many words in one pass: the same finds as looking for each word alone, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.text.word_index import Hit, WordIndex, leftmost_longest
from tests.each import each

WORDS = st.lists(st.text(alphabet="ab转", max_size=6), max_size=8, unique=True)


def each_alone(words: list[str], text: str) -> set[Hit]:
    return {
        Hit(number, start, start + len(word))
        for number, word in enumerate(words)
        if word
        for start in range(len(text))
        if text.startswith(word, start)
    }


@given(WORDS, st.text(alphabet="ab转", max_size=40))
def test_finds_what_looking_for_each_word_finds(words: list[str], text: str) -> None:
    found = list(WordIndex(words).find(text))
    assert set(found) == each_alone(words, text)
    assert len(found) == len(set(found))


@given(WORDS, st.text(alphabet="ab转", max_size=40))
def test_hits_come_in_order_of_their_end(words: list[str], text: str) -> None:
    ends = [hit.end for hit in WordIndex(words).find(text)]
    assert ends == sorted(ends)


def test_overlapping_hits_are_chosen_from_the_left_and_the_longest() -> None:
    index = WordIndex(["转账", "账撤", "转账撤回", "撤"])
    assert [index.words[hit.word] for hit in leftmost_longest(index.find("转账撤回撤"))] == ["转账撤回", "撤"]


def test_the_empty_word_is_never_found() -> None:
    assert list(WordIndex([""]).find("转账")) == []


@each("words", [["转账", "撤回", "转账"], ["撤", "撤"], ["长" * 256]])
def test_a_list_that_would_be_misread_is_refused(words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"twice|range\(0, 256\)"):
        WordIndex(words)
