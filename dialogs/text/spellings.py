"""Disguises of words: other spellings, split characters, pinyin, and marks put between the letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dialogs.text.expression import Expression
from dialogs.text.traced import Edit, Traced
from dialogs.text.word_index import Hit, WordIndex, leftmost_longest

Names = Callable[[str], Iterable[tuple[int, int]]]

_SENTENCE_MARKS = frozenset("。.,!?;:、…\n\"'()《》【】[]“”‘’「」『』〈〉")
_LONG_WORD = 4
_MOST_MARKS = 6  # between two characters of one word
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE = Expression(f"[{_HAN}]")
# Between two Chinese characters: any blanks, or one or two marks that end no sentence.
_SPACED = Expression(rf"(?<=[{_HAN}])(?: +|[ *·._~|/\\-]{{1,2}})(?=[{_HAN}])")
# At least four lines of one Chinese character each.
_UPRIGHT = Expression(rf"(?<![^\n])(?:[{_HAN}]\n){{3,}}[{_HAN}](?![^\n])")
# Marks between two Chinese characters: several of any kind, or one that ends no sentence.
_MARKS = Expression(
    rf"(?<=[{_HAN}])(?:[^\w\s{_HAN}]{{2,6}}|[^\w\s{_HAN}。.,!?;:、…\"'()《》【】\[\]“”‘’「」『』〈〉<>{{}}])(?=[{_HAN}])"
)
_PICTURES = Expression(r"[\u2200-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]+")
_ALTERNATING = Expression(rf"(?:[{_HAN}]{{1,2}}[^\w\s{_HAN}]){{5,}}[{_HAN}]")
_FEW_MARKS, _CHARACTERS_A_MARK = 3, 12
# The same mark again; anything else but figures and blanks four times or more.
_REPEATED = Expression(r"([!?。,;:~\-、…])\1+|([^\d\s])\2{3,}")
_FULL_STOPS = Expression(r"\.{3,}")


def is_latin(char: str) -> bool:
    """Whether a character is a small latin letter (the form of all latin letters in plain text)."""
    return "a" <= char <= "z"  # an empty string is below "a"


class Spellings:
    """Puts plain words in the place of their other spellings; of two that overlap, the left and longer one."""

    def __init__(
        self, plain: Mapping[str, str], signs: frozenset[str] = frozenset(), names: Names | None = None
    ) -> None:
        """`signs` are characters one of which every spelling has: texts without them need not be searched.

        `names` says where in a text something is called by a name, inside of which no word is undone.
        """
        self._plain = dict(plain)
        self._signs, self._names = signs, names
        self._index = WordIndex(self._plain)

    def undo(self, traced: Traced) -> Traced:
        """The text with every other spelling replaced. Latin ones must not stand inside a longer latin word."""
        text = traced.text
        if self._signs and self._signs.isdisjoint(text):
            return traced
        hits = list(leftmost_longest(self._index.find(text)))
        words = self._index.words
        latin = self._names is not None and any(is_latin(text[hit.start]) for hit in hits)
        names = list(self._names(text)) if self._names and latin else ()
        return traced.edited(
            Edit(hit.start, hit.end, plain)
            for run in _runs(hits)
            if stands_alone(text, run[0].start, run[-1].end - 1)
            for hit in run
            if not any(start <= hit.start and hit.end <= end for start, end in names)
            if (plain := self._plain[words[hit.word]]) != words[hit.word]
        )


def _runs(hits: Iterable[Hit]) -> Iterable[list[Hit]]:
    """Hits that follow each other without a gap, together."""
    run: list[Hit] = []
    for hit in hits:
        if run and hit.start != run[-1].end:
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


def stands_alone(text: str, first: int, last: int) -> bool:
    """Whether the characters from `first` to `last` are not a part of a longer latin word, address or account."""
    return not (is_latin(text[first]) and _goes_on(text[:first][-2:][::-1])) and not (
        is_latin(text[last]) and _goes_on(text[last + 1 : last + 3])
    )


def _goes_on(neighbours: str) -> bool:
    """Whether a latin word goes on in its nearest two neighbours, nearest first: letters, or marks of an address."""
    if not neighbours:
        return False
    return is_latin(neighbours[0]) or neighbours[0] in "_@/" or (neighbours[0] in ".-" and is_latin(neighbours[1:2]))


class Joints:
    """Takes out what stands between the letters of a known word: blanks, emoji, stars, dots.

    Blanks, symbols and repeated marks are taken out of every word; a single mark that also ends sentences only
    out of words that are listed as `tight`, and out of long ones.
    """

    def __init__(self, words: Iterable[str], tight: Iterable[str]) -> None:
        self._index = WordIndex(sorted({word for word in words if len(word) > 1} | set(tight)))
        self._tight = frozenset(tight)

    def undo(self, traced: Traced) -> Traced:
        """The text with known words joined again."""
        text = traced.text
        places = [i for i, char in enumerate(text) if char.isalnum()]
        if not places or places[-1] - places[0] == len(places) - 1:
            return traced
        bare = "".join(text[i] for i in places)
        gone: set[int] = set()
        for hit in self._index.find(bare):
            first, last = places[hit.start], places[hit.end - 1]
            if last - first == hit.end - hit.start - 1 or not stands_alone(text, first, last):
                continue
            gaps = [(places[i], places[i + 1]) for i in range(hit.start, hit.end - 1) if places[i + 1] > places[i] + 1]
            tight = self._index.words[hit.word] in self._tight or hit.end - hit.start >= _LONG_WORD
            if all(self._may_go(text, start + 1, end, tight=tight) for start, end in gaps):
                gone.update(i for start, end in gaps for i in range(start + 1, end))
        return traced.edited(Edit(i, i + 1, "") for i in sorted(gone)) if gone else traced

    @staticmethod
    def _may_go(text: str, start: int, end: int, *, tight: bool) -> bool:
        if end - start > _MOST_MARKS:
            return False
        if tight:
            return True
        return "\n" not in text[start:end] and (end - start > 1 or text[start] not in _SENTENCE_MARKS)


def closed_up(traced: Traced) -> Traced:
    """Without blanks and single joining marks between Chinese characters, or line ends where each has its own line."""
    upright = traced.replaced(_UPRIGHT, lambda found: found.replace("\n", ""))
    return upright.replaced(_SPACED, lambda _: "")


def unpictured(traced: Traced) -> Traced:
    """Without emoji and other pictures: nothing is left of them beside Chinese characters, else a blank."""
    text = traced.text
    if text.isascii():
        return traced
    return traced.edited(
        Edit(start, end, "" if _CHINESE.match(text[start - 1 : start]) or _CHINESE.match(text, end) else " ")
        for start, end in (found.span() for found in _PICTURES.finditer(text))
    )


def unstrewn(traced: Traced) -> Traced:
    """Without marks between Chinese characters where they are strewn all over the text, or stand after each one."""
    text = traced.text
    found = [mark.span() for mark in _MARKS.finditer(text)]
    if len(found) < _FEW_MARKS or len(found) * _CHARACTERS_A_MARK < len(_CHINESE.findall(text)):
        found = []
    stretches = (stretch.span() for stretch in _ALTERNATING.finditer(text))
    single = {(i, i + 1) for start, end in stretches for i in range(start, end) if not _CHINESE.match(text[i])}
    known = {i for start, end in found for i in range(start, end)}
    edits = found + [span for span in single if span[0] not in known]
    return traced.edited(Edit(*span, "") for span in sorted(edits))


def unrepeated(traced: Traced) -> Traced:
    """One mark where the same one is repeated, two of anything that stands four times, an ellipsis for three dots."""
    dotted = traced.replaced(_FULL_STOPS, lambda _: "…")
    return dotted.edited(
        Edit(found.start() + (1 if found[1] else 2), found.end(), "") for found in _REPEATED.finditer(dotted.text)
    )
