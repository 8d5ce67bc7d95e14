"""Who sends a chat's messages when processes fall silent, by clocks that nobody has to trust."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from bot.store import Store
from bot.store.leases import RELEASED, Leases
from bot.store.schema import metadata
from tests.bot.store.conftest import Steady
from tests.bot.store.shared import NOW, Open, connected, saying

DAY = dt.timedelta(days=1)


async def abandoned(store: Store, steady: Steady, now: dt.datetime = NOW) -> tuple[bytes, ...]:
    """What is found abandoned after having watched for a lease."""
    await store.abandoned_chats(now)
    steady.seconds += store.lease
    return await store.abandoned_chats(now)


def texts(messages: object) -> list[str]:
    return [message.content["text"] for message in messages]  # type: ignore[attr-defined]


async def test_a_new_process_takes_up_what_the_old_one_left(open_store: Open, steady: Steady) -> None:
    old = open_store()
    chat = old.chat_key(5)
    messages = (await old.turn(1, chat, NOW, saying("一", "二"))).to_send
    await old.sent(messages[0], last=False)
    new = open_store()
    assert await new.abandoned_chats(NOW) == ()
    assert await new.take_over(chat, NOW) == ()
    assert await abandoned(new, steady) == (chat,)
    assert texts(await new.take_over(chat, NOW)) == ["二"]
    assert await old.take_over(chat, NOW) == ()  # now it is the new one's


async def test_a_heartbeat_keeps_letters(open_store: Open, steady: Steady) -> None:
    busy, other = open_store(), open_store()
    await busy.turn(1, busy.chat_key(5), NOW, saying("一"))
    await other.abandoned_chats(NOW)
    for seconds in (5, 10, 15, 20, 25):
        steady.seconds += 5
        await busy.heartbeat(NOW + dt.timedelta(seconds=seconds))
        assert await other.abandoned_chats(NOW) == ()


async def test_a_heartbeat_at_the_last_moment_counts(open_store: Open, steady: Steady) -> None:
    busy, other = open_store(), open_store()
    chat = busy.chat_key(5)
    await busy.turn(1, chat, NOW, saying("一"))
    assert await abandoned(other, steady) == (chat,)
    await busy.heartbeat(NOW + dt.timedelta(seconds=25))
    assert await other.take_over(chat, NOW) == ()
    assert (await other.turn(2, chat, NOW, saying("二"))).to_send == ()


async def test_who_leaves_hands_over_at_once(open_store: Open) -> None:
    leaving, staying = open_store(), open_store()
    chat = leaving.chat_key(5)
    await leaving.turn(1, chat, NOW, saying("一"))
    await leaving.release()
    assert await staying.abandoned_chats(NOW) == (chat,)
    assert len(await staying.take_over(chat, NOW)) == 1


async def test_a_clock_put_forward_takes_nobodys_letters(open_store: Open, steady: Steady) -> None:
    ours, fast = open_store(), open_store()
    chat = ours.chat_key(5)
    await ours.turn(1, chat, NOW, saying("一"))
    await fast.abandoned_chats(NOW)
    steady.seconds += 5
    await ours.heartbeat(NOW + dt.timedelta(seconds=5))
    assert await fast.abandoned_chats(NOW + DAY) == ()
    assert (await fast.turn(2, chat, NOW + DAY, saying("二"))).to_send == ()


async def test_a_clock_put_back_does_not_keep_the_messages_of_the_dead(open_store: Open, steady: Steady) -> None:
    dead, slow = open_store(), open_store()
    chat = dead.chat_key(5)
    await dead.turn(1, chat, NOW, saying("一"))
    assert await abandoned(slow, steady, NOW - DAY) == (chat,)
    assert texts(await slow.take_over(chat, NOW - DAY)) == ["一"]


async def test_who_lives_with_a_clock_put_back_keeps_its_letters(open_store: Open, steady: Steady) -> None:
    slow, other = open_store(), open_store()
    await slow.turn(1, slow.chat_key(5), NOW, saying("一"))
    await other.abandoned_chats(NOW)
    for seconds in range(5, 60, 5):
        steady.seconds += 5
        await slow.heartbeat(NOW - DAY + dt.timedelta(seconds=seconds))
        assert await other.abandoned_chats(NOW) == ()


async def test_a_letter_nobody_sends_is_noticed_by_its_owner(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, saying("一"))
    assert await store.abandoned_chats(NOW + dt.timedelta(seconds=1)) == ()
    later = NOW + dt.timedelta(seconds=61)
    await store.heartbeat(later)
    assert await store.abandoned_chats(later) == (chat,)
    assert len(await store.take_over(chat, later)) == 1


async def test_so_is_one_written_before_the_clock_was_put_back(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, saying("一"))
    assert await store.abandoned_chats(NOW - DAY) == (chat,)


async def test_what_a_silent_process_left_goes_out_before_a_new_reply(open_store: Open, steady: Steady) -> None:
    silent, other = open_store(), open_store()
    chat = silent.chat_key(5)
    (old,) = (await silent.turn(1, chat, NOW, saying("一"))).to_send
    assert await abandoned(other, steady) == (chat,)
    assert texts((await other.turn(2, chat, NOW, saying("二"))).to_send) == ["一", "二"]
    assert await silent.sent(old, last=True) == ()  # it wakes up: the second one is not its to send


async def test_a_postponed_letter_remembers_until_when(open_store: Open, steady: Steady) -> None:
    store = open_store()
    chat = store.chat_key(5)
    (message,) = (await store.turn(1, chat, NOW, saying("一"))).to_send
    until = NOW + dt.timedelta(seconds=90)
    await store.postpone(message, until)
    heir = open_store()
    await abandoned(heir, steady)
    (again,) = await heir.take_over(chat, NOW)
    assert (again.not_before, again.attempts) == (int(until.timestamp()), 1)


async def test_a_wait_noted_before_the_clock_was_put_back_is_not_waited_for_a_day(
    open_store: Open, steady: Steady
) -> None:
    store = open_store()
    chat = store.chat_key(5)
    (message,) = (await store.turn(1, chat, NOW, saying("一"))).to_send
    await store.postpone(message, NOW + dt.timedelta(seconds=90))
    back = NOW - DAY
    heir = open_store()
    if heir.shared:
        await abandoned(heir, steady, back)
        (again,) = await heir.take_over(chat, back)
    else:
        (again,) = await heir.adopt_all(back)
    assert again.not_before - int(back.timestamp()) == 600


async def test_a_letter_that_does_not_open_stays_and_holds_up_no_other(open_store: Open) -> None:
    store = open_store()
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, saying("一", "二"))
    outbox = metadata.tables["outbox"]
    with connected(store) as connection:
        connection.execute(sa.update(outbox).where(outbox.c.id == 1).values(payload=b"spoilt"))
    later = NOW + dt.timedelta(seconds=61)
    assert texts(await store.take_over(chat, later)) == ["二"]
    assert (await store.backlog())[0] == 2
    if not store.shared:
        assert texts(await open_store().adopt_all(later)) == ["二"]


def test_heartbeats_are_told_apart_by_change_alone() -> None:
    steady = Steady()
    leases = Leases(steady, 20)
    assert leases.observe([("a", 7), ("b", 9), ("c", RELEASED)]) == {"c": RELEASED}
    steady.seconds += 20
    assert leases.observe([("a", 7), ("b", 8)]) == {"a": 7}
    assert leases.expired("a", 7) == 7
    assert leases.expired("a", 8) is None  # back again
    assert leases.expired("b", 8) is None
    assert leases.expired("never seen", 3) is None
    assert leases.observe([]) == {}
    assert leases.expired("a", 7) is None
