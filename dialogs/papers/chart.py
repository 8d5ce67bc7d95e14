"""A timeline packed as text, from which an adapter makes a calendar file or a picture.

A file to build may wait in an outbox until another process sends it, so everything it needs travels in it.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from dialogs.library.models.timeline import DeadlineKind, TimelineWords
from dialogs.papers.timeline import Event


@dataclass(frozen=True, slots=True)
class Chart:
    """A timeline, the words around it, and the moment it was made. `alarm` has a place for {what}."""

    title: str
    today: str
    alarm: str
    now: dt.datetime
    events: tuple[Event, ...]


def pack(words: TimelineWords, events: tuple[Event, ...], now: dt.datetime) -> str:
    """The text of a timeline for `unpack`."""
    rows = [
        {
            "day": one.day.isoformat(),
            "what": one.what,
            "moment": None if one.moment is None else one.moment.isoformat(),
            "kind": one.kind,
            "deadline": one.deadline,
        }
        | ({"bring": one.bring} if one.bring else {})
        for one in events
    ]
    chart = {"title": words.title, "today": words.today, "alarm": words.alarm, "now": now.isoformat(), "rows": rows}
    return json.dumps(chart, ensure_ascii=False)


def unpack(text: str) -> Chart:
    """The timeline in a packed text.

    Raises:
        ValueError: when it is none.
    """
    try:
        return _chart(json.loads(text))
    except ValueError as error:
        raise ValueError("this is no packed timeline") from error


def _chart(packed: Any) -> Chart:
    match packed:
        case {"title": str(title), "today": str(today), "alarm": str(alarm), "now": str(now), "rows": [*rows]}:
            events = tuple(_event(row) for row in rows)
            return Chart(title, today, alarm, dt.datetime.fromisoformat(now), events)
    raise ValueError("something of a timeline is missing")


def _event(row: Any) -> Event:
    match row:
        case {
            "day": str(day),
            "what": str(what),
            "moment": str() | None as moment,
            "kind": str(kind),
            "deadline": str() | None as deadline,
        }:
            return Event(
                day=dt.date.fromisoformat(day),
                what=what,
                moment=None if moment is None else dt.datetime.fromisoformat(moment),
                kind="happened" if kind == "happened" else DeadlineKind(kind),
                deadline=deadline,
                bring=str(row["bring"]) if row.get("bring") else None,  # older packed text has none
            )
    raise ValueError("something of an event is missing")
