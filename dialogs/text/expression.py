"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Expression:
    """A regular expression with the methods of `re.Pattern`, compiled at first use.

    Compiling one takes as long as a hundred searches with it, and a talk meets few of them.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """`pattern` and `flags` as `re.compile` takes them; nothing is looked at yet."""
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself. Raises re.error."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """As of `re.Pattern`."""
        return self.compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        """As of `re.Pattern`, with one group at most."""
        return self.compiled.findall

    @cached_property
    def sub(self) -> Callable[..., str]:
        """As of `re.Pattern`."""
        return self.compiled.sub

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        """As of `re.Pattern`, with no group."""
        return self.compiled.split
