"""Reading ``{"id", "text"}`` lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def read_rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each line's ``id`` and ``text``; a line that has none becomes ``{"error"}`` and the rest goes on."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield {"id": row.get("id"), "text": _text(row)}
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
            yield {"error": f"line {number}: an object with id and text is expected ({type(error).__name__})"}


def _text(row: dict[str, Any]) -> str:
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError(text)
    return text
