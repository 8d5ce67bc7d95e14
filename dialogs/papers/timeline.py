"""The timeline of a case: what happened, and what must or will happen when, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import yaml
from pydantic import Field

from dialogs.library.records import Name, Record, Text
from dialogs.papers import money
from dialogs.papers.data import PaperData
from dialogs.papers.deadlines import Deadline, Ending, Kind, Remind, Unit, endings
from dialogs.papers.kinds import Rule
from dialogs.papers.moments import BEIJING, FAR_AHEAD, Moment, day_written, read_moment
from dialogs.papers.offer import holds

EVENT = "event."  # an answer `event.<start>` tells the day on which a period starts
PAID = "transferred"


class TimelineRules(Record):
    """Which answers start periods, which tell what happened, and where a period applies (`content/timeline.yaml`)."""

    starts: dict[Name, Name]
    happened: tuple[Name, ...]
    applies: dict[Name, Rule]


class TimelineWords(Record):
    """The words of a timeline."""

    title: Text
    paid: Text
    paid_unknown: Text
    today: Text
    past: Text
    act_before: Text
    answer_due: Text
    answer_extended: Text
    happens_at: Text
    uncertain: Text
    uncertain_answer: Text
    line: Text
    alarm: Text
    happened: dict[Name, Text] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One point of a timeline.

    `day` is the Beijing day; `moment` is set where the minute is known. `deadline` names the period that ends, and
    `remind` says whether a reminder is offered. `certain` is False where holidays may still move the day.
    """

    day: dt.date
    what: str
    moment: dt.datetime | None = None
    kind: Kind | Literal["happened"] = "happened"
    deadline: str | None = None
    remind: Remind | None = None
    certain: bool = True
    facts: tuple[str, ...] = ()

    def passed(self, now: dt.datetime) -> bool:
        """Whether it lies behind `now`."""
        if self.moment is not None:
            return self.moment < now
        return self.day < now.astimezone(BEIJING).date()


@dataclass(frozen=True, slots=True)
class Timetable:
    """What timelines are made from."""

    rules: TimelineRules
    words: TimelineWords
    deadlines: tuple[Deadline, ...]


def read_timetable(rules: str, words: str, deadlines: tuple[Deadline, ...]) -> Timetable:
    """The timetable in the text of `timeline.yaml` and its words.

    Raises:
        yaml.YAMLError, pydantic.ValidationError: the text is not what it should be.
        ValueError: a rule names no deadline, or an event has no words.
    """
    read = TimelineRules.model_validate(yaml.load(rules, yaml.CSafeLoader))
    worded = TimelineWords.model_validate(yaml.load(words, yaml.CSafeLoader))
    unknown = set(read.applies) - {deadline.id for deadline in deadlines}
    unknown |= set(read.starts) - {deadline.start for deadline in deadlines}
    unknown |= set(read.happened) ^ set(worded.happened)
    if unknown:
        raise ValueError(f"timeline.yaml does not fit: {', '.join(sorted(unknown))}")
    return Timetable(read, worded, deadlines)


def timeline(table: Timetable, data: PaperData) -> tuple[Event, ...]:
    """Everything with a known day, earliest first."""
    events = [*_payments(table, data), *_happened(table, data), *_due(table, data)]
    return tuple(sorted(events, key=_order))


def as_text(table: Timetable, events: tuple[Event, ...], now: dt.datetime) -> str:
    """A timeline as lines, with today marked between what is past and what is to come."""
    words = table.words
    past = [_line(words, event) for event in events if event.passed(now)]
    ahead = [_line(words, event) for event in events if not event.passed(now)]
    today = words.line.format(day=day_written(now.astimezone(BEIJING).date()), what=words.today)
    return "\n".join([*past, today, *ahead])


def _line(words: TimelineWords, event: Event) -> str:
    day = day_written(event.day) if event.moment is None else Moment(event.moment, "minute").written()
    return words.line.format(day=day, what=event.what)


def _order(event: Event) -> tuple[dt.date, dt.datetime, str]:
    moment = event.moment or dt.datetime.combine(event.day, dt.time(23, 59, 59), BEIJING)
    return event.day, moment, event.what


def _payments(table: Timetable, data: PaperData) -> Iterator[Event]:
    for payment in data.payments:
        if payment.time is not None:
            amount = payment.amount
            what = table.words.paid_unknown if amount is None else table.words.paid.format(amount=money.short(amount))
            yield _event_at(payment.time, what)
    span = data.known.paid_at
    if not data.payments and span is not None and span.exact:
        said = data.known.amount
        exact = said is not None and said[0] == said[1]
        paid = table.words.paid.format(amount=money.short(said[0])) if said and exact else table.words.paid_unknown
        yield _event_at(Moment(span.latest.astimezone(BEIJING), "minute"), paid)


def _happened(table: Timetable, data: PaperData) -> Iterator[Event]:
    for name in table.rules.happened:
        moment = _moment(data.fields.get(name))
        if moment is not None:
            yield _event_at(moment, table.words.happened[name])


def _event_at(moment: Moment, what: str) -> Event:
    return Event(moment.at.date(), what, None if moment.precision == "day" else moment.at)


def _due(table: Timetable, data: PaperData) -> Iterator[Event]:
    for deadline in table.deadlines:
        rule = table.rules.applies.get(deadline.id)
        if deadline.remind is Remind.EXPLAIN_ONLY or (rule is not None and not holds(rule, data.known)):
            continue
        for start in _starts(table.rules, data, deadline):
            yield _ending_event(table.words, deadline, endings(deadline, start))


def _starts(rules: TimelineRules, data: PaperData, deadline: Deadline) -> list[dt.date]:
    """The moments from which a deadline is counted in this case.

    Hours run for each payment by itself; days and years, to be safe, from the first.
    """
    if deadline.start == PAID:
        found = _paid(data)
        by_the_hour = deadline.length.unit is Unit.HOURS
        exact = [m.at for m in found if m.precision != "day"]
        return list(exact) if by_the_hour else [min(m.at.date() for m in found)] if found else []
    told = _moment(data.known.get(f"{EVENT}{deadline.start}")) or _moment(
        data.fields.get(rules.starts.get(deadline.start, ""))
    )
    if told is None or (deadline.length.unit is Unit.HOURS and told.precision == "day"):
        return []
    return [told.at if deadline.length.unit is Unit.HOURS else told.at.date()]


def _paid(data: PaperData) -> list[Moment]:
    found = [payment.time for payment in data.payments if payment.time is not None]
    span = data.known.paid_at
    if not data.payments and span is not None and span.exact:
        found.append(Moment(span.latest.astimezone(BEIJING), "minute"))
    return found


def _ending_event(words: TimelineWords, deadline: Deadline, ends: tuple[Ending, ...]) -> Event:
    first, latest = ends[0], ends[-1]
    values: Mapping[str, str] = {
        "what": deadline.what,
        "start": deadline.start_words,
        "latest": day_written(latest.last_day),
    }
    form = {
        Kind.ACT_BEFORE: words.act_before,
        Kind.ANSWER_DUE: words.answer_extended if len(ends) > 1 else words.answer_due,
        Kind.HAPPENS_AT: words.happens_at,
    }[deadline.kind]
    what = form.format(**values)
    doubt = words.uncertain if deadline.kind is Kind.ACT_BEFORE else words.uncertain_answer
    return Event(
        day=first.safe_day,
        what=what if first.holidays_known else f"{what}；{doubt}",
        moment=first.moment,
        kind=deadline.kind,
        deadline=deadline.id,
        remind=deadline.remind,
        certain=first.holidays_known,
        facts=deadline.facts,
    )


def _moment(value: str | None) -> Moment | None:
    return read_moment(value, FAR_AHEAD) if value else None
