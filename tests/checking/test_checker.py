"""What the checker says about whole messages."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking import TRAPS, Checker, CheckResult
from tests.checking.disguiser import DISGUISES

Written = Mapping[str, Mapping[str, list[str]]]
Read = Mapping[str, CheckResult]


@pytest.fixture(scope="session")
def read(checker: Checker, written: Written) -> Read:
    """What the checker says about each text of the written sets, undisguised."""
    return {text: checker.check(text) for sets in written.values() for texts in sets.values() for text in texts}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("微信转账撤回神器，先付后撤，加V：huitui2026", "fake_recall_tool"),
        ("微 信 转 帐 徹 回 神 器，加薇❤ ab8888", "fake_recall_tool"),
        ("被骗资金黑客追回，先追回后收费", "recovery_scam"),
        ("你涉嫌洗钱，请把钱转到安全账户，不要告诉家里人", "other_fraud"),
        ("书记您好，我先转给你，你再帮我转给他，低调处理，转好截图给我", "other_fraud"),
        ("微信转账两分钟内可以撤回，在账单里点那个撤回键就行", "false_recall_claim"),
        ("警方提醒：切勿相信网上的“黑客追款”，都是二次诈骗", "warning"),
        ("转错账了怎么撤回", "none"),
        ("", "none"),
    ],
)
def test_a_message_gets_its_verdict(checker: Checker, text: str, verdict: str) -> None:
    assert checker.check(text).verdict == verdict


@pytest.mark.parametrize("name", ["fake_recall", "recovery"])
def test_the_written_sets_hold_their_bar(read: Read, written: Written, name: str) -> None:
    lures, misses = written[name]["lures"], written[name]["misses"]
    missed = [text for text in lures if read[text].verdict not in TRAPS]
    called = [text for text in misses if read[text].verdict in TRAPS]
    assert len(missed) <= 0.03 * len(lures), missed
    assert len(called) <= 0.02 * len(misses), called


def test_wording_that_nothing_was_tuned_to_is_mostly_told_apart(
    checker: Checker, unseen: Mapping[str, list[str]]
) -> None:
    lures = [*unseen["recovery_lures"], *unseen["recall_lures"]]
    others = [*unseen["warnings"], *unseen["ordinary"]]
    assert sum(checker.check(text).verdict in TRAPS for text in lures) >= 0.9 * len(lures)
    assert sum(checker.check(text).verdict in TRAPS for text in others) <= 0.04 * len(others)


def test_the_written_set_is_large_and_without_repeats(written: Written) -> None:
    lures, misses = written["fake_recall"]["lures"], written["fake_recall"]["misses"]
    assert len(set(lures)) == len(lures) >= 120
    assert len(set(misses)) == len(misses) >= 120


def test_every_trap_gives_reasons_in_its_own_words(read: Read, written: Written) -> None:
    for name in written:
        for text in written[name]["lures"]:
            result = read[text]
            if result.verdict in TRAPS:
                assert result.reasons, text
                assert all(reason.evidence and reason.evidence in text for reason in result.reasons), text


@pytest.mark.parametrize("disguise", sorted(DISGUISES))
def test_a_disguise_changes_few_verdicts(checker: Checker, read: Read, written: Written, disguise: str) -> None:
    caught = [
        (text, verdict)
        for name in written
        for text in written[name]["lures"]
        if (verdict := read[text].verdict) in TRAPS
    ]
    changed = [
        text
        for number, (text, verdict) in enumerate(caught)
        if checker.check(DISGUISES[disguise](text, random.Random(number))).verdict != verdict
    ]
    assert len(changed) <= 0.03 * len(caught), changed


@given(seed=st.integers(0, 10_000), names=st.lists(st.sampled_from(sorted(DISGUISES)), min_size=1, max_size=2))
def test_a_plain_lure_is_seen_through_any_disguise(checker: Checker, seed: int, names: list[str]) -> None:
    chance = random.Random(seed)
    text = "微信转账撤回神器，对方收款也能撤，先付款后撤回，加我微信abc12345"
    for name in names:
        text = DISGUISES[name](text, chance)
    assert checker.check(text).verdict == "fake_recall_tool"


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(checker: Checker, text: str) -> None:
    result = checker.check(text)
    assert 0 <= result.score <= 1
    assert result.advice
    assert all(reason.evidence in text for reason in result.reasons)
    assert all(claim.evidence in text for claim in result.claims)


def test_the_same_message_always_gets_the_same_answer(checker: Checker) -> None:
    text = "追款大师傅，成功抽成，加QQ 22334455"
    assert checker.check(text) == checker.check(text)


def test_a_trap_scores_above_one_half_and_none_below(read: Read, written: Written) -> None:
    for name in written:
        for text in (*written[name]["lures"], *written[name]["misses"]):
            result = read[text]
            if result.verdict in TRAPS:
                assert result.score >= 0.5
            if result.verdict == "none":
                assert result.score < 0.5


def test_several_false_claims_are_each_answered(checker: Checker) -> None:
    text = "微信转账两分钟内可以撤回。长按转账消息点撤回就行。百万保障年费18元，记得投保。"
    claims = checker.check(text).claims
    assert len({claim.myth for claim in claims}) >= 3
    assert all(claim.truth and claim.evidence in text for claim in claims)


def test_a_warning_that_quotes_an_offer_is_no_offer(checker: Checker) -> None:
    offer = "先追回后收费，加微信 zk88888"
    assert checker.check(offer).verdict == "recovery_scam"
    assert checker.check("骗子的话术是“先追回后收费”，警方提醒切勿相信").verdict == "warning"


def test_an_offer_stays_one_when_it_warns_of_others(checker: Checker) -> None:
    text = "小心那些先收费的骗子，我们是正规追款团队，先追回后付款，微信 zk88888"
    assert checker.check(text).verdict == "recovery_scam"
