"""What stands on top of a conversation is declared, reported, and closed before anything under it changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import ForwardInput
from dialogs.modes import LAYERS, STEP_VIEW, Mode, looked_at, mode_of, top
from tests.dialogs.talk import Talk
from tests.each import each

FRAUD = ("scam", "scam_rebate", "stopped", "transfer", "received", "not_yet", "mainland")
BILL = "微信支付\n转账-给张三\n-5000.00\n当前状态 对方已收钱\n转账时间 2026年11月22日 20:15:31"

OPENING: dict[Mode, Callable[[Talk], object]] = {
    Mode.PAPER: lambda talk: talk.chooses("paper:police_report"),
    Mode.DAY: lambda talk: talk.commands("timeline").chooses(
        next(option for option in talk.options if option.startswith("event:"))
    ),
    Mode.CHANGING: lambda talk: talk.chooses("change:channel"),
    Mode.RECEIPTS: lambda talk: talk.takes(ForwardInput(image_text=BILL)),
    Mode.OFFERED: lambda talk: talk.says("我的微信被盗号了，零钱被人转走了两千，我没有操作过"),
    Mode.CHECKED: lambda talk: talk.forwards("专业追回被骗资金，先追回后收费，加微信 zhuihui888"),
    Mode.EVIDENCE: lambda talk: talk.commands("evidence"),
    Mode.TIMELINE: lambda talk: talk.commands("timeline"),
}
"""What opens each layer over a plan, as people do it."""


def test_every_layer_is_opened_here():
    assert set(OPENING) == {layer.mode for layer in LAYERS}
    assert set(OPENING) | {Mode.TRIAGE, Mode.QUESTIONS, Mode.PLAN} == set(Mode)


@each("mode", OPENING)
def test_a_layer_is_on_top_and_reported_until_it_is_closed(dialog: Dialog, mode: Mode):
    talk = Talk(dialog).chooses(*FRAUD)
    assert talk.turn.mode is Mode.PLAN
    OPENING[mode](talk)
    assert talk.turn.mode is mode
    over = top(talk.case)
    assert over is not None
    assert mode_of(over.closed(talk.case), talk.position) is not mode


def test_the_ground_is_reported(dialog: Dialog):
    talk = Talk(dialog).commands("start")
    assert talk.turn.mode is Mode.TRIAGE
    assert talk.chooses("switch:scam_rebate").turn.mode is Mode.QUESTIONS


@pytest.mark.parametrize("mode", [Mode.CHANGING, Mode.EVIDENCE, Mode.TIMELINE])
@each("asked", ["返回", "退回去"])
def test_back_closes_what_is_on_top_and_takes_back_no_answer(dialog: Dialog, mode: Mode, asked: str):
    talk = Talk(dialog).chooses(*FRAUD)
    answers = talk.answers
    OPENING[mode](talk)
    talk.says(asked)
    assert (talk.answers, talk.turn.mode) == (answers, Mode.PLAN)


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if layer.passing], ids=lambda layer: layer.mode)
def test_what_passes_is_closed_by_the_next_input(dialog: Dialog, layer: object):
    talk = Talk(dialog).chooses(*FRAUD)
    OPENING[layer.mode](talk)  # type: ignore[attr-defined]
    talk.commands("plan")
    assert talk.turn.mode is Mode.PLAN


def test_in_the_guide_what_is_done_is_the_thing_in_sight(dialog: Dialog):
    talk = Talk(dialog).chooses(*FRAUD).commands("evidence").says("存好了", "下一个", "存好了")
    saved = [tick for tick in talk.case.ticks if tick.startswith("evidence.")]
    assert saved == list(talk.case.ticks)
    assert len(saved) == 2
    assert talk.turn.mode is Mode.EVIDENCE


def test_a_remark_leaves_the_guide_open(dialog: Dialog):
    talk = Talk(dialog).chooses(*FRAUD).commands("evidence").says("谢谢", "存好了")
    assert any(tick.startswith("evidence.") for tick in talk.case.ticks)


@each("view", ["evidence", "evidence:gone", "nonsense", ""])
def test_a_view_that_is_gone_stops_nothing(dialog: Dialog, view: str):
    talk = Talk(dialog).chooses(*FRAUD)
    talk.case = Case.from_json({**talk.case.to_json(), "view": view})
    talk.says("做完了")
    assert talk.turn.plan


def test_next_goes_on_in_the_plan_and_done_means_the_step_in_sight(dialog: Dialog):
    talk = Talk(dialog).chooses(*FRAUD)
    plan = [step.id for step in talk.turn.plan]
    talk.says("下一步")
    first = looked_at(talk.case, STEP_VIEW)
    talk.says("下一步")
    second = looked_at(talk.case, STEP_VIEW)
    assert first is not None
    assert second is not None
    assert 0 < plan.index(first) < plan.index(second)
    talk.says("做完了")
    assert talk.case.ticks == (second,)
