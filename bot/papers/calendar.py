"""A case's dates to come as an iCalendar file for any calendar program."""

from __future__ import annotations

import datetime as dt
import hashlib

from icalendar import Alarm, Calendar, Event

from bot.papers.captions import Captions
from dialogs.library.models.timeline import DeadlineKind
from dialogs.papers.timeline import Event as CaseEvent

PRODUCT = "-//transfer-aid//timeline//ZH"
DAY_BEFORE = dt.timedelta(days=-1)
HOUR_BEFORE = dt.timedelta(hours=-1)


def to_calendar(events: tuple[CaseEvent, ...], words: Captions, now: dt.datetime) -> bytes:
    """The dates that are still to come, each with a reminder: a day ahead, or an hour for exact moments.

    The same date has the same identifier in every file, so that importing twice changes nothing. The file holds no
    name and no number of a person: only what a deadline is called and when it ends.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.title)
    for event in events:
        if event.deadline is not None and not event.passed(now):
            calendar.add_component(_entry(event, words, now))
    return bytes(calendar.to_ical())


def _entry(event: CaseEvent, words: Captions, now: dt.datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{_identifier(event)}@transfer-aid")
    entry.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("summary", event.what)
    if event.moment is None:
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + dt.timedelta(days=1))
    else:
        entry.add("dtstart", event.moment.astimezone(dt.UTC))
    entry.add("transp", "TRANSPARENT")
    if event.kind is not DeadlineKind.ANSWER_DUE:
        entry.add_component(_alarm(event, words))
    return entry


def _alarm(event: CaseEvent, words: Captions) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.alarm.format(what=event.what))
    alarm.add("trigger", DAY_BEFORE if event.moment is None else HOUR_BEFORE)
    return alarm


def _identifier(event: CaseEvent) -> str:
    ends = event.day if event.moment is None else event.moment.astimezone(dt.UTC)
    return hashlib.sha256(f"{event.deadline} {ends.isoformat()}".encode()).hexdigest()[:32]
