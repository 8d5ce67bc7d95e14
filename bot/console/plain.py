"""Markdown replies as plain text, for pipes, logs and terminals that can do nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dialogs.messages import Option, Reply, Turn

# Text to paste comes first, then escapes: what a person typed is escaped, and so never read as a mark.
MARK = re.compile(
    r"^```\n(?P<fenced>.*?)\n```$"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|<>~=:/@&$^])"
    r"|\*\*(?P<strong>(?:\\.|[^\\])+?)\*\*"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<address>https?://[^>\s]+)>"
    r"|<!--.*?-->",
    re.DOTALL | re.MULTILINE,
)
LONGEST_NUMBER = 3  # digits; an account number pasted by mistake is no choice
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def visible(text: str) -> str:
    """The text without control characters, which would otherwise command the terminal it is shown in."""
    return _CONTROL.sub("", text)


def plain_text(markdown: str) -> str:
    """The words without their Markdown marks; escaped characters come out as themselves."""
    return MARK.sub(_meant, visible(markdown))


def _meant(mark: re.Match[str]) -> str:
    if mark["fenced"] is not None:
        return mark["fenced"]
    if mark["strong"] is not None:
        return plain_text(mark["strong"])
    return mark["escaped"] or mark["code"] or mark["address"] or ""


def turn_blocks(turn: Turn) -> Iterator[list[str]]:
    """The replies of a turn as lines. Options are numbered through all of them, as a typed number chooses them."""
    first = 1
    for reply in turn.replies:
        yield reply_lines(reply, first)
        first += len(reply.options)


def reply_lines(reply: Reply, first: int = 1) -> list[str]:
    """A reply as lines: its words, then its options numbered from `first`, then the files that come with it."""
    lines = [line.rstrip() for line in plain_text(reply.text).splitlines()]
    lines += [f"  [{number}] {visible(option.label)}" for number, option in enumerate(reply.options, start=first)]
    lines += [f"  📎 {file.name}" for file in reply.files]
    return lines


def option_for(text: str, options: Sequence[Option]) -> Option | None:
    """The option that a typed number or its own label chooses, or None."""
    wanted = text.strip().strip("[]()（）.、")
    if len(wanted) <= LONGEST_NUMBER and wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1]
    return next((option for option in options if plain_text(option.label) == text.strip()), None)
