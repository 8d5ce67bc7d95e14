"""Reminders in Telegram, from switching them on to their message."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from functools import partial

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import Input, Turn
from dialogs.turn import take_turn
from tests import PATIENCE
from tests.bot.telegram.conftest import Bench
from tests.dialogs.opened import open_dialog
from tests.telegram_double.person import Person

DAY = 86_400.0
WAITING = "今天下午3点20微信转账转错人了，5000元，对方还没收"  # the double's clock starts at 16:00 in Beijing
CHINA = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture(scope="module")
def dialog() -> Dialog:
    return open_dialog(can_remind=True)


def turn(dialog: Dialog, case: Case, given: Input, now: dt.datetime) -> Turn:
    return take_turn(dialog, case, given, now.astimezone(CHINA))


async def remind_me(bench: Bench, chat: int) -> Person:
    """Somebody who told their story and switched reminders on."""
    person = bench.double.person(chat)
    await person.says(WAITING)
    await person.says("/remind")
    await bench.double.until(lambda: any("到时候我发消息提醒你" in text for text in person.unseen))
    while person.unseen:
        await person.sees()
    return person


async def later(bench: Bench, seconds: float) -> None:
    """Time passes, and the jobs that were waiting for it are done and wait again."""
    await calm(bench)
    await bench.clock.advance(seconds)
    await calm(bench)


async def calm(bench: Bench) -> None:
    """Until every job waits for its time."""
    async with asyncio.timeout(PATIENCE):
        while len(bench.clock._jobs) < len(jobs()):
            bench.clock.job_rests.clear()
            with contextlib.suppress(TimeoutError):  # nothing is told when a job ends
                await asyncio.wait_for(bench.clock.job_rests.wait(), 0.01)


def jobs() -> list[str]:
    """What the bot does by the clock."""
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("job:")]


async def test_the_reminder_comes_when_it_is_due_and_once(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming = await remind_me(bench, 1001)
        await later(bench, DAY - 3600)
        assert ming.unseen == []
        await later(bench, 3600)
        assert "自动退回：时间到了" in (await ming.sees()).text
        await later(bench, DAY)
        assert ming.unseen == []


async def test_a_month_later_nothing_more_comes_and_the_case_is_gone(bench: Bench, dialog: Dialog) -> None:
    """Days after the last word: 29, 31 and 32, on which it has been deleted, and who comes back is somebody new."""
    async with bench.bot(partial(turn, dialog)):
        ming = await remind_me(bench, 1001)
        await later(bench, DAY)
        await ming.sees()
        await later(bench, 28 * DAY)
        assert bench.query("SELECT count(*) FROM cases") == [(1,)]
        await later(bench, 2 * DAY)
        await later(bench, DAY)
        assert ming.unseen == []
        assert bench.query("SELECT count(*) FROM cases") == [(0,)]
        assert bench.query("SELECT count(*) FROM planned_reminders") == [(0,)]
        await ming.says("/plan")
        assert "5000" not in (await ming.sees()).text


async def test_a_reminder_outlives_the_process(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming = await remind_me(bench, 1001)
    await bench.clock.advance(DAY)
    async with bench.bot(partial(turn, dialog)):
        assert "自动退回：时间到了" in (await ming.sees()).text
    async with bench.bot(partial(turn, dialog)):
        await later(bench, 60)
        assert ming.unseen == []


@pytest.mark.parametrize("command", ["/remind", "/forget", "/restart"])
async def test_switched_off_forgotten_or_begun_anew_none_comes(bench: Bench, dialog: Dialog, command: str) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming = await remind_me(bench, 1001)
        await ming.says(command)
        await ming.sees()
        while ming.unseen:
            await ming.sees()
        await later(bench, DAY)
        assert not any("时间到了" in text for text in ming.unseen)
    assert bench.query("SELECT count(*) FROM planned_reminders") == [(0,)]


async def test_who_blocked_the_bot_gets_none(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming = await remind_me(bench, 1001)
        await ming.blocks_the_bot()
        await bench.double.until(lambda: bench.query("SELECT reachable FROM cases") == [(0,)])
        await later(bench, DAY)
        assert ming.unseen == []
    assert bench.query("SELECT count(*) FROM outbox") == [(0,)]


async def test_nobody_is_reminded_who_did_not_ask(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming = bench.double.person(1001)
        await ming.says(WAITING)
        await ming.sees()
        await later(bench, DAY)
        assert not any("时间到了" in text for text in ming.unseen)
    assert bench.query("SELECT count(*) FROM planned_reminders") == [(0,)]
