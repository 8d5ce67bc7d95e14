"""The typed library of what the dialog says: facts, myths, contacts, questions, flows, steps and their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.library.evidence import EvidenceItem
from dialogs.library.models.buttons import ButtonName
from dialogs.library.models.facts import Fact, FactWords
from dialogs.library.models.fees import FeeParameters
from dialogs.library.models.formats import Formats
from dialogs.library.records import (
    Contact,
    Deed,
    DeviceCheck,
    Family,
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

TRIAGE = "situation"  # the first question of every dialog


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
    formats: Formats
    fact_words: FactWords = field(default_factory=FactWords)
    deeds: tuple[Deed, ...] = ()
    evidence: Mapping[str, EvidenceItem] = field(default_factory=dict)
    buttons: Mapping[ButtonName, str] = field(default_factory=dict)
    fees: tuple[FeeParameters, ...] = ()
    device_kit: tuple[DeviceCheck, ...] = ()
    rails: Mapping[str, Rail] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    _steps_of: dict[tuple[str | None, Family | None], tuple[Step, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _menus: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def seen_on(self) -> dt.date:
        """The last day on which somebody looked whether a fact still holds: the date of the content."""
        return max(seen.on for fact in self.facts.values() for seen in fact.seen)

    def answer(self, topic: str) -> Knowledge | Myth:
        """What is said to a question of knowledge, or to a belief, by its id.

        Raises:
            KeyError: there is none.
        """
        return self.knowledge.get(topic) or self.myths[topic]

    def steps_of(self, situation: str | None, family: Family | None) -> tuple[Step, ...]:
        """The steps written for a situation, whatever their conditions, in the order of a plan. Found once."""
        if (situation, family) not in self._steps_of:
            meant = (step for step in self.steps.values() if step.is_for(situation, family))
            self._steps_of[situation, family] = tuple(sorted(meant, key=lambda step: step.place))
        return self._steps_of[situation, family]

    def options(self, question: str) -> tuple[str, ...]:
        """The option ids of a question, in the order shown; for a triage menu, its situations, found once."""
        own = self.questions[question].options
        if own:
            return own
        if question not in self._menus:
            listed = [flow for flow in self.flows.values() if flow.menu == question]
            self._menus[question] = tuple(flow.situation for flow in sorted(listed, key=lambda flow: flow.menu_order))
        return self._menus[question]

    def accepts(self, question: str, value: str) -> bool:
        """Whether a value is one of a question's options, also in words (the first question takes any situation)."""
        return value in self.answerable(question) or (question == TRIAGE and value in self.flows)

    def answerable(self, question: str) -> tuple[str, ...]:
        """Every option of a question: those shown, and those that have no button."""
        return (*self.options(question), *self.questions[question].unlisted)

    def label(self, question: str, option: str) -> str:
        """The words on an option's button."""
        words = self.question_words[question].options.get(option)
        return words.label if words else self.flow_words[option].label

    def synonyms(self, question: str) -> dict[str, tuple[str, ...]]:
        """For each option of a question, every wording by which it is chosen: its label, the label's halves, more."""
        words = self.question_words[question].options
        shown = {option: words.get(option) or self.flow_words[option] for option in self.answerable(question)}
        return {option: (one.label, *one.label.split(" / "), *one.synonyms) for option, one in shown.items()}
