"""A check of every record of a kind as one test: thousands of tests would take longer to report than to run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar


class Named(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=Named)


def each(records: Sequence[N]) -> Callable[[Callable[[N], Any]], Callable[[], None]]:
    """Decorates a check of one record; the test names every record for which it fails, with the reason."""

    def decorate(check: Callable[[N], Any]) -> Callable[[], None]:
        def test() -> None:
            assert records
            failed = []
            for record in records:
                try:
                    check(record)
                except AssertionError as error:
                    failed.append(f"{record.id}: {error}")
            assert not failed, "\n".join(failed)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return decorate
