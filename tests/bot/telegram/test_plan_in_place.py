"""The plan is one message: ticking a step changes it where it stands, whatever has gone on around it."""

from __future__ import annotations

from functools import partial

import pytest

from dialogs.dialog import Dialog
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.test_reminding import WAITING, turn
from tests.dialogs.opened import open_dialog
from tests.telegram_double import Fault, Person
from tests.telegram_double.rules import Sent

TICKS = 20
FRAUD = "跟着群里的老师炒币，投了十二万，银行卡转的，没报警，人在国内，已经不联系了"


@pytest.fixture(scope="module")
def dialog() -> Dialog:
    return open_dialog(can_remind=True)


def tick_of(sent: Sent) -> str:
    return next(label for label in sent.labels if label.startswith("✓"))


async def planned(bench: Bench, words: str = WAITING) -> tuple[Person, Sent]:
    """Somebody with a plan on the screen, all of it seen."""
    ming = bench.double.person(1001)
    await ming.says(words)
    await ming.says("/plan")
    await bench.calm()
    while ming.unseen:
        await ming.sees()
    return ming, ming.history[-1]


async def test_ticking_every_step_and_twenty_ticks_in_all_add_no_message(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming, plan = await planned(bench, FRAUD)
        count, ticks = len(ming.history), list[str]()
        while len(ticks) < TICKS:
            left = [label for label in plan.labels if label.startswith("✓")]
            undo = [label for label in plan.labels if label.endswith("还没做")]
            ticks += left[:1]
            await ming.taps((left or undo)[0], of=plan)  # when all are done, the last is taken back, and done again
            plan = await ming.sees_change()
    assert len(set(ticks)) >= 9
    assert len(ming.history) == count
    assert ming.unseen == []
    assert all(len(one.rows) <= 3 for one in bench.double.edits)


async def test_an_older_plan_can_still_be_ticked_and_a_second_press_changes_nothing(
    bench: Bench, dialog: Dialog
) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming, old = await planned(bench)
        await ming.says("/plan")
        await ming.sees()
        await ming.taps(tick_of(old), of=old)
        changed = await ming.sees_change()
        assert changed.message_id == old.message_id
        await ming.taps(tick_of(old), of=old)  # pressed before the change was seen
        await ming.says("/privacy")
        await ming.sees()
    assert len(bench.double.edits) == 1
    assert bench.double.refusals == bench.expected_refusals == [] or "not modified" in bench.double.refusals[0]
    bench.expected_refusals = list(bench.double.refusals)


async def test_a_plan_that_cannot_be_changed_any_more_comes_anew(bench: Bench, dialog: Dialog) -> None:
    bench.expected_refusals = ["editMessageText: message can't be edited"]
    async with bench.bot(partial(turn, dialog)):
        ming, plan = await planned(bench)
        bench.double.uneditable.add(plan.message_id)
        await ming.taps(tick_of(plan), of=plan)
        assert "第 1 步记下了" in (await ming.sees()).text


async def test_a_change_whose_answer_was_lost_is_made_once(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming, plan = await planned(bench)
        count = len(ming.history)
        bench.double.fail("editMessageText", Fault(after=True))
        await ming.taps(tick_of(plan), of=plan)
        await ming.sees_change()
        await ming.says("/privacy")
        await ming.sees()
    assert len(ming.history) == count + 1
    bench.expected_refusals = [one for one in bench.double.refusals if "not modified" in one]


async def test_typed_words_tick_too_and_are_answered_below_them(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming, _ = await planned(bench)
        await ming.says("第一步做完了")
        assert "第 1 步记下了" in (await ming.sees()).text
    assert bench.double.edits == []


async def test_what_is_to_be_sent_to_the_other_side_is_copied_by_a_tap(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        _, plan = await planned(bench)
    copied = plan.button("📋 复制要发的话")["copy_text"]["text"]
    assert copied in plan.text
    assert plan.styled("blockquote")[0] == copied


async def test_a_button_of_a_case_that_was_forgotten_changes_nothing(bench: Bench, dialog: Dialog) -> None:
    async with bench.bot(partial(turn, dialog)):
        ming, plan = await planned(bench)
        await ming.says("/forget")
        await ming.sees()
        await ming.taps(tick_of(plan), of=plan)
        await ming.sees()
    assert bench.double.edits == []
