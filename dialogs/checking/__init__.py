"""Is this message a trap? Signals found in its plain text, a verdict with its reasons."""

from dialogs.checking.checker import Checker
from dialogs.checking.results import Artifact, CheckResult, Claim, Reason
from dialogs.library.models.checking import TRAPS, CheckingContent, Kind, Verdict

__all__ = [
    "TRAPS",
    "Artifact",
    "CheckResult",
    "Checker",
    "CheckingContent",
    "Claim",
    "Kind",
    "Reason",
    "Verdict",
]
