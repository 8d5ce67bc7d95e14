"""Markdown replies as plain text, for pipes, logs and terminals that can do nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.messages import Option, Reply

_EMPHASIS = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_ADDRESS = re.compile(r"<(https?://[^>\s]+)>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~=:/@&$^])")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def plain_text(markdown: str) -> str:
    """The words without their Markdown marks; escaped characters come out as themselves."""
    text = _COMMENT.sub("", markdown)
    text = _ADDRESS.sub(r"\1", _CODE.sub(r"\1", _EMPHASIS.sub(r"\1", text)))
    return _ESCAPE.sub(r"\1", text)


def reply_lines(reply: Reply) -> list[str]:
    """A reply as lines: its words, then its options numbered from 1, then the files that come with it."""
    lines = plain_text(reply.text).splitlines() if reply.text else []
    lines += [f"  [{number}] {option.label}" for number, option in enumerate(reply.options, start=1)]
    lines += [f"  （文件：{file.name}）" for file in reply.files]
    return lines


def option_for(text: str, options: Sequence[Option]) -> Option | None:
    """The option that a typed number chooses, or None."""
    wanted = text.strip().strip("[]()（）.、")
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1]
    return None
