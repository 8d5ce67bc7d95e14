"""Times and sums that cannot be: said, stored by an earlier version, or brought along, they break nothing later on."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.case import Case
from dialogs.messages import CommandInput, CommandName
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import Talk
from tests.each import each

DIALOG = replace(open_dialog(), can_remind=True)
SENTENCES = [
    "被骗5000，2030年之前能判下来吗",
    "我是2026年前被骗的",
    "2027年前能退款吗",
    f"转了1{'0' * 31}多块",
    "99999999天前",
    "30000个月前",
    "9999999999小时前",
    "2025年前转给骗子5000",
    "2024年前被骗的",
    "2020年前转错人了",
]
TIMES = [
    "0001-01-01T00:00:00+08:00",
    "0002-01-01T00:00:00+08:00/0003-01-01T00:00:00+08:00",
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59+00:00/9999-12-31T23:59:59+00:00",
]
SUMS = ["1e99999999", "9" * 40, "NaN", "0/1e400"]
EVENTS = ["0001-01-01", "9999-12-31T23:59"]


def ask_everything(talk: Talk) -> None:
    """Every command that reads the case, but for those that end it."""
    for name in get_args(CommandName):
        if name not in {"forget", "restart", "back", "start"}:
            talk.takes(CommandInput(name))
            assert talk.turn.error is None, (name, talk.turn.error)


@each("text", SENTENCES)
def test_what_was_said_is_answered_and_every_command_works_after_it(text: str):
    talk = Talk(DIALOG).says("刷单被骗了").says(text)
    assert talk.turn.error is None
    ask_everything(talk)


@pytest.mark.parametrize("paid_at", TIMES)
@pytest.mark.parametrize("amount", SUMS)
def test_a_case_stored_with_an_impossible_time_or_sum_loads_and_is_shown(paid_at: str, amount: str):
    talk = Talk(DIALOG)
    payments = f'[{{"time": "{EVENTS[0]}", "amount": "{SUMS[1]}"}}, {{"time": "{EVENTS[1]}"}}]'
    events = {f"event.{start}": EVENTS[place % 2] for place, start in enumerate(DIALOG.timetable.rules.asks)}
    answers = {"situation": "scam_rebate", "paid_at": paid_at, "amount": amount, "payments": payments, **events}
    talk.case = Case(answers=answers, met="scam_rebate", reminding=True)
    ask_everything(talk)
    talk.says("刚刚又转了3000")
    assert talk.turn.error is None


_COUNTS = st.integers(0, 10**14).map(str) | st.text("一二三五十百千万亿两几", min_size=1, max_size=5)
_WORDS = st.sampled_from(["被骗", "转给骗子", "转错了", "大概", "，", "一共", "不到", "分三次每次"])
_UNITS = st.sampled_from(
    ["年前", "个月前", "天之前", "小时前", "年", "月", "号", "块", "万", "亿多", "次", "点半", "kw"]
)


@given(st.lists(st.tuples(_WORDS, _COUNTS, _UNITS), min_size=1, max_size=3), st.sampled_from(["", "刷单被骗了"]))
def test_no_number_with_any_unit_breaks_a_turn_or_the_timeline(said: list[tuple[str, str, str]], opening: str):
    talk = Talk(DIALOG)
    talk.says(*filter(None, [opening]))
    talk.says("".join("".join(part) for part in said))
    assert talk.turn.error is None
    for name in ("timeline", "plan", "remind", "export"):
        talk.takes(CommandInput(name))
        assert talk.turn.error is None
