"""Many rows in one test: thousands of tests would take longer to collect and to report than to run."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any


def each(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorates a check of one row, as `pytest.mark.parametrize` does; the test names every row for which it fails.

    The rows share the fixtures, so a check must leave these as they were.
    """
    fields, given = [names] if isinstance(names, str) else names, list(rows)

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        @wraps(check)
        def test(**fixtures: Any) -> None:
            assert given
            failed = []
            for row in given:
                values = dict(zip(fields, [row] if isinstance(names, str) else row, strict=True))
                try:
                    check(**fixtures, **values)
                except AssertionError as error:
                    failed.append(f"{getattr(row, 'id', row)}: {error}")
                except BaseException as error:
                    error.add_note(f"in the row {row}")
                    raise
            assert not failed, "\n".join(failed)

        wanted = inspect.signature(check)
        fixtures = [one for name, one in wanted.parameters.items() if name not in fields]
        test.__signature__ = wanted.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return test

    return decorate
