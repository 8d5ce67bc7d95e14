"""A text that has been changed and still knows where each of its characters came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dialogs.text.expression import Expression


class Edit(NamedTuple):
    """Put `text` in the place of the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Traced:
    """`text`, and for each of its characters the span of the original that it stands for.

    `spans` is None as long as the characters still stand one to one for those of the original.
    """

    text: str
    original: str
    spans: Sequence[tuple[int, int]] | None = None

    @classmethod
    def of(cls, text: str) -> Traced:
        """A text as it was written."""
        return cls(text, text)

    def translated(self, text: str) -> Traced:
        """The same places with other characters; `text` must be as long as before."""
        if len(text) != len(self.text):
            raise ValueError("a translation keeps the length")
        return Traced(text, self.original, self.spans)

    def edited(self, edits: Iterable[Edit]) -> Traced:
        """This text after `edits`, which are in order and do not overlap."""
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        done = 0
        for edit in edits:
            pieces.append(self.text[done : edit.start])
            spans.extend(self._spans(done, edit.start))
            if edit.text:
                pieces.append(edit.text)
                spans.extend([self.origin(edit.start, edit.end)] * len(edit.text))
            done = edit.end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        spans.extend(self._spans(done, len(self.text)))
        return Traced("".join(pieces), self.original, spans)

    def replaced(self, pattern: Expression, by: Callable[[str], str]) -> Traced:
        """This text with `by(found)` in the place of each piece that `pattern` finds."""
        return self.edited(
            Edit(*found.span(), new) for found in pattern.finditer(self.text) if (new := by(found[0])) != found[0]
        )

    def reordered(self, order: Sequence[int]) -> Traced:
        """The same characters in another order; `order` names each index once."""
        spans = [(i, i + 1) for i in order] if self.spans is None else [self.spans[i] for i in order]
        return Traced("".join(self.text[i] for i in order), self.original, spans)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that `text[start:end]` stands for; an empty span where it is empty."""
        if start >= end:
            return (0, 0)
        if self.spans is None:
            return (start, end)
        first, last = self.spans[start], self.spans[end - 1]
        return (min(first[0], last[0]), max(first[1], last[1]))

    def quote(self, start: int, end: int) -> str:
        """The very words of the original that `text[start:end]` stands for."""
        first, last = self.origin(start, end)
        return self.original[first:last]

    def _spans(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        if self.spans is None:
            return ((i, i + 1) for i in range(start, end))
        return self.spans[start:end]
