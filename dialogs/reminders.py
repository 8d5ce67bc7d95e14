"""Which reminders a case wants: worked out anew from its answers at every turn, never stored with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.filling import paper_data
from dialogs.library.models.timeline import DeadlineKind, Remind
from dialogs.messages import Reminder
from dialogs.papers.moments import BEIJING
from dialogs.papers.timeline import Event, timeline
from dialogs.replay import Position

# A case unused for 30 days is deleted, and its reminders with it. A later one would be a promise that is not kept; it
# is worked out again when the person comes back.
REACH = dt.timedelta(days=29)
MORNING, NIGHT = dt.time(9), dt.time(22)
NOON = dt.time(12)  # by then somebody reminded of a day has half of it left, in Beijing, where the office is
# How many days ahead: where missing it costs a right, late but not too late, and on the day itself.
AHEAD = {Remind.MUST: (2, 0), Remind.MAY: (7, 1)}
WORTH_ASKING = dt.timedelta(days=7)  # what happened, or should have, is worth a look for some days more
AFTER = -1  # somebody else's answer is asked after on the day after it was due


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder before it is put into words: its id, its moment, and the event it is about."""

    id: str
    when: dt.datetime
    event: Event


def reminders(dialog: Dialog, case: Case, position: Position, now: dt.datetime) -> tuple[Reminder, ...]:
    """The reminders to send; none where they are switched off or this channel sends none."""
    if not (dialog.can_remind and case.reminding):
        return ()
    return tuple(
        Reminder(
            one.id, one.when, dialog.words.message("reminder", position.known, **shown(dialog, one)).text, _until(one)
        )
        for one in due(dialog, case, position, now)
    )


def shown(dialog: Dialog, one: Due) -> dict[str, object]:
    """What words about a reminder are given: when it comes, what it is about, and how many days are left then."""
    deadline = next(row for row in dialog.timetable.deadlines if row.id == one.event.deadline)
    left = (one.event.day - one.when.astimezone(BEIJING).date()).days
    return {"when": one.when, "day": one.event.day, "what": deadline.what, "kind": deadline.kind.value, "left": left}


def due(dialog: Dialog, case: Case, position: Position, now: dt.datetime) -> tuple[Due, ...]:
    """What a case can be reminded of from `now` on within reach, earliest first, in the person's time zone."""
    table = dialog.timetable
    zone = zone_of(dialog, position)
    events = timeline(table, paper_data(case, position))
    found = {one.id: one for event in events for one in _of(event, zone) if now < one.when <= now + REACH}
    return tuple(sorted(found.values(), key=lambda one: (one.when, one.id)))


def zone_of(dialog: Dialog, position: Position) -> dt.tzinfo:
    """The time zone in which somebody is reminded: where they said they are, else Beijing."""
    name = dialog.timetable.rules.zones.get(position.known.get("region") or "")
    return ZoneInfo(name) if name else BEIJING


def _of(event: Event, zone: dt.tzinfo) -> Iterator[Due]:
    if event.deadline is None or event.remind not in AHEAD:
        return
    if event.moment is not None:  # of several transfers in a day, one reminder after the last is enough
        yield Due(f"{event.deadline}.{event.day.isoformat()}", by_day(event.moment, zone), event)
        return
    for days in (AFTER,) if event.kind is DeadlineKind.ANSWER_DUE else AHEAD[event.remind]:
        limit = dt.datetime.combine(event.day - dt.timedelta(days=days), NOON, BEIJING)
        yield Due(f"{event.deadline}.{event.day.isoformat()}.{days}", morning_before(limit, zone), event)


def _until(one: Due) -> dt.datetime:
    """Until when the words hold: days left are counted anew at midnight in Beijing, where the day ends."""
    if one.event.kind is not DeadlineKind.ACT_BEFORE:
        return one.when + WORTH_ASKING
    midnight = dt.datetime.combine(one.when.astimezone(BEIJING).date(), dt.time(), BEIJING) + dt.timedelta(days=1)
    return midnight.astimezone(one.when.tzinfo)


def morning_before(limit: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The last morning in a time zone that is not after `limit`."""
    local = limit.astimezone(zone)
    morning = dt.datetime.combine(local.date(), MORNING, zone)
    return morning if morning <= local else dt.datetime.combine(local.date() - dt.timedelta(days=1), MORNING, zone)


def by_day(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The moment, or the next morning where it lies in the night of a time zone."""
    local = moment.astimezone(zone)
    if MORNING <= local.time() < NIGHT:
        return local
    late = dt.timedelta(days=local.time() >= NIGHT)
    return dt.datetime.combine(local.date() + late, MORNING, zone)
