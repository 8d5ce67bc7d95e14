"""What `content check` says of changed content. What did not change is read and checked once for all tests."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from jinja2 import Environment

from dialogs.library import files
from dialogs.library.checks import content, numbers, templates
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


def _once(check: Callable[..., Any], key: Callable[..., Hashable]) -> Callable[..., tuple[Any, ...]]:
    """A check whose finding is kept by a key of what it is given."""
    found: dict[Hashable, tuple[Any, ...]] = {}

    def once(*given: Any) -> tuple[Any, ...]:
        if (name := key(*given)) not in found:
            found[name] = tuple(check(*given))
        return found[name]

    return once


_wording_problems = _once(content.wording_problems, id)  # one file is one record: it is read once
_pattern_problems = _once(
    content.pattern_problems, lambda rules: (tuple(map(id, rules.signals)), tuple(rules.lists.items()))
)
_paper_template_problems = _once(
    content.paper_template_problems,
    lambda papers: (tuple(papers.templates.items()), tuple(map(id, papers.kinds.values())), tuple(papers.fields)),
)


@contextmanager
def each_file_once() -> Iterator[None]:
    """While open, nothing is read or checked twice in the same words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "read_file", _read_file)
        patch.setattr(numbers, "numbers_in", _numbers_in)
        patch.setattr(templates, "source_problems", _found_once)
        patch.setattr(content, "wording_problems", _wording_problems)
        patch.setattr(content, "pattern_problems", _pattern_problems)
        patch.setattr(content, "paper_template_problems", _paper_template_problems)
        yield


def problems_of(sources: Mapping[str, str | bytes]) -> set[str]:
    """The lines that the command prints."""
    return {str(problem) for problem in check_content(sources)}
