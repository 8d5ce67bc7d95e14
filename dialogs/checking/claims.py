"""Which false claims of the myth records a text spreads.

A mark of a myth is a list of alternatives; an alternative is a list of word groups; a group is words separated by
`|`. An alternative is met when every group has one of its words in the same sentence, stated and not denied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.checking.stated import Sentence, stated_sentences
from dialogs.library.records import Myth
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords, any_in, compact
from dialogs.text.word_index import WordIndex

Group = tuple[str, ...]
Alternative = tuple[Group, ...]

_BLOT = "\u25a1"  # stands for the characters of a mark's own words


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A false claim found in a text.

    `evidence` is the clause or clauses that state it, exactly as in the text, starting at character `position`;
    `words` are the words of the mark that were met, in the compact spelling.
    """

    myth_id: str
    evidence: str
    position: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A word of a mark where it stands in a sentence, in the compact spelling."""

    position: int
    word: str


class Claims:
    """The marks of the myths, ready to be looked for. Myths without marks are never found."""

    def __init__(self, myths: Sequence[Myth], text: Normaliser, words: SentenceWords) -> None:
        """Bring the marks to plain spelling.

        Raises:
            ValueError: a mark has no group, or a group with an empty word, which every text would meet.
        """
        self._words = words
        self._marks = [(myth.id, groups) for myth in myths for groups in _compiled(myth.marks, text)]
        self._index = WordIndex(dict.fromkeys(word for _, groups in self._marks for group in groups for word in group))
        # Each alternative by the words of its shortest group: few of them are looked at for one text.
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, groups) in enumerate(self._marks):
            for word in min(groups, key=len):
                self._by_word[word].append(number)

    def find(self, text: str) -> list[ClaimHit]:
        """Every false claim a plain text states, in the order of the text; at most one hit a myth and sentence.

        A claim that the text denies, doubts or asks about is not a hit, and neither is one in a sentence that warns of
        swindlers. Any string is accepted.
        """
        held = {self._index.words[hit.word] for hit in self._index.find(compact(text))}
        likely: dict[str, list[Alternative]] = {}
        for number in sorted({number for word in held for number in self._by_word.get(word, ())}):
            myth_id, groups = self._marks[number]
            if not any(held.isdisjoint(group) for group in groups):
                likely.setdefault(myth_id, []).append(groups)
        if not likely:
            return []
        hits = []
        for sentence in stated_sentences(text, self._words):
            if sentence.denied:
                continue
            for myth_id, alternatives in likely.items():
                found = next(filter(None, (_met(sentence, groups, self._words) for groups in alternatives)), None)
                if found:
                    hits.append(_hit(text, sentence, myth_id, found))
        return hits


def _compiled(marks: tuple[tuple[str, ...], ...], text: Normaliser) -> tuple[Alternative, ...]:
    result = []
    for alternative in marks:
        groups = tuple(tuple(compact(text.plain(word)) for word in group.split("|")) for group in alternative)
        if not groups or not all(word for group in groups for word in group):
            message = f"a mark with nothing in it: {alternative!r}"
            raise ValueError(message)
        result.append(groups)
    return tuple(result)


def _all_in(groups: Alternative, plain: str) -> bool:
    return all(any_in(group, plain) for group in groups)


def _met(sentence: Sentence, groups: Alternative, words: SentenceWords) -> tuple[_Found, ...]:
    """Where each group's word stands, when all of them are stated; otherwise nothing."""
    if not _all_in(groups, sentence.compact):
        return ()
    blotted = sentence.compact  # a claim's own "没有" denies nothing
    for word in sorted((word for group in groups for word in group), key=len, reverse=True):
        blotted = blotted.replace(word, _BLOT * len(word))
    found = []
    for group in groups:
        stated = (
            place
            for place in _places(group, sentence.compact)
            if sentence.states(words, blotted, place.position, place.position + len(place.word))
        )
        place = next(stated, None)
        if place is None:
            return ()
        found.append(place)
    return tuple(found)


def _places(group: Group, plain: str) -> Iterator[_Found]:
    """Every occurrence of the group's words; a word that begins or ends with a digit is a whole number there."""
    for word in group:
        position = plain.find(word)
        while position >= 0:
            if _whole_number(plain, position, word):
                yield _Found(position, word)
            position = plain.find(word, position + 1)


def _whole_number(plain: str, position: int, word: str) -> bool:
    end = position + len(word)
    before, after = plain[max(position - 1, 0) : position], plain[end : end + 1]
    cut_before = word[0].isdigit() and (before.isdigit() or before == ".")
    cut_after = word[-1].isdigit() and after.isdigit()
    return not cut_before and not cut_after


def _hit(text: str, sentence: Sentence, myth_id: str, found: Sequence[_Found]) -> ClaimHit:
    clauses = [sentence.clause_at(place.position) for place in found]
    start = min(clause.text_start for clause in clauses)
    end = max(clause.text_end for clause in clauses)
    stretch = text[start:end]
    position = start + len(stretch) - len(stretch.lstrip())
    return ClaimHit(myth_id, stretch.strip(), position, tuple(place.word for place in found))
