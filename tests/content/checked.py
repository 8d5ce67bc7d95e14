"""What `content check` says of changed content. What did not change is read and checked once for all tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import pytest
from jinja2 import Environment

from dialogs.library import files
from dialogs.library.checks import numbers, templates
from dialogs.library.checks.content import check_content
from dialogs.library.problems import Problem

_read_file, _numbers_in, _source_problems = (
    cache(files.read_file),
    cache(numbers.numbers_in),
    templates.source_problems,
)
_found: dict[tuple[frozenset[str], templates.Source], tuple[Problem, ...]] = {}


def _found_once(environment: Environment, source: templates.Source) -> tuple[Problem, ...]:
    key = frozenset(environment.filters), source
    if key not in _found:
        _found[key] = tuple(_source_problems(environment, source))
    return _found[key]


@contextmanager
def each_file_once() -> Iterator[None]:
    """While open, nothing is read or checked twice in the same words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "read_file", _read_file)
        patch.setattr(numbers, "numbers_in", _numbers_in)
        patch.setattr(templates, "source_problems", _found_once)
        yield


def problems_of(sources: Mapping[str, str | bytes]) -> set[str]:
    """The lines that the command prints."""
    return {str(problem) for problem in check_content(sources)}
