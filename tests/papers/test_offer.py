"""Which paper for whom, on which conditions, and only when the sums agree."""

from __future__ import annotations

from decimal import Decimal

from dialogs.library.models.papers import PaperKind
from dialogs.papers.costs import costs
from dialogs.papers.data import PaperData, Payment
from dialogs.papers.offer import check_sums, obstacles, offered, sums, unmet
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import KINDS, LIBRARY, PAPERS, SITUATIONS, guarded, known

SCAMS = [name for name in SITUATIONS if name.startswith("scam_")]
# Rows of law.md 5.1, and the refusals of the specifications: kind, situation, what is known, the reason or None.
TABLE = [
    ("refund_request", "wrong_recipient", {}, None),
    ("refund_request", "wrong_recipient", {"accepted": "not_yet"}, None),
    ("refund_request", "wrong_recipient", {"relation": "loan"}, "other_relation"),
    ("refund_request", "wrong_amount", {"relation": "sale"}, None),
    ("refund_request", "account_theft", {}, "fraud_no_contact"),
    ("refund_request", "fake_recall_tool", {}, "fraud_no_contact"),
    ("refund_request", "received_by_mistake", {}, "you_are_receiver"),
    ("complaint_mistake", "wrong_recipient", {"counterpart": "silent"}, None),
    ("complaint_mistake", "wrong_recipient", {"accepted": "not_yet"}, "not_received_yet"),
    ("complaint_mistake", "wrong_recipient", {"channel": "alipay"}, "not_wechat"),
    ("pboc_complaint", "wrong_recipient", {"accepted": "not_yet"}, "not_received_yet"),
    ("court_evidence_application", "wrong_amount", {"accepted": "not_yet"}, "not_received_yet"),
    ("enforcement_application", "wrong_recipient", {"accepted": "not_yet"}, "not_received_yet"),
    ("complaint_mistake", "scam_rebate", {}, "use_fraud_complaint"),
    ("complaint_fraud", "wrong_recipient", {}, "mistake_is_not_fraud"),
    ("complaint_fraud", "recovery_scam", {"recovery_stage": "considering"}, "nothing_lost"),
    ("complaint_fraud", "minor_payment", {"child_paid_to": "stranger"}, None),
    ("complaint_fraud", "minor_payment", {"child_paid_to": "game"}, "not_for_this"),
    ("complaint_theft", "scam_customer_service", {}, "use_fraud_complaint"),
    ("complaint_theft", "wrong_amount", {}, "own_payment"),
    ("complaint_service", "account_frozen", {"frozen_kind": "bank_frozen"}, "bank_froze"),
    ("complaint_service", "transfer_delayed", {}, None),
    ("police_report", "wrong_recipient", {}, "mistake_no_police"),
    ("police_report", "wrong_amount", {}, "mistake_no_police"),
    ("police_report", "loan_unreturned", {}, "loan_no_police"),
    ("police_report", "fake_recall_tool", {"tool_stage": "considering"}, "tool_report_instead"),
    ("police_report", "recovery_scam", {"recovery_stage": "considering"}, "recovery_report_instead"),
    ("police_report", "fake_recall_tool", {"tool_stage": "installed"}, None),
    ("police_report", "scam_rebate", {"amount": "50"}, None),  # never too small to report
    ("police_report", "minor_payment", {"child_paid_to": "game"}, "not_for_this"),
    ("pboc_complaint", "scam_rebate", {}, "police_before_pboc"),
    ("pboc_complaint", "scam_rebate", {"police": "reported"}, None),
    ("pboc_complaint", "wrong_recipient", {"channel": "bank"}, "not_wechat"),
    ("evidence_list", "loan_unreturned", {}, None),
    ("evidence_list", "prevention", {}, "not_for_this"),
    ("civil_complaint", "wrong_recipient", {"counterpart": "refused", "accepted": "received"}, None),
    ("civil_complaint", "wrong_recipient", {"relation": "sale"}, "other_relation"),
    ("civil_complaint", "loan_unreturned", {}, "loan_not_mistake"),
    ("civil_complaint", "account_theft", {}, "fraud_no_lawsuit"),
    ("preservation_application", "scam_investment", {}, "fraud_no_lawsuit"),
    ("demand_letter", "wrong_recipient", {"accepted": "not_yet"}, "not_received_yet"),
    ("fake_tool_report", "fake_recall_tool", {"tool_stage": "considering"}, None),
    ("fake_tool_report", "scam_rebate", {}, "not_for_this"),
    ("court_evidence_application", "scam_rebate", {}, "fraud_no_lawsuit"),
    ("reconsideration_application", "scam_rebate", {"police": "refused"}, None),
    ("supervision_application", "wrong_recipient", {}, "mistake_no_police"),
    ("enforcement_application", "scam_rebate", {}, "fraud_restitution"),
    ("enforcement_application", "loan_unreturned", {}, None),
]


@each(("kind", "situation", "answers", "reason"), TABLE)
def test_offered_or_refused_with_a_reason(kind: str, situation: str, answers: dict[str, str], reason: str | None):
    found = offered(PAPERS, PAPERS.kinds[kind], known(situation, **answers))
    assert (found.reason if found else None) == reason


@each("situation", SCAMS)
def test_suspected_fraud_gets_no_message_no_demand_and_no_lawsuit(situation: str):
    for name in ("refund_request", "demand_letter", "civil_complaint", "preservation_application", "complaint_mistake"):
        assert offered(PAPERS, PAPERS.kinds[name], known(situation)) is not None
    for name in ("police_report", "evidence_list"):
        assert offered(PAPERS, PAPERS.kinds[name], known(situation)) is None


@each("kind", KINDS)
def test_every_pair_is_decided_in_words(kind: PaperKind):
    for situation in SITUATIONS:
        found = offered(PAPERS, kind, known(situation))
        assert found is None or (found.text and "{" not in found.text), situation


@each(
    ("kind", "situation"),
    [("pboc_complaint", "wrong_recipient"), ("preservation_application", "wrong_recipient"),
     ("complaint_theft", "account_theft"), ("reconsideration_application", "scam_rebate"),
     ("enforcement_application", "wrong_recipient"), ("civil_complaint", "wrong_recipient")],
)  # fmt: skip
def test_each_precondition_counts(kind: str, situation: str):
    chosen = PAPERS.kinds[kind]
    whole = guarded(chosen, PaperData(known(situation)))
    assert unmet(PAPERS, chosen, whole) == ()
    for condition in chosen.preconditions:
        contrary = whole.with_field(condition.field, {"yes": "no", "no": "yes", "known": "?"}[condition.must])
        assert [found.reason for found in unmet(PAPERS, chosen, contrary)] == [condition.reason]
        open_ = whole.without(f"paper.{condition.field}")
        assert bool(unmet(PAPERS, chosen, open_)) == condition.strict
        assert unmet(PAPERS, chosen, open_, so_far=True) == ()
        not_known = bool(unmet(PAPERS, chosen, whole.with_field(condition.field, "?")))
        assert not_known == (condition.strict or condition.must == "known")


def paid(*amounts: str) -> tuple[Payment, ...]:
    return tuple(Payment(amount=Decimal(amount)) for amount in amounts)


@each(
    ("situation", "said", "amounts", "fields", "reason"),
    [
        ("wrong_recipient", "5000", ["5000"], {"claim": "5000"}, None),
        ("wrong_recipient", "5000", ["3000", "2000"], {"claim": "5000"}, None),
        ("wrong_recipient", "5000", ["3000", "1999.99"], {}, "sum_not_as_said"),
        ("wrong_recipient", "4000/6000", ["3000", "1999.99"], {}, None),
        ("wrong_recipient", "under_3000", ["5000"], {}, None),
        ("wrong_recipient", None, ["3000", "2000"], {"claim": "5000.01"}, "sum_not_as_claimed"),
        ("wrong_recipient", None, ["3000", "2000"], {"claim": "4000", "returned_amount": "1000"}, None),
        ("wrong_recipient", None, ["3000", "2000"], {"claim": "5000", "returned_amount": "1000"}, "sum_not_as_claimed"),
        ("wrong_recipient", None, ["100"], {"returned_amount": "200"}, "sum_below_zero"),
        ("wrong_recipient", None, ["100"], {"claim": "?"}, None),
        ("wrong_recipient", None, [], {"claim": "100"}, None),
        ("wrong_amount", "4500", ["5000"], {"due_amount": "500", "claim": "4500"}, None),
        ("wrong_amount", None, ["5000"], {"due_amount": "500", "claim": "5000"}, "sum_not_as_claimed"),
        ("wrong_recipient", None, ["5000"], {"due_amount": "500", "claim": "5000"}, None),  # not asked there
    ],
)
def test_sums_must_agree(
    situation: str, said: str | None, amounts: list[str], fields: dict[str, str], reason: str | None
):
    kind = PAPERS.kinds["civil_complaint"]
    data = guarded(kind, PaperData(known(situation, **({"amount": said} if said else {})), {}, paid(*amounts)))
    for name, value in fields.items():
        data = data.with_field(name, value)
    found = check_sums(PAPERS, kind, data)
    assert [obstacle.reason for obstacle in found] == ([reason] if reason else [])
    assert found == obstacles(PAPERS, kind, data)
    assert all("{" not in obstacle.text for obstacle in found)


def test_an_unknown_amount_leaves_the_sum_open():
    kind = PAPERS.kinds["civil_complaint"]
    data = PaperData(known("wrong_recipient"), {}, (Payment(amount=Decimal(5)), Payment(unknown=frozenset({"amount"}))))
    assert sums(PAPERS, kind, data).total is None
    assert check_sums(PAPERS, kind, data) == ()


def test_a_lawsuit_tells_what_it_costs():
    table = LIBRARY.fees
    kind = PAPERS.kinds["civil_complaint"]
    data = PaperData(known("wrong_recipient"), {}, paid("87500"))
    told = costs(PAPERS, kind, data, table, NOW)
    assert told is not None
    for part in ("87,500.00", "1,987.50", "993.75", "895.00"):
        assert part in told.text
    assert costs(PAPERS, kind, PaperData(known("wrong_recipient")), table, NOW) is None
    assert costs(PAPERS, PAPERS.kinds["demand_letter"], data, table, NOW) is None
    enforced = PaperData(known("wrong_recipient"), {"claim": "87500"})
    told = costs(PAPERS, PAPERS.kinds["enforcement_application"], enforced, table, NOW)
    assert told is not None
    assert "1,212.50" in told.text


LADDER = (
    {"police_call", "refund_request", "complaint_message"},
    {"police_report", "evidence_list", "complaint_mistake", "complaint_fraud", "complaint_theft", "fake_tool_report"},
    {"demand_letter", "loan_demand", "guardian_refund", "consumer_complaint", "restriction_request"},
    {"complaint_service"},
    {"pboc_complaint", "reconsideration_application", "supervision_application"},
    {"civil_complaint", "loan_complaint", "preservation_application", "court_evidence_application"},
    {"enforcement_application"},
)  # said at once; collected; asked of the other side; of the platform; of authorities; of courts; after a judgment


def test_papers_are_offered_in_the_order_in_which_they_become_useful():
    rung = {name: place for place, names in enumerate(LADDER) for name in names}
    places = [rung[name] for name in PAPERS.kinds]
    assert places == sorted(places)
