"""One edition: the library, the papers' questions and the timetable's words in another language than the source's.

Records are made when they are first said and kept: most people never see most of them.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from pydantic import BaseModel

from dialogs.editions.conversion import Conversion
from dialogs.editions.overrides import READ, checksum, merged
from dialogs.library.files import TEMPLATE, read_file
from dialogs.library.headers import facts_named
from dialogs.library.library import Library
from dialogs.library.models.editions import Cue, Language
from dialogs.library.models.facts import Fact, FactWords
from dialogs.library.models.papers import PaperLibrary
from dialogs.library.models.timeline import Timetable

if TYPE_CHECKING:
    from dialogs.library.load import Content

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
GLOSSARY, DERIVED, CUES = "glossary.yaml", "derived.yaml", "cues.yaml"
SINGLE = "words"
"""The entry of a file that holds one record."""
BESIDE = frozenset({GLOSSARY, DERIVED, CUES})
"""The files of an edition that hold no overrides."""


class MadeOnce(dict[str, T]):
    """A mapping whose values are made from another's when they are first asked for.

    A dict, so that what was made is found without a call of ours: it is asked for some hundred times a turn.
    """

    def __init__(self, source: Mapping[str, T], make: Callable[[str, T], T]) -> None:
        super().__init__()
        self._source, self._make = source, make

    def __missing__(self, name: str) -> T:
        made = self[name] = self._make(name, self._source[name])
        return made

    def __contains__(self, name: object) -> bool:
        return name in self._source

    def __iter__(self) -> Iterator[str]:
        return iter(self._source)

    def __len__(self) -> int:
        return len(self._source)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, or the default where the source has none."""
        return self[name] if name in self._source else default

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        """All names, whether their values were made or not."""
        return KeysView(self)

    def values(self) -> ValuesView[T]:  # type: ignore[override]
        """All values, made now where they were not."""
        return ValuesView(self)

    def items(self) -> ItemsView[str, T]:  # type: ignore[override]
        """All names with their values, made now where they were not."""
        return ItemsView(self)


class Written(NamedTuple):
    """An override as it is kept: a third of the size of the model by which it was read."""

    of: str
    fields: dict[str, Any]


class Edition:
    """The words in one language."""

    def __init__(self, language: Language, content: Content) -> None:
        """Build it from the content that holds its files and the source's words.

        Raises:
            KeyError: one of the files cannot be used (see `dialogs.library.checks.editions`).
        """
        self.language, self._source, self._kinds = language, content.library, content.papers.words.kinds
        self._deadlines = {one.id: one for one in content.timetable.deadlines}
        self._explaining = content.checking.words.explaining
        texts = {record.text: name for name, record in self._explaining.items()}
        self._explained = MadeOnce(texts, self._explanation)
        self._single: dict[str, BaseModel] = {
            "facts.yaml": content.library.fact_words,
            "formats.yaml": content.library.formats,
            "console.yaml": content.console,
            "screenshots.yaml": content.screenshots,
            "timeline.yaml": content.timetable.words,
        }
        files = content.editions[language.tag]
        read = {name: read_file(f"{language.tag}/{name}", source).value for name, source in files.items()}
        self._overrides = {
            file: {name: Written(one.of, one.fields) for name, one in (entries or {}).items()}
            for file, entries in read.items()
            if file not in BESIDE
        }
        self.cues: tuple[Cue, ...] = read.get(CUES) or ()
        glossary, derived = read.get(GLOSSARY), read.get(DERIVED)
        self.convert: Callable[[str], str] = (
            Conversion(language.tag, derived, glossary, content.labels) if glossary and derived else str
        )
        self._derived = bool(glossary)

    def library(self) -> Library:
        """The library in these words."""
        source = self._source
        words = self.single("facts.yaml", source.fact_words)
        return replace(
            source,
            facts=MadeOnce(source.facts, lambda _, fact: self._fact(fact, words)),
            fact_words=words,
            myths=self._records("myths.yaml", source.myths),
            knowledge=self._records("knowledge.yaml", source.knowledge),
            contacts=tuple(self._entry("contacts.yaml", contact.id, contact) for contact in source.contacts),
            question_words=self._records("questions.yaml", source.question_words),
            flow_words=self._records("situations.yaml", source.flow_words),
            step_words=self._records("steps.yaml", source.step_words),
            evidence=self._records("evidence.yaml", source.evidence),
            templates=MadeOnce(source.templates, self._template),
            formats=self.single("formats.yaml", source.formats),
            buttons=MadeOnce(source.buttons, self._button),  # type: ignore[arg-type]
        )

    def papers(self, papers: PaperLibrary) -> PaperLibrary:
        """What is asked and said about papers; what stands in them is written with the source's words.

        An edition that is not derived calls a way of paying by its option of the question.
        """
        words, label = self.respelled(papers.words), self.library().label
        channels: Mapping[str, str] = words.channels
        if not self._derived:
            channels = MadeOnce(channels, lambda name, _: label("channel", name))
        kinds = self._records("papers.yaml", papers.words.kinds)
        words = words.model_copy(update={"kinds": kinds, "channels": channels})
        return replace(papers, words=words, reading=self.respelled(papers.reading))

    def timetable(self, timetable: Timetable) -> Timetable:
        """The days in these words."""
        deadlines = tuple(self._entry("deadlines.yaml", one.id, one) for one in timetable.deadlines)
        return replace(timetable, words=self.single("timeline.yaml", timetable.words), deadlines=deadlines)

    def explain(self, text: str) -> str:
        """What the checker says of a message, a reason or a piece of advice, in these words."""
        return self._explained.get(text) or self.convert(text)

    def _explanation(self, _: str, name: str) -> str:
        return self._entry("checking.yaml", name, self._explaining[name]).text

    def single(self, file: str, record: T) -> T:
        """The one record of a file of the source in these words."""
        return self._entry(file, SINGLE, record)

    def respelled(self, value: T) -> T:
        """A record with its words converted; what only the program reads stays."""
        return value if self.convert is str else cast("T", respelled(value, self.convert))

    def stale(self) -> Iterator[tuple[str, str, str]]:
        """The overrides whose words were written after others than the present ones: file, entry, checksum now."""
        for file, entries in self._overrides.items():
            for name, override in entries.items():
                now = self.checksum(file, name)
                if now and now != override.of:
                    yield file, name, now

    def checksum(self, file: str, name: str) -> str:
        """The checksum of what an entry stands in for; nothing where the source has no such words."""
        record = self.original(file, name)
        return "" if record is None else checksum(record, self._facts_of(file, name, record))

    def original(self, file: str, name: str) -> Any:
        """What an entry stands in for: a record, a template's source or a label; None where there is none."""
        library = self._source
        if file == "templates.yaml":
            return library.templates.get(f"{name}{TEMPLATE}")
        if file == "contacts.yaml":
            return next((contact for contact in library.contacts if contact.id == name), None)
        if file in self._single:
            return self._single[file] if name == SINGLE else None
        kept: dict[str, Mapping[Any, Any]] = {
            "myths.yaml": library.myths,
            "knowledge.yaml": library.knowledge,
            "questions.yaml": library.question_words,
            "situations.yaml": library.flow_words,
            "steps.yaml": library.step_words,
            "evidence.yaml": library.evidence,
            "buttons.yaml": library.buttons,
            "papers.yaml": self._kinds,
            "deadlines.yaml": self._deadlines,
            "checking.yaml": self._explaining,
        }
        return kept.get(file, {}).get(name)

    def overrides(self) -> Iterator[tuple[str, str, Written]]:
        """Every override with its file and entry."""
        for file, entries in self._overrides.items():
            yield from ((file, name, override) for name, override in entries.items())

    def _records(self, file: str, records: Mapping[str, T]) -> Mapping[str, T]:
        return MadeOnce(records, lambda name, record: self._entry(file, name, record))

    def _entry(self, file: str, name: str, record: T) -> T:
        """A record as the edition says it: converted, and by hand where it was written after the present words."""
        made, override = self.respelled(record), self._current(file, name)
        if override is None or not isinstance(made, BaseModel):
            return made
        read = type(made).model_validate(merged(made.model_dump(), override.fields))
        return cast("T", sharing(sharing(read, made), override.fields))

    def _template(self, name: str, source: str) -> str:
        override = self._current("templates.yaml", name.removesuffix(TEMPLATE))
        return str(override.fields["text"]) if override else self.convert(source)

    def _button(self, name: str, label: str) -> str:
        override = self._current("buttons.yaml", name)
        return str(override.fields["text"]) if override else self.convert(label)

    def _fact(self, fact: Fact, words: FactWords) -> Fact:
        if not self._derived:
            return _changed(fact, {"fallback": words.fallbacks.get(fact.kind)})
        fallback = self.convert(fact.fallback) if fact.fallback else None
        marks = tuple(map(self.convert, fact.marks))
        return _changed(fact, {"title": self.convert(fact.title), "fallback": fallback, "marks": marks})

    def _current(self, file: str, name: str) -> Written | None:
        """The override of an entry, unless the words it was written after are others by now."""
        override = self._overrides.get(file, {}).get(name)
        return override if override and override.of == self.checksum(file, name) else None

    def _facts_of(self, file: str, name: str, record: Any) -> list[Fact]:
        if file == "templates.yaml":
            names: Iterable[str] = facts_named(record)
        elif file == "steps.yaml":
            names = self._source.steps[name].facts
        else:
            names = getattr(record, "facts", ())
        return [self._source.facts[fact] for fact in names if fact in self._source.facts]


def respelled(value: Any, convert: Callable[[str], str]) -> Any:
    """A record, or a collection of them, with its words converted; what only the program reads stays."""
    if isinstance(value, BaseModel):
        changed = {
            name: new
            for name in type(value).model_fields
            if name not in READ and (new := respelled(old := getattr(value, name), convert)) is not old
        }
        return _changed(value, changed) if changed else value
    if isinstance(value, str) and not isinstance(value, Enum):
        return convert(value)
    if isinstance(value, Mapping):
        return {name: respelled(one, convert) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(respelled(one, convert) for one in value)
    return value


def sharing(value: Any, other: Any) -> Any:
    """A value with every part that is equal in another taken from there, so that it is kept once."""
    if value == other:
        return other
    if isinstance(value, BaseModel):
        like = other if isinstance(other, BaseModel) else value
        parts = other if isinstance(other, Mapping) else like.__dict__
        return _changed(like, {name: sharing(one, parts.get(name)) for name, one in value.__dict__.items()})
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return {name: sharing(one, other.get(name)) for name, one in value.items()}
    return value


def _changed(record: M, fields: Mapping[str, Any]) -> M:
    """As `model_copy` makes it, but sharing all it can with the record: an edition holds thousands."""
    return record.model_construct(record.model_fields_set, **{**record.__dict__, **fields})
