"""On a phone: what is urgent is seen without scrolling, and twenty ticks leave the chat as long as it was."""

from __future__ import annotations

import pytest

from dialogs.screen import SCREEN, height
from tests.phone.bubbles import BETWEEN, FOOT, GAP, INSIDE, LINE, ROW, bubble_of
from tests.phone.chats import CHATS, screen
from tests.phone.page import page

LAST = 640  # pixels of the last message that are seen without scrolling
TICKS = 20


@pytest.mark.parametrize("name", CHATS)
async def test_the_last_message_is_seen_without_scrolling(name: str) -> None:
    async with screen() as chat:
        await CHATS[name](chat)
        bubbles = chat.bubbles
    assert bubbles[-1].height <= LAST
    assert len(bubbles[-1].buttons) <= 4
    assert "<b>" in page(name, bubbles) or name == "start"


async def test_the_first_answer_is_one_screen() -> None:
    async with screen() as chat:
        await CHATS["first_answer"](chat)
        assert sum(one.height for one in chat.bubbles if not one.mine) <= LAST


async def test_an_alarm_is_on_the_screen_with_the_question_and_what_is_less_urgent_is_folded() -> None:
    async with screen() as chat:
        await chat.says("我在新加坡 刷单被骗了八万，熬不过去了")
        alarm, opening, question = [one for one in chat.bubbles if not one.mine]
    assert alarm.height + opening.height + question.height <= LAST
    assert all(row.quoted for row in opening.rows)
    assert not any(row.quoted for row in alarm.rows)
    assert question.buttons


async def test_the_police_are_on_the_screen_of_a_fraud_plan() -> None:
    async with screen() as chat:
        await CHATS["scam"](chat)
        plan = chat.last
    seen = ["".join(char for char, _ in row.pieces) for row in plan.rows]
    assert any("110" in line for line in seen)
    assert plan.height <= LAST


async def test_twenty_ticks_add_no_message() -> None:
    async with screen() as chat:
        await CHATS["scam"](chat)
        count = chat.answers
        for _ in range(TICKS):  # the last step of a plan that has fewer is taken back and done again
            done = any(label.startswith("✓") for labels in chat.last.buttons for label in labels)
            await chat.taps("✓" if done else "第 ")
            assert chat.last.height <= LAST
        assert chat.answers == count


def test_the_estimate_by_which_messages_are_written_agrees_with_the_measure() -> None:
    text = "打开聊天，点那条转账：写着等待对方收款，钱还没到他手里；写着已收款，钱已经过去了。\n\n看清后回来。"
    measured = len(bubble_of(text).rows)
    assert abs(height(text) - measured) <= 1
    assert SCREEN * LINE + FOOT + INSIDE + 3 * (ROW + GAP) + BETWEEN <= LAST
