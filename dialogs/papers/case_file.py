"""A case as a file to take along and to load again: what a person told us, as readable JSON.

Reading is tolerant: what this version does not know or cannot use is left out and reported, the rest is kept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.case import PASSED_OVER, Case
from dialogs.known import decode_amount, decode_span
from dialogs.library.library import Library
from dialogs.library.models.papers import CaseFileProblemName, FieldSpec, PaperLibrary
from dialogs.library.records import Typed
from dialogs.papers.data import (
    EVENT,
    EVIDENCE,
    FINISHED,
    MOST_PAYMENTS,
    PAYMENT_FIELDS,
    PAYMENTS,
    PREFIX,
    SKIPPED,
    UNKNOWN,
    Payment,
    read_payments,
    write_payments,
)
from dialogs.papers.moments import FAR_AHEAD, read_moment
from dialogs.papers.reading import Misread, read_field

FORMAT = "transfer-aid-case"
VERSION = 1
LARGEST = 512 * 1024  # characters; a full case has a few thousand


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something in a file that was not taken: `id` names the words for it, `where` the place in the file."""

    id: CaseFileProblemName
    where: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case read from a file, and what was wrong with the file. The case is None when it is no case file at all."""

    case: Case | None
    problems: tuple[FileProblem, ...] = ()


def write_case(case: Case, now: dt.datetime) -> str:
    """The file of a case, for people to read and for `read_case`."""
    paper = {k.removeprefix(PREFIX): v for k, v in case.answers.items() if k.startswith(PREFIX) and k != FINISHED}
    other = {k: v for k, v in case.answers.items() if not k.startswith(PREFIX) and k != PAYMENTS}
    answers = {k: v for k, v in other.items() if v != PASSED_OVER}
    data = {
        "format": FORMAT,
        "version": VERSION,
        "saved_at": now.isoformat(timespec="seconds"),
        "answers": answers,
        "ticks": list(case.ticks),
        "paper": paper,
        "payments": [payment.to_json() for payment in read_payments(case.answers.get(PAYMENTS, ""))],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def read_case(text: str, library: Library, papers: PaperLibrary, now: dt.datetime) -> CaseFile:
    """The case in a file's text. Nothing in it is believed: every value is read as if it had just been typed."""
    if len(text) > LARGEST:
        return CaseFile(None, (FileProblem("too_large"),))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return CaseFile(None, (FileProblem("not_json"),))
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return CaseFile(None, (FileProblem("not_a_case"),))
    version = data.get("version")
    if not isinstance(version, int) or version > VERSION:
        return CaseFile(None, (FileProblem("newer_version"),))
    problems: list[FileProblem] = []
    answers = _answers(_mapping(data, "answers", problems), answer_check(library), problems)
    for name, value in _mapping(data, "paper", problems).items():
        spec = papers.fields.get(name)
        stored = _stored(papers, spec, value, now) if spec is not None and name not in PAYMENT_FIELDS else None
        if stored is None:
            problems.append(FileProblem("bad_value" if spec else "unknown_field", f"paper.{name}"))
        else:
            answers[f"{PREFIX}{name}"] = stored
    payments = _payments(data.get("payments", []), papers, now, problems)
    if payments:
        answers[PAYMENTS] = write_payments(payments)
    ticks = data.get("ticks", [])
    if not isinstance(ticks, list) or not all(isinstance(tick, str) for tick in ticks):
        problems.append(FileProblem("bad_value", "ticks"))
        ticks = []
    steps = {*library.steps, *(f"{EVIDENCE}{item}" for item in library.evidence)}
    known = tuple(dict.fromkeys(tick for tick in ticks if tick in steps))
    problems += [FileProblem("unknown_step", f"ticks.{tick}") for tick in ticks if tick not in steps]
    return CaseFile(Case(answers=answers, ticks=known), tuple(problems))


def answer_check(library: Library) -> Callable[[str, str], bool]:
    """Whether a value can be the answer to a question: one of its options, or a typed value in stored form."""

    def fits(name: str, value: str) -> bool:
        if name.startswith(EVENT):
            return read_moment(value, FAR_AHEAD) is not None
        question = library.questions.get(name)
        if question is None:
            return False
        typed = {Typed.AMOUNT: decode_amount, Typed.TIME: decode_span}.get(question.typed)
        return library.accepts(name, value) or (typed is not None and typed(value) is not None)

    return fits


def _answers(found: Mapping[str, Any], fits: Callable[[str, str], bool], problems: list[FileProblem]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for name, value in found.items():
        if isinstance(value, str) and fits(name, value):
            answers[name] = value
        else:
            problems.append(FileProblem("bad_answer", f"answers.{name}"))
    return answers


def _mapping(data: Mapping[str, Any], key: str, problems: list[FileProblem]) -> Mapping[str, Any]:
    found = data.get(key, {})
    if isinstance(found, dict):
        return found
    problems.append(FileProblem("bad_value", key))
    return {}


def _stored(papers: PaperLibrary, spec: FieldSpec, value: object, now: dt.datetime) -> str | None:
    """A field's value as it is stored, or None when it would not be taken from a person either."""
    if not isinstance(value, str):
        return None
    if value in {UNKNOWN, SKIPPED} and not spec.sensitive:
        return value
    read = read_field(papers.reading, spec, value, now)
    return None if isinstance(read, Misread) else read.text


def _payments(rows: object, papers: PaperLibrary, now: dt.datetime, problems: list[FileProblem]) -> tuple[Payment, ...]:
    if not isinstance(rows, list) or len(rows) > MOST_PAYMENTS:
        problems.append(FileProblem("bad_value", PAYMENTS))
        return ()
    found: list[Payment] = []
    for index, row in enumerate(rows):
        payment = Payment()
        for name, value in row.items() if isinstance(row, dict) else ():
            spec = papers.fields.get(name) if name in PAYMENT_FIELDS else None
            stored = _stored(papers, spec, value, now) if spec is not None else None
            if stored is None:
                problems.append(FileProblem("bad_value" if spec else "unknown_field", f"payments.{index}.{name}"))
            else:
                payment = payment.with_value(name, stored)
        if payment != Payment():
            found.append(payment)
        elif not isinstance(row, dict):
            problems.append(FileProblem("bad_value", f"payments.{index}"))
    return tuple(found)
