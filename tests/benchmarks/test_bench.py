"""The benchmark itself: counts what it should, loses nothing. No timing is asserted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.store import Outcome, Store, StoreSettings
from bot.store.cipher import make_key
from tests.benchmarks import understanding
from tests.benchmarks.__main__ import NAMES
from tests.benchmarks.load.arena import ours, running
from tests.benchmarks.load.conversation import STEPS, write_words
from tests.benchmarks.load.people import percentile
from tests.benchmarks.load.stored import FIRST, fill
from tests.benchmarks.report import BEGIN, END, Bar, Result, write_into


async def test_every_turn_of_our_bot_is_answered_and_counted(tmp_path: Path):
    words = write_words(tmp_path / "words.json")
    async with running(ours(tmp_path)) as arena:
        load = await arena.load(arena.crowd.saturate(3, 2, STEPS))
        assert (load.answers.turns, load.answers.lost) == (3 * len(STEPS), 0)
        assert load.answers.messages == 3 * sum(len(messages) for messages in words.values())
        assert len(load.answers.felt) == len(load.answers.served) == 3 * len(STEPS)
        assert all(0 < served <= felt for served, felt in zip(load.answers.served, load.answers.felt, strict=True))
        assert load.cpu > 0
        assert arena.process.memory() > 0
        assert arena.api.calls["answerCallbackQuery"] == 3 * sum(step.pressed for step in STEPS)


async def test_the_store_finds_the_cases_that_are_filled_in(tmp_path: Path):
    file, key = tmp_path / "full.sqlite3", make_key()
    await fill(file, key, 20)
    store = Store(StoreSettings(f"sqlite:///{file}", keys=key))
    try:
        found = [await store.case(store.chat_key(number)) for number in range(FIRST, FIRST + 20)]
        assert all(one.created_at and one.case.to_json() == found[0].case.to_json() for one in found)
        assert "wrong_recipient" in found[0].case.answers.values()
        now = dt.datetime.now(dt.UTC)
        seen = store.chat_key(FIRST)
        assert not (await store.turn(10**9, seen, now, lambda _stored: Outcome())).fresh, "an update of the last day"
        assert (await store.purge(now))["cases"] == 0, "nobody's month is over"
        assert (await store.case(seen)).created_at
    finally:
        store.close()


def test_the_understanding_is_measured_on_the_content_as_it_is():
    understander, seconds, _ = understanding.load()
    assert understander.read("转错人了", understanding.NOW).situation == "wrong_recipient"
    median, slow = understanding.speed(understander, ["转错人了", "对方还没收"])
    assert seconds > 0
    assert 0 < median <= slow


def test_there_is_a_module_for_every_name():
    folder = Path(__file__).parent / "figures"
    assert sorted(NAMES) == sorted(path.stem for path in folder.glob("[a-z]*.py"))


def test_the_page_takes_the_figures_between_its_markers(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    result = Result("some", "title", ("bot", "ms"), [("甲", 1.234), ("b", 12345)], (Bar("a promise", 2.0, 1.5),))
    write_into(page, result.text())
    text = page.read_text("utf-8")
    assert text.startswith(f"before\n{BEGIN}\n### `some`: title\n")
    assert text.endswith(f"\n{END}\nafter\n")
    assert "| 甲  |   1.23 |" in text
    assert "- NOT MET: a promise: 2.00 (bar ≤ 1.50)" in text
    page.write_text("no place", "utf-8")
    with pytest.raises(ValueError, match="no place"):
        write_into(page, "x")


@pytest.mark.parametrize(("values", "percent", "wanted"), [([5.0], 99, 5.0), (list(range(101)), 99, 99.0)])
def test_percentiles(values: list[float], percent: int, wanted: float):
    assert percentile(values, percent) == wanted
