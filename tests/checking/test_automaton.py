"""Many words in one pass: the same finds as looking for each word alone, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking.automaton import Automaton, Hit, leftmost_longest

FEW_LETTERS = st.text(alphabet="ab转", max_size=6)


def each_alone(words: list[str], text: str) -> set[Hit]:
    return {
        Hit(number, start, start + len(word))
        for number, word in enumerate(words)
        if word
        for start in range(len(text))
        if text.startswith(word, start)
    }


@given(st.lists(FEW_LETTERS, max_size=8), st.text(alphabet="ab转", max_size=40))
def test_finds_what_looking_for_each_word_finds(words: list[str], text: str) -> None:
    found = list(Automaton(words).find(text))
    assert set(found) == each_alone(words, text)
    assert len(found) == len(set(found))


@given(st.lists(FEW_LETTERS, max_size=8), st.text(alphabet="ab转", max_size=40))
def test_hits_come_in_order_of_their_end(words: list[str], text: str) -> None:
    ends = [hit.end for hit in Automaton(words).find(text)]
    assert ends == sorted(ends)


def test_overlapping_hits_are_chosen_from_the_left_and_the_longest() -> None:
    automaton = Automaton(["转账", "账撤", "转账撤回", "撤"])
    assert [automaton.words[hit.word] for hit in leftmost_longest(automaton.find("转账撤回撤"))] == ["转账撤回", "撤"]


def test_the_empty_word_is_never_found() -> None:
    assert list(Automaton([""]).find("转账")) == []
