"""Breaks Chinese Markdown into lines where a reader would: never inside a number, nor before 「，」 or after 「（」.

rich breaks lines at blanks and cuts what has none anywhere, so that 「24 小时」 may end a line with 2 and begin the
next with 4.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

BREAK = "\\\n"  # a hard line break in Markdown
FENCE = "```"
INDENT = 4  # cells that rich puts before the text of a list item or a quote
_UNIT = re.compile(r"[「『（《“‘]*(?:[!-~–—…]+|\s+|.)[，。；：！？、）」』》”’]*")
_INDENTED = re.compile(r"\s{0,12}(?:[-+*>]|\d{1,9}[.)])\s")
_BLOCK_START = re.compile(r"[-+*>#=|~`]|\d{1,9}[.)]$")  # what would begin a list or a heading at the start of a line


def wrapped(markdown: str, width: int) -> str:
    """Markdown with a hard break wherever a line would grow past `width` cells; removing the breaks gives it back."""
    lines, fenced = [], False
    for line in markdown.split("\n"):
        fence = line == FENCE
        fenced = fenced != fence  # text to paste keeps its lines
        lines.append(line if fence or fenced else _line(line, width))
    return "\n".join(lines)


def _line(line: str, width: int) -> str:
    room = width - INDENT if _INDENTED.match(line) else width
    out, used = "", 0
    for unit in _units(line):
        size = cell_len(unit.replace("**", "").rstrip())
        if used and used + size > room and not _BLOCK_START.match(unit):
            out, used = out + BREAK, 0
        out += unit
        used += cell_len(unit.replace("**", ""))
    return out


def _units(line: str) -> list[str]:
    """The pieces that stay whole; the marks of strong words stay with the words."""
    parts = line.split("**")
    if len(parts) % 2 == 0:
        return [line]
    units: list[str] = []
    for place, part in enumerate(parts):
        pieces = _UNIT.findall(part)
        if place % 2:
            pieces = pieces or [""]
            pieces[0] = f"**{pieces[0]}"
            pieces[-1] += "**"
        units += pieces
    return units
