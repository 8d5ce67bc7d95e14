"""Questions of knowledge in passing."""

from __future__ import annotations

import pytest

from dialogs.library.library import Library
from dialogs.understanding import Understander
from dialogs.understanding.topics import Topics
from tests.understanding.conftest import MOMENT, normalise, samples

AT_LEAST = 0.85


@pytest.fixture(scope="module")
def topics(library: Library) -> Topics:
    known = (*library.myths.values(), *library.knowledge.values())
    return Topics({entry.id: [normalise(ask) for ask in entry.asks] for entry in known})


def test_most_questions_find_their_answer_in_other_words(topics: Topics):
    rows = samples("questions.yaml")
    found = [topics.find(normalise(row["text"])) for row in rows]
    right = [
        not got if not row["topics"] else got[:1] and got[0] in row["topics"]
        for row, got in zip(rows, found, strict=True)
    ]
    assert sum(map(bool, right)) / len(rows) >= AT_LEAST


def test_a_question_in_the_very_words_is_found(topics: Topics, library: Library):
    missed = [
        ask for entry in library.knowledge.values() for ask in entry.asks if entry.id not in topics.find(normalise(ask))
    ]
    assert missed == []


@pytest.mark.parametrize("text", ["我被骗了怎么办", "转错人了怎么办", "他不回我消息", "昨晚十点多转的", "谢谢", "5000"])
def test_a_story_asks_nothing(topics: Topics, text: str):
    assert topics.find(normalise(text)) == ()


def test_a_question_inside_a_story_is_found(understander: Understander):
    reading = understander.read("我刚转错人了，5000块，断网能撤回吗", MOMENT)
    assert reading.topics == ("myth.cut",)
    assert reading.situation == "wrong_recipient"


def test_who_asks_what_has_an_answer_is_not_out_of_scope(understander: Understander):
    reading = understander.read("95017是客服吗", MOMENT)
    assert set(reading.topics) <= {"ask.phone", "ask.what_is_95017"}
    assert reading.topics
    assert reading.situation is None


def test_no_wordings_no_topics():
    assert Topics({}).find("断网能撤回吗") == ()
