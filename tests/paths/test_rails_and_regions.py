"""Situations × rails × regions: no mainland rule on a foreign rail, no local number missing, no currency changed."""

from __future__ import annotations

import pytest

from dialogs.case import Case
from dialogs.library.records import Family, RailKind
from dialogs.plan import compute_plan
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW

DIALOG = open_dialog()
LIBRARY = DIALOG.library
SITUATIONS = [
    "scam_other", "scam_customer_service", "scam_sextortion", "relative_in_danger", "wrong_recipient", "wrong_amount",
]  # fmt: skip
LOCAL = sorted(rail.id for rail in LIBRARY.rails.values() if rail.kind is RailKind.LOCAL)
ABROAD = sorted(LIBRARY.regions.keys() - {"mainland"})
ANSWERS = {
    "still_in_contact": "stopped", "money_gone": "paid", "threatened": "paid", "relative_state": "on_call",
    "wrong_amount_kind": "too_much", "accepted": "received", "counterpart": "silent", "relation": "none",
    "police": "not_yet",
}  # fmt: skip
# What only a payment from a mainland account has to do with.
MAINLAND_RULES = (
    "95017", "95188", "12315", "12309", "腾讯卫士", "立即退还", "点「收款」", "我 → 服务 → 钱包", "24 小时没人收",
    "国内家人", "户籍地", "财付通",
)  # fmt: skip


def told(situation: str, **more: str) -> str:
    """The opening and the plan of a case, as one text."""
    position = DIALOG.position(Case(answers={"situation": situation, **ANSWERS, **more}), NOW)
    assert position.outcome, position.state
    plan = compute_plan(LIBRARY, DIALOG.words, position.known)
    said = [DIALOG.words.opening(position.known).text, DIALOG.words.outcome(position.outcome, position.known).text]
    return "\n".join([*said, *(f"{step.title}\n{step.body}" for step in plan)])


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("rail", LOCAL)
def test_a_foreign_rail_knows_no_mainland_rule(situation: str, rail: str):
    regions = LIBRARY.rails[rail].regions or ("singapore",)
    text = told(situation, channel=rail, region=regions[0], amount="5000")
    # A step on the relative's phone, and one that refutes recall tools, name WeChat for what it is.
    kept = text.replace("微信打 95017 问冻结", "")
    assert [rule for rule in MAINLAND_RULES if rule in kept] == []
    assert "付钱的" in text
    assert "客服" in text


@pytest.mark.parametrize("situation", [name for name in SITUATIONS if LIBRARY.flows[name].family is Family.SCAM])
@pytest.mark.parametrize("region", ABROAD)
@pytest.mark.parametrize("rail", ["transfer", "bank", "crypto", "local_bank"])
def test_a_recorded_local_number_stands_in_what_is_said(situation: str, region: str, rail: str):
    text = told(situation, channel=rail, region=region)
    here = LIBRARY.regions[region]
    contacts = {contact.id: contact for contact in LIBRARY.contacts}
    for name in filter(None, (here.police, here.anti_scam)):
        if number := contacts[name].number:
            assert number in text
    assert ("12356" in text) is False


@pytest.mark.parametrize("currency", [name for name in LIBRARY.options("currency") if name != "cny"])
def test_a_sum_keeps_its_currency(currency: str):
    for situation in ("scam_other", "wrong_recipient"):
        text = told(situation, channel="bank", region="elsewhere", amount="5000", currency=currency)
        assert "5000 元" not in text
        assert f"5000 {LIBRARY.label('currency', currency)}" in text or "5000" not in text


def test_a_rail_of_one_region_tells_where_somebody_is_and_its_money():
    position = DIALOG.position(Case(answers={"situation": "scam_other", **ANSWERS, "channel": "paynow"}), NOW)
    assert position.outcome
    assert position.known.where == "singapore"
    assert position.known.currency == "sgd"
