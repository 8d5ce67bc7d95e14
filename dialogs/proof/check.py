"""All checks together."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.library.loader import Library, Problem
from dialogs.proof.facts import fact_problems, reference_problems
from dialogs.proof.flows import flow_problems
from dialogs.proof.numbers import hedge_problems, number_problems
from dialogs.proof.sayings import file_sayings, sayings
from dialogs.proof.templates import template_problems


def check_library(library: Library, files: Mapping[str, str] | None = None) -> list[Problem]:
    """Everything wrong with a library that could be loaded, sorted by file: the same on any day.

    Args:
        library: the content.
        files: the texts of the content files, for words that the library does not hold (cards, verdicts, papers).
    """
    said = [*sayings(library), *file_sayings(files or {})]
    return sorted(
        {
            *flow_problems(library),
            *template_problems(library),
            *fact_problems(library),
            *reference_problems(library, said),
            *number_problems(library, said),
            *hedge_problems(library, said),
        }
    )
