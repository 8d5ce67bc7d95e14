"""What a text states: its sentences and clauses in the compact spelling, each with its place in the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.text.sentences import SentenceWords, clause_spans, compact, sentence_spans

AFTERWORD = 12  # characters of the next sentence in which "that is a rumour" counts


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas: where it stands in the text and in the compact spelling."""

    text_start: int
    text_end: int
    start: int
    end: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, line or table row in the compact spelling; `denied` when the writer does not hold what it says."""

    compact: str
    clauses: tuple[Clause, ...]
    denied: bool

    def clause_at(self, position: int) -> Clause:
        """The clause that holds a character of the compact spelling."""
        return self.clauses[bisect_right(self.clauses, position, key=lambda clause: clause.start) - 1]

    def states(self, words: SentenceWords, spelling: str, start: int, end: int) -> bool:
        """Whether the word at `start`:`end` is asserted: its clause asks nothing, and no denial stands near it.

        `spelling` is the sentence as denials are looked for in it: of the same length, with everything that cannot be
        one blotted out.
        """
        clause = self.clause_at(start)
        return not clause.asks and not words.denied(spelling, (start, end), (clause.start, clause.end))


def stated_sentences(text: str, words: SentenceWords) -> Iterator[Sentence]:
    """The sentences of a plain text that hold anything but blanks, in order.

    A sentence is denied when it or the start of the next one says so, or when it stands in the paragraph under a
    heading like "these are rumours:".
    """
    spans = [span for span in sentence_spans(text) if text[span[0] : span[1]].strip()]
    under_denial = False
    for number, (start, end) in enumerate(spans):
        sentence = compact(text[start:end])
        following = compact(text[slice(*spans[number + 1])])[:AFTERWORD] if number + 1 < len(spans) else ""
        if number and text.count("\n", spans[number - 1][1], start) > 1:
            under_denial = False  # a heading that denies ends with its paragraph
        under_denial = under_denial or (words.corrected(sentence) and sentence.endswith(":"))
        denied = words.taken_back(sentence, following)
        yield Sentence(sentence, _clauses(text, start, end, words), denied or under_denial)


def _clauses(text: str, start: int, end: int, words: SentenceWords) -> tuple[Clause, ...]:
    clauses = []
    offset = 0
    asked = text[end : end + 1] == "?"
    for left, right in clause_spans(text, start, end):
        clause = compact(text[left:right])
        asks = words.asks(clause + ("?" if asked and right == end else ""))
        clauses.append(Clause(left, right, offset, offset + len(clause), asks))
        offset += len(clause) + len(compact(text[right : right + 1] if right < end else ""))
    return tuple(clauses)
