"""A case to take along: what is written reads back, and what is broken is named and left out."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dialogs.case import Case
from dialogs.library.models.papers import PaperKind
from dialogs.papers.case_file import FORMAT, LARGEST, read_case, write_case
from dialogs.papers.data import PaperData
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import KINDS, LIBRARY, PAPERS, fill, guarded, known, offers

STEPS = tuple(LIBRARY.steps)[:2]


def read(text: str):
    return read_case(text, LIBRARY, PAPERS, NOW)


@each("kind", KINDS)
def test_round_trip(kind: PaperKind):
    case = next(case for other, case in offers() if other is kind)
    data = fill(kind, guarded(kind, PaperData(case)))
    answers = {
        **case.answers,
        "amount": "10000",
        "paid_at": "2026-11-22T15:20:31+08:00",
        "event.fee_notice_received": "2026-11-20",
        **data.stored(),
    }
    whole = Case(answers=answers, ticks=STEPS, misses=3, met="x", revision=7)
    file = read(write_case(whole, NOW))
    assert file.problems == ()
    assert file.case == Case(answers=answers, ticks=STEPS)
    assert list(file.case.answers)[:2] == list(answers)[:2]


def test_the_file_is_readable_and_holds_nothing_else():
    text = write_case(
        Case(answers={"situation": "wrong_recipient", "paper.place": "广东省"}, met="secret", advice=("x",)), NOW
    )
    assert "广东省" in text
    assert set(json.loads(text)) == {"format", "version", "saved_at", "answers", "ticks", "paper", "payments"}
    assert "secret" not in text


def file(**parts: object) -> str:
    return json.dumps({"format": FORMAT, "version": 1, **parts}, ensure_ascii=False)


@each(
    ("text", "problems", "kept"),
    [
        ("not json", ["not_json"], None),
        ("[" * 100_000, ["not_json"], None),
        ("[]", ["not_a_case"], None),
        ('{"format": "other"}', ["not_a_case"], None),
        (json.dumps({"format": FORMAT, "version": 2}), ["newer_version"], None),
        (json.dumps({"format": FORMAT, "version": "x"}), ["newer_version"], None),
        ("x" * (LARGEST + 1), ["too_large"], None),
        (file(), [], {}),
        (file(answers={"situation": "wrong_recipient", "channel": "pigeon", "nonsense": "1", "amount": 5}),
         ["bad_answer"] * 3, {"situation": "wrong_recipient"}),
        (file(answers=[1]), ["bad_value"], {}),
        (file(answers={"amount": "5000", "paid_at": "gestern"}), ["bad_answer"], {"amount": "5000"}),
        (file(answers={"event.fee_notice_received": "x"}), ["bad_answer"], {}),
        (file(paper={"place": "广东", "gone": "x", "claim": "viel", "own_name": "张三", "time": "2026-11-22"}),
         ["unknown_field", "bad_value", "bad_value", "bad_value"], {"paper.place": "广东"}),
        (file(paper={"place": "?", "own_part": "-"}), [], {"paper.place": "?", "paper.own_part": "-"}),
        (file(paper={"what_said": "密码：123456"}), ["bad_value"], {}),
        (file(payments=[{"amount": "5000", "time": "nie", "x": "1"}, "x", {}]),
         ["bad_value", "unknown_field", "bad_value"], {"payments": '[{"amount": "5000.00"}]'}),
        (file(payments={"a": 1}), ["bad_value"], {}),
        (file(ticks=["no_such_step"]), ["unknown_step"], {}),
        (file(ticks="x"), ["bad_value"], {}),
    ],
)  # fmt: skip
def test_reads_what_it_can_and_names_the_rest(text: str, problems: list[str], kept: dict[str, str] | None):
    found = read(text)
    assert [problem.id for problem in found.problems] == problems
    assert (found.case.answers if found.case else None) == kept
    for problem in found.problems:
        assert "{" not in PAPERS.words.file_problems[problem.id].format(where=problem.where)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@given(st.fixed_dictionaries({}, optional={"answers": JSON, "paper": JSON, "payments": JSON, "ticks": JSON}))
def test_any_json_is_read_without_a_fault(parts: dict[str, Any]):
    found = read(file(**parts))
    assert found.case is not None
    assert all(isinstance(value, str) for value in found.case.answers.values())


@given(st.dictionaries(st.sampled_from(sorted(PAPERS.fields)), st.text(max_size=30), max_size=5))
def test_what_was_read_once_reads_the_same_again(paper: dict[str, str]):
    once = read(file(paper=paper)).case
    again = read(write_case(once, NOW))
    assert again.case == once
    assert again.problems == ()


def test_a_loaded_case_makes_the_same_papers():
    from dialogs.papers.paper import render

    kind = PAPERS.kinds["civil_complaint"]
    data = fill(kind, guarded(kind, PaperData(known("wrong_recipient", relation="none"))))
    loaded = read(write_case(Case(answers={**data.known.answers, **data.stored()}), NOW)).case
    again = PaperData.of(known("wrong_recipient", **{k: v for k, v in loaded.answers.items() if k != "situation"}))
    assert render(PAPERS, kind, again, NOW) == render(PAPERS, kind, data, NOW)
