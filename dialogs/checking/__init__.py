"""Is this message a trap? Signals found in its plain text, a verdict with its reasons."""

from dialogs.checking.checker import Checker
from dialogs.checking.content import CheckingContent, ContentError
from dialogs.checking.results import Artifact, CheckResult, Claim, Reason
from dialogs.checking.signals import TRAPS, Verdict

__all__ = [
    "TRAPS",
    "Artifact",
    "CheckResult",
    "Checker",
    "CheckingContent",
    "Claim",
    "ContentError",
    "Reason",
    "Verdict",
]
