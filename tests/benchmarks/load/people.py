"""The people: each goes through the conversation in a chat of their own, and notes how long every answer took."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.load.conversation import Step

_PATIENCE = 20.0  # seconds without any answer after which what is missing counts as lost
_BOT = {"id": 123456, "is_bot": True, "first_name": "bench", "username": "bench_bot"}


@dataclass(slots=True)
class Person:
    """Somebody in the middle of the conversation. `waiting` while an answer is owed."""

    chat_id: int
    steps: deque[Step]
    buttons: dict[str, str] = field(default_factory=dict)
    last: Mapping[str, Any] = field(default_factory=dict)
    update: int = 0
    posted: float = 0.0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What a load came to. Times are seconds from an update's being posted (`felt`) or given out (`served`) to the
    last message of its answer. `lost` are updates that were never answered in full.
    """

    turns: int
    lost: int
    seconds: float
    messages: int
    felt: Sequence[float]
    served: Sequence[float]

    @property
    def per_second(self) -> float:
        """Turns a second."""
        return self.turns / self.seconds

    def __add__(self, other: Answers) -> Answers:
        """Two loads, one after the other, as one."""
        return Answers(
            self.turns + other.turns,
            self.lost + other.lost,
            self.seconds + other.seconds,
            self.messages + other.messages,
            (*self.felt, *other.felt),
            (*self.served, *other.served),
        )

    def milliseconds(self, percent: int, *, served: bool = False) -> float:
        """A percentile of the times, in milliseconds."""
        return percentile(self.served if served else self.felt, percent) * 1000


class Crowd:
    """Posts for everybody and hears for everybody.

    `post` takes the content of an update and gives its number; `served` tells when an update was given out. An answer
    is complete with the message that carries buttons, or (`buttons` false) with the first message.
    """

    def __init__(self, post: Callable[[Mapping[str, Any]], int], served: Mapping[int, float], *, buttons: bool) -> None:
        self._post, self._served, self._buttons = post, served, buttons
        self._people: dict[int, Person] = {}
        self._numbers = itertools.count(10_001)
        self._message_ids = itertools.count(1)
        self._next: Callable[[Person], None] = lambda _person: None
        self._reset()

    def heard(self, chat_id: int, text: str, markup: Mapping[str, Any] | None) -> None:
        """A message of the bot."""
        self._messages += 1
        person = self._people.get(chat_id)
        if person is None:
            return
        if markup and (rows := markup.get("inline_keyboard")):
            person.buttons = {button["text"]: button.get("callback_data", "") for row in rows for button in row}
            person.last = {"text": text, "reply_markup": markup}
        if person.waiting and (markup or not self._buttons):
            now = time.perf_counter()
            person.waiting = False
            self._felt.append(now - person.posted)
            self._taken.append(now - self._served.get(person.update, person.posted))
            if len(self._felt) >= self._expected:
                self._all_answered.set()
            self._next(person)

    async def saturate(self, people: int, at_once: int, steps: Sequence[Step], chats: Iterable[int] = ()) -> Answers:
        """Everybody writes as soon as they are answered, `at_once` of them at any time, till all have been through.

        People get chats of their own, unless `chats` names them.
        """
        self._reset()
        self._expected = people * len(steps)
        named = iter(chats)
        newcomers = (self.person(steps, next(named, None)) for _ in range(people))

        def go_on(person: Person) -> None:
            if not person.steps:
                self._people.pop(person.chat_id, None)
                newcomer = next(newcomers, None)
                if newcomer is None:
                    return
                person = newcomer
            self.act(person)

        self._next = go_on
        for person in list(itertools.islice(newcomers, at_once)):
            self.act(person)
        return await self.answers()

    async def pace(self, turns: int, per_second: float, steps: Sequence[Step]) -> Answers:
        """One person acts every so often: somebody who has been answered before, else somebody new."""
        self._reset()
        self._expected = turns
        idle: deque[Person] = deque()
        self._next = lambda person: idle.append(person) if person.steps else None
        began = time.perf_counter()
        for number in range(turns):
            due = began + number / per_second
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            # Several are on their way through, as in life: who was answered longest ago goes on.
            self.act(idle.popleft() if len(idle) > len(steps) else self.person(steps))
        return await self.answers()

    def person(self, steps: Sequence[Step], chat_id: int | None = None) -> Person:
        """Somebody at the beginning of the conversation."""
        chat_id = next(self._numbers) if chat_id is None else chat_id
        person = self._people[chat_id] = Person(chat_id, deque(steps))
        return person

    def act(self, person: Person) -> None:
        """Do the next step."""
        step = person.steps.popleft()
        person.waiting, person.posted = True, time.perf_counter()
        self._acted += 1
        person.update = self._post(self.update(person, step))

    def expect(self, answers: int) -> None:
        """Begin a load that is made by hand with `person` and `act`; `answers` waits for so many."""
        self._reset()
        self._expected = answers
        self._next = lambda _person: None

    async def answers(self) -> Answers:
        """Wait for what is owed, and sum up."""
        count = -1
        while not self._all_answered.is_set() and count < len(self._felt):
            count = len(self._felt)
            try:
                await asyncio.wait_for(self._all_answered.wait(), _PATIENCE)
            except TimeoutError:
                continue
        seconds = time.perf_counter() - self._began
        done = len(self._felt)
        self._people.clear()
        return Answers(done, self._acted - done, seconds, self._messages, tuple(self._felt), tuple(self._taken))

    def update(self, person: Person, step: Step) -> dict[str, Any]:
        """The content of the update for a step, with all that Telegram puts into one."""
        name = {"first_name": "小明", "username": f"user{person.chat_id}"}
        user = {"id": person.chat_id, "is_bot": False, **name, "language_code": "zh-hans"}
        chat = {"id": person.chat_id, **name, "type": "private"}
        place = {"message_id": next(self._message_ids), "chat": chat, "date": int(time.time())}
        if not step.pressed or not self._buttons:
            message = {**place, "from": user, "text": step.text}
            if step.forwarded:
                message["forward_origin"] = {"type": "hidden_user", "date": place["date"], "sender_user_name": "客服"}
            if step.text.startswith("/"):
                message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(step.text)}]
            return {"message": message}
        query = {"id": str(person.chat_id * 1000 + place["message_id"]), "from": user, "chat_instance": "-42"}
        return {
            "callback_query": {
                **query,
                "message": {**place, "from": _BOT, **person.last},
                "data": person.buttons.get(step.text, "?"),
            }
        }

    def _reset(self) -> None:
        self._expected = self._acted = self._messages = 0
        self._felt: list[float] = []
        self._taken: list[float] = []
        self._all_answered = asyncio.Event()
        self._began = time.perf_counter()


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many per cent of the values do not exceed."""
    if not values:
        return float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]
