"""Which model each content file has, and the reading of a file by it. The caller opens the files; nothing is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from dialogs.library.decoding import DecodingError, Parsed, decode, parse_yaml
from dialogs.library.evidence import EvidenceItem
from dialogs.library.models.base import Name
from dialogs.library.models.buttons import Buttons
from dialogs.library.models.cards import CardsFile
from dialogs.library.models.channels import ConsoleWords, GroupWords, ScreenshotWords, TelegramWords
from dialogs.library.models.checking import ArtifactFile, CheckingWords, SignalFile
from dialogs.library.models.details import DetailsFile
from dialogs.library.models.editions import AppLabel, Cue, Derived, Glossary, Language, Override
from dialogs.library.models.facts import Fact, FactWords
from dialogs.library.models.fees import FeeParameters
from dialogs.library.models.formats import Formats
from dialogs.library.models.papers import FieldReading, FieldSpec, PaperKind, PaperWords
from dialogs.library.models.timeline import Deadline, TimelineRules, TimelineWords
from dialogs.library.problems import Problem
from dialogs.library.records import (
    Contact,
    Deed,
    DeviceCheck,
    Flow,
    FlowWords,
    Knowledge,
    Myth,
    Question,
    QuestionWords,
    Rail,
    Region,
    Step,
    StepWords,
)
from dialogs.library.validation import validate
from dialogs.text.sentences import SentenceWords
from dialogs.text.table import TextTable

LOCALE = "zh-Hans"
FACTS = "facts/*.yaml"
FACT_WORDS = f"{LOCALE}/facts.yaml"
MYTHS = "myths/*.yaml"
KNOWLEDGE = f"{LOCALE}/knowledge.yaml"
CONTACTS = "contacts.yaml"
QUESTIONS = "questions.yaml"
RAILS = "rails.yaml"
DEVICE_KIT = "device_kit.yaml"
REGIONS = "regions.yaml"
QUESTION_WORDS = f"{LOCALE}/questions.yaml"
STEPS = "steps/*.yaml"
STEP_WORDS = f"{LOCALE}/steps/*.yaml"
DEEDS = f"{LOCALE}/deeds.yaml"
FLOWS = "flows/*.yaml"
FLOW_WORDS = f"{LOCALE}/flows/*/words.yaml"
EVIDENCE = f"{LOCALE}/evidence.yaml"
BUTTONS = f"{LOCALE}/buttons.yaml"
FEES = "fees.yaml"
DETAILS = f"{LOCALE}/details.yaml"
FORMATS = f"{LOCALE}/formats.yaml"
TEXT_TABLE = "text.yaml"
SENTENCE_WORDS = f"{LOCALE}/sentences.yaml"
ARTIFACTS = "checking/artifacts.yaml"
SIGNALS = "checking/*.yaml"
WORD_LISTS = "checking/lists.yaml"
CHECKING_WORDS = f"{LOCALE}/checking.yaml"
PAPER_KINDS = "documents.yaml"
PAPER_FIELDS = "paper_fields.yaml"
PAPER_WORDS = f"{LOCALE}/documents/words.yaml"
FIELD_READING = f"{LOCALE}/paper_fields.yaml"
DEADLINES = "deadlines.yaml"
TIMELINE = "timeline.yaml"
TIMELINE_WORDS = f"{LOCALE}/documents/timeline.yaml"
CARDS = f"{LOCALE}/cards.yaml"
TELEGRAM = f"{LOCALE}/telegram.yaml"
GROUPS = f"{LOCALE}/groups.yaml"
SCREENSHOTS = f"{LOCALE}/screenshots.yaml"
CONSOLE = f"{LOCALE}/console.yaml"
LANGUAGES = "languages.yaml"
APP_LABELS = "labels.yaml"
TEMPLATE = ".md.j2"

# Which model the files of a pattern have; the first pattern that fits a file counts.
MODELS: Mapping[str, Any] = {
    FACTS: tuple[Fact, ...],
    FACT_WORDS: FactWords,
    MYTHS: tuple[Myth, ...],
    KNOWLEDGE: tuple[Knowledge, ...],
    CONTACTS: tuple[Contact, ...],
    QUESTIONS: tuple[Question, ...],
    RAILS: tuple[Rail, ...],
    DEVICE_KIT: tuple[DeviceCheck, ...],
    REGIONS: tuple[Region, ...],
    QUESTION_WORDS: dict[Name, QuestionWords],
    STEPS: tuple[Step, ...],
    STEP_WORDS: dict[Name, StepWords],
    DEEDS: tuple[Deed, ...],
    FLOWS: Flow,
    FLOW_WORDS: FlowWords,
    EVIDENCE: tuple[EvidenceItem, ...],
    BUTTONS: Buttons,
    FEES: tuple[FeeParameters, ...],
    DETAILS: DetailsFile,
    FORMATS: Formats,
    TEXT_TABLE: TextTable,
    SENTENCE_WORDS: SentenceWords,
    ARTIFACTS: ArtifactFile,
    SIGNALS: SignalFile,
    CHECKING_WORDS: CheckingWords,
    PAPER_KINDS: tuple[PaperKind, ...],
    PAPER_FIELDS: tuple[FieldSpec, ...],
    PAPER_WORDS: PaperWords,
    FIELD_READING: FieldReading,
    DEADLINES: tuple[Deadline, ...],
    TIMELINE: TimelineRules,
    TIMELINE_WORDS: TimelineWords,
    CARDS: CardsFile,
    TELEGRAM: TelegramWords,
    GROUPS: GroupWords,
    SCREENSHOTS: ScreenshotWords,
    CONSOLE: ConsoleWords,
    LANGUAGES: tuple[Language, ...],
    APP_LABELS: tuple[AppLabel, ...],
}
# The same for the words in other languages, each in a folder of its own.
EDITION_MODELS: Mapping[str, Any] = {
    f"{folder}/{name}": model
    for folder in ("[a-z][a-z]-[A-Z]*", "[a-z][a-z]")
    for name, model in (
        ("glossary.yaml", Glossary),
        ("derived.yaml", Derived),
        ("cues.yaml", tuple[Cue, ...]),
        ("*.yaml", dict[str, Override]),
    )
}


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds: its value and the pattern by which its model was found, or the problems in the way."""

    value: Any = None
    problems: tuple[Problem, ...] = ()
    pattern: str | None = None


def read_file(file: str, source: str | bytes) -> ReadFile:
    """A content file by its model; a template as its text.

    Args:
        file: its path inside `content/`; flows as ``flows/<name>.yaml``.
        source: its bytes, or its text.
    """
    pattern = pattern_of(file)
    try:
        text = decode(source)
        if file.endswith(TEMPLATE):
            return ReadFile(text)
        if pattern is None:
            return ReadFile(problems=(Problem(file, "", "没有地方用这个文件，多半是文件名或文件夹打错了"),))
        data = source.data if isinstance(source, Parsed) else parse_yaml(text)
    except DecodingError as error:
        return ReadFile(problems=tuple(Problem(file, where, what) for where, what in error.faults))
    if data is None:
        return ReadFile(problems=(Problem(file, "", "文件是空的"),))
    value, problems = validate(file, {**EDITION_MODELS, **MODELS}[pattern], data)
    return ReadFile(value, problems, pattern)


def pattern_of(file: str) -> str | None:
    """The first pattern of `MODELS`, then of `EDITION_MODELS`, that fits a file."""
    return next((pattern for pattern in (*MODELS, *EDITION_MODELS) if fnmatchcase(file, pattern)), None)


class Files:
    """Content files by path, each read by its model."""

    def __init__(self, sources: Mapping[str, str | bytes]) -> None:
        self._read = {file: read_file(file, sources[file]) for file in sorted(sources)}

    def problems(self) -> list[Problem]:
        """What is wrong with the files, each by itself, and which are missing."""
        wanted = [pattern for pattern in MODELS if "*" not in pattern]
        missing = [Problem(file, "", "缺这个文件") for file in wanted if file not in self._read]
        return [*missing, *(problem for reading in self._read.values() for problem in reading.problems)]

    def of(self, pattern: str) -> dict[str, Any]:
        """What the files of a pattern hold, by path, in the order of their paths."""
        return {file: read.value for file, read in self._read.items() if read.pattern == pattern}

    def one(self, file: str) -> Any:
        """What a file holds."""
        return self._read[file].value

    def templates(self, folder: str) -> dict[str, str]:
        """The sources of the templates below a folder, by their path inside it."""
        return {
            file.removeprefix(folder): read.value
            for file, read in self._read.items()
            if file.startswith(folder) and file.endswith(TEMPLATE)
        }
