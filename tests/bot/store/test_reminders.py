"""Reminders in the store: sent once, however many look, and gone with their case."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import pytest

from bot.store import OutboxMessage, Outcome, PlannedReminder, ReminderSchedule, Store, StoredCase
from bot.store.cipher import make_key
from dialogs.case import Case
from tests.bot.store.test_maintenance import everything

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
HOUR = 3600
Open = Callable[..., Store]


def at(hours: float) -> dt.datetime:
    return NOW + dt.timedelta(hours=hours)


def planned(name: str, hours: float, *, text: str = "", lasting: float = 12) -> PlannedReminder:
    due = int(at(hours).timestamp())
    return PlannedReminder(
        name, due, due + int(lasting * HOUR), ({"method": "sendMessage", "chat_id": 5, "text": text or name},)
    )


def wanting(*wanted: PlannedReminder, on: bool = True, case: Case | None = None) -> Callable[[StoredCase], Outcome]:
    """A turn after which these reminders are wanted."""
    return lambda _stored: Outcome(case=case or Case(reminding=on), reminders=ReminderSchedule(on, wanted))


async def reminded(store: Store, moment: dt.datetime) -> list[str]:
    """What is sent in one look."""
    sent: list[OutboxMessage] = []
    for chat, number in await store.due_reminders(moment):
        for message in await store.remind(chat, number, moment):
            sent.append(message)
            await store.sent(message, last=False)
    return [str(message.content["text"]) for message in sent]


async def test_a_reminder_is_sent_when_it_is_due_and_once(store: Store) -> None:
    await store.turn(1, store.chat_key(5), NOW, wanting(planned("later", 3), planned("soon", 1)))
    assert await reminded(store, at(0.9)) == []
    assert await reminded(store, at(1)) == ["soon"]
    assert await reminded(store, at(1)) == []
    assert await reminded(store, at(4)) == ["later"]
    assert (await store.backlog())[0] == 0


async def test_two_processes_send_it_once(open_store: Open) -> None:
    stores = [open_store(), open_store()]
    chats = [stores[0].chat_key(number) for number in range(10)]
    for number, chat in enumerate(chats):
        await stores[0].turn(number, chat, NOW, wanting(planned(f"r{number}", 1)))
    sent = await asyncio.gather(*(reminded(store, at(2)) for store in stores))
    assert sorted([*sent[0], *sent[1]]) == sorted(f"r{number}" for number in range(10))
    assert (await stores[0].backlog())[0] == 0


async def test_a_later_turn_replaces_what_is_still_ahead(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("a", 1), planned("b", 2)))
    await store.turn(2, chat, at(0.5), wanting(planned("b", 3, text="b, but later"), planned("c", 4)))
    assert await reminded(store, at(2.5)) == []
    assert await reminded(store, at(5)) == ["b, but later", "c"]


async def test_what_is_due_already_is_sent_although_the_person_has_just_written(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("due", 1)))
    await store.turn(2, chat, at(1.001), wanting())
    assert await reminded(store, at(1.01)) == ["due"]


async def test_switched_off_nothing_is_sent_any_more(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("due", 1), planned("later", 9)))
    await store.turn(2, chat, at(1.001), wanting(on=False))
    assert await reminded(store, at(20)) == []


async def test_a_turn_that_says_nothing_about_reminders_leaves_them(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("due", 1)))
    await store.turn(2, chat, at(0.5), lambda stored: Outcome(case=stored.case))
    assert await reminded(store, at(1)) == ["due"]


async def test_the_same_update_again_changes_no_reminder(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("due", 1)))
    await store.turn(1, chat, NOW, wanting(planned("other", 1)))
    assert await reminded(store, at(1)) == ["due"]


async def test_forgetting_takes_the_reminders_along(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("due", 1)))
    await store.turn(2, chat, NOW, lambda _stored: Outcome(forget=True))
    assert await reminded(store, at(2)) == []


async def test_a_case_that_has_outlived_its_time_takes_them_along(store: Store) -> None:
    await store.turn(1, store.chat_key(5), NOW, wanting(planned("far", 24 * 40)))
    purged = await store.purge(at(24 * 32))
    assert purged["cases"] == 1
    assert await reminded(store, at(24 * 41)) == []


async def test_a_reminder_keeps_no_case_alive(store: Store) -> None:
    await store.turn(1, store.chat_key(5), NOW, wanting(planned("due", 24 * 20)))
    assert await reminded(store, at(24 * 20)) == ["due"]
    assert (await store.purge(at(24 * 32)))["cases"] == 1


async def test_who_blocked_the_bot_is_not_reminded_until_they_come_back(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("due", 1), planned("later", 30)))
    await store.give_up(chat)
    assert await reminded(store, at(2)) == []
    await store.turn(2, chat, at(20), lambda stored: Outcome(case=stored.case))
    assert await reminded(store, at(31)) == ["later"]


async def test_words_that_are_no_longer_true_are_not_sent(store: Store) -> None:
    await store.turn(1, store.chat_key(5), NOW, wanting(planned("stale", 1, lasting=2), planned("good", 1, lasting=9)))
    assert await reminded(store, at(4)) == ["good"]
    assert await store.due_reminders(at(5)) == ()


async def test_a_failed_turn_changes_no_reminder(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, wanting(planned("due", 1)))
    unserializable = PlannedReminder("x", 0, 0, ({"chat_id": 5, "text": object()},))
    with pytest.raises(TypeError):
        await store.turn(2, chat, NOW, wanting(unserializable))
    assert await reminded(store, at(1)) == ["due"]


async def test_nothing_in_a_reminder_can_be_read_without_the_key(store: Store) -> None:
    await store.turn(1, store.chat_key(777_000_777), NOW, wanting(planned("law.x", 1, text="秘密的日子")))
    stored = everything(store)
    assert "秘密".encode() not in stored
    assert b"777000777" not in stored


async def test_a_new_key_reads_and_reseals_them(open_store: Open, key: str) -> None:
    first = open_store()
    await first.turn(1, first.chat_key(5), NOW, wanting(planned("due", 1)))
    first.close()
    fresh = make_key()
    second = open_store(keys=f"{fresh},{key}")
    assert await second.rotate_keys() >= 2
    second.close()
    assert await reminded(open_store(keys=fresh), at(1)) == ["due"]
