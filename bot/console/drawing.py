"""Markdown replies as a terminal shows them: every line and list as it was written, strong words bold."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from bot.console.plain import MARK, visible

FENCE = "```"
_MEASURE = "小时|小時|分钟|分鐘|工作日|天|元|块|塊|万|萬|年|月|日|点|點|分|个|個|笔|筆|条|條|步"
_UNIT = re.compile(
    rf"[「『（《“‘]*(?:[!-~–—…]*\d[!-~–—…]*\s?(?:{_MEASURE})|[!-~–—…]+|\s+|.)[，。；：！？、）」』》”’]*"
)
_ITEM = re.compile(r"(?P<indent>\s{0,12})(?:(?P<bullet>[-+*])|(?P<number>\d{1,9}[.)])|(?P<quote>>))\s")
_HEADING = re.compile(r"#{1,6}\s+")


def drawn(markdown: str, width: int) -> Group:
    """What a reply says, in lines of at most `width` cells; only a longer word or address is longer."""
    lines: list[Text] = []
    fenced = False
    for line in visible(markdown).split("\n"):
        if line == FENCE:
            fenced = not fenced
        elif fenced:  # text to paste keeps its lines, and the terminal's own breaks
            lines.append(Text(line, style="green"))
        else:
            lines += _lines(line, width)
    while lines and not lines[-1].plain.strip():
        lines.pop()
    return Group(*lines)


def _lines(line: str, width: int) -> list[Text]:
    """One line as it is shown: an item's further lines stand under its words."""
    item = _ITEM.match(line)
    heading = _HEADING.match(line)
    head = ""
    if item:
        head = item["indent"] + ("▌ " if item["quote"] else f"{item['number']} " if item["number"] else "• ")
    words = _styled(line[item.end() if item else heading.end() if heading else 0 :])
    if heading:
        words.stylize("bold")
    indent = cell_len(head)
    shown = [Text("▌ " if item and item["quote"] else " " * indent) + part for part in broken(words, width - indent)]
    shown[0] = Text(head) + shown[0][len(head) :]
    return shown


def _styled(markdown: str) -> Text:
    """The words of a line without their marks."""
    text, done = Text(), 0
    for mark in MARK.finditer(markdown):
        text.append(markdown[done : mark.start()])
        if mark["strong"] is not None:
            inner = _styled(mark["strong"])
            inner.stylize("bold")
            text.append_text(inner)
        else:
            text.append(mark["escaped"] or mark["code"] or mark["address"] or "")
        done = mark.end()
    return text.append(markdown[done:])


def broken(text: Text, width: int) -> list[Text]:
    """A text in lines of at most `width` cells. It breaks where a reader of Chinese would break it: not inside a
    number, nor between it and its measure, nor before 「，」 or after 「（」.
    """
    places, used, at = [], 0, 0
    for unit in _UNIT.findall(text.plain):
        size = cell_len(unit.rstrip())
        if used and used + size > width:
            places.append(at)
            used = 0
        used += cell_len(unit)
        at += len(unit)
    lines = list(text.divide(places))
    for line in lines[:-1]:
        line.rstrip()
    return lines
