"""Turns the text of content files into a typed `Library`, or into the list of everything wrong with them.

The caller reads the files; nothing is opened here. All problems are reported at once, each with its file and
field, because an editor who mends one line wants to know about the other four as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from dialogs.library.evidence import EvidenceItem
from dialogs.library.fact import Fact, FactWords
from dialogs.library.parsing import NotYaml, parsed
from dialogs.library.records import (
    Contact,
    Family,
    Flow,
    FlowWords,
    Knowledge,
    Myth,
    Question,
    QuestionWords,
    Step,
    StepWords,
)
from dialogs.library.validation import NotWellFormed, checked
from dialogs.papers.fees import FeeParameters

R = TypeVar("R")

LOCALE = "zh-Hans"
TRIAGE = "situation"  # the first question of every dialog


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong with the content: in which file, where in it, and what."""

    file: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.what}" if self.where else f"{self.file}: {self.what}"


class ContentError(Exception):
    """The content cannot be used; `problems` holds everything that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that can be said, typed. `templates` maps a template's name to its source.

    A fact without a fallback of its own holds that of its kind.
    """

    facts: Mapping[str, Fact]
    myths: Mapping[str, Myth]
    knowledge: Mapping[str, Knowledge]
    contacts: tuple[Contact, ...]
    questions: Mapping[str, Question]
    question_words: Mapping[str, QuestionWords]
    flows: Mapping[str, Flow]
    flow_words: Mapping[str, FlowWords]
    steps: Mapping[str, Step]
    step_words: Mapping[str, StepWords]
    templates: Mapping[str, str]
    fact_words: FactWords = field(default_factory=FactWords)
    evidence: Mapping[str, EvidenceItem] = field(default_factory=dict)
    fees: tuple[FeeParameters, ...] = ()
    _steps_of: dict[tuple[str | None, Family | None], tuple[Step, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def steps_of(self, situation: str | None, family: Family | None) -> tuple[Step, ...]:
        """The steps written for a situation, whatever their conditions, in the order of a plan. Found once."""
        if (situation, family) not in self._steps_of:
            meant = (step for step in self.steps.values() if step.is_for(situation, family))
            self._steps_of[situation, family] = tuple(sorted(meant, key=lambda step: step.place))
        return self._steps_of[situation, family]

    def options(self, question: str) -> tuple[str, ...]:
        """The option ids of a question, in the order shown; for a triage menu, its situations."""
        own = self.questions[question].options
        if own:
            return own
        listed = [flow for flow in self.flows.values() if flow.menu == question]
        return tuple(flow.situation for flow in sorted(listed, key=lambda flow: flow.menu_order))

    def accepts(self, question: str, value: str) -> bool:
        """Whether a value is one of a question's options (the first question also takes any situation)."""
        return value in self.options(question) or (question == TRIAGE and value in self.flows)

    def label(self, question: str, option: str) -> str:
        """The words on an option's button."""
        words = self.question_words[question].options.get(option)
        return words.label if words else self.flow_words[option].label

    def synonyms(self, question: str) -> dict[str, tuple[str, ...]]:
        """For each option of a question, every wording by which it is chosen: its label, the label's halves, more."""
        words = self.question_words[question].options
        shown = {option: words.get(option) or self.flow_words[option] for option in self.options(question)}
        return {option: (one.label, *one.label.split(" / "), *one.synonyms) for option, one in shown.items()}


def load(files: Mapping[str, str]) -> Library:
    """Build the library.

    Args:
        files: text by path; content files by their path inside `content/`, flows as ``flows/<name>.yaml``.

    Raises:
        ContentError: with all problems found, not only the first.
    """
    problems: list[Problem] = []
    fact_words = _fact_words(files, problems)
    facts = {
        name: fact if fact.fallback else replace(fact, fallback=fact_words.fallbacks.get(fact.kind))
        for name, fact in _by(_records(files, "facts/", Fact, problems), "id", problems).items()
    }
    myths = _by(_records(files, "myths/", Myth, problems), "id", problems)
    knowledge = _by(_records(files, f"{LOCALE}/knowledge.yaml", Knowledge, problems), "id", problems)
    contacts = _by(_records(files, "contacts.yaml", Contact, problems), "id", problems)
    questions = _by(_records(files, "questions.yaml", Question, problems), "name", problems)
    steps = _by(_records(files, "steps/", Step, problems), "id", problems)
    flows = _flows(files, problems)
    library = Library(
        facts=facts,
        fact_words=fact_words,
        myths=myths,
        knowledge=knowledge,
        contacts=tuple(contacts.values()),
        questions=questions,
        question_words=_words(files, f"{LOCALE}/questions.yaml", QuestionWords, problems),
        flows=flows,
        flow_words=_flow_words(files, flows, problems),
        steps=steps,
        step_words=_words(files, f"{LOCALE}/steps/", StepWords, problems),
        templates={
            name.removeprefix(f"{LOCALE}/"): text
            for name, text in files.items()
            if name.startswith(f"{LOCALE}/") and name.endswith(".md.j2")
        },
        evidence=_by(_records(files, f"{LOCALE}/evidence.yaml", EvidenceItem, problems), "id", problems),
        fees=tuple(row for _, row in _records(files, "fees.yaml", FeeParameters, problems)),
    )
    if problems:
        raise ContentError(problems)
    return library


def parse_yaml(file: str, text: str, problems: list[Problem]) -> Any:
    """The data in a YAML file, or None with the problem noted."""
    try:
        return parsed(text)
    except NotYaml as error:
        problems.append(Problem(file, error.where, error.what))
        return None


def validated(file: str, kind: type[R], data: Any, where: str, problems: list[Problem]) -> R | None:
    """`data` as `kind`, or None with every field's problem noted."""
    try:
        return checked(kind, data)
    except NotWellFormed as error:
        problems += [Problem(file, ".".join(filter(None, (where, one.where))), one.what) for one in error.faults]
        return None


def validated_rows(file: str, kind: type[R], rows: Iterable[Any], problems: list[Problem]) -> list[R]:
    """Those of `rows` that are of a kind, and noted for each other one every problem, under its name or its number."""
    found = []
    for index, row in enumerate(rows):
        name = row.get("id", row.get("name", index)) if isinstance(row, dict) else index
        made = validated(file, kind, row, str(name), problems)
        if made is not None:
            found.append(made)
    return found


def _matching(files: Mapping[str, str], prefix: str) -> Iterator[tuple[str, str]]:
    for name in sorted(files):
        if name == prefix or (prefix.endswith("/") and name.startswith(prefix) and name.endswith(".yaml")):
            yield name, files[name]


def _records(files: Mapping[str, str], prefix: str, kind: type[R], problems: list[Problem]) -> list[tuple[str, R]]:
    """All records in the list files below a prefix, each with its file."""
    found: list[tuple[str, R]] = []
    for file, text in _matching(files, prefix):
        data = parse_yaml(file, text, problems)
        if data is None:
            continue
        if not isinstance(data, list):
            problems.append(Problem(file, "", "a list of records is expected"))
            continue
        found += [(file, row) for row in validated_rows(file, kind, data, problems)]
    return found


def _by(rows: list[tuple[str, R]], key: str, problems: list[Problem]) -> dict[str, R]:
    index: dict[str, R] = {}
    for file, row in rows:
        name = getattr(row, key)
        if name in index:
            problems.append(Problem(file, name, "this id is used twice"))
        index[name] = row
    return index


def _words(files: Mapping[str, str], prefix: str, kind: type[R], problems: list[Problem]) -> dict[str, R]:
    """Words files: mappings from an id to a record."""
    index: dict[str, R] = {}
    for file, text in _matching(files, prefix):
        data = parse_yaml(file, text, problems)
        if data is None:
            continue
        if not isinstance(data, dict):
            problems.append(Problem(file, "", "a mapping from id to words is expected"))
            continue
        for name, item in data.items():
            if name in index:
                problems.append(Problem(file, str(name), "these words are written twice"))
            record = validated(file, kind, item, str(name), problems)
            if record is not None:
                index[str(name)] = record
    return index


def _fact_words(files: Mapping[str, str], problems: list[Problem]) -> FactWords:
    """The words about facts; the fallback that a kind has there is filled in where a record has none of its own."""
    file = f"{LOCALE}/facts.yaml"
    if file not in files:
        problems.append(Problem(file, "", "missing: the fallbacks of facts"))
        return FactWords()
    return validated(file, FactWords, parse_yaml(file, files[file], problems), "", problems) or FactWords()


def _flows(files: Mapping[str, str], problems: list[Problem]) -> dict[str, Flow]:
    index: dict[str, Flow] = {}
    for file, text in _matching(files, "flows/"):
        flow = validated(file, Flow, parse_yaml(file, text, problems), "", problems)
        if flow is None:
            continue
        if file != f"flows/{flow.situation}.yaml":
            problems.append(Problem(file, "situation", f"the file must be named {flow.situation}.yaml"))
        index[flow.situation] = flow
    return index


def _flow_words(files: Mapping[str, str], flows: Mapping[str, Flow], problems: list[Problem]) -> dict[str, FlowWords]:
    index: dict[str, FlowWords] = {}
    for situation in flows:
        file = f"{LOCALE}/flows/{situation}/words.yaml"
        if file not in files:
            problems.append(Problem(file, "", f"missing: the names of situation {situation} (title, label)"))
            continue
        words = validated(file, FlowWords, parse_yaml(file, files[file], problems), "", problems)
        if words is not None:
            index[situation] = words
    return index
