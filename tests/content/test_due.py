"""Dates of facts: what falls due and when, what refuses a release, and that no day makes the content invalid."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.cli import DONE, FOUND, main
from dialogs.library.checks.due import due_facts, recent_words, release_problems, uses
from dialogs.library.checks.facts import fact_problems
from dialogs.library.checks.texts import Saying
from dialogs.library.library import Library
from dialogs.library.load import read_content
from dialogs.library.models.facts import SPANS, Fact, FactKind, Seen, SeenHow
from tests.content.checked import problems_of
from tests.content.faults import edited, one
from tests.each import each

pytestmark = pytest.mark.calendar

Texts = Mapping[str, str]
MOST_A_WEEK = 10
W = "facts/platform/w.yaml"
LAST = dt.date(2026, 11, 23)


def fact(library: Library, **fields: object) -> Fact:
    """W02 with other fields, no day written."""
    return library.facts["platform.W02"].model_copy(update={"review_by": None, "unfit_after": None, **fields})


def seen(on: dt.date) -> Seen:
    return Seen(on=on, by="editor", how=SeenHow.PAGE)


def with_facts(library: Library, *facts: Fact) -> Library:
    return replace(library, facts={**library.facts, **{one.id: one for one in facts}})


# --- the record ------------------------------------------------------------------------------------


@each("kind", FactKind)
def test_days_follow_from_the_last_check_and_the_kind(library: Library, kind: FactKind):
    checked = fact(library, kind=kind, seen=(seen(dt.date(2026, 1, 1)), seen(LAST)))
    span = SPANS[kind]
    assert checked.checked_on == LAST
    assert LAST + dt.timedelta(span.review * 3 // 4) <= checked.due <= LAST + dt.timedelta(span.review)
    assert checked.last_fit == (LAST + dt.timedelta(span.fit) if span.fit else None)


def test_written_days_stand_over_those_of_the_kind(library: Library):
    due, last = dt.date(2026, 12, 1), dt.date(2026, 12, 24)
    written = fact(library, review_by=due, unfit_after=last)
    assert (written.due, written.last_fit) == (due, last)
    assert not written.unfit_on(last)
    assert written.unfit_on(last + dt.timedelta(1))


def test_a_check_alone_moves_both_days(library: Library):
    before, after = (fact(library, seen=(seen(day),)) for day in (LAST, LAST + dt.timedelta(10)))
    assert after.due - before.due == dt.timedelta(10)
    assert after.last_fit is not None
    assert before.last_fit is not None
    assert after.last_fit - before.last_fit == dt.timedelta(10)


def test_reviews_without_a_written_day_do_not_all_fall_on_one(library: Library):
    statutes = [fact for fact in library.facts.values() if fact.kind is FactKind.STATUTE]
    laws = [fact.model_copy(update={"review_by": None}) for fact in statutes]
    assert len({law.due for law in laws}) > len(laws) / 3


def test_common_sense_is_fit_for_ever(library: Library):
    assert not fact(library, kind=FactKind.COMMON_SENSE).unfit_on(dt.date(2126, 1, 1))


def test_no_week_has_more_than_ten_reviews(library: Library):
    weeks = Counter(fact.due.isocalendar()[:2] for fact in library.facts.values())
    assert {week: count for week, count in weeks.items() if count > MOST_A_WEEK} == {}


# --- the check ------------------------------------------------------------------------------------


def test_the_check_knows_no_day(texts: Texts):
    check = {"on": dt.date(1999, 1, 1), "by": "editor", "how": "page"}
    old = edited(texts, W, one("platform.W04", seen=[check], review_by=dt.date(1999, 2, 1)))
    assert problems_of(old) == problems_of(texts) == set()


def test_a_kind_that_wears_out_needs_a_fallback(texts: Texts):
    bare = read_content(edited(texts, "zh-Hans/facts.yaml", lambda words: words["fallbacks"].pop("number"))).library
    told = {problem.where: problem.what for problem in fact_problems(bare)}
    assert told["platform.H10"] == "没有 fallback，zh-Hans/facts.yaml 里也没有 number 的"
    assert "platform.H12" not in told  # it has one of its own
    assert {bare.facts[name].kind for name in told} == {FactKind.NUMBER}


def test_a_number_of_a_fallback_needs_a_fact(texts: Texts):
    made_up = read_content(edited(texts, W, one("platform.W04", fallback="拿不准打 95999。"))).library
    [problem] = fact_problems(made_up)
    assert (problem.where, problem.what) == ("platform.W04", "fallback 里的数字 95999 不在任何事实里")


# --- due ------------------------------------------------------------------------------------------


def test_uses_are_found_in_every_kind_of_file(texts: Texts):
    used = uses(texts)
    places = [place for name in used for place in used[name]]
    for start in (
        "zh-Hans/messages/first_aid.md.j2",
        "zh-Hans/documents/police_report.md.j2",
        "zh-Hans/cards.yaml cards.",
        "zh-Hans/questions.yaml ",
        "zh-Hans/knowledge.yaml ask.",
        "zh-Hans/evidence.yaml ",
        "checking/recovery.yaml",
        "contacts.yaml ",
        "deadlines.yaml",
        "fees.yaml",
        "myths/tools.yaml myth.",
        "steps/mistake.yaml ",
    ):
        assert any(place.startswith(start) for place in places), start
    assert "steps/account.yaml freeze_wechat" in used["platform.C09"]
    assert "contacts.yaml mainland.wechat_pay" in used["platform.C08"]


def test_due_facts_come_longest_due_first_and_include_the_last_day(library: Library, texts: Texts):
    day = dt.date(2027, 1, 31)
    due = due_facts(library, texts, day)
    days = [one.fact.due for one in due]
    assert days == sorted(days)
    assert {one.fact.id for one in due} == {fact.id for fact in library.facts.values() if fact.due <= day}
    on_the_day = max(days)
    assert {one.fact.id for one in due_facts(library, texts, on_the_day)} == {one.fact.id for one in due}


def test_a_fact_that_no_text_uses_is_never_late(library: Library, texts: Texts):
    far = dt.date(2099, 1, 1)
    unused = library.facts.keys() - uses(texts).keys()
    late = {one.fact.id for one in due_facts(library, texts, far) if one.late_on(far)}
    assert late == library.facts.keys() - unused
    assert "law.J05" in unused


def test_the_command_lists_the_weeks_with_places_and_ways(capsys: pytest.CaptureFixture[str]):
    assert main(["content", "due", "--today", "2026-12-01", "--within", "20"]) == DONE
    out = capsys.readouterr().out
    weeks = [line for line in out.splitlines() if line.startswith("week of")]
    assert weeks == sorted(weeks) != []
    assert "verify by device" in out
    assert "source https://" in out
    assert "used in zh-Hans/" in out
    assert "LATE" not in out


def test_the_command_fails_when_something_users_read_is_late(capsys: pytest.CaptureFixture[str]):
    assert main(["content", "due", "--today", "2027-03-01", "--within", "0"]) == FOUND
    assert "LATE" in capsys.readouterr().out


def test_the_command_gives_json(capsys: pytest.CaptureFixture[str]):
    assert main(["content", "due", "--today", "2028-02-29", "--json"]) == FOUND
    shown = json.loads(capsys.readouterr().out)
    one = next(fact for fact in shown["facts"] if fact["id"] == "platform.W02")
    assert one["late"] is True
    assert one["verify"] == "device"
    assert "zh-Hans/messages/first_aid.md.j2" in one["used"]
    assert dt.date.fromisoformat(one["week"]).weekday() == 0
    assert shown["late"] == sum(fact["late"] for fact in shown["facts"])
    assert any("律师法" in words["sentence"] for words in shown["recent_words"])


# --- release --------------------------------------------------------------------------------------


def test_a_release_is_refused_for_unfit_facts_that_users_read(library: Library, texts: Texts):
    last = library.facts["platform.W02"].last_fit
    assert last is not None
    told = {problem.where for problem in release_problems(library, texts, (), last)}
    assert "platform.W02" not in told
    told = {problem.where for problem in release_problems(library, texts, (), last + dt.timedelta(1))}
    assert "platform.W02" in told
    told = {problem.where for problem in release_problems(library, texts, (), dt.date(2099, 1, 1))}
    used = uses(texts)
    assert told >= {name for name, fact in library.facts.items() if fact.last_fit and name in used}
    assert not told & (library.facts.keys() - used.keys())


def test_a_release_is_refused_for_a_check_of_the_future(library: Library, texts: Texts):
    wrong = with_facts(library, fact(library, seen=(seen(dt.date(2099, 1, 1)),)))
    newest = max(fact.checked_on for fact in library.facts.values())
    told = {problem.where: problem.what for problem in release_problems(wrong, texts, (), newest)}
    assert told == {"platform.W02": "seen 的日子 2099-01-01 还没到"}


def test_the_command_refuses_a_release_by_the_day(capsys: pytest.CaptureFixture[str]):
    assert main(["content", "check", "--release", "--today", "2026-12-01"]) == DONE
    assert "fit for a release on 2026-12-01" in capsys.readouterr().out
    assert main(["content", "check", "--release", "--today", "2099-01-01"]) == FOUND
    assert "platform.W02: " in capsys.readouterr().out
    assert main(["content", "check", "--today", "2099-01-01"]) == DONE


# --- words of the present -------------------------------------------------------------------------


@each("words", ["律师法最近一次修改是 2017 年", "目前不能撤回", "仍然不能撤", "没有可信来源说微信上线过"])
def test_words_of_the_present_need_a_recent_check(library: Library, texts: Texts, words: str):
    said = [Saying("x.yaml", "here", f"头一句。{words}。末一句。", ("platform.W02",))]
    day = library.facts["platform.W02"].checked_on + dt.timedelta(90)
    assert [one.sentence for one in recent_words(library, (), said)] == [words]
    assert "x.yaml" not in {problem.file for problem in release_problems(library, texts, said, day)}
    [late] = [one for one in release_problems(library, texts, said, day + dt.timedelta(1)) if one.file == "x.yaml"]
    assert words in late.what


@each("words", ["没有「超过 24 小时就不能报」的规矩", "通知后仍不交", "没有规定，审核通过后才退", "昨天付过"])
def test_other_meanings_of_these_words_need_none(library: Library, words: str):
    assert recent_words(library, (), [Saying("x.yaml", "here", words, ("platform.W02",))]) == []


def test_words_about_ourselves_need_none(library: Library):
    assert recent_words(library, (), [Saying("x.yaml", "here", "还没有给过你建议", ())]) == []


def test_a_new_check_lets_words_of_the_present_stand(library: Library):
    said = [Saying("x.yaml", "here", "目前不能撤回", ("platform.W02",))]
    again = with_facts(library, fact(library, seen=(seen(LAST), seen(dt.date(2027, 3, 1)))))
    assert [one.until for one in recent_words(again, (), said)] == [dt.date(2027, 5, 30)]
