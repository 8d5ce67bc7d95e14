"""The machine seam: one JSON object a line in, one a line out. Any chat app or test can attach here.

In: ``{"text"}``, ``{"choice": option id}``, ``{"forward": {"text", "caption", "comment", "origin"}}`` or
``{"command": name}``, each with an optional ``"now"`` (ISO 8601, with or without an offset).
Out: ``{"state", "mode", "situation", "replies", "plan", "facts", "answers", "commands"}``: `mode` is what stands on top
(`dialogs.modes`), `answers` what is known by question, `commands` what the words were heard as (`dialogs.heard`).
Beside them stands ``"error"`` where an error of ours kept the input from being understood; ``{"error"}`` alone answers
a line that is none of these, and the session goes on.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

from bot.console.session import files_of
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.limits import read_iso
from dialogs.messages import ChoiceInput, CommandInput, CommandName, File, ForwardInput, Input, TextInput, Turn
from dialogs.turn import take_turn

COMMANDS = get_args(CommandName)
KINDS = ("text", "choice", "forward", "command")


class BadLineError(ValueError):
    """A line that is not an input; the message says what is wrong with it."""


def serve(
    dialog: Dialog,
    lines: Iterable[str],
    clock: Callable[[], dt.datetime],
    case: Case | None = None,
    keep: Callable[[File], object] | None = None,
) -> Iterator[str]:
    """Answer each line of a session with one line; `keep` is handed the files that come along."""
    case = case or Case()
    for line in lines:
        if not line.strip():
            continue
        try:
            received, now = parse_line(line, clock())
        except BadLineError as error:
            yield json.dumps({"error": str(error)}, ensure_ascii=False)
            continue
        turn = take_turn(dialog, case, received, now)
        case = turn.case
        if keep:
            for file in files_of(turn):
                keep(file)
        yield json.dumps(turn_to_json(turn), ensure_ascii=False)


def parse_line(line: str, now: dt.datetime) -> tuple[Input, dt.datetime]:
    """The input in a line and the moment it is said to arrive. Raises BadLineError: it holds no input, or several."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not a JSON object: {error}") from None
    if not isinstance(data, dict):
        raise BadLineError("a JSON object is expected")
    given = [kind for kind in KINDS if kind in data]
    if len(given) != 1:
        raise BadLineError(f"exactly one of {', '.join(KINDS)} is expected")
    return _input(given[0], data[given[0]]), _now(data.get("now"), now)


def turn_to_json(turn: Turn) -> dict[str, Any]:
    """A turn as plain data."""
    error = {} if turn.error is None else {"error": str(turn.error)}
    return error | {
        "state": turn.state,
        "mode": turn.mode.value,
        "situation": turn.situation,
        "replies": [
            {
                "text": reply.text,
                "options": [
                    {"id": option.id, "label": option.label, **({"copy": option.copy} if option.copy else {})}
                    for option in reply.options
                ],
                "files": [{"name": file.name} for file in reply.files],
            }
            for reply in turn.replies
        ],
        "plan": [
            {
                "id": step.id,
                "title": step.title,
                "urgency": step.urgency,
                "due": step.due.isoformat() if step.due else None,
                "done": step.done,
            }
            for step in turn.plan
        ],
        "facts": list(turn.facts),
        "answers": dict(turn.case.answers),
        "commands": [command.to_json() for command in turn.commands],
    }


def _input(kind: str, value: Any) -> Input:
    if kind == "forward":
        if not isinstance(value, dict) or not all(isinstance(part, str | None) for part in value.values()):
            raise BadLineError("forward: an object of texts is expected (text, caption, origin)")
        return ForwardInput(
            text=value.get("text") or "",
            caption=value.get("caption") or "",
            image_text=value.get("image_text") or "",
            origin=value.get("origin") or "",
            comment=value.get("comment") or "",
        )
    if not isinstance(value, str):
        raise BadLineError(f"{kind}: a text is expected")
    if kind == "text":
        return TextInput(value)
    if kind == "choice":
        return ChoiceInput(value)
    if value not in COMMANDS:
        raise BadLineError(f"command: one of {', '.join(COMMANDS)} is expected")
    return CommandInput(value)  # type: ignore[arg-type]


def _now(value: Any, default: dt.datetime) -> dt.datetime:
    if value is None:
        return default
    if not isinstance(value, str):
        raise BadLineError("now: a text is expected")
    try:
        return read_iso(value, default.tzinfo)
    except ValueError as error:
        raise BadLineError(f"now: {error}") from None
