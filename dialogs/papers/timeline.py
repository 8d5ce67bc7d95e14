"""The timeline of a case: what happened, and what must or will happen when, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from dialogs.library.models.timeline import (
    Deadline,
    DeadlineKind,
    Remind,
    TimelineRules,
    TimelineWords,
    Timetable,
    Unit,
)
from dialogs.papers import money
from dialogs.papers.abroad import OtherMoney, told_abroad
from dialogs.papers.data import EVENT, PaperData
from dialogs.papers.deadlines import Ending, endings
from dialogs.papers.moments import BEIJING, FAR_AHEAD, Moment, day_written, read_moment
from dialogs.predicates import fits

PAID = "transferred"
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One point of a timeline.

    `day` is the Beijing day; `moment` is set where the minute is known. `deadline` names the period that ends, and
    `remind` says whether a reminder is offered, `bring` what to bring and where. `certain` is False where holidays may
    still move the day.
    """

    day: dt.date
    what: str
    moment: dt.datetime | None = None
    kind: DeadlineKind | Literal["happened"] = "happened"
    deadline: str | None = None
    remind: Remind | None = None
    certain: bool = True
    facts: tuple[str, ...] = ()
    bring: str | None = None

    def passed(self, now: dt.datetime) -> bool:
        """Whether it lies behind `now`."""
        if self.moment is not None:
            return self.moment < now
        return self.day < now.astimezone(BEIJING).date()


def timeline(table: Timetable, data: PaperData) -> tuple[Event, ...]:
    """Everything with a known day, earliest first."""
    events = [*_payments(table, data), *_happened(table, data), *_due(table, data)]
    return tuple(sorted(events, key=_order))


def askable(table: Timetable, data: PaperData) -> dict[str, Moment | None]:
    """The starts that people are asked for in this case, each with what they told already."""
    asked = [name for name, rule in table.rules.asks.items() if fits(rule, data.known)]
    return {name: _told(table.rules, data, name) for name in asked}


def written(event: Event) -> str:
    """When an event is, as papers write it: to the minute where that is known."""
    return day_written(event.day) if event.moment is None else Moment(event.moment, "minute").written()


def as_text(table: Timetable, events: tuple[Event, ...], now: dt.datetime) -> str:
    """A timeline as lines, with today marked between what is past and what is to come."""
    words = table.words
    past = [_line(words, event) for event in events if event.passed(now)]
    ahead = [_line(words, event) for event in events if not event.passed(now)]
    today = words.line.format(day=day_written(now.astimezone(BEIJING).date()), what=words.today)
    return "\n".join([*past, today, *ahead])


def _line(words: TimelineWords, event: Event) -> str:
    return words.line.format(day=written(event), what=event.what)


def _order(event: Event) -> tuple[dt.date, dt.datetime, str]:
    moment = event.moment or dt.datetime.combine(event.day, dt.time(23, 59, 59), BEIJING)
    return event.day, moment, event.what


def _payments(table: Timetable, data: PaperData) -> Iterator[Event]:
    for payment in data.payments:
        if payment.time is not None:
            yield _event_at(payment.time, _paid_words(table.words, payment.amount, payment.other))
    said_at = _said_paid(data)
    if said_at is not None and not any(payment.time for payment in data.payments):
        said = data.known.amount
        exact = said[0] if said and said[0] == said[1] else None
        yield _event_at(said_at, _paid_words(table.words, exact, told_abroad(data.known)))


def _paid_words(words: TimelineWords, yuan: Decimal | None, other: OtherMoney | None) -> str:
    if other:
        return words.paid_abroad.format(amount=other.said({}))
    return words.paid_unknown if yuan is None else words.paid.format(amount=money.short(yuan))


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
        if deadline.remind is Remind.EXPLAIN_ONLY or (rule is not None and not fits(rule, data.known)):
            continue
        for start in _starts(table.rules, data, deadline):
            yield _ending_event(table.words, deadline, endings(deadline, start))
        about = _about_paid(data) if deadline.start == PAID and deadline.length.unit is Unit.HOURS else None
        if about is not None:
            event = _ending_event(table.words, deadline, endings(deadline, about))
            yield replace(event, what=table.words.about.format(what=event.what))


def _starts(rules: TimelineRules, data: PaperData, deadline: Deadline) -> list[dt.date]:
    """The moments from which a deadline is counted in this case.

    Hours run for each payment by itself; days and years, to be safe, from the first.
    """
    if deadline.start == PAID:
        found = _paid(data)
        if deadline.length.unit is Unit.HOURS:
            return [moment.at for moment in found if moment.precision != "day"]
        return [min(moment.at.date() for moment in found)] if found else []
    told = _told(rules, data, deadline.start)
    if told is None or (deadline.length.unit is Unit.HOURS and told.precision == "day"):
        return []
    return [told.at if deadline.length.unit is Unit.HOURS else told.at.date()]


def _paid(data: PaperData) -> list[Moment]:
    times = [payment.time for payment in data.payments if payment.time is not None]
    said = _said_paid(data)
    return times or ([] if said is None else [said])


def _said_paid(data: PaperData) -> Moment | None:
    """When the payment was, as the dialog heard it: the minute, or the day where it surely was within one day."""
    span = data.known.paid_at
    if span is None:
        return None
    first, last = span.earliest.astimezone(BEIJING), span.latest.astimezone(BEIJING)
    if span.exact:
        return Moment(last, "minute")
    if first.date() != last.date():
        return None
    return Moment(dt.datetime.combine(last.date(), dt.time(), BEIJING), "day")


def _about_paid(data: PaperData) -> dt.datetime | None:
    """The latest the payment can have been, where it is only known to lie within some hours of a day."""
    span = data.known.paid_at
    if span is None or span.exact or any(payment.time for payment in data.payments):
        return None
    return span.latest if span.latest - span.earliest < A_DAY else None


def _told(rules: TimelineRules, data: PaperData, start: str) -> Moment | None:
    """The moment a start was, as far as people told it."""
    if start == PAID:
        paid = _paid(data)
        return min(paid, key=lambda moment: moment.at) if paid else None
    return _moment(data.known.get(f"{EVENT}{start}")) or _moment(data.fields.get(rules.starts.get(start, "")))


def _ending_event(words: TimelineWords, deadline: Deadline, ends: tuple[Ending, ...]) -> Event:
    first, latest = ends[0], ends[-1]
    values: Mapping[str, str] = {
        "what": deadline.what,
        "start": deadline.start_words,
        "latest": day_written(latest.last_day),
    }
    form = {
        DeadlineKind.ACT_BEFORE: words.act_before,
        DeadlineKind.ANSWER_DUE: words.answer_extended if len(ends) > 1 else words.answer_due,
        DeadlineKind.HAPPENS_AT: words.happens_at,
    }[deadline.kind]
    what = form.format(**values)
    doubt = words.uncertain if deadline.kind is DeadlineKind.ACT_BEFORE else words.uncertain_answer
    return Event(
        day=first.safe_day,
        what=what if first.holidays_known else f"{what}；{doubt}",
        moment=first.moment,
        kind=deadline.kind,
        deadline=deadline.id,
        remind=deadline.remind,
        certain=first.holidays_known,
        facts=deadline.facts,
        bring=words.bring.get(deadline.id),
    )


def _moment(value: str | None) -> Moment | None:
    return read_moment(value, FAR_AHEAD) if value else None
