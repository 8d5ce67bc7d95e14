"""Checks of the patterns by which messages are checked."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.checking.patterns import PatternError, parse
from dialogs.library.models.checking import CheckingContent
from dialogs.library.problems import Problem


def pattern_problems(content: CheckingContent) -> Iterator[Problem]:
    """Patterns of signals that cannot be read."""
    for signal in content.signals:
        for pattern in (*signal.words, *signal.beside):
            try:
                parse(pattern, content.lists)
            except PatternError as error:
                yield Problem(content.file_of(signal), signal.id, str(error))
