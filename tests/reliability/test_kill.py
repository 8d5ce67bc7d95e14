"""The short form of the kill test; the long one is ``python -m tests.reliability --kills 1000``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.store.conftest import postgres_server  # noqa: F401  # fixture
from tests.bot.store.postgres import fresh_database
from tests.reliability.harness import kill_polling, kill_replicas
from tests.reliability.verdict import Verdict, judge


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:  # noqa: F811
    yield from fresh_database(postgres_server)


async def test_polling_on_sqlite_survives_kills(tmp_path: Path) -> None:
    verdict = await kill_polling(f"sqlite:///{tmp_path / 'cases.sqlite3'}", kills=5, seed=1)
    assert verdict.good, verdict.as_dict()
    assert verdict.updates > 20


async def test_two_replicas_on_postgresql_survive_kills(postgres: str) -> None:
    verdict = await kill_replicas(postgres, kills=2, seed=2)
    assert verdict.good, verdict.as_dict()


@pytest.mark.parametrize(
    ("heard", "field"),
    [
        ("1:a|1:a ✓|2:b|2:b ✓", "good"),
        ("1:a|1:a|1:a ✓|2:b|2:b ✓", "good"),
        ("1:a|1:a ✓|2:b", "lost"),
        ("1:a|1:a ✓|2:a|2:b|2:b ✓", "applied_twice"),
        ("1:a ✓|1:a|2:b|2:b ✓", "out_of_order"),
        ("1:a|1:a ✓|1:a|2:b|2:b ✓", "out_of_order"),
        ("1:a|1:a ✓|2:x|2:b|2:b ✓", "wrong_state"),
        ("1:a|1:a|1:a|1:a ✓|2:b|2:b ✓", "worst_repeats_of_one_chat_in_one_kill"),
    ],
)
def test_the_judge_sees_what_went_wrong(heard: str, field: str) -> None:
    verdict = Verdict()
    judge(verdict, ["a", "b"], [("", message) for message in heard.split("|")])
    assert verdict.good is (field == "good")
    assert getattr(verdict, field)
