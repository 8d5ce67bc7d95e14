"""Court fees: the worked table, the edges of every bracket, and the shortcuts that the calculator does not use."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from dialogs.library.models.fees import FeeParameters, Scale
from dialogs.limits import LARGEST_SUM
from dialogs.papers.fees import Fees, NoFeeParametersError, court_fees, parameters_on
from dialogs.papers.money import CENT
from tests.dialogs.opened import open_content
from tests.each import each

TABLE = open_content().library.fees
TODAY = dt.date(2026, 11, 23)
NOW = parameters_on(TODAY, TABLE)

FACTS = open_content().library.facts

# Fact law.E11: amount, acceptance, halved, preservation, payment order, enforcement.
EXAMPLES = [
    ("500", "50", "25", "30", "16.67", "50"),
    ("1000", "50", "25", "30", "16.67", "50"),
    ("3000", "50", "25", "50", "16.67", "50"),
    ("5000", "50", "25", "70", "16.67", "50"),
    ("10000", "50", "25", "120", "16.67", "50"),
    ("20000", "300", "150", "220", "100", "200"),
    ("50000", "1050", "525", "520", "350", "650"),
    ("87500", "1987.50", "993.75", "895", "662.50", "1212.50"),
    ("100000", "2300", "1150", "1020", "766.67", "1400"),
    ("200000", "4300", "2150", "1520", "1433.33", "2900"),
    ("500000", "8800", "4400", "3020", "2933.33", "7400"),
    ("870000", "12500", "6250", "4870", "4166.67", "11100"),
    ("1000000", "13800", "6900", "5000", "4600", "12400"),
    ("2000000", "22800", "11400", "5000", "7600", "22400"),
]

# Worked by hand at and beside the edges.
EDGES = [
    ("0.01", "50", "25", "30", "16.67", "50"),
    # 0.01 over an edge adds 0.00025, 0.0001 and 0.00015: nothing after rounding
    ("10000.01", "50", "25", "120", "16.67", "50"),
    # 50.025 rounds up to 50.03; its half is 25.0125, not half of 50.03 (25.015, which would give 25.02)
    ("10001", "50.03", "25.01", "120.01", "16.68", "50.02"),
    ("1000.01", "50", "25", "30", "16.67", "50"),
    ("1001", "50", "25", "30.01", "16.67", "50"),
    # acceptance 2,300 + 0.02; a third of 2,300.02 is 766.6733…
    ("100001", "2300.02", "1150.01", "1020.01", "766.67", "1400.02"),
    # preservation 520 + 4,479.995 = 4,999.995, which rounds to the cap
    ("895999", "12759.99", "6380", "5000", "4253.33", "11359.99"),
    ("895998", "12759.98", "6379.99", "4999.99", "4253.33", "11359.98"),
    ("896000", "12760", "6380", "5000", "4253.33", "11360"),
    ("896001", "12760.01", "6380.01", "5000", "4253.34", "11360.01"),
    ("5000000", "46800", "23400", "5000", "15600", "52400"),
    ("10000000", "81800", "40900", "5000", "27266.67", "77400"),
    ("20000000", "141800", "70900", "5000", "47266.67", "87400"),
    ("25000000", "166800", "83400", "5000", "55600", "92400"),
]

# The shortcuts of law.E01 and law.E03, and those that follow from law.E05: up to, rate, plus.
ACCEPTANCE_SHORTCUTS = [
    ("10000", "0", "50"), ("100000", "0.025", "-200"), ("200000", "0.02", "300"), ("500000", "0.015", "1300"),
    ("1000000", "0.01", "3800"), ("2000000", "0.009", "4800"), ("5000000", "0.008", "6800"),
    ("10000000", "0.007", "11800"), ("20000000", "0.006", "21800"), ("Infinity", "0.005", "41800"),
]  # fmt: skip
PRESERVATION_SHORTCUTS = [
    ("1000", "0", "30"), ("100000", "0.01", "20"), ("896000", "0.005", "520"), ("Infinity", "0", "5000"),
]  # fmt: skip
ENFORCEMENT_SHORTCUTS = [
    ("10000", "0", "50"), ("500000", "0.015", "-100"), ("5000000", "0.01", "2400"),
    ("10000000", "0.005", "27400"), ("Infinity", "0.001", "67400"),
]  # fmt: skip

amounts = st.decimals(min_value=CENT, max_value=LARGEST_SUM, places=2) | st.decimals(
    CENT, Decimal(30_000_000), places=2
)


def shortcut(amount: Decimal, table: list[tuple[str, str, str]]) -> Decimal:
    rate, plus = next((rate, plus) for up_to, rate, plus in table if amount <= Decimal(up_to))
    return Decimal(rate) * amount + Decimal(plus)


def as_row(fees: Fees) -> tuple[Decimal, ...]:
    return (
        fees.amount,
        fees.acceptance,
        fees.acceptance_halved,
        fees.preservation,
        fees.payment_order,
        fees.enforcement,
    )


@each("row", EXAMPLES + EDGES)
def test_worked_example(row: tuple[str, ...]) -> None:
    assert as_row(court_fees(Decimal(row[0]), NOW)) == tuple(Decimal(cell) for cell in row)


def test_the_fact_with_the_table_says_what_is_computed() -> None:
    line = re.compile(
        r"金额 ([\d,.]+)：受理费 ([\d,.]+)、减半 ([\d,.]+)、保全费 ([\d,.]+)、支付令费 ([\d,.]+)、执行费 ([\d,.]+)。"
    )
    found = [tuple(Decimal(cell.replace(",", "")) for cell in row) for row in line.findall(FACTS["law.E11"].statement)]
    assert found == [as_row(court_fees(row[0], NOW)) for row in found]
    assert found == [tuple(Decimal(cell) for cell in row) for row in EXAMPLES]


@given(amounts)
@example(Decimal("100000.01"))
@example(Decimal("20000000.01"))
def test_equals_the_shortcuts(amount: Decimal) -> None:
    fees = court_fees(amount, NOW)
    acceptance = shortcut(amount, ACCEPTANCE_SHORTCUTS)
    for computed, exact in (
        (fees.acceptance, acceptance),
        (fees.acceptance_halved, acceptance / 2),
        (fees.payment_order, acceptance / 3),
        (fees.preservation, shortcut(amount, PRESERVATION_SHORTCUTS)),
        (fees.enforcement, shortcut(amount, ENFORCEMENT_SHORTCUTS)),
    ):
        assert computed == exact.quantize(CENT, "ROUND_HALF_UP")


@given(amounts, amounts)
def test_no_fee_falls_when_the_amount_rises(one: Decimal, other: Decimal) -> None:
    lower, higher = sorted((one, other))
    pairs = zip(as_row(court_fees(lower, NOW)), as_row(court_fees(higher, NOW)), strict=True)
    assert all(less <= more for less, more in pairs)


@given(amounts)
def test_every_fee_is_in_cents_and_above_zero(amount: Decimal) -> None:
    for fee in as_row(court_fees(amount, NOW))[1:]:
        assert fee > 0
        assert fee.same_quantum(CENT)


def test_the_decimal_context_of_the_caller_does_not_matter() -> None:
    amount = Decimal("123456789.01")
    with localcontext(prec=3):
        fees = court_fees(amount, NOW)
    assert fees == court_fees(amount, NOW)
    assert fees.acceptance == Decimal("659083.95")  # 617,283.94505 + 41,800 = 659,083.94505


@each("amount", ["0", "-0.01", "-5000", "NaN", "sNaN", "Infinity", "-Infinity"])
def test_refuses_what_is_no_sum_of_money(amount: str) -> None:
    with pytest.raises(ValueError, match="amount above 0"):
        court_fees(Decimal(amount), NOW)


def test_refuses_a_sum_beyond_any_payment() -> None:
    assert court_fees(LARGEST_SUM, NOW).preservation == NOW.preservation.cap
    with pytest.raises(ValueError, match="amount above 0"):
        court_fees(LARGEST_SUM + CENT, NOW)


def closed(start: str, end: str | None) -> FeeParameters:
    """The current figures, as if in force for other days."""
    until = None if end is None else dt.date.fromisoformat(end)
    return NOW.model_copy(update={"effective_from": dt.date.fromisoformat(start), "effective_to": until})


def test_takes_the_set_in_force_on_the_day() -> None:
    old, new = closed("2007-04-01", "2027-06-30"), closed("2027-07-01", None)
    assert parameters_on(dt.date(2007, 4, 1), [new, old]) is old
    assert parameters_on(dt.date(2027, 6, 30), [new, old]) is old
    assert parameters_on(dt.date(2027, 7, 1), [new, old]) is new


@each(
    ("day", "table", "found"),
    [
        ("2007-03-31", [closed("2007-04-01", None)], "none"),
        ("2027-07-01", [closed("2007-04-01", "2027-06-30")], "none"),
        ("2026-11-23", [], "none"),
        ("2027-07-01", [closed("2007-04-01", None), closed("2027-07-01", None)], "2007-04-01, 2027-07-01"),
    ],
)
def test_fails_where_not_exactly_one_set_fits(day: str, table: list[FeeParameters], found: str) -> None:
    with pytest.raises(NoFeeParametersError, match=f"on {day}, found: {found}$"):
        parameters_on(dt.date.fromisoformat(day), table)


def test_the_stored_table_covers_every_day_since_it_began_once() -> None:
    for earlier, later in pairwise(TABLE):
        assert earlier.effective_to == later.effective_from - dt.timedelta(days=1)
    assert TABLE[-1].effective_to is None


@each(
    "brackets",
    [
        [],
        [{"over": 1}],
        [{"over": 0, "up_to": 10}],
        [{"over": 0, "up_to": 10}, {"over": 11}],
        [{"over": 0, "up_to": 10}, {"over": 9}],
        [{"over": 0}, {"over": 10}],
        [{"over": 0, "up_to": 0}, {"over": 0}],
        [{"over": 0, "rate": "1.5"}],
        [{"over": 0, "rate": "-0.01"}],
        [{"over": 0, "base": "NaN"}],
        [{"over": 0, "percent": 2}],
    ],
)
def test_refuses_brackets_with_gaps_or_nonsense(brackets: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        Scale.model_validate({"article": "第13条", "fact": "law.E01", "brackets": brackets})


def test_a_base_is_due_only_above_the_edge() -> None:
    brackets = [{"over": 0, "up_to": 10, "base": 1}, {"over": 10, "base": 5, "rate": "0.1"}]
    scale = Scale.model_validate({"article": "第13条", "fact": "law.E01", "brackets": brackets})
    assert scale.due(Decimal(10)) == 1
    assert scale.due(Decimal(20)) == Decimal(7)  # 1 + 5, and 0.1 on 10


def test_the_facts_hold_the_figures() -> None:
    """Every edge, rate, base, cap and share of the table stands in the statement of its fact."""
    for scale in (NOW.acceptance, NOW.preservation, NOW.enforcement):
        statement = FACTS[scale.fact].statement
        figures = [f"{bracket.over:,}" for bracket in scale.brackets if bracket.over]
        figures += [f"{bracket.base} 元" for bracket in scale.brackets if bracket.base]
        figures += [f"{(bracket.rate * 100).normalize()}%" for bracket in scale.brackets if bracket.rate]
        figures += [f"{scale.cap:,} 元"] if scale.cap else []
        assert [figure for figure in figures if figure not in statement] == []
    assert f"1/{NOW.payment_order.divisor}" in FACTS[NOW.payment_order.fact].statement
    assert "减半" in FACTS[NOW.acceptance_halved.fact].statement


def test_each_figure_names_a_fact_of_the_same_article() -> None:
    parts = (NOW.acceptance, NOW.acceptance_halved, NOW.preservation, NOW.payment_order, NOW.enforcement)
    assert NOW.facts == tuple(part.fact for part in parts)
    for part in parts:
        titles = [source.title for source in FACTS[part.fact].sources]
        assert f"{NOW.reference}{part.article}" in titles
        assert FACTS[part.fact].effective_from == NOW.effective_from
