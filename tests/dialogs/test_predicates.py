"""The named conditions: every answer they name exists, thresholds fall on the right side, hours run the right way."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dialogs.known import Known, TimeSpan, encode_span, span_of_option
from dialogs.library.library import Library
from dialogs.library.records import Family
from dialogs.predicates import ANSWERED, FUNCTIONS, PREDICATES, all_hold
from tests.dialogs.opened import open_content
from tests.dialogs.talk import NOW
from tests.each import each

hours = st.floats(0, 24 * 60, allow_nan=False)


def known(family: Family | None = None, situation: str | None = None, /, **answers: str) -> Known:
    library = open_content().library
    return Known(answers, NOW, situation, family, rails=library.rails, regions=library.regions)


def paid(hours_ago: float, to: float | None = None) -> str:
    """A payment so many hours ago, or at some time between two of them."""
    begin = NOW - dt.timedelta(hours=max(hours_ago, to or hours_ago))
    return encode_span(TimeSpan(begin, NOW - dt.timedelta(hours=min(hours_ago, hours_ago if to is None else to))))


def true_of(case: Known) -> set[str]:
    return {name for name, holds in PREDICATES.items() if holds(case)}


@each("name", ANSWERED)
def test_every_option_a_condition_names_is_an_option_of_its_question(library: Library, name: str):
    question, options = ANSWERED[name]
    assert options <= set(library.answerable(question))


@each("name", ANSWERED)
def test_an_answer_condition_holds_for_its_options_and_for_no_other(library: Library, name: str):
    question, options = ANSWERED[name]
    held = {option for option in library.answerable(question) if PREDICATES[name](known(**{question: option}))}
    assert held == options
    assert not PREDICATES[name](known())


def test_every_condition_has_a_name_of_its_own():
    assert len(PREDICATES) == len(ANSWERED) + len(FUNCTIONS)


@each("family", [None, *Family])
def test_no_condition_fails_on_an_empty_or_a_nonsense_case(family: Family | None):
    for case in (known(family), known(family, amount="many", paid_at="then", channel="", region="moon")):
        for holds in PREDICATES.values():
            assert isinstance(holds(case), bool)


@each(
    ("amount", "over", "under"),
    [
        ("2999.99", False, True),
        ("3000", True, False),
        ("200/300", False, True),
        ("2000/5000", False, False),
        ("3000/9000", True, False),
        ("under_3000", False, True),
        ("from_3000", True, False),
        ("unknown", False, False),
    ],
)
def test_the_sum_from_which_fraud_is_a_crime(amount: str, over: bool, under: bool):  # noqa: FBT001
    case = known(amount=amount)
    assert PREDICATES["from_fraud_crime_sum"](case) is over
    assert PREDICATES["under_fraud_crime_sum"](case) is under
    assert PREDICATES["amount_known"](case) is amount[0].isdigit()


@given(hours)
def test_an_unaccepted_transfer_is_on_its_way_back_for_a_day_and_then_back(ago: float):
    case = known(channel="transfer", accepted="not_yet", paid_at=paid(ago))
    assert PREDICATES["should_have_returned"](case) is (ago >= 24)
    assert PREDICATES["may_return_by_itself"](case) is (ago < 24)


@each("when", ["within_30m", "within_2h", "within_24h", "earlier", "unknown"])
def test_it_is_on_its_way_back_or_back_never_both(when: str):
    case = known(channel="transfer", accepted="not_yet", paid_at=span_of_option(when, NOW))
    assert PREDICATES["should_have_returned"](case) is (when == "earlier")
    assert PREDICATES["may_return_by_itself"](case) is (when != "earlier")


@given(hours, hours)
def test_as_long_as_the_day_may_still_run_nobody_is_told_that_the_money_is_back(one: float, other: float):
    case = known(channel="transfer", accepted="not_yet", paid_at=paid(one, other))
    assert PREDICATES["should_have_returned"](case) is (min(one, other) >= 24)
    assert PREDICATES["may_return_by_itself"](case) is (min(one, other) < 24)


@given(st.sampled_from(["received", "pending", "unknown"]), hours)
def test_nothing_comes_back_by_itself_once_it_was_accepted(accepted: str, ago: float):
    case = known(channel="transfer", accepted=accepted, paid_at=paid(ago))
    assert not PREDICATES["may_return_by_itself"](case)
    assert not PREDICATES["should_have_returned"](case)


@each("channel", ["personal_code", "merchant_code", "bank_card", "alipay", "bank", "quickpass"])
def test_only_transfers_and_red_packets_come_back_by_themselves(channel: str):
    assert not PREDICATES["may_return_by_itself"](known(channel=channel, accepted="not_yet", paid_at=paid(1)))


@given(st.sampled_from([("h2", 2), ("h24", 24)]), hours)
def test_a_delayed_arrival_can_be_stopped_until_it_arrives(setting: tuple[str, int], ago: float):
    arrival, limit = setting
    case = known(channel="transfer", arrival=arrival, paid_at=paid(ago))
    assert PREDICATES["may_still_be_stopped"](case) is (ago < limit)


@each(
    ("answers", "expected"),
    [
        ({"channel": "transfer", "accepted": "pending"}, True),
        ({"accepted": "pending"}, True),
        ({"channel": "bank", "accepted": "pending"}, False),
        ({"channel": "phone", "arrival": "h24"}, True),
        ({"channel": "transfer", "arrival": "h24", "paid_at": "earlier"}, False),
        ({"channel": "transfer", "arrival": "instant"}, False),
        ({"channel": "transfer"}, False),
    ],
)
def test_when_a_payment_may_still_be_stopped(answers: dict[str, str], expected: bool):  # noqa: FBT001
    assert PREDICATES["may_still_be_stopped"](known(**answers)) is expected


@given(st.sampled_from(["within_30m", "within_2h", "within_24h", "unknown", "earlier"]) | hours.map(paid))
def test_a_payment_is_recent_or_long_ago_never_both(when: str):
    case = known(paid_at=span_of_option(when, NOW))
    assert PREDICATES["paid_recently"](case) is not PREDICATES["paid_long_ago"](case)
    if when in {"earlier", "unknown"}:
        assert PREDICATES["paid_recently"](case) is (when == "unknown")


@given(hours, st.floats(0, 1000))
def test_what_is_long_ago_stays_long_ago(ago: float, more: float):
    before = known(paid_at=paid(ago))
    after = Known(before.answers, NOW + dt.timedelta(hours=more))
    assert not (PREDICATES["paid_long_ago"](before) and PREDICATES["paid_recently"](after))


@each(
    ("region", "expected"),
    [
        (None, set()),
        ("mainland", {"in_mainland"}),
        ("hong_kong", {"in_hong_kong", "is_abroad"}),
        ("taiwan", {"in_taiwan", "is_abroad"}),
        ("japan", {"is_abroad", "is_outside_china"}),
        ("elsewhere", {"is_abroad", "is_outside_china"}),
    ],
)
def test_where_somebody_is(region: str | None, expected: set[str]):
    case = known(**({"region": region} if region else {}))
    regional = {"in_mainland", "in_hong_kong", "in_macau", "in_taiwan", "is_abroad", "is_outside_china"}
    assert true_of(case) & regional == expected


@each(
    ("case", "lost", "device", "code"),
    [
        (known(Family.SCAM), True, False, False),
        (known(Family.MISTAKE), False, False, False),
        (known(Family.RECALL, tool_stage="considering"), False, False, False),
        (known(Family.RECALL, tool_stage="paid"), True, False, False),
        (known(Family.RECALL, tool_stage="installed"), True, True, True),
        (known(Family.RECALL, tool_stage="gave_code"), True, False, True),
        (known(Family.RECALL, recovery_stage="shared_screen"), True, True, True),
        (known(Family.RECALL, recovery_stage="considering"), False, False, False),
    ],
)
def test_what_was_lost_to_a_fake_tool(case: Known, lost: bool, device: bool, code: bool):  # noqa: FBT001
    assert PREDICATES["money_lost_to_fraud"](case) is lost
    assert PREDICATES["device_lost"](case) is device
    assert PREDICATES["device_or_code_lost"](case) is code


@each(
    ("channel", "accepted_matters", "arrival_asked", "from_bank"),
    [
        ("transfer", True, True, False),
        ("red_packet", True, False, False),
        ("phone", False, True, False),
        ("bank", False, False, True),
        ("quickpass", False, False, True),
        ("alipay", False, False, False),
        ("unknown", False, False, False),
    ],
)
def test_what_the_way_of_paying_makes_worth_asking(
    channel: str,
    accepted_matters: bool,  # noqa: FBT001
    arrival_asked: bool,  # noqa: FBT001
    from_bank: bool,  # noqa: FBT001
):
    case = known(channel=channel)
    assert PREDICATES["acceptance_matters"](case) is accepted_matters
    assert PREDICATES["arrival_matters"](case) is arrival_asked
    assert PREDICATES["paid_from_bank_account"](case) is from_bank
    assert not PREDICATES["arrival_matters"](known(channel=channel, paid_at="earlier"))


def test_all_must_hold_and_none_of_the_excluded():
    case = known(channel="transfer", accepted="not_yet")
    assert all_hold(("paid_by_transfer", "not_yet_accepted"), (), case)
    assert not all_hold(("paid_by_transfer", "has_been_received"), (), case)
    assert not all_hold(("paid_by_transfer",), ("not_yet_accepted",), case)
    assert all_hold((), (), case)
