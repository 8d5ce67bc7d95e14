"""A case's timeline as files: an iCalendar file with the dates to come, and a picture with all of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.papers.tools import typeset
from dialogs.library.models.timeline import DeadlineKind
from dialogs.papers.moments import BEIJING, day_written
from dialogs.papers.timeline import Event, written

if TYPE_CHECKING:
    from icalendar import Alarm
    from icalendar import Event as CalendarEntry

PRODUCT = "-//transfer-aid//timeline//ZH"
DAY_BEFORE = dt.timedelta(days=-1)
HOUR_BEFORE = dt.timedelta(hours=-1)
STYLE = Path(__file__).with_name("timeline.typ")


class Captions(Protocol):
    """The words in a timeline's files besides its events."""

    @property
    def title(self) -> str:
        """The title of the whole."""

    @property
    def today(self) -> str:
        """The label of the present day."""

    @property
    def alarm(self) -> str:
        """The text of a calendar's alarm, with the place ``{what}``."""


def to_picture(events: tuple[Event, ...], words: Captions, now: dt.datetime) -> bytes:
    """A PNG with every event, today among them. Raises `MissingExtraError` or `ToolFailedError`."""
    past = [_row(event, "past") for event in events if event.passed(now)]
    ahead = [
        _row(event, "act_before" if event.kind is DeadlineKind.ACT_BEFORE else "ahead")
        for event in events
        if not event.passed(now)
    ]
    today = {"day": day_written(now.astimezone(BEIJING).date()), "what": words.today, "tone": "today"}
    inputs = {"title": words.title, "events": json.dumps([*past, today, *ahead], ensure_ascii=False)}
    return typeset(STYLE.read_text(encoding="utf-8"), "png", inputs)[0]


def _row(event: Event, tone: str) -> dict[str, str]:
    return {"day": written(event), "what": event.what, "tone": tone}


def to_calendar(events: tuple[Event, ...], words: Captions, now: dt.datetime) -> bytes:
    """The dates that are still to come, each with a reminder: a day ahead, or an hour for exact moments.

    The same date has the same identifier in every file, so that importing twice changes nothing. The file holds no
    name and no number of a person: only what a deadline is called and when it ends.
    """
    from icalendar import Calendar  # 3 MiB of memory that most processes never need

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.title)
    for event in events:
        if event.deadline is not None and not event.passed(now):
            calendar.add_component(_entry(event, words, now))
    return bytes(calendar.to_ical())


def _entry(event: Event, words: Captions, now: dt.datetime) -> CalendarEntry:
    from icalendar import Event as CalendarEntry

    entry = CalendarEntry()
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


def _alarm(event: Event, words: Captions) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.alarm.format(what=event.what))
    alarm.add("trigger", DAY_BEFORE if event.moment is None else HOUR_BEFORE)
    return alarm


def _identifier(event: Event) -> str:
    ends = event.day if event.moment is None else event.moment.astimezone(dt.UTC)
    return hashlib.sha256(f"{event.deadline} {ends.isoformat()}".encode()).hexdigest()[:32]
