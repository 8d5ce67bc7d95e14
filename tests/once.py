"""Pure functions evaluated once in a test process for what they are given."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any


def once(function: Callable[..., Any], key: Callable[..., Hashable]) -> Callable[..., Any]:
    """The function, its value kept by a key of what it is given, which is kept too: an id in a key stays its own."""
    kept: dict[Hashable, tuple[Any, object]] = {}

    def remembered(*given: Any, **named: Any) -> Any:
        if (name := key(*given, **named)) not in kept:
            kept[name] = function(*given, **named), (given, named)
        return kept[name][0]

    remembered.__wrapped__ = function  # for `inspect.unwrap`
    return remembered
