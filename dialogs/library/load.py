"""Loads all content: texts by path in, one typed `Content` out, or every problem at once.

A file that is wrong by itself is reported with its field; what files say about each other (an id that must exist) is
checked once each of them is right. Nothing is opened here: the caller reads the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from dialogs.library import files as at
from dialogs.library.checks.references import link_problems
from dialogs.library.files import Files, LOCALE
from dialogs.library.library import Library
from dialogs.library.models.cards import CardsFile, Deck
from dialogs.library.models.channels import GroupWords, ScreenshotWords, TelegramWords
from dialogs.library.models.checking import CheckingContent, SignalFile
from dialogs.library.models.details import DetailsFile
from dialogs.library.models.papers import PaperLibrary
from dialogs.library.models.timeline import Timetable
from dialogs.library.problems import ContentError, Problem
from dialogs.library.records import Flow, FlowWords

R = TypeVar("R")

FIRST = ("library", "details")  # what every conversation needs before its first answer
PARTS = (*FIRST, "checking", "papers", "timetable", "cards", "telegram", "groups", "screenshots")


def load_content(sources: Mapping[str, str | bytes], *, lazily: bool = False) -> Content:
    """Load the content.

    Args:
        sources: the bytes (or text) of each file by its path inside `content/`; flows as ``flows/<name>.yaml``.
        lazily: validate only the parts in `FIRST`. Each other part is validated when it is first used, and may raise
            then. For a channel in which a person waits for the first answer.

    Raises:
        ContentError: with every problem.
    """
    content = Content(Files(sources))
    problems = [] if lazily else content.files.problems()
    if not problems:
        for part in FIRST if lazily else PARTS:
            try:
                getattr(content, part)
            except ContentError as error:
                problems += error.problems
    if not problems and not lazily:
        problems += link_problems(content)
    if problems:
        raise ContentError(problems)
    return content


class Content:
    """All content, typed; each part is made from its files when first used. Get one from `load_content`."""

    def __init__(self, files: Files) -> None:
        self.files = files

    @cached_property
    def library(self) -> Library:
        """What the dialog itself says."""
        problems: list[Problem] = []
        of = self.files.of
        flows = _flows(of(at.FLOWS), problems)
        library = Library(
            facts=_by("id", of(at.FACTS), problems),
            myths=_by("id", of(at.MYTHS), problems),
            knowledge=_by("id", of(at.KNOWLEDGE), problems),
            contacts=tuple(_by("id", of(at.CONTACTS), problems).values()),
            questions=_by("name", of(at.QUESTIONS), problems),
            question_words=self.files.one(at.QUESTION_WORDS),
            flows=flows,
            flow_words=_flow_words(of(at.FLOW_WORDS), flows, problems),
            steps=_by("id", of(at.STEPS), problems),
            step_words=_joined(of(at.STEP_WORDS), problems),
            templates=self.files.templates(f"{LOCALE}/"),
            evidence=_by("id", of(at.EVIDENCE), problems),
            fees=self.files.one(at.FEES),
        )
        return _without(problems, library)

    @cached_property
    def details(self) -> DetailsFile:
        """The words by which details are read."""
        return self._one(at.DETAILS, DetailsFile)

    @cached_property
    def checking(self) -> CheckingContent:
        """What messages are checked by."""
        problems: list[Problem] = []
        files: dict[str, SignalFile] = self.files.of(at.SIGNALS)
        content = CheckingContent(
            topics=tuple(_by("id", {file: one.topics for file, one in files.items()}, problems).values()),
            lists=_joined({file: one.lists for file, one in files.items()}, problems),
            signals=tuple(_by("id", {file: one.signals for file, one in files.items()}, problems).values()),
            disguises=self.files.one(at.DISGUISES),
            artifacts=self.files.one(at.ARTIFACTS),
            words=self.files.one(at.CHECKING_WORDS),
            offers=self.files.one(at.OFFERS),
            files={signal.id: file for file, one in files.items() for signal in one.signals},
        )
        return _without(problems, content)

    @cached_property
    def papers(self) -> PaperLibrary:
        """What papers are made of."""
        problems: list[Problem] = []
        papers = PaperLibrary(
            kinds=_by("id", self.files.of(at.PAPER_KINDS), problems),
            fields=_by("id", self.files.of(at.PAPER_FIELDS), problems),
            words=self.files.one(at.PAPER_WORDS),
            reading=self.files.one(at.FIELD_READING),
            templates=self.files.templates(f"{LOCALE}/documents/"),
            facts=self.library.facts,
        )
        return _without(problems, papers)

    @cached_property
    def timetable(self) -> Timetable:
        """What timelines are made from."""
        problems: list[Problem] = []
        deadlines = _by("id", self.files.of(at.DEADLINES), problems)
        table = Timetable(self.files.one(at.TIMELINE), self.files.one(at.TIMELINE_WORDS), tuple(deadlines.values()))
        return _without(problems, table)

    @cached_property
    def cards(self) -> Deck:
        """The cards."""
        read = self._one(at.CARDS, CardsFile)
        return Deck(
            headings=read.headings,
            cards=read.cards,
            plans=read.plans,
            inline=read.inline,
            contacts={contact.id: contact for contact in self.library.contacts},
            facts=self.library.facts,
        )

    @cached_property
    def telegram(self) -> TelegramWords:
        """What the Telegram adapter itself says."""
        return self._one(at.TELEGRAM, TelegramWords)

    @cached_property
    def groups(self) -> GroupWords:
        """What is said in groups."""
        return self._one(at.GROUPS, GroupWords)

    @cached_property
    def screenshots(self) -> ScreenshotWords:
        """What is said about images."""
        return self._one(at.SCREENSHOTS, ScreenshotWords)

    def _one(self, file: str, kind: type[R]) -> R:
        value = self.files.one(file)
        assert isinstance(value, kind)  # noqa: S101 - by the table of models
        return value


def _without(problems: Iterable[Problem], part: R) -> R:
    found = list(problems)
    if found:
        raise ContentError(found)
    return part


def _by(key: str, files: Mapping[str, Iterable[Any]], problems: list[Problem]) -> dict[str, Any]:
    """The records of list files by their id or name."""
    index: dict[str, Any] = {}
    for file, records in files.items():
        for record in records:
            name = getattr(record, key)
            if name in index:
                problems.append(Problem(file, name, f"这个 {key} 用了两次"))
            index[name] = record
    return index


def _joined(files: Mapping[str, Mapping[str, R]], problems: list[Problem]) -> dict[str, R]:
    """The entries of several mappings in one."""
    index: dict[str, R] = {}
    for file, entries in files.items():
        problems += [Problem(file, name, "这个名字在别的文件里也有") for name in entries if name in index]
        index |= entries
    return index


def _flows(files: Mapping[str, Flow], problems: list[Problem]) -> dict[str, Flow]:
    for file, flow in files.items():
        if file != f"flows/{flow.situation}.yaml":
            problems.append(Problem(file, "situation", f"和文件名不一致，文件应叫 {flow.situation}.yaml"))
    return {flow.situation: flow for flow in files.values()}


def _flow_words(
    files: Mapping[str, FlowWords], flows: Mapping[str, Flow], problems: list[Problem]
) -> dict[str, FlowWords]:
    at_home = {situation: f"{LOCALE}/flows/{situation}/words.yaml" for situation in flows}
    problems += [
        Problem(file, "", f"缺这个文件：遭遇 {situation} 的名字（title、label）")
        for situation, file in at_home.items()
        if file not in files
    ]
    problems += [Problem(file, "", "没有这种遭遇") for file in files if file not in at_home.values()]
    return {situation: files[file] for situation, file in at_home.items() if file in files}
