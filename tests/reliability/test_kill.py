"""The short form of the kill test; the long one is ``python -m tests.reliability --kills 1000``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.store.conftest import postgres_server  # noqa: F401  # fixture
from tests.bot.store.postgres import fresh_database
from tests.each import each
from tests.reliability.harness import kill_polling, kill_replicas, stop_polling
from tests.reliability.verdict import STOP, Heard, Verdict, judge


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:  # noqa: F811
    yield from fresh_database(postgres_server)


async def test_polling_on_sqlite_survives_kills(tmp_path: Path) -> None:
    verdict = await kill_polling(f"sqlite:///{tmp_path / 'cases.sqlite3'}", kills=5, seed=1)
    assert verdict.good, verdict.as_dict()
    assert verdict.updates > 20


async def test_polling_is_told_to_stop_and_loses_nothing(tmp_path: Path) -> None:
    verdict = await stop_polling(f"sqlite:///{tmp_path / 'cases.sqlite3'}", stops=2, seed=1)
    assert verdict.good, verdict.as_dict()
    assert 0 < verdict.slowest_stop <= STOP


async def test_two_replicas_on_postgresql_survive_kills(postgres: str) -> None:
    verdict = await kill_replicas(postgres, kills=2, seed=2)
    assert verdict.good, verdict.as_dict()


# Before each message stands the process it came from. A was killed after the fourth message, C after the fifth.
@each(
    ("heard", "field"),
    [
        ("A1:a|A1:a ✓|A2:b|A2:b ✓", "good"),
        ("A1:a|A1:a ✓|A2:b|A2:b ✓|B2:b ✓", "good"),
        ("A1:a|A1:a ✓|A2:b|C2:b ✓|C2:b ✓", "repeated_without_kill"),
        ("A1:a|B1:a|B1:a ✓|B2:b|B2:b ✓", "repeated_without_kill"),
        ("A1:a|A1:a ✓|A2:b|B2:b ✓|A2:b ✓", "repeated_without_kill"),
        ("A1:a|A1:a ✓|A2:b|A2:b ✓|C2:b ✓|B2:b ✓", "good"),
        ("A1:a|A1:a ✓|A2:b", "lost"),
        ("A1:a|A1:a ✓|A2:a|A2:b|A2:b ✓", "applied_twice"),
        ("A1:a ✓|A1:a|A2:b|A2:b ✓", "out_of_order"),
        ("A1:a|A1:a ✓|A2:b|A1:a|B2:b ✓", "out_of_order"),
        ("A1:a|A1:a ✓|A2:x|A2:b|A2:b ✓", "wrong_state"),
        ("A1:a|A1:a ✓|Atry again|A2:b|A2:b ✓", "wrong_state"),
    ],
)
def test_the_judge_sees_what_went_wrong(heard: str, field: str) -> None:
    verdict = Verdict()
    messages = [Heard(number, one[0], one[1:]) for number, one in enumerate(heard.split("|"), 1)]
    judge(verdict, ["a", "b"], messages, {"A": 4, "C": 5})
    assert verdict.good is (field == "good"), verdict.as_dict()
    assert getattr(verdict, field)


def test_a_kill_may_repeat_one_message_of_a_chat_and_no_more() -> None:
    verdict = Verdict()
    sent = [Heard(1, "A", "1:a"), Heard(3, "B", "1:a"), Heard(4, "A", "1:a ✓"), Heard(5, "B", "1:a ✓")]
    judge(verdict, ["a"], sent, {"A": 2})
    assert verdict.repeated == verdict.worst_repeats_of_one_chat_by_one_kill == 2
    assert not verdict.good


@pytest.mark.parametrize(
    "broken", [{"died_by_itself": 1}, {"slowest_stop": 10.1}, {"integrity": "row 3 missing from index"}]
)
def test_a_bot_that_ends_by_itself_or_spoils_its_file_is_not_good(broken: dict[str, Any]) -> None:
    assert Verdict(integrity="ok").good
    assert not Verdict(**broken).good
