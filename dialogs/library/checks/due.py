"""What is to be checked again, and when: dates as tasks for editors, and as a condition of a release."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.library.checks.facts import fact_file
from dialogs.library.checks.texts import Saying
from dialogs.library.decoding import decode, parse_yaml
from dialogs.library.headers import facts_named
from dialogs.library.library import Library
from dialogs.library.models.facts import Fact, FactKind, FactWords, SeenHow
from dialogs.library.problems import Problem
from dialogs.text.expression import Expression

RECENT_DAYS = 90  # words such as 「目前」 need a fact that was checked at most so long ago
_FACT = Expression(r"(?:platform|law)\.[A-Z]\d{2}")
_SENTENCE = Expression(r"[^。！？；\n]+")
_VERIFY = {
    FactKind.APP: SeenHow.DEVICE,
    FactKind.NUMBER: SeenHow.CALL,
    FactKind.FOREIGN: SeenHow.CALL,
}


@dataclass(frozen=True, slots=True)
class DueFact:
    """A fact that falls due, with the places that use it (files, with ids in them) and how it is best verified."""

    fact: Fact
    used: tuple[str, ...]
    verify: SeenHow
    addresses: tuple[str, ...]

    @property
    def week(self) -> dt.date:
        """The Monday of the week in which it falls due."""
        return self.fact.due - dt.timedelta(self.fact.due.weekday())

    def late_on(self, day: dt.date) -> bool:
        """Whether it is past its day and something that users read rests on it."""
        return bool(self.used) and self.fact.due < day


@dataclass(frozen=True, slots=True, order=True)
class RecentWords:
    """A sentence that speaks of the present, the facts it may rest on, and the last day on which they bear that."""

    until: dt.date
    file: str
    where: str
    sentence: str
    facts: tuple[str, ...]


def uses(sources: Mapping[str, str | bytes]) -> dict[str, tuple[str, ...]]:
    """For each fact, every place outside the records that names it, in order of the files.

    Args:
        sources: the content files by path.
    """
    found: dict[str, dict[str, None]] = {}
    for file, source in sources.items():
        if file.startswith("facts/"):
            continue
        text = decode(source)
        if file.endswith(".j2"):
            named = [(name, file) for name in facts_named(text)]
        else:
            data = parse_yaml(text) if _FACT.search(text) else None
            named = [(name, f"{file} {where}".strip()) for name, where in _named(data, "")]
        for name, place in named:
            found.setdefault(name, {})[place] = None
    return {name: tuple(places) for name, places in found.items()}


def due_facts(library: Library, sources: Mapping[str, str | bytes], until: dt.date) -> list[DueFact]:
    """The facts that fall due up to a day, that day included, those longest due first."""
    used = uses(sources)
    due = [fact for fact in library.facts.values() if fact.due <= until]
    return [_due(fact, used.get(fact.id, ())) for fact in sorted(due, key=lambda fact: (fact.due, fact.id))]


def release_problems(
    library: Library, sources: Mapping[str, str | bytes], said: Iterable[Saying], day: dt.date
) -> Iterator[Problem]:
    """What refuses a release on a day: unfit facts that users read, checks of the future, words of a present long past.

    A fact that no text uses never counts.
    """
    used = uses(sources)
    for fact in library.facts.values():
        if fact.checked_on > day:
            yield Problem(fact_file(fact), fact.id, f"seen 的日子 {fact.checked_on} 还没到")
        if fact.unfit_on(day) and fact.id in used:
            first, more = used[fact.id][0], len(used[fact.id]) - 1
            places = f"{first} 等 {more + 1} 处" if more else first
            yield Problem(fact_file(fact), fact.id, f"{fact.last_fit} 之后不能再说，{places}还在用")
    for words in recent_words(library, used, said):
        if words.until < day:
            names = "、".join(words.facts)
            what = f"「{words.sentence}」说的是现在，但 {names} 在 {RECENT_DAYS} 天内没有核对过"
            yield Problem(words.file, words.where, what)


def recent_words(library: Library, used: Iterable[str], said: Iterable[Saying]) -> list[RecentWords]:
    """The sentences that say how things are at present, those that lapse first in front.

    Words that name no fact speak of ourselves and are passed over.
    """
    claims = _pattern(library.fact_words)
    used = frozenset(used)
    statements = (
        Saying(fact_file(fact), fact.id, fact.statement, (fact.id,))
        for fact in library.facts.values()
        if fact.id in used
    )
    found = set()
    for saying in (*said, *statements):
        facts = tuple(name for name in saying.facts if name in library.facts)
        for sentence in _SENTENCE.findall(saying.words) if facts else ():
            if claims(sentence):
                last = max(library.facts[name].checked_on for name in facts)
                until = last + dt.timedelta(RECENT_DAYS)
                found.add(RecentWords(until, saying.file, saying.where, sentence.strip(), facts))
    return sorted(found)


def _pattern(words: FactWords) -> Any:
    """Whether a sentence holds a word of the present, other than in one of the wordings that are excepted."""
    if not words.recent:
        return lambda _sentence: False
    one = "|".join(re.escape(word).replace("…", "[^，。；：！？]{1,12}") for word in words.recent)
    excepted = re.compile("|".join(map(re.escape, words.not_recent)) or r"(?!)")
    return lambda sentence: re.search(one, excepted.sub("　", sentence)) is not None


def _due(fact: Fact, used: tuple[str, ...]) -> DueFact:
    addresses = tuple(source.address for source in fact.sources if source.address)
    return DueFact(fact, used, _VERIFY.get(fact.kind, SeenHow.PAGE), addresses)


def _named(data: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every fact id in the data of a file, with the ids and keys that lead there."""
    if isinstance(data, str):
        if _FACT.fullmatch(data):
            yield data, where
    elif isinstance(data, dict):
        own = f"{where}.{data['id']}".strip(".") if isinstance(data.get("id"), str) else where
        for key, value in data.items():
            inner = own if key in {"facts", "title_facts"} else f"{own}.{key}".strip(".")
            yield from _named(value, inner)
    elif isinstance(data, list):
        for value in data:
            yield from _named(value, where)
