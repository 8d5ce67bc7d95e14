"""Forwarded messages: a verdict with reasons, a question whether it caught the person, and nothing kept."""

from __future__ import annotations

import pytest

from dialogs.forwards import QUESTION, SITUATION, STAGE, TRAPS
from dialogs.library.library import Library
from tests.dialogs.talk import Talk

TOOL = "微信转账撤回软件，一键撤回已收款的转账，先付 99 元激活，加微信 wx12345"
RECOVERY = "专业黑客追回被骗资金，不成功不收费，先交手续费，加QQ 12345678"
HARMLESS = "今晚一起吃饭吗？老地方见"


def test_a_fake_tool_is_named_with_reasons_and_its_own_words_quoted(talk: Talk):
    talk.forwards(TOOL)
    assert talk.said("verdict_fake_recall_tool")
    assert "「" in talk.text
    asked = [f"forwarded:fake_recall_tool:{option}" for option in talk.dialog.library.options(QUESTION)]
    assert talk.options == [*asked, "share:fake_recall_tool", "poster:fake_recall_tool"]


def test_paid_recovery_is_named(talk: Talk):
    assert talk.forwards(RECOVERY).said("verdict_recovery_scam")


def test_something_harmless_is_not_called_safe(talk: Talk):
    talk.forwards(HARMLESS)
    assert talk.said("verdict_none")
    assert talk.options == []
    assert "不等于" in talk.text


@pytest.mark.parametrize("part", ["caption", "image_text"])
def test_the_caption_and_the_words_in_a_picture_are_read_too(talk: Talk, part: str):
    talk.forwards("看看这个", **{part: TOOL})
    assert talk.said("verdict_fake_recall_tool")


@pytest.mark.parametrize("nothing", ["", "  \n "])
def test_a_forward_without_words_asks_for_words(talk: Talk, nothing: str):
    assert talk.forwards(nothing, caption=nothing).said("forward_empty")


def test_nothing_of_a_forward_is_kept(talk: Talk):
    talk.forwards(TOOL)
    stored = str(talk.case.to_json())
    assert "wx12345" not in stored
    assert talk.case.answers == {}


def test_a_forward_does_not_disturb_the_case(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer")
    before = (talk.state, talk.answers)
    talk.forwards(HARMLESS)
    assert (talk.state, talk.answers) == before


def test_only_seen_is_the_end_of_it(talk: Talk):
    talk.forwards(TOOL).chooses("forwarded:fake_recall_tool:not_involved")
    assert talk.said("forward_not_involved")
    assert talk.case.answers == {}


@pytest.mark.parametrize(
    ("verdict", "option", "answers", "state"),
    [
        ("fake_recall_tool", "approached", {"tool_stage": "considering"}, "fake_recall_tool.clean_up_plan"),
        ("fake_recall_tool", "paid", {"tool_stage": "paid"}, "fake_recall_tool.region"),
        ("fake_recall_tool", "installed", {"tool_stage": "installed"}, "fake_recall_tool.region"),
        ("recovery_scam", "approached", {"recovery_stage": "considering"}, "recovery_scam.second_fraud_plan"),
        ("recovery_scam", "paid", {"recovery_stage": "paid"}, "recovery_scam.region"),
        ("recovery_scam", "installed", {"recovery_stage": "shared_screen"}, "recovery_scam.region"),
        ("other_fraud", "paid", {}, "scam_other.still_in_contact"),
    ],
)
def test_who_was_caught_is_led_on(talk: Talk, verdict: str, option: str, answers: dict[str, str], state: str):
    talk.forwards(TOOL).chooses(f"forwarded:{verdict}:{option}")
    assert talk.state == state
    assert talk.answers.items() >= {"situation": state.partition(".")[0], **answers}.items()


def test_what_was_told_about_the_payment_is_kept_when_a_trap_takes_over(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "received")
    talk.forwards(TOOL).chooses("forwarded:fake_recall_tool:paid")
    assert talk.answers["channel"] == "transfer"


@pytest.mark.parametrize(
    "tampered", ["forwarded", "forwarded:", "forwarded:none:paid", "forwarded:fake_recall_tool:", "forwarded:x:y:z"]
)
def test_a_tampered_answer_changes_nothing(talk: Talk, tampered: str):
    talk.chooses("switch:wrong_recipient")
    before = talk.answers
    talk.chooses(tampered)
    assert talk.said("old_button")
    assert talk.answers == before


def test_every_trap_leads_to_a_situation_with_a_stage_it_knows(library: Library):
    assert set(SITUATION) == set(TRAPS)
    assert set(SITUATION.values()) <= set(library.flows)
    for trap, question in STAGE.items():
        assert question in library.flows[SITUATION[trap]].asks


def test_a_trap_pasted_as_one_s_own_words_is_warned_of(talk: Talk):
    talk.says(TOOL)
    assert "别付" in talk.first


def test_a_trap_pasted_in_the_middle_of_something_else_is_warned_of_and_keeps_the_case(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer")
    before = talk.answers
    talk.says(TOOL)
    assert "没有任何软件能撤回微信转账" in talk.text
    assert talk.answers.items() >= before.items()
