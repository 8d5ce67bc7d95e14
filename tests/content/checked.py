"""What `content check` says of changed content. What did not change is read and checked once in a test process."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from jinja2 import Environment

from bot.cli import content_command
from dialogs.editions import edition
from dialogs.library import files, parsing
from dialogs.library.checks import content, editions, numbers, templates
from dialogs.library.checks.content import check_content
from dialogs.library.problems import Problem
from dialogs.text import fingerprints
from tests.once import once

_read_file, _numbers_in, _fingerprint = map(cache, (files.read_file, numbers.numbers_in, fingerprints._fingerprint))
_source_problems = templates.source_problems
_found: dict[tuple[frozenset[str], templates.TemplateSource], tuple[Problem, ...]] = {}


_as_parsed = cache(lambda text: pickle.dumps(_parse(text)))
_parse, _compile = parsing.parsed, Environment.compile


def _parsed_once(text: str) -> Any:
    """The data anew each time, for a test may change it."""
    return pickle.loads(_as_parsed(text))  # noqa: S301 - ours


# A template's code depends on its source and on what the environment gives it.
_compiled_once = once(
    _compile,
    lambda environment, *source, **how: (
        environment.undefined,
        *(frozenset(given.items()) for given in (environment.filters, environment.tests, how)),
        *source,
    ),
)


def _found_once(environment: Environment, source: templates.TemplateSource) -> tuple[Problem, ...]:
    key = frozenset(environment.filters), source
    if key not in _found:
        _found[key] = tuple(_source_problems(environment, source))
    return _found[key]


def _once(check: Callable[..., Iterable[Problem]], key: Callable[..., Hashable]) -> Callable[..., tuple[Problem, ...]]:
    """A check whose finding is kept by a key of what it is given."""
    return once(lambda *given: tuple(check(*given)), key)


_wording_problems = _once(content.wording_problems, id)  # one file is one record: it is read once
_pattern_problems = _once(
    content.pattern_problems, lambda rules: (tuple(map(id, rules.signals)), tuple(rules.lists.items()))
)
_paper_template_problems = _once(
    content.paper_template_problems,
    lambda papers: (tuple(papers.templates.items()), tuple(map(id, papers.kinds.values())), tuple(papers.fields)),
)


_ask_problems = _once(
    content.ask_problems,
    lambda table, myths, knowledge: (id(table), *map(id, myths.values()), *map(id, knowledge.values())),
)


# What an edition says for an entry, beside the entry: its words are compared by whole trees of data.
_pair = once(
    editions._pair,
    lambda record, override: (record if isinstance(record, str) else id(record), repr(override.fields)),
)


_problems_of = _once(check_content, lambda sources: frozenset(sources.items()))


def _check_once(sources: Mapping[str, str | bytes]) -> list[Problem]:
    return [*_problems_of(sources)]


@contextmanager
def each_file_once() -> Iterator[None]:
    """While open, nothing is read or checked twice in the same words."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (files, edition, editions):
            patch.setattr(module, "read_file", _read_file)
        patch.setattr(parsing, "parsed", _parsed_once)
        patch.setattr(Environment, "compile", _compiled_once)
        patch.setattr(numbers, "numbers_in", _numbers_in)
        patch.setattr(templates, "source_problems", _found_once)
        patch.setattr(editions, "_pair", _pair)
        patch.setattr(content, "wording_problems", _wording_problems)
        patch.setattr(content, "ask_problems", _ask_problems)
        patch.setattr(content, "pattern_problems", _pattern_problems)
        patch.setattr(content, "paper_template_problems", _paper_template_problems)
        patch.setattr(fingerprints, "_fingerprint", _fingerprint)
        patch.setattr(content_command, "check_content", _check_once)
        yield


def problems_of(sources: Mapping[str, str | bytes]) -> set[str]:
    """The lines that the command prints."""
    return {str(problem) for problem in _check_once(sources)}
