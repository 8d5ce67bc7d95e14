"""What is wrong with the content, in words for its editors (who read Chinese)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong with the content: in which file, where in it (a field or a line), and what."""

    file: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.what}" if self.where else f"{self.file}: {self.what}"


class ContentError(Exception):
    """The content cannot be used; `problems` holds everything that was found, each once, by file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownLanguageError(ValueError):
    """The words cannot be had in a language; the text is for the operator."""
