"""Loads all content: texts by path in, one typed `Content` out, or every problem at once.

A file that is wrong by itself is reported with its field; what files say about each other (an id that must exist) is
checked once each of them is right. Nothing is opened here: the caller reads the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from dialogs.library import files as at
from dialogs.library.checks.references import link_problems
from dialogs.library.files import LOCALE, Files, read_file
from dialogs.library.library import Library
from dialogs.library.models.cards import CardsFile, Deck
from dialogs.library.models.channels import ConsoleWords, GroupWords, ScreenshotWords, TelegramWords
from dialogs.library.models.checking import CheckingContent, SignalFile
from dialogs.library.models.details import DetailsFile
from dialogs.library.models.editions import AppLabel, Language
from dialogs.library.models.facts import Fact, FactWords
from dialogs.library.models.papers import PaperLibrary
from dialogs.library.models.timeline import Timetable
from dialogs.library.problems import ContentError, Problem
from dialogs.library.records import Flow, FlowWords
from dialogs.text.sentences import SentenceWords
from dialogs.text.table import TextTable

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Content:
    """All content, typed."""

    library: Library
    details: DetailsFile
    text: TextTable
    sentences: SentenceWords
    checking: CheckingContent
    papers: PaperLibrary
    timetable: Timetable
    cards: Deck
    languages: tuple[Language, ...]
    editions: Mapping[str, Mapping[str, str | bytes]]  # the files of each, by tag and path inside its folder
    labels: tuple[AppLabel, ...]
    telegram: TelegramWords
    groups: GroupWords
    screenshots: ScreenshotWords
    console: ConsoleWords


def load_content(sources: Mapping[str, str | bytes]) -> Content:
    """Load the content.

    Args:
        sources: the bytes (or text) of each file by its path inside `content/`; flows as ``flows/<name>.yaml``.

    Raises:
        ContentError: with every problem.
    """
    content = read_content(sources)
    problems = list(link_problems(content))
    if problems:
        raise ContentError(problems)
    return content


def read_content(sources: Mapping[str, str | bytes]) -> Content:
    """The content in files of which each is right by itself, whatever they say about each other.

    Raises:
        ContentError: with every problem of every file, or every id that stands twice.
    """
    editions = editions_of(sources)
    apart = {f"{tag}/{name}" for tag, own in editions.items() for name in own}
    files = Files({file: source for file, source in sources.items() if file not in apart})
    problems = files.problems()
    if problems:
        raise ContentError(problems)
    content = _content(files, editions, problems)
    if problems:
        raise ContentError(problems)
    return content


def editions_of(sources: Mapping[str, str | bytes]) -> dict[str, dict[str, str | bytes]]:
    """The files of the languages besides the source: few people need them, so they are read when one does."""
    languages = read_file(at.LANGUAGES, sources.get(at.LANGUAGES, "")).value or ()
    return {
        one.tag: {
            file.removeprefix(f"{one.tag}/"): source
            for file, source in sources.items()
            if file.startswith(f"{one.tag}/")
        }
        for one in languages
        if one.tag != LOCALE
    }


def _content(files: Files, editions: Mapping[str, Mapping[str, str | bytes]], problems: list[Problem]) -> Content:
    """The content in files of which each is right by itself; ids that stand twice are noted."""
    library = _library(files, problems)
    cards: CardsFile = files.one(at.CARDS)
    return Content(
        library=library,
        details=files.one(at.DETAILS),
        text=files.one(at.TEXT_TABLE),
        sentences=files.one(at.SENTENCE_WORDS),
        checking=_checking(files, problems),
        papers=PaperLibrary(
            kinds=_by("id", files.of(at.PAPER_KINDS), problems),
            fields=_by("id", files.of(at.PAPER_FIELDS), problems),
            words=files.one(at.PAPER_WORDS),
            reading=files.one(at.FIELD_READING),
            templates=files.templates(f"{LOCALE}/documents/"),
            facts=library.facts,
            currencies={one.upper(): library.label("currency", one) for one in library.options("currency")},
        ),
        timetable=Timetable(
            rules=files.one(at.TIMELINE),
            words=files.one(at.TIMELINE_WORDS),
            deadlines=tuple(_by("id", files.of(at.DEADLINES), problems).values()),
        ),
        cards=Deck(
            headings=cards.headings,
            cards=cards.cards,
            plans=cards.plans,
            inline=cards.inline,
            contacts={contact.id: contact for contact in library.contacts},
            facts=library.facts,
            acts=library.fact_words.acts,
        ),
        languages=files.one(at.LANGUAGES),
        editions=editions,
        labels=files.one(at.APP_LABELS),
        telegram=files.one(at.TELEGRAM),
        groups=files.one(at.GROUPS),
        screenshots=files.one(at.SCREENSHOTS),
        console=files.one(at.CONSOLE),
    )


def _library(files: Files, problems: list[Problem]) -> Library:
    flows = _flows(files.of(at.FLOWS), problems)
    fact_words: FactWords = files.one(at.FACT_WORDS)
    return Library(
        facts=_facts(_by("id", files.of(at.FACTS), problems), fact_words),
        fact_words=fact_words,
        myths=_by("id", files.of(at.MYTHS), problems),
        knowledge=_by("id", files.of(at.KNOWLEDGE), problems),
        contacts=tuple(_by("id", files.of(at.CONTACTS), problems).values()),
        questions=_by("name", files.of(at.QUESTIONS), problems),
        rails=_by("id", files.of(at.RAILS), problems),
        regions=_by("id", files.of(at.REGIONS), problems),
        device_kit=files.one(at.DEVICE_KIT),
        question_words=files.one(at.QUESTION_WORDS),
        flows=flows,
        flow_words=_flow_words(files.of(at.FLOW_WORDS), flows, problems),
        steps=_by("id", files.of(at.STEPS), problems),
        step_words=_joined(files.of(at.STEP_WORDS), problems),
        deeds=files.one(at.DEEDS),
        templates=files.templates(f"{LOCALE}/"),
        formats=files.one(at.FORMATS),
        evidence=_by("id", files.of(at.EVIDENCE), problems),
        buttons=files.one(at.BUTTONS),
        fees=files.one(at.FEES),
    )


def _checking(files: Files, problems: list[Problem]) -> CheckingContent:
    read: dict[str, SignalFile] = files.of(at.SIGNALS)
    return CheckingContent(
        lists=_joined({file: one.lists for file, one in read.items()}, problems),
        signals=tuple(_by("id", {file: one.signals for file, one in read.items()}, problems).values()),
        artifacts=files.one(at.ARTIFACTS),
        words=files.one(at.CHECKING_WORDS),
        files={signal.id: file for file, one in read.items() for signal in one.signals},
    )


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


def _facts(facts: Mapping[str, Fact], words: FactWords) -> dict[str, Fact]:
    """The facts, each with a fallback where it or its kind has one."""
    return {
        name: fact if fact.fallback else fact.model_copy(update={"fallback": words.fallbacks.get(fact.kind)})
        for name, fact in facts.items()
    }


def _flows(files: Mapping[str, Flow], problems: list[Problem]) -> dict[str, Flow]:
    for file, flow in files.items():
        if file != f"flows/{flow.situation}.yaml":
            problems.append(Problem(file, "situation", f"和文件名不一致，文件应叫 {flow.situation}.yaml"))
    own = {flow.situation: flow for flow in files.values()}
    for file, flow in files.items():
        if not flow.outcomes and (flow.like not in own or not own[flow.like].outcomes):
            problems.append(Problem(file, "outcomes", "没有写，like 也没有写一种写了的遭遇"))
    return {name: _as_its_like(flow, own) for name, flow in own.items()}


def _as_its_like(flow: Flow, flows: Mapping[str, Flow]) -> Flow:
    other = flows.get(flow.like or "")
    if other is None:
        return flow
    return flow.model_copy(update={"start": other.start, "asks": other.asks, "outcomes": other.outcomes})


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
