"""A case's timeline as a picture."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from bot.papers.captions import Captions
from bot.papers.pdf import typeset
from dialogs.library.models.timeline import DeadlineKind
from dialogs.papers.moments import BEIJING, day_written
from dialogs.papers.timeline import Event, written

STYLE = Path(__file__).with_name("timeline.typ")


def to_picture(events: tuple[Event, ...], words: Captions, now: dt.datetime) -> bytes:
    """A PNG with every event, today among them. Raises `MissingExtra` or `ToolFailed`."""
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
