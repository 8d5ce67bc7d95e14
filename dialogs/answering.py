"""Puts an answer into a case."""

from __future__ import annotations

import datetime as dt

from dialogs.case import PASSED_OVER, Case
from dialogs.dialog import Dialog
from dialogs.known import span_of_option
from dialogs.library.records import Typed

UNKNOWN = "unknown"  # the answer of who does not know, an option of some questions


def put(dialog: Dialog, case: Case, question: str, value: str, now: dt.datetime) -> Case:
    """The case with one question answered.

    A "how long ago" option becomes an interval of real time, so that it still means the same tomorrow. Who does not
    know passes over a question that has no such option. When an answer is changed, later answers stay: the replay
    keeps those that still fit.
    """
    if dialog.library.questions[question].typed is Typed.TIME:
        value = span_of_option(value, now)
    if value == UNKNOWN and not dialog.library.accepts(question, UNKNOWN):
        value = PASSED_OVER
    return case.answered(question, value)
