"""What a message tells besides the answer to the question that is open, and what the case takes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dialogs.answering import UNKNOWN
from dialogs.case import PASSED_OVER, Case
from dialogs.dialog import Dialog
from dialogs.known import decode_span
from dialogs.library.records import Typed
from dialogs.papers.data import PAYMENTS
from dialogs.replay import Position
from dialogs.subject import RELATIVE_IN_DANGER, SALE, is_ours
from dialogs.text.expression import Expression
from dialogs.understanding import HOW_PAID, Reading
from dialogs.understanding.typed import SURELY_TOLD

IN_CONTACT, AMOUNT, REGION, PAID_AT = "still_in_contact", "amount", "region", "paid_at"
MORE_WANTED = "asked_for_more"
CHANNEL, TO_A_FRIEND = "channel", "transfer"
ASKED_IN_FIGURES = frozenset({"child_age", "paid_at"})
"""Questions to which a few figures (「17了」, 「11.28」) are no sum."""
PAID, NOT_PAID = "money_gone", "not_paid"
# Money is one's own unless something else is said; 「是我的卡」 says whose card the child used.
WHOSE, SELF, OF_A_CHILD = "whose_money", "self", "minor"
OF_SOMETHING_ELSE = {RELATIVE_IN_DANGER: frozenset({IN_CONTACT}), "account_lent": HOW_PAID}
"""By situation the questions that what is told there does not answer.

A relative who cannot be reached is no swindler who is gone; who lent an account tells what they were given for it.
"""
# What was done stays done, whatever is wanted of the writer next: 「他又让我再退一次」, 「他还说明天再来拿5万」.
NOT_UNDONE = {
    "received_state": (frozenset({"returned"}), frozenset({"asked_to_pass_on", "accepted", "not_accepted"})),
    "goods": (frozenset({"cash", "parcel", "cards"}), frozenset({"not_yet"})),
}
GOING_ON = frozenset({"sharing_screen"})
"""What goes on with the swindler while it is answered."""
SAYS_WHEN = Expression("[转付汇打充交](?:账|款|钱|过去|出去)?的")  # 「昨天晚上十点多转的」, after 「刚才」
SAID_AGAIN = 14  # characters; a longer message says more than what is known
SHORT_ANSWER = 8  # characters; too few to tell of anything but what was asked


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells besides an answer, by question.

    `sure` are those that words and a model take alike, or a model takes beyond doubt.
    """

    answers: Mapping[str, str]
    sure: frozenset[str] = frozenset()

    def amends(self, case: Case) -> bool:
        """Whether it tells anything that was told otherwise before."""
        return any(case.answers.get(name, value) not in {value, UNKNOWN} for name, value in self.answers.items())

    def corrects(self, dialog: Dialog, position: Position) -> bool:
        """Whether it tells otherwise what only this situation asks."""
        flow, before = dialog.library.flows[position.situation or ""], position.known.answers
        own = {name for name in flow.asks if not dialog.library.questions[name].everywhere}
        told = {name: value for name, value in self.answers.items() if name in own}
        return any(before.get(name, value) not in {value, UNKNOWN} for name, value in told.items())


def told_beside(dialog: Dialog, case: Case, position: Position, asked: str | None, reading: Reading) -> Told:
    """What a message tells besides an answer: the words of the details, and what the models are sure of.

    In the middle of a talk a question in passing tells nothing, only what is said beside it.
    """
    found = position.situation or (reading.situation if is_ours(dialog, reading) else None)
    flow = dialog.library.flows.get(found or "")
    if flow is None:
        return Told(reading.answers)
    kept = {name for name, one in dialog.library.questions.items() if one.worth_keeping(flow.family)}
    elsewhere = OF_SOMETHING_ELSE.get(flow.situation, frozenset())
    here = {*flow.asks, *(kept if position.situation else ())} - {asked} - elsewhere
    passing = position.situation is not None and (reading.asking or reading.amends)
    stated = dict(reading.stated if passing else reading.answers)
    if asked in ASKED_IN_FIGURES and len(reading.plain) <= SHORT_ANSWER:
        stated.pop(AMOUNT, None)
    denied = reading.denied
    stated = {name: one for name, one in stated.items() if name not in elsewhere and denied.get(name) != one}
    questions = dialog.library.questions
    exact = {
        name: value
        for name, value in stated.items()
        if name in questions and (questions[name].typed is not Typed.NOTHING or name == IN_CONTACT)
    }
    answered = [name for name, value in case.answers.items() if value not in {UNKNOWN, PASSED_OVER}]
    read: Mapping[str, tuple[str, float]] = dialog.understander.read_told(reading, sorted(here), asked, answered)
    # What its situation does not ask is taken from a model only where that is beyond doubt.
    read = {
        name: heard
        for name, heard in read.items()
        if name in flow.asks or heard[1] >= SURELY_TOLD or reading.amends or stated.get(name) == heard[0]
    }
    by_model = {name: value for name, (value, _) in read.items()}
    if found == SALE and by_model.get(CHANNEL) == TO_A_FRIEND != stated.get(CHANNEL):
        del by_model[CHANNEL]  # 「微信付的款」 to a shop may be either
    told = not (reading.asking or reading.reported)
    sure = frozenset(
        name
        for name, (value, likely) in read.items()
        if told
        and (stated.get(name) == value or (likely >= SURELY_TOLD and name not in stated and name not in HOW_PAID))
    )
    if told and REGION in stated:  # where somebody is, only words tell
        sure |= {REGION}
    return Told({**stated, **by_model, **exact}, sure)


def take_in(dialog: Dialog, case: Case, reading: Reading, told: Told, *, answered: bool) -> Case:
    """The case with what was told beside the point, and without what it says is not so.

    Kept is what is not known yet, and what tells how things stand now. While a question is being answered, a few words
    (「还没有」) replace only what is going on with the swindler: they too easily sound like more than they say. Who
    amends their words replaces anything, and so does what is surely told beside nothing else.
    """
    questions = dialog.library.questions
    changes = reading.amends or not answered or len(reading.plain) > SHORT_ANSWER
    wrong = [name for name, value in reading.denied.items() if case.answers.get(name) == value]
    kept = case.without(*wrong) if wrong else case
    fresh = {
        name: value
        for name, value in told.answers.items()
        if name in questions
        and kept.answers.get(name) != value
        and not (name == PAID and value == NOT_PAID and _has_paid(kept) and not _takes_back(reading))
        and (reading.amends or not _undoes(name, kept.answers.get(name), value))
        and not (name == WHOSE and value == SELF and kept.answers.get(WHOSE) in {None, OF_A_CHILD})
        and (
            reading.amends
            or kept.answers.get(name) in {None, PASSED_OVER, UNKNOWN}
            or name == IN_CONTACT
            or (questions[name].may_change and changes)
            or (name in told.sure and changes and not answered)
            or (name == PAID_AT and (_within(value, kept.answers.get(name)) or SAYS_WHEN.search(reading.plain)))
        )
    }
    return replace(kept, answers={**kept.answers, **fresh}) if fresh else kept


def _undoes(question: str, known: str | None, value: str) -> bool:
    """Whether an answer would undo what is known to have been done."""
    done, undone = NOT_UNDONE.get(question, (frozenset(), frozenset()))
    return known in done and value in undone


def _within(time: str, known: str | None) -> bool:
    """Whether a time makes the one that is known more exact: 「十分钟前」 after 「刚刚」."""
    new, old = decode_span(time), decode_span(known or "")
    return bool(new and old and new != old and old.earliest <= new.earliest and new.latest <= old.latest)


def _has_paid(case: Case) -> bool:
    """Whether somebody told of a payment: what they then did not give (「没再给」) is what is asked for now."""
    more_wanted = case.answers.get(IN_CONTACT) == MORE_WANTED and not HOW_PAID.isdisjoint(case.answers)
    return more_wanted or case.answers.get(PAID) == "paid" or PAYMENTS in case.answers


def _takes_back(reading: Reading) -> bool:
    """Whether words amend what was told of a payment; 「不是客服，他又叫我充20%，我没充」 amend something else."""
    return reading.amends and reading.told.get(IN_CONTACT) != MORE_WANTED


def told_again(dialog: Dialog, case: Case, reading: Reading, told: Told) -> tuple[str, ...]:
    """The questions whose answer a short message tells again, and does nothing else."""
    if len(reading.plain) > SAID_AGAIN or reading.amends or reading.interrogative:
        return ()
    known = dialog.library.questions
    return tuple(name for name, value in told.answers.items() if name in known and case.answers.get(name) == value)
