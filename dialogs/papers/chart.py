"""A timeline packed as text, from which an adapter makes a calendar file or a picture.

A file to build may wait in an outbox until another process sends it, so everything it needs travels in it.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dialogs.library.records import Record, Text
from dialogs.papers.deadlines import Kind
from dialogs.papers.timeline import Event, TimelineWords


class ChartEvent(Record):
    """An event as it travels."""

    day: dt.date
    what: Text
    moment: dt.datetime | None
    kind: Kind | Literal["happened"]
    deadline: str | None


class Chart(Record):
    """A timeline, the words around it, and the moment it was made."""

    title: Text
    today: Text
    alarm: Text  # with {what}
    now: dt.datetime
    rows: tuple[ChartEvent, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events as a timeline holds them."""
        return tuple(Event(row.day, row.what, row.moment, row.kind, row.deadline) for row in self.rows)


def pack(words: TimelineWords, events: tuple[Event, ...], now: dt.datetime) -> str:
    """The text of a timeline for `unpack`."""
    rows = tuple(
        ChartEvent(day=one.day, what=one.what, moment=one.moment, kind=one.kind, deadline=one.deadline)
        for one in events
    )
    return Chart(title=words.title, today=words.today, alarm=words.alarm, now=now, rows=rows).model_dump_json()


def unpack(text: str) -> Chart:
    """The timeline in a packed text.

    Raises:
        pydantic.ValidationError: when it is none.
    """
    return Chart.model_validate_json(text)
