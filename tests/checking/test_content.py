"""The files of the checker: each record does what it says, and files that do not fit together are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from bot.content import read_models
from dialogs.assembly import make_checker
from dialogs.checking import TRAPS, Checker, CheckingContent, Verdict
from dialogs.library.checks.checking import MOST_DECIDING
from dialogs.library.library import Library
from dialogs.library.load import load_content
from dialogs.library.models.checking import AdviceWords, ReasonWords
from tests.content.checked import problems_of
from tests.each import each

LURES = "checking/recall.yaml"
NUMBER = re.compile(r"\d+")


def changed(texts: Mapping[str, str], path: str, **fields: object) -> dict[str, str]:
    """The files with a signal more in one of them."""
    data = yaml.load(texts[path], yaml.CSafeLoader)
    signal = {
        "id": "new_trick",
        "topic": "recall",
        "reason": "promises_recall",
        "decides": True,
        "words": ["乾坤挪移"],
        "example": "乾坤挪移",
    }
    data["signals"].append({**signal, **fields})
    return {**texts, path: yaml.dump(data, allow_unicode=True, Dumper=yaml.CSafeDumper)}


def said(rules: CheckingContent) -> dict[str, ReasonWords | AdviceWords]:
    """All words that state something, by their name."""
    return {**rules.words.reasons, **rules.words.advice}


def test_every_signal_is_found_in_its_example(rules: CheckingContent, checker: Checker) -> None:
    silent = [signal.id for signal in rules.signals if signal.id not in checker.signals(signal.example)]
    assert silent == []


def test_a_new_trick_is_one_record(texts: Mapping[str, str], checker: Checker) -> None:
    told, warned = "乾坤挪移，一看就会", "警方提醒，所谓“乾坤挪移”是骗局，切勿相信"
    assert checker.check(told).verdict not in TRAPS
    new = make_checker(load_content(changed(texts, LURES)), read_models())
    assert new.check(told).verdict == Verdict.FAKE_RECALL_TOOL
    assert new.check(told).reasons[0].evidence == "乾坤挪移"
    assert new.check(warned).verdict not in TRAPS


@each(
    ("fields", "what"),
    [
        ({"id": "recall_tool"}, "recall_tool: 这个 id 用了两次"),
        ({"topic": None}, "new_trick: decides 要写 topic：recovery 或 recall"),
        ({"reason": "because"}, "new_trick: 没有 because 这个理由"),
        ({"weigth": 1}, "new_trick.weigth: 没有这一项，多半是名字打错了"),
        ({"words": []}, "new_trick.words: 太少，至少 1 项"),
        ({"words": ["先{no_such_list}"]}, "new_trick: 先{no_such_list}: no word list {no_such_list}"),
    ],
)
def test_a_record_that_does_not_fit_is_named(texts: Mapping[str, str], fields: dict[str, object], what: str) -> None:
    found = problems_of(changed(texts, LURES, **fields))
    assert {line.partition("signals.")[2] or line.removeprefix(f"{LURES}: ") for line in found} == {what}


def test_few_words_decide_alone(rules: CheckingContent) -> None:
    assert sum(signal.decides for signal in rules.signals) <= MOST_DECIDING


def test_every_kind_has_a_title_and_a_reason_of_its_own(rules: CheckingContent) -> None:
    kinds = rules.words.kinds
    assert len({one.title for one in kinds.values()}) == len(kinds)
    of_others = {rules.words.verdicts[verdict].advice[0] for verdict in TRAPS - {Verdict.OTHER_FRAUD}}
    assert all(of_others.isdisjoint(one.advice) for one in kinds.values())


def test_advice_that_has_no_words_is_named(texts: Mapping[str, str]) -> None:
    data = yaml.load(texts["zh-Hans/checking.yaml"], yaml.CSafeLoader)
    data["verdicts"]["none"]["advice"].append("sleep_on_it")
    found = problems_of(
        {**texts, "zh-Hans/checking.yaml": yaml.dump(data, allow_unicode=True, Dumper=yaml.CSafeDumper)}
    )
    assert found == {"zh-Hans/checking.yaml: verdicts.none.advice: 没有 sleep_on_it 这条建议"}


def test_every_verdict_has_its_words(rules: CheckingContent) -> None:
    assert set(rules.words.verdicts) == set(Verdict)
    assert all(rules.words.verdicts[verdict].advice for verdict in Verdict)


def test_every_fact_behind_the_words_exists_and_may_be_shown(rules: CheckingContent, library: Library) -> None:
    named = {fact for signal in rules.signals for fact in signal.facts}
    for words in said(rules).values():
        named |= set(words.facts)
    assert named <= set(library.facts)
    assert [fact for fact in sorted(named) if library.facts[fact].internal] == []


def test_every_number_in_the_words_stands_in_a_fact_behind_them(rules: CheckingContent, library: Library) -> None:
    unsupported = {
        name: number
        for name, words in said(rules).items()
        for number in NUMBER.findall(words.text)
        if number not in {n for fact in words.facts for n in NUMBER.findall(library.facts[fact].statement)}
    }
    assert unsupported == {}


def test_none_never_says_that_a_message_is_safe(rules: CheckingContent, checker: Checker) -> None:
    result = checker.check("明天一起吃饭吗")
    assert result.verdict == Verdict.NONE
    assert any("不等于" in line for line in result.advice)
    assert not any(re.search(r"(?<!不等于它)安全|放心|没问题", line) for line in result.advice)
    assert rules.words.verdicts[Verdict.NONE].meaning.endswith("这不等于安全。")


def test_each_trap_is_told_apart_and_its_advice_covers_who_paid_or_installed(rules: CheckingContent) -> None:
    for verdict in TRAPS:
        assert {"if_paid", "if_installed", "keep_evidence", "report"} <= set(rules.words.verdicts[verdict].advice)
