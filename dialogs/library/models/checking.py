"""The checker of messages: signals, word lists and words (`checking/`, `zh-Hans/checking.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from dialogs.library.models.base import FactId, Name, Record, Text, complete

Pattern = Text  # a pattern of `dialogs.checking.patterns`, for example 「先{recover}…{pay}」


class Verdict(StrEnum):
    """What a message is. A trap is one of `TRAPS`; `caution` accuses nobody; `none` is not "harmless"."""

    FAKE_RECALL_TOOL = "fake_recall_tool"
    RECOVERY_SCAM = "recovery_scam"
    OTHER_FRAUD = "other_fraud"
    CAUTION = "caution"
    FALSE_RECALL_CLAIM = "false_recall_claim"
    WARNING = "warning"
    NONE = "none"

    @property
    def is_trap(self) -> bool:
        """Whether somebody is out for the reader's money."""
        return self in TRAPS


TRAPS = frozenset({Verdict.FAKE_RECALL_TOOL, Verdict.RECOVERY_SCAM, Verdict.OTHER_FRAUD})


class Kind(StrEnum):
    """Which other fraud or group spam a message is: the classes of the model beside recovery and recall."""

    ACCOUNTS = "accounts"  # cards, numbers and accounts bought, sold and rented; personal data
    ACQUAINTANCE = "acquaintance"  # in the name of a superior, relative, teacher or friend
    AUTHORITY = "authority"  # in the name of police or court
    CHAT = "chat"  # a conversation that turns to money
    ESCORT = "escort"
    GAMBLING = "gambling"
    JOB = "job"
    LAUNDERING = "laundering"
    LOAN = "loan"
    PAPERS = "papers"  # invoices, certificates, seals
    PHISHING = "phishing"
    ROMANCE = "romance"  # and blackmail with pictures
    SERVICE = "service"  # in the name of customer service
    SPYING = "spying"  # finding out about others, breaking into accounts
    STOCK = "stock"
    TRADE = "trade"  # prizes, games, trade beside the platform
    TROJAN = "trojan"


class Signal(Record):
    """Words that give a message away, and what the reader is told about them.

    With a `topic` (recovery, recall, howto) they are only told of a message that is about it. Where `beside` is given,
    one of its patterns must also stand somewhere in the message. `presses` says that the words ask for a fee, a secret
    or the screen; such a message is never called a warning. One that `decides` is a trap by these words alone where
    the writer speaks for themselves: for a new trick, until the model has learned it. `example` is a sentence written
    for this project in which the signal must be found.
    """

    id: Name
    topic: Literal["recovery", "recall", "howto"] | None = None
    words: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    beside: tuple[Pattern, ...] = ()
    reason: Name
    facts: tuple[FactId, ...] = ()
    presses: bool = False
    decides: bool = False
    example: Text


class SignalFile(Record):
    """One file of signals. Word lists may be used in every other file."""

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


class FraudKindWords(Record):
    """How a kind of other fraud is called, the reason that gives it away, and which advice follows."""

    title: Text
    reason: Name
    advice: Annotated[tuple[Name, ...], Field(min_length=1)]


class CheckingWords(Record):
    """All words of the checker in one locale."""

    reasons: dict[Name, ReasonWords]
    advice: dict[Name, AdviceWords]
    verdicts: Annotated[dict[Verdict, VerdictWords], complete(Verdict)]
    kinds: Annotated[dict[Kind, FraudKindWords], complete(Kind)]

    @property
    def explaining(self) -> dict[str, ReasonWords | AdviceWords]:
        """What is said of a message, by names that reasons and advice do not share."""
        return {**self.reasons, **self.advice}

    @property
    def reason_ids(self) -> dict[str, str]:
        """The id of each reason by its words, for the log of a group."""
        return {reason.text: name for name, reason in self.reasons.items()}


@dataclass(frozen=True, slots=True)
class CheckingContent:
    """Everything a `dialogs.checking.Checker` is built from.

    `files` names the file of each signal.
    """

    lists: Mapping[str, tuple[str, ...]]
    signals: tuple[Signal, ...]
    artifacts: ArtifactFile
    words: CheckingWords
    files: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, signal: Signal) -> str:
        """The file in which a signal stands."""
        return self.files.get(signal.id, "")
