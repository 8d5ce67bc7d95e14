"""The files of the checker: each record does what it says, and files that do not fit together are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
import yaml

from dialogs.checking import TRAPS, Checker, CheckingContent, ContentError, Verdict
from dialogs.checking.disguise import Disguises
from dialogs.library.models.checking import AdviceWords, ReasonWords
from dialogs.library.library import Library
from dialogs.library.validation import NotWellFormed

LURES = "checking/recall.yaml"
NUMBER = re.compile(r"\d+")


def changed(texts: Mapping[str, str], path: str, **fields: object) -> dict[str, str]:
    """The files with a signal more in one of them."""
    data = yaml.load(texts[path], yaml.CSafeLoader)
    signal = {
        "id": "new_trick",
        "kind": "lure",
        "topic": "recall",
        "weight": 3,
        "words": ["退账大法"],
        "example": "退账大法",
    }
    data["signals"].append({**signal, **fields})
    return {**texts, path: yaml.safe_dump(data, allow_unicode=True)}


def said(content: CheckingContent) -> dict[str, ReasonWords | AdviceWords]:
    """All words that state something, by their name."""
    return {**content.words.reasons, **content.words.advice}


def test_every_signal_is_found_in_its_example(content: CheckingContent, checker: Checker) -> None:
    silent = [
        signal.id
        for signal in content.signals
        if signal.weight > 0 and signal.id not in {clue.signal.id for clue in checker.clues(signal.example)}
    ]
    assert silent == []


def test_a_new_trick_is_one_record(texts: Mapping[str, str], checker: Checker) -> None:
    told = "退账大法，包教包会，需要的私聊"
    assert checker.check(told).verdict == Verdict.NONE
    assert Checker.from_files(changed(texts, LURES)).check(told).verdict == Verdict.FAKE_RECALL_TOOL


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "recall_tool"},
        {"topic": "weather"},
        {"topic": None},
        {"reason": "because"},
        {"kind": "solicitation", "topic": None},
    ],
)
def test_a_record_that_names_what_does_not_exist_is_refused(
    texts: Mapping[str, str], fields: dict[str, object]
) -> None:
    with pytest.raises(ContentError):
        CheckingContent.from_files(changed(texts, LURES, **fields))


@pytest.mark.parametrize("fields", [{"weigth": 1}, {"words": []}, {"weight": -1}, {"facts": ["platform.1"]}])
def test_a_record_that_is_not_well_formed_is_refused(texts: Mapping[str, str], fields: dict[str, object]) -> None:
    with pytest.raises(NotWellFormed):
        CheckingContent.from_files(changed(texts, LURES, **fields))


def test_advice_that_has_no_words_is_refused(texts: Mapping[str, str]) -> None:
    data = yaml.load(texts["zh-Hans/checking.yaml"], yaml.CSafeLoader)
    data["verdicts"]["none"]["advice"].append("sleep_on_it")
    with pytest.raises(ContentError, match="sleep_on_it"):
        CheckingContent.from_files({**texts, "zh-Hans/checking.yaml": yaml.safe_dump(data, allow_unicode=True)})


def test_pinyin_that_does_not_fit_its_word_is_refused(content: CheckingContent) -> None:
    tables = replace(content.disguises, syllables={"转账": "zhuan"})
    with pytest.raises(ValueError, match="转账"):
        Disguises(tables, ())


@pytest.mark.parametrize("path", ["checking/offers.json", "checking/disguises.yaml", "zh-Hans/checking.yaml"])
def test_a_missing_file_is_named(texts: Mapping[str, str], path: str) -> None:
    with pytest.raises(ContentError, match=path):
        CheckingContent.from_files({name: text for name, text in texts.items() if name != path})


def test_every_verdict_has_its_words(content: CheckingContent) -> None:
    assert set(content.words.verdicts) == set(Verdict)
    assert all(content.words.verdicts[verdict].advice for verdict in Verdict)


def test_every_fact_behind_the_words_exists_and_may_be_shown(content: CheckingContent, library: Library) -> None:
    named = {fact for signal in content.signals for fact in signal.facts}
    for words in said(content).values():
        named |= set(words.facts)
    assert named <= set(library.facts)
    assert [fact for fact in sorted(named) if library.facts[fact].internal] == []


def test_every_number_in_the_words_stands_in_a_fact_behind_them(content: CheckingContent, library: Library) -> None:
    unsupported = {
        name: number
        for name, words in said(content).items()
        for number in NUMBER.findall(words.text)
        if number not in {n for fact in words.facts for n in NUMBER.findall(library.facts[fact].statement)}
    }
    assert unsupported == {}


def test_none_never_says_that_a_message_is_safe(content: CheckingContent, checker: Checker) -> None:
    result = checker.check("明天一起吃饭吗")
    assert result.verdict == Verdict.NONE
    assert any("不等于" in line for line in result.advice)
    assert not any(re.search(r"(?<!不等于它)安全|放心|没问题", line) for line in result.advice)
    assert content.words.verdicts[Verdict.NONE].meaning.endswith("这不等于安全。")


def test_each_trap_is_told_apart_and_its_advice_covers_who_paid_or_installed(content: CheckingContent) -> None:
    for verdict in TRAPS:
        assert {"if_paid", "if_installed", "keep_evidence", "report"} <= set(content.words.verdicts[verdict].advice)
