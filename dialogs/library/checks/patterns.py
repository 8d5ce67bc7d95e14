"""Checks of the patterns by which verdicts on messages are explained."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.checking.patterns import PatternError, parse
from dialogs.library import files as at
from dialogs.library.models.checking import CheckingContent
from dialogs.library.problems import Problem
from dialogs.text.expression import Expression

_LIST = Expression(r"\{([a-z0-9_]+)\}")


def pattern_problems(content: CheckingContent) -> Iterator[Problem]:
    """Patterns of signals that cannot be read, and word lists that none of them uses."""
    patterns = [pattern for signal in content.signals for pattern in (*signal.words, *signal.beside)]
    used = {name for pattern in patterns for name in _LIST.findall(pattern)}
    yield from (Problem(at.WORD_LISTS, name, "没有一条用到这个词表") for name in content.lists if name not in used)
    for signal in content.signals:
        for pattern in (*signal.words, *signal.beside):
            try:
                parse(pattern, content.lists)
            except PatternError as error:
                yield Problem(content.file_of(signal), signal.id, str(error))
