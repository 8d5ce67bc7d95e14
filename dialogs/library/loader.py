"""Old names of what `dialogs.library.load`, `library` and `problems` hold."""

from __future__ import annotations

from dialogs.library.files import LOCALE
from dialogs.library.library import TRIAGE, Library
from dialogs.library.problems import ContentError, Problem

__all__ = ["LOCALE", "TRIAGE", "ContentError", "Library", "Problem"]
