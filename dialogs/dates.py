"""The days of a case in the dialog: the timeline, the days that people are asked for, its files, the reminders.

Which day is being asked stands in `Case.field` as ``event.<start>`` while no paper is being written; the answer stands
beside the others under the same name, but for the payment's own time, which the dialog keeps as ``paid_at``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import paper_data
from dialogs.known import TimeSpan, encode_span
from dialogs.library.models.buttons import ButtonName
from dialogs.library.models.papers import FieldKind, FieldSpec
from dialogs.library.models.timeline import DeadlineKind
from dialogs.messages import File, Option
from dialogs.papers.chart import pack
from dialogs.papers.data import EVENT
from dialogs.papers.moments import BEIJING, FAR_AHEAD, Moment, day_written, read_moment
from dialogs.papers.reading import Misread, read_field
from dialogs.papers.timeline import PAID, Event, askable, timeline, written
from dialogs.predicates import is_abroad
from dialogs.reminders import due, shown
from dialogs.replay import Position
from dialogs.screen import MAX_LENGTH
from dialogs.showing import paged
from dialogs.words import Said, merge_facts

PAGE = 6
MOST_PAST = 12  # what lies behind is shown in short; the picture holds all of it
CALENDAR: ButtonName = "ics"
PICTURE: ButtonName = "png"


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the timeline; a strong one is today, or a day by which the person must act."""

    day: str
    what: str
    strong: bool


def timeline_lines(dialog: Dialog, case: Case, position: Position, now: dt.datetime) -> list[Line]:
    """The timeline, what can be done with it, and the days that would make it longer."""
    data = paper_data(case, position)
    events = timeline(dialog.timetable, data)
    said = list(_told(dialog, position, events, now))
    lines = [Line(one) for one in said]
    lines[-1] = Line(said[-1], _options(dialog, case, events, now))
    return [*lines, *starts_lines(dialog, case, position)]


def starts_lines(dialog: Dialog, case: Case, position: Position, page: int = 0) -> list[Line]:
    """The days that people may tell, each a button; nothing where none would help."""
    asked = askable(dialog.timetable, paper_data(case, position))
    options = [Option(f"event:{start}", _start_label(dialog, start, told)) for start, told in asked.items()]
    if not options:
        return []
    shown_now = paged(options, PAGE, page, dialog.words.message("more", position.known))
    said = dialog.words.message("timeline_starts", position.known)
    return [Line(said, tuple(Option(one.id.replace("more:", "events:"), one.label) for one in shown_now))]


def ask_day(dialog: Dialog, case: Case, position: Position, start: str) -> Move | None:
    """Ask for the day on which a period starts."""
    if start not in askable(dialog.timetable, paper_data(case, position)):
        return None
    return Move(replace(case, field=f"{EVENT}{start}", paper=None, changing=None))


def day_lines(dialog: Dialog, case: Case, position: Position) -> list[Line]:
    """The question for a day, with a way out."""
    words = dialog.timetable.words.starts[(case.field or "").removeprefix(EVENT)]
    leave = Option("leave", dialog.words.button("leave"))
    return [Line(dialog.words.message("timeline_ask", position.known, ask=words.ask), (leave,))]


def hear_day(dialog: Dialog, case: Case, text: str, now: dt.datetime) -> Move:
    """A typed answer to the question for a day. Somebody who does not know it is asked no further."""
    start = (case.field or "").removeprefix(EVENT)
    rule = dialog.timetable.rules.asks[start]
    spec = FieldSpec(id="day", kind=FieldKind.TIME if start == PAID else FieldKind.DATE, future=rule.future)
    got = read_field(dialog.papers.reading, spec, text, now, dialog.understander.mentions)
    if isinstance(got, Misread):
        return Move(case, (Line(Said(dialog.papers.reading.problems[got.problem])),))
    new = replace(case, field=None, misses=0)
    moment = read_moment(got.text, FAR_AHEAD)
    if moment is not None:
        name, value = ("paid_at", _as_span(moment, now)) if start == PAID else (f"{EVENT}{start}", got.text)
        new = replace(new, answers={**new.answers, name: value})
    return Move(new, tuple(timeline_lines(dialog, new, dialog.position(new, now), now)), show=False)


def make_chart(dialog: Dialog, case: Case, position: Position, form: str, now: dt.datetime) -> Move | None:
    """The timeline as a calendar file or a picture for the adapter to build."""
    table = dialog.timetable
    events = timeline(table, paper_data(case, position))
    if form == PICTURE and not dialog.makes_files:
        return Move(case, (Line(dialog.words.message("files_nowhere", position.known)),), show=False)
    if form not in _forms(dialog, events, now):
        return None
    file = File(f"{table.words.title}.{form}", form, pack(table.words, events, now))
    said = dialog.words.message(f"timeline_{form}", position.known)
    return Move(case, (Line(Said(said.text, _facts(events)), files=(file,)),), show=False)


def remind(dialog: Dialog, case: Case, position: Position, now: dt.datetime, *, on: bool) -> Move:
    """Switch reminders on or off, and say what will be reminded of; where this channel sends none, say so."""
    if not dialog.can_remind:
        events = timeline(dialog.timetable, paper_data(case, position))
        ics = _option(dialog, "ics", "chart:ics") if CALENDAR in _forms(dialog, events, now) else ()
        return Move(case, (Line(dialog.words.message("reminders_nowhere", position.known), ics),), show=False)
    new = replace(case, reminding=on)
    if not on:
        return Move(new, (Line(dialog.words.message("reminders_off", position.known)),), show=False)
    ahead = due(dialog, case, position, now)
    said = dialog.words.message(
        "reminders", position.known, reminders=[shown(dialog, one) for one in ahead], abroad=is_abroad(position.known)
    )
    facts = merge_facts((said.facts, *(one.event.facts for one in ahead)))
    options = (*_option(dialog, "remind_off", "remind:off"), *_option(dialog, "timeline"))
    return Move(new, (Line(Said(said.text, facts), options),), show=False)


def _told(dialog: Dialog, position: Position, events: tuple[Event, ...], now: dt.datetime) -> Iterator[Said]:
    """The timeline in messages that are not too long, with the facts it rests on."""
    if not events:
        yield dialog.words.message("timeline_empty", position.known)
        return
    note = dialog.words.message("timeline_note", position.known)
    facts = merge_facts((note.facts, _facts(events)))
    pages: list[list[DayRow]] = [[]]
    room = MAX_LENGTH - len(note.text)
    for row in _rows(dialog, events, now):
        if pages[-1] and sum(len(one.day) + len(one.what) + 8 for one in (*pages[-1], row)) > room:
            pages.append([])
        pages[-1].append(row)
    texts = [dialog.words.message("timeline", position.known, rows=rows).text for rows in pages]
    texts[-1] = f"{texts[-1]}\n\n{note.text}"
    yield from (Said(text, facts) for text in texts)


def _rows(dialog: Dialog, events: tuple[Event, ...], now: dt.datetime) -> Iterator[DayRow]:
    words = dialog.timetable.words
    past = [event for event in events if _behind(event, now)]
    if len(past) > MOST_PAST:
        yield DayRow("…", words.past_left_out.format(count=len(past) - MOST_PAST), strong=False)
    yield from (DayRow(written(event), event.what, strong=False) for event in past[-MOST_PAST:])
    yield DayRow(day_written(now.astimezone(BEIJING).date()), words.today, strong=True)
    ahead = [event for event in events if not _behind(event, now)]
    yield from (DayRow(written(event), event.what, strong=event.kind is DeadlineKind.ACT_BEFORE) for event in ahead)


def _behind(event: Event, now: dt.datetime) -> bool:
    """Whether it stands above today: what happened did, even where only its day is known and that is today."""
    return event.kind == "happened" or event.passed(now)


def _facts(events: Iterable[Event]) -> tuple[str, ...]:
    return merge_facts(event.facts for event in events)


def _forms(dialog: Dialog, events: tuple[Event, ...], now: dt.datetime) -> tuple[ButtonName, ...]:
    """The files that the timeline can be had as: a calendar holds only what is to come."""
    calendar = any(event.deadline and not event.passed(now) for event in events)
    return (*((CALENDAR,) if calendar else ()), *((PICTURE,) if events and dialog.makes_files else ()))


def _options(dialog: Dialog, case: Case, events: tuple[Event, ...], now: dt.datetime) -> tuple[Option, ...]:
    forms = [option for form in _forms(dialog, events, now) for option in _option(dialog, form, f"chart:{form}")]
    off = case.reminding
    turn = _option(dialog, "remind_off", "remind:off") if off else _option(dialog, "remind_on", "remind:on")
    switch = turn if dialog.can_remind else ()
    return (*switch, *forms, *_option(dialog, "leave"))


def _option(dialog: Dialog, button: ButtonName, option: str = "") -> tuple[Option]:
    """A button; without an id of its own it is a command."""
    return (Option(option or {"leave": "leave"}.get(button, f"cmd:{button}"), dialog.words.button(button)),)


def _start_label(dialog: Dialog, start: str, told: Moment | None) -> str:
    label = dialog.timetable.words.starts[start].label
    return dialog.words.pair(label, told.short()) if told else label


def _as_span(moment: Moment, now: dt.datetime) -> str:
    """A payment's time as the dialog keeps it; where only the day is known, the whole of it."""
    if moment.precision != "day":
        return encode_span(TimeSpan(moment.at, moment.at))
    return encode_span(TimeSpan(moment.at, min(moment.at + dt.timedelta(days=1, minutes=-1), max(now, moment.at))))
