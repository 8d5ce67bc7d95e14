"""What records say of the cases they are for: predicates, situations and answers that must exist."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.library import files as at
from dialogs.library.library import Library
from dialogs.library.problems import Problem
from dialogs.library.records import Answer, ForCases
from dialogs.predicates import PREDICATES


def unknown_names(library: Library, record: ForCases) -> Iterator[str]:
    """The predicates and situations that a record names and that do not exist."""
    yield from (f"没有 {name} 这个条件" for name in (*record.when, *record.unless) if name not in PREDICATES)
    situations = (*record.situations, *record.not_situations)
    yield from (f"没有 {name} 这种遭遇" for name in situations if name not in library.flows)


def answer_problems(library: Library) -> Iterator[Problem]:
    """Where answers to questions of knowledge are true, and what is said where they are not."""
    answers: dict[str, Answer] = {**library.knowledge, **library.myths}
    for name, answer in answers.items():
        file = at.KNOWLEDGE if name in library.knowledge else "myths/"
        yield from (Problem(file, name, what) for what in unknown_names(library, answer))
        for route in answer.otherwise:
            if route.to not in answers:
                yield Problem(file, name, f"没有 {route.to} 这个回答")
            yield from (Problem(file, name, what) for what in unknown_names(library, route))
