"""The evidence guide: what to save for which case, ticked off one by one."""

from __future__ import annotations

import json

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.evidence import guide, items_for
from dialogs.known import Known
from dialogs.library.checks.numbers import hedge_problems, number_problems
from dialogs.library.checks.texts import sayings
from dialogs.library.library import Library
from dialogs.papers.case_file import read_case, write_case
from dialogs.predicates import PREDICATES
from dialogs.screen import MAX_LENGTH
from tests.dialogs.talk import NOW, Talk
from tests.each import each

SITUATIONS = ("wrong_recipient", "scam_rebate", "fake_recall_tool", "account_theft", "merchant_dispute", None)


@pytest.fixture
def mistaken(talk: Talk) -> Talk:
    return talk.chooses("switch:wrong_recipient", "transfer", "received", "refused", "none")


def ids(library: Library, situation: str | None, **answers: str) -> list[str]:
    family = library.flows[situation].family if situation else None
    return [item.id for item in items_for(library, Known(answers, NOW, situation, family, rails=library.rails))]


def test_everything_named_exists(library: Library):
    for item in library.evidence.values():
        assert set(item.facts) <= library.facts.keys()
        assert {*item.when, *item.unless} <= PREDICATES.keys()
        assert {*item.situations, *item.not_situations} <= library.flows.keys()
        assert len(item.title) <= 14
        assert len(item.body) <= 150


def test_the_words_stand_on_their_facts(library: Library):
    said = [one for one in sayings(library) if one.file.endswith("evidence.yaml")]
    assert len(said) == len(library.evidence) > 10
    assert not [*number_problems(library, said), *hedge_problems(library, said)]


def test_what_there_is_to_save_depends_on_the_case(library: Library):
    mistake = ids(library, "wrong_recipient", channel="transfer")
    fraud = ids(library, "scam_rebate", channel="transfer")
    assert mistake[:2] == ["bill", "voucher"]
    assert "right_payee" in mistake
    assert "right_payee" not in fraud
    assert "lures" in fraud
    assert "lures" not in mistake
    outside = ids(library, "wrong_recipient", channel="alipay")
    assert outside[0] == "bill_elsewhere"
    assert not {"bill", "voucher"} & set(outside)


@each("situation", SITUATIONS)
def test_the_guide_holds_what_every_authority_asks_for(library: Library, situation: str | None):
    assert {"bill", "profile", "chat", "screen_recording", "numbers", "phone"} <= set(ids(library, situation))


def test_the_guide_says_where_the_voucher_is_and_how_to_record(dialog: Dialog):
    bodies = {item.id: item.body for item in guide(dialog, Known({"channel": "transfer"}, NOW, "wrong_recipient"))}
    for words in ("我 → 服务 → 钱包 → 账单", "申请转账电子凭证", "姓名"):
        assert words in bodies["voucher"]
    for words in ("录屏", "从桌面开始", "不剪", "转账"):
        assert words in bodies["screen_recording"]


def test_the_guide_begins_with_the_list_and_the_first_thing(mistaken: Talk):
    mistaken.commands("evidence")
    assert "不改字，不拼接" in mistaken.text
    assert mistaken.options == ["got:bill", "item:voucher", "leave"]
    assert {"platform.C10", "law.C11"} <= set(mistaken.turn.facts)
    assert mistaken.commands("source").text.count("platform.C10") == 1


def test_each_thing_is_ticked_off_and_the_next_one_comes(mistaken: Talk):
    mistaken.commands("evidence")
    count = len(guide(mistaken.dialog, mistaken.position.known))
    for _ in range(count):
        mistaken.chooses(next(option for option in mistaken.options if option.startswith("got:")))
        assert all(len(reply.text) <= MAX_LENGTH for reply in mistaken.turn.replies)
        assert len(mistaken.options) <= 6
    assert mistaken.said("evidence_done", number=0)
    assert "paper:evidence_list" in mistaken.options
    assert not any(option.startswith(("got:", "item:")) for option in mistaken.options)
    assert mistaken.commands("evidence").text.count("✓") == count


def test_a_tick_can_be_taken_back(mistaken: Talk):
    mistaken.chooses("got:bill")
    assert "lost:bill" in mistaken.options
    assert mistaken.case.ticks == ("evidence.bill",)
    mistaken.chooses("lost:bill")
    assert mistaken.case.ticks == ()
    assert mistaken.options[0] == "got:bill"


def test_a_thing_can_be_left_for_later_and_comes_round_again(mistaken: Talk):
    mistaken.chooses("got:voucher", "item:phone")
    assert "手机先别动" in mistaken.text
    mistaken.chooses("got:phone")
    assert mistaken.options[0] == "got:bill"


def test_ticks_of_the_plan_and_of_the_guide_do_not_mix(mistaken: Talk):
    plan = mistaken.commands("plan").plan
    mistaken.chooses(f"done:{plan[0]}", "got:bill")
    assert set(mistaken.case.ticks) == {plan[0], "evidence.bill"}
    assert [step.done for step in mistaken.commands("plan").turn.plan].count(True) == 1


def test_ticks_outlive_storage_and_export(dialog: Dialog, library: Library, mistaken: Talk):
    mistaken.chooses("got:bill")
    assert Case.from_json(json.loads(json.dumps(mistaken.case.to_json()))) == mistaken.case
    loaded = read_case(write_case(mistaken.case, NOW), library, dialog.papers, NOW)
    assert loaded.problems == ()
    assert loaded.case is not None
    assert loaded.case.ticks == ("evidence.bill",)


@pytest.mark.parametrize("option", ["got:nothing", "lost:", "item:nothing", "got:right_payee", "item:lures"])
def test_buttons_for_things_of_other_cases_change_nothing(talk: Talk, option: str):
    talk.chooses("switch:transfer_delayed", "payer_waiting")
    before = talk.case.ticks
    talk.chooses(option)
    assert talk.said("old_button")
    assert talk.case.ticks == before


def test_steps_about_proof_lead_to_the_guide(mistaken: Talk, library: Library):
    assert "/evidence" in {step.id: step.body for step in mistaken.turn.plan}["keep_proof"]
    for step in ("keep_fraud_evidence", "keep_tool_evidence", "save_proof_first", "keep_proof_elsewhere"):
        assert "/evidence" in library.step_words[step].body


def test_the_guide_is_there_before_anything_is_known(talk: Talk):
    talk.commands("evidence")
    assert talk.said("first_aid")
    assert "got:bill" in talk.options


def test_the_way_back_leads_to_the_plan(mistaken: Talk):
    mistaken.commands("evidence").chooses("leave")
    assert mistaken.plan
    assert "cmd:papers" in mistaken.options
