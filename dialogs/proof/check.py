"""All checks together."""

from __future__ import annotations

import datetime as dt

from dialogs.library.loader import Library, Problem
from dialogs.proof.facts import fact_problems, reference_problems
from dialogs.proof.flows import flow_problems
from dialogs.proof.numbers import hedge_problems, number_problems
from dialogs.proof.sayings import sayings
from dialogs.proof.templates import template_problems


def check_library(library: Library, today: dt.date) -> list[Problem]:
    """Everything wrong with a library that could be loaded, sorted by file.

    Args:
        library: the content.
        today: the day on which facts must not have expired.
    """
    said = list(sayings(library))
    return sorted(
        {
            *flow_problems(library),
            *template_problems(library),
            *fact_problems(library, today),
            *reference_problems(library, said),
            *number_problems(library, said),
            *hedge_problems(library, said),
        }
    )
