"""Situations × rails × regions: no mainland rule on a foreign rail, no local number missing, no currency changed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

from dialogs.case import Case
from dialogs.library.records import Family, RailKind
from dialogs.plan import compute_plan
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk
from tests.each import each

DIALOG = open_dialog()
LIBRARY = DIALOG.library
SITUATIONS = [
    "scam_other", "scam_customer_service", "scam_sextortion", "relative_in_danger", "wrong_recipient", "wrong_amount",
]  # fmt: skip
LOCAL = sorted(rail.id for rail in LIBRARY.rails.values() if rail.kind is RailKind.LOCAL)
SCAMS = [name for name in SITUATIONS if LIBRARY.flows[name].family is Family.SCAM]
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


@each(("situation", "rail"), product(SITUATIONS, LOCAL))
def test_a_foreign_rail_knows_no_mainland_rule(situation: str, rail: str):
    regions = LIBRARY.rails[rail].regions or ("singapore",)
    text = told(situation, channel=rail, region=regions[0], amount="5000")
    # A step on the relative's phone, and one that refutes recall tools, name WeChat for what it is.
    kept = text.replace("微信打 95017 问冻结", "")
    assert [rule for rule in MAINLAND_RULES if rule in kept] == []
    assert "付钱的" in text
    assert "客服" in text


@each(("situation", "rail"), product(SCAMS, LOCAL))
def test_a_rail_that_was_told_decides_the_plan_before_its_question_has_come(situation: str, rail: str):
    told_first = {"situation": situation, "channel": rail, "amount": "800"}
    talk = Talk(DIALOG, Case(answers=told_first)).commands("plan")
    steps = "\n".join(f"{step.title}\n{step.body}" for step in talk.turn.plan).replace("微信打 95017 问冻结", "")
    assert talk.plan
    assert [rule for rule in MAINLAND_RULES if rule in steps] == []
    if LIBRARY.rails[rail].regions:
        assert "800 元" not in talk.text


@each(("situation", "region", "rail"), product(SCAMS, ABROAD, ["transfer", "bank", "crypto", "local_bank"]))
def test_a_recorded_local_number_stands_in_what_is_said(situation: str, region: str, rail: str):
    text = told(situation, channel=rail, region=region)
    here = LIBRARY.regions[region]
    contacts = {contact.id: contact for contact in LIBRARY.contacts}
    for name in filter(None, (here.police, here.anti_scam)):
        if number := contacts[name].number:
            assert number in text
    assert ("12356" in text) is False


DANGERS = sorted(re.findall(r"^messages/(danger_\w+)", "\n".join(LIBRARY.templates), re.MULTILINE))


@each(("message", "region"), product([*DANGERS, "reply_exhausted", "switch_offer"], ABROAD))
def test_a_danger_abroad_is_told_the_numbers_there(message: str, region: str):
    case = Case(answers={"situation": "scam_other", "region": region})
    text = DIALOG.words.message(message, DIALOG.position(case, NOW).known, other="", scam=True).text
    contacts = {contact.id: contact.number for contact in LIBRARY.contacts}
    here = LIBRARY.regions[region]
    numbers = [number for number in ("110", "12356", "12355", "120") if f"**{number}**" in text]
    assert [number for number in numbers if number != contacts[here.police]] == []
    if message in {"danger_despair", "reply_exhausted"} and here.despair:
        assert f"**{contacts[here.despair]}**" in text


@each(("whose", "region"), product(["elder", "minor"], ABROAD))
def test_the_old_and_the_young_abroad_are_sent_to_no_mainland_line(region: str, whose: str):
    text = told("scam_other", channel="transfer", region=region, whose_money=whose)
    assert [number for number in ("12356", "12355") if number in text] == []


@each("rail", LOCAL)
def test_the_bank_of_a_foreign_rail_is_called_before_its_police(rail: str):
    region = (LIBRARY.rails[rail].regions or ("singapore",))[0]
    text = told("scam_other", channel=rail, region=region)
    assert text.index("打你付钱的那家银行") < text.index("报当地警方\n")


@each("currency", [name for name in LIBRARY.options("currency") if name != "cny"])
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


@each("region", ABROAD)
def test_a_bank_abroad_names_no_money_by_itself(region: str):
    position = DIALOG.position(Case(answers={"situation": "scam_other", "channel": "bank", "region": region}), NOW)
    known = replace(position.known, answers={**position.known.answers, "amount": "12000"})
    assert DIALOG.words.value("amount", known) == "12000"
    assert known.amount is None


@each(("region", "channel"), product(ABROAD, [None, "unknown", "bank"]))
def test_the_bank_or_wallet_comes_first_abroad_while_the_rail_is_unknown(region: str, channel: str | None):
    answers = {"situation": "scam_other", "region": region, **({"channel": channel} if channel else {})}
    opening = DIALOG.words.opening(DIALOG.position(Case(answers=answers), NOW).known).text
    assert opening.index("打你付钱的银行、钱包的客服") < opening.index("报当地警方")


@each("region", ["japan", "korea"])
def test_where_the_receiving_bank_freezes_it_is_called_too(region: str):
    assert "收款的那家银行也打" in told("scam_other", channel="local_bank", region=region)
    assert "收款的那家银行也打" not in told("wrong_recipient", channel="local_bank", region=region)
