"""What the tests of the store share: a moment, two small turns, a look into the tables."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.store import Outcome, Store, StoredCase
from dialogs.case import Case

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
Open = Callable[..., Store]
on_a_file = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
on_a_server = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def saying(*texts: str, case: Case | None = None) -> Callable[[StoredCase], Outcome]:
    """A turn that says something, and saves a case if given."""
    return lambda _stored: Outcome(case=case, messages=tuple({"chat_id": 5, "text": text} for text in texts))


def counting(stored: StoredCase) -> Outcome:
    """A turn that counts turns."""
    count = int(stored.case.answers.get("count", "0")) + 1
    case = replace(stored.case.answered("count", str(count)), revision=count)
    return Outcome(case=case, messages=({"chat_id": 5, "text": str(count)},))


@contextlib.contextmanager
def connected(store: Store) -> Iterator[sa.Connection]:
    """A connection to a store's database that is not one of the store's own, in autocommit."""
    engine = store._database.open_engine()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    engine.dispose()
