"""The checker of messages: signals, word lists and words (`checking/`, `zh-Hans/checking.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from dialogs.library.models.base import FactId, Name, Record, Text, complete

Pattern = Text  # a pattern of `dialogs.checking.patterns`, for example 「先{recover}…{pay}」
Weight = Annotated[float, Field(ge=0, le=5)]


class Verdict(StrEnum):
    """What a message is."""

    FAKE_RECALL_TOOL = "fake_recall_tool"
    RECOVERY_SCAM = "recovery_scam"
    OTHER_FRAUD = "other_fraud"
    FALSE_RECALL_CLAIM = "false_recall_claim"
    WARNING = "warning"
    NONE = "none"

    @property
    def is_trap(self) -> bool:
        """Whether somebody is out for the reader's money."""
        return self in TRAPS


TRAPS = frozenset({Verdict.FAKE_RECALL_TOOL, Verdict.RECOVERY_SCAM, Verdict.OTHER_FRAUD})


class SignalKind(StrEnum):
    """What a signal says about the message it stands in."""

    LURE = "lure"  # what is held out, on a topic
    SOLICITATION = "solicitation"  # what is wanted of the reader, or why they should trust and hurry
    HOWTO = "howto"  # an instruction for a recall that does not exist
    WARNING = "warning"  # somebody warns of such a message or reports on one
    NOTICE = "notice"  # softer than a warning: advice, caution, words held at arm's length by quotation marks
    VICTIM = "victim"  # somebody tells what happened to them
    QUESTION = "question"  # somebody asks
    NEGATION = "negation"  # the sentence says that it is not so
    IDIOM = "idiom"  # words that mean something else as a whole, or that the chat app itself prints


class Means(StrEnum):
    """How a solicitation works; each kind of it counts once."""

    CONTACT = "contact"
    FEE = "fee"
    GUARANTEE = "guarantee"
    URGENCY = "urgency"
    SECRECY = "secrecy"
    REMOTE_CONTROL = "remote_control"
    AUTHORITY = "authority"
    OFFER = "offer"
    TRANSFER = "transfer"
    CREDENTIALS = "credentials"


class Signal(Record):
    """Words that say something about a message, how much they weigh, and what to tell the reader about them.

    A lure belongs to a topic, a solicitation uses a means; one signal may be both. Where `beside` is given, one of
    its patterns must also stand somewhere in the message. `example` is a sentence written for this project in
    which the signal must be found.
    """

    id: Name
    kind: SignalKind
    topic: Name | None = None
    means: Means | None = None
    weight: Weight = 1.0
    words: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    beside: tuple[Pattern, ...] = ()
    reason: Name | None = None
    facts: tuple[FactId, ...] = ()
    example: Text


class Topic(Record):
    """What a lure is about, and the verdict on a message that baits with it.

    `solicited` is how much the message may gain by what it wants of the reader, as a multiple of the lure's weight.
    A `steady` topic is one of whole conversations: somebody asking or denying nearby takes nothing from its lures.
    """

    id: Name
    verdict: Verdict
    solicited: Annotated[float, Field(ge=0, le=3)]
    steady: bool = False


class SignalFile(Record):
    """One file of signals. Word lists and topics may be used in every other file."""

    topics: tuple[Topic, ...] = ()
    lists: dict[Name, tuple[Text, ...]] = Field(default_factory=dict)
    signals: tuple[Signal, ...] = ()


class ArtifactFile(Record):
    """What counts as harmless among the addresses and numbers in a message."""

    official_numbers: tuple[Text, ...]
    official_domains: tuple[Text, ...]


class ReasonWords(Record):
    """Why something gives a message away, in words for the reader."""

    text: Text
    facts: tuple[FactId, ...] = ()


class AdviceWords(Record):
    """One thing to do, in words for the reader, and the facts it rests on."""

    text: Text
    facts: tuple[FactId, ...] = ()


class VerdictWords(Record):
    """How a verdict is called, what it means, and which advice follows, most urgent first."""

    title: Text
    meaning: Text
    advice: tuple[Name, ...]


class CheckingWords(Record):
    """All words of the checker in one locale."""

    reasons: dict[Name, ReasonWords]
    advice: dict[Name, AdviceWords]
    verdicts: Annotated[dict[Verdict, VerdictWords], complete(Verdict)]

    @property
    def reason_ids(self) -> dict[str, str]:
        """The id of each reason by its words, for the log of a group."""
        return {reason.text: name for name, reason in self.reasons.items()}


@dataclass(frozen=True, slots=True)
class CheckingContent:
    """Everything a `dialogs.checking.Checker` is built from.

    `files` names the file of each signal.
    """

    topics: tuple[Topic, ...]
    lists: Mapping[str, tuple[str, ...]]
    signals: tuple[Signal, ...]
    artifacts: ArtifactFile
    words: CheckingWords
    files: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, signal: Signal) -> str:
        """The file in which a signal stands."""
        return self.files.get(signal.id, "")
