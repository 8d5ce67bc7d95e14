"""What a check says about a message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: words for the reader, the very words of the message as they stood there, and the facts behind it."""

    text: str
    evidence: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A false claim in the message: the myth it repeats, the very words, and what is true."""

    myth: str
    evidence: str
    truth: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A link, number or account in the message, written so that nobody can open or dial it by a touch."""

    kind: str
    shown: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict on one message.

    `verdict` is a `dialogs.library.models.checking.Verdict`; `kind` says of `other_fraud` which one, else it is empty.
    `score` (0 to 1) is how likely it is that somebody is out for the reader's money: a half or more for a trap, and for
    nothing else. All words come from the content files except `evidence` and `shown`, which are the message's own
    (accounts in them masked) and must be escaped wherever they are shown.
    """

    verdict: str
    score: float
    reasons: tuple[Reason, ...] = ()
    claims: tuple[Claim, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    advice: tuple[str, ...] = ()
    kind: str = ""
