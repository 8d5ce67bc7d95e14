"""A case survives storage, and remembers in which order things were said."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from dialogs.case import SCHEMA, Case

names = st.text(min_size=1, max_size=12)
cases = st.builds(
    Case,
    answers=st.dictionaries(names, st.text(max_size=20), max_size=8),
    ticks=st.lists(names, max_size=4).map(tuple),
    changing=st.none() | names,
    misses=st.integers(0, 9),
    met=st.none() | names,
    advice=st.lists(names, max_size=4).map(tuple),
    revision=st.integers(0, 10**6),
)


@given(cases)
def test_a_case_comes_back_from_storage_as_it_was(case: Case):
    stored = json.dumps(case.to_json(), ensure_ascii=True)
    found = Case.from_json(json.loads(stored))
    assert found == case
    assert list(found.answers) == list(case.answers)


@given(cases)
def test_unknown_fields_of_a_newer_version_are_dropped(case: Case):
    assert Case.from_json({**case.to_json(), "v": SCHEMA + 1, "mood": "calm"}) == case


def test_fields_that_an_older_version_did_not_write_are_empty():
    assert Case.from_json({"v": 0, "answers": [["channel", "transfer"]]}) == Case(answers={"channel": "transfer"})
    assert Case.from_json({}) == Case()


def test_a_new_answer_comes_last_and_a_changed_one_keeps_its_place():
    case = Case(changing="b", misses=2).answered("a", "1").answered("b", "2").answered("a", "3")
    assert list(case.answers.items()) == [("a", "3"), ("b", "2")]
    assert (case.changing, case.misses) == (None, 0)


def test_taking_back_an_answer_leaves_the_others():
    case = Case(answers={"a": "1", "b": "2", "c": "3"}, changing="a").without("a", "c", "never given")
    assert dict(case.answers) == {"b": "2"}
    assert case.changing is None
