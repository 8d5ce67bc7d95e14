"""One chat sends 300 messages at once: what everybody else feels of it."""

from __future__ import annotations

import asyncio
import time

from tests.benchmarks.contenders_at_hand import conversation_handler
from tests.benchmarks.load.arena import Arena, Contender, ours, running
from tests.benchmarks.load.conversation import STEPS, Step
from tests.benchmarks.load.people import Answers
from tests.benchmarks.report import Bar, Plan, Result

_FLOOD = 300
_FLOODER = 666
_TRICKLE = 5  # messages in half a second: what the limits let through
_RATE = 25.0  # turns a second of the others, while the flood lasts
_LIMITED_RATE = 8.0  # with Telegram's limits: an answer is up to two messages, and 30 a second is all there may be
COLUMNS = (
    "bot",
    "calm p50 ms",
    "calm p99 ms",
    "flooded p50 ms",
    "flooded p99 ms",
    "slowest ms",
    "p99 ms once fetched",
    "others' turns",
    "lost",
)


async def measure(plan: Plan) -> Result:
    """Others' answers without and with a flood, several floods; ours also within Telegram's limits."""
    floods = plan.pick(10, 3)
    free = ours(plan.folder, name="flood")
    limited = ours(plan.folder, label="ours, Telegram's limits", name="flood-limited", BENCH_LIMITS="telegram")
    flooded = {}
    rows = []
    for contender, rate in ((free, _RATE), (limited, _LIMITED_RATE), (conversation_handler(plan), _RATE)):
        calm, flooded[contender.label] = await _measure(contender, floods, rate)
        rows.append(_row(contender, calm, flooded[contender.label]))
    felt = flooded[free.label]
    bars = (
        Bar("ms another chat's p99 in the second after a flood", felt.milliseconds(99), 100.0),
        Bar("the same from the update's being fetched", felt.milliseconds(99, served=True), 100.0),
    )
    notes = (
        (
            f"{floods} floods of {_FLOOD} times /start posted at the same moment by one chat; in the second after "
            f"each, other chats go on at {_RATE:.0f} turns a second ({_LIMITED_RATE:.0f} with the limits), behind "
            "it in Telegram's queue. Times from an update's being posted to the last message of its answer; once "
            "fetched: from its being given to the bot."
        ),
        "Telegram's limits: as the bot runs, one message a second in a chat after five, 30 a second in all.",
        (
            "Of a flood with others behind it ours answers 4 messages at a time and asks for slowing down once; the "
            "ConversationHandler answers all 300, one after another."
        ),
    )
    return Result("flood", "what others feel of a flood in one chat", COLUMNS, rows, bars, notes)


async def _measure(contender: Contender, floods: int, rate: float) -> tuple[Answers, Answers]:
    async with running(contender) as arena:
        await arena.warm_up(5)
        await asyncio.sleep(3)  # with the limits, the warm-up's messages are still on their way
        calm = await arena.crowd.pace(int(rate * floods), rate, STEPS)
        answers: Answers | None = None
        for number in range(floods):
            _flood(arena, number)
            # The flood is at its worst at once: the others write in the second that follows.
            some = await arena.crowd.pace(int(rate), rate, STEPS)
            answers = some if answers is None else answers + some
            await _quiet(arena)
    if answers is None:
        raise ValueError("no flood")
    return calm, answers


def _flood(arena: Arena, number: int) -> None:
    flooder = arena.crowd.person((), _FLOODER + number)
    for _ in range(_FLOOD):
        arena.api.post(arena.crowd.update(flooder, Step("flood", "/start")))


async def _quiet(arena: Arena, patience: float = 20.0) -> None:
    """Wait until the flood is over: everything fetched, and hardly a message under way."""
    until = time.perf_counter() + patience
    sent = -1
    while time.perf_counter() < until:
        before, sent = sent, arena.api.calls.get("sendMessage", 0)
        if sent - before <= _TRICKLE and arena.api.unacknowledged <= 1:  # the last is acknowledged by the next poll
            return
        await asyncio.sleep(0.5)


def _row(contender: Contender, calm: Answers, flooded: Answers) -> tuple[str | float | int, ...]:
    return (
        contender.label,
        calm.milliseconds(50),
        calm.milliseconds(99),
        flooded.milliseconds(50),
        flooded.milliseconds(99),
        max(flooded.felt) * 1000,
        flooded.milliseconds(99, served=True),
        flooded.turns,
        calm.lost + flooded.lost,
    )
