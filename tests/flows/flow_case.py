"""What the tests of one flow ask: where answers lead, what is said first, and which steps come in which order.

Answers are written as people would note them: ``"channel=transfer accepted=received"``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import span_of_option
from dialogs.library.library import TRIAGE
from dialogs.library.records import Typed
from dialogs.messages import PlanStep
from dialogs.plan import compute_plan
from dialogs.replay import Position

# What every swindle asks, in one order: is it still going on, has money gone, how, is it reported, where is the person.
SCAM_ROUTES = [
    ("", "still_in_contact"),
    ("still_in_contact=stopped", "channel"),
    ("still_in_contact=stopped money_gone=not_paid", "given_away"),
    ("still_in_contact=stopped money_gone=not_paid given_away=code", "region"),
    ("still_in_contact=stopped money_gone=not_paid given_away=code region=japan", "fraud_plan"),
    ("still_in_contact=stopped money_gone=paid", "channel"),
    ("still_in_contact=sharing_screen money_gone=paid", "channel"),
    ("still_in_contact=stopped money_gone=paid channel=transfer", "accepted"),
    ("still_in_contact=stopped money_gone=paid channel=red_packet", "accepted"),
    ("still_in_contact=stopped money_gone=paid channel=bank", "police"),
    ("still_in_contact=stopped money_gone=paid channel=fps police=not_yet", "fraud_plan"),
    ("still_in_contact=stopped money_gone=paid channel=unknown", "police"),
    ("still_in_contact=stopped money_gone=paid channel=transfer accepted=not_yet", "paid_at"),
    ("still_in_contact=stopped money_gone=paid channel=transfer accepted=received", "police"),
    ("still_in_contact=stopped money_gone=paid channel=transfer accepted=not_yet paid_at=within_2h", "police"),
    ("still_in_contact=stopped money_gone=paid channel=bank police=not_yet", "region"),
    ("still_in_contact=stopped money_gone=paid channel=bank police=refused region=japan", "fraud_plan"),
]
PAID = "still_in_contact=stopped money_gone=paid channel=transfer accepted=received"
AT_HOME = f"{PAID} police=not_yet region=mainland"
ABROAD = f"{PAID} police=not_yet region=japan"
REPORTED = f"{PAID} police=reported region=mainland"
STILL_ON = "still_in_contact=sharing_screen money_gone=paid channel=bank police=not_yet region=mainland"
UNPAID = "still_in_contact=stopped money_gone=not_paid given_away=screen region=mainland"
BY_FPS = "still_in_contact=stopped money_gone=paid channel=fps police=not_yet"


@dataclass(frozen=True)
class FlowCase:
    """One flow at one moment."""

    dialog: Dialog
    situation: str
    now: dt.datetime

    def after(self, answers: str = "") -> Position:
        """Where these answers lead."""
        given = dict(answer.split("=", 1) for answer in answers.split())
        questions = self.dialog.library.questions
        for name, value in given.items():
            if questions[name].typed is Typed.TIME:
                given[name] = span_of_option(value, self.now)
        return self.dialog.position(Case(answers={TRIAGE: self.situation, **given}), self.now)

    def leads(self, answers: str = "") -> str:
        """The question that is open after these answers, or the outcome they reach."""
        position = self.after(answers)
        return position.question or position.outcome or ""

    def opening(self, answers: str = "") -> str:
        """The first words of the situation, with these answers known."""
        return self.dialog.words.opening(self.after(answers).known).text

    def head(self, answers: str) -> str:
        """The words at the head of the outcome."""
        position = self.after(answers)
        return self.dialog.words.outcome(position.outcome or "", position.known).text

    def steps(self, answers: str) -> tuple[PlanStep, ...]:
        """The plan's steps."""
        return compute_plan(self.dialog.library, self.dialog.words, self.after(answers).known)

    def plan(self, answers: str) -> list[str]:
        """The ids of the plan's steps, in order."""
        return [step.id for step in self.steps(answers)]

    def urgent(self, answers: str) -> list[str]:
        """The ids of what is to be done now."""
        return [step.id for step in self.steps(answers) if step.urgency == "now"]

    def body(self, answers: str, step: str) -> str:
        """The words of one step."""
        return next(one.body for one in self.steps(answers) if one.id == step)

    def follows(self, answers: str, *order: str) -> bool:
        """Whether these steps stand in the plan, in this order."""
        plan = self.plan(answers)
        places = [plan.index(step) for step in order if step in plan]
        return len(places) == len(order) and places == sorted(places)


def asks_and_acts_like_a_swindle(flow: FlowCase) -> None:
    """What holds for every swindle: stop if it goes on, police with exact data, platform and bank; court comes last."""
    assert flow.follows(AT_HOME, "call_110", "report_in_wechat", "call_paying_bank", "beware_of_recovery")
    assert flow.plan(AT_HOME)[0] == "call_110"
    assert "stop_paying" not in flow.plan(AT_HOME)  # the hand has stopped long ago; the warning comes later
    assert flow.follows(AT_HOME, "call_110", "pay_nothing_later")
    call = flow.body(AT_HOME, "call_110")
    assert all(words in call for words in ("微信号", "户名", "时间", "金额", "转账单号"))
    assert flow.plan(AT_HOME)[-1] == "settle_nothing_in_private"
    assert "先别急着起诉" in flow.body(AT_HOME, "settle_nothing_in_private")
    assert flow.follows(ABROAD, "call_local_police", "local_lines", "report_in_wechat")
    assert "call_110" not in flow.plan(ABROAD)
    assert flow.follows(REPORTED, "complete_the_report", "report_in_wechat")
    assert "call_110" not in flow.plan(REPORTED)
    assert flow.follows(STILL_ON, "stop_paying", "cut_remote_control", "call_110", "call_own_bank_first")
    assert "110" in flow.opening()
    assert flow.follows(UNPAID, "lock_money_from_another_phone", "report_though_unpaid")
    lost = {"call_110", "call_paying_bank", "settle_nothing_in_private", "keep_living_money"}
    assert not lost & set(flow.plan(UNPAID))
    assert flow.follows(BY_FPS, "call_local_bank", "call_local_police", "local_lines")
    assert not {*lost, "report_in_wechat"} & set(flow.plan(BY_FPS))
    assert "18222" in flow.opening(BY_FPS)
