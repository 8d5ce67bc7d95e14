"""A case's timeline as files: an iCalendar file with the dates to come, and a picture with all of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from bot.papers.tools import typeset
from dialogs.library.models.timeline import DeadlineKind
from dialogs.papers.chart import Chart
from dialogs.papers.moments import BEIJING, day_written
from dialogs.papers.timeline import Event, written

if TYPE_CHECKING:
    from icalendar import Event as CalendarEntry

PRODUCT = "-//transfer-aid//timeline//ZH"
NINE_THE_DAY_BEFORE = dt.timedelta(hours=9 - 24)  # counted from the midnight at which a whole day begins
HOUR_BEFORE = dt.timedelta(hours=-1)
STYLE = Path(__file__).with_name("timeline.typ")


def to_picture(chart: Chart) -> bytes:
    """A PNG with every event, today among them. Raises `MissingExtraError` or `ToolFailedError`."""
    past = [_row(event, "past") for event in chart.events if event.passed(chart.now)]
    today = {"day": day_written(chart.now.astimezone(BEIJING).date()), "what": chart.today, "tone": "today"}
    ahead = [
        _row(event, "act_before" if event.kind is DeadlineKind.ACT_BEFORE else "ahead")
        for event in chart.events
        if not event.passed(chart.now)
    ]
    inputs = {"title": chart.title, "events": json.dumps([*past, today, *ahead], ensure_ascii=False)}
    return typeset(STYLE.read_text(encoding="utf-8"), "png", inputs)[0]


def _row(event: Event, tone: str) -> dict[str, str]:
    return {"day": written(event), "what": event.what, "tone": tone}


def to_calendar(chart: Chart) -> bytes:
    """The dates that are still to come, each with a reminder: at nine the day before, an hour ahead of exact moments.

    The same date has the same identifier in every file, so that importing twice changes nothing. The file holds no
    name and no number of a person: only what a deadline is called and when it ends.
    """
    from icalendar import Calendar  # 3 MiB of memory that most processes never need

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", chart.title)
    for event in chart.events:
        if event.deadline is not None and not event.passed(chart.now):
            calendar.add_component(_entry(event, chart))
    return bytes(calendar.to_ical())


def _entry(event: Event, chart: Chart) -> CalendarEntry:
    from icalendar import Alarm
    from icalendar import Event as CalendarEntry

    ends = event.day if event.moment is None else event.moment.astimezone(dt.UTC)
    identifier = hashlib.sha256(f"{event.deadline} {ends.isoformat()}".encode()).hexdigest()[:32]
    entry = CalendarEntry()
    entry.add("uid", f"{identifier}@transfer-aid")
    entry.add("dtstamp", chart.now.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("summary", event.what)
    if event.bring:
        entry.add("description", event.bring)
    entry.add("dtstart", ends)
    if event.moment is None:
        entry.add("dtend", event.day + dt.timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    if event.kind is not DeadlineKind.ANSWER_DUE:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", chart.alarm.format(what=event.what))
        alarm.add("trigger", NINE_THE_DAY_BEFORE if event.moment is None else HOUR_BEFORE)
        entry.add_component(alarm)
    return entry
