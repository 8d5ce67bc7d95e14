"""The store's promises about turns and messages, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.store import Outcome, Store, StoredCase
from dialogs.case import Case
from tests.bot.store.shared import NOW, Open, counting, on_a_server, saying


async def test_a_turn_is_found_again_by_another_process(open_store: Open) -> None:
    first = open_store()
    chat = first.chat_key(5)
    settled = await first.turn(1, chat, NOW, counting)
    assert [message.content["text"] for message in settled.to_send] == ["1"]
    second = open_store()
    assert second.chat_key(5) == chat
    stored = await second.case(chat)
    assert (stored.case.answers["count"], stored.case.revision, stored.created_at) == ("1", 1, int(NOW.timestamp()))


async def test_an_update_counts_once_whoever_gets_it(open_store: Open) -> None:
    stores = [open_store(), open_store()]
    chat = stores[0].chat_key(5)
    turns = [stores[number % 2].turn(number // 4, chat, NOW, counting) for number in range(40)]
    settled = await asyncio.gather(*turns)
    assert sum(one.fresh for one in settled) == 10
    assert (await stores[0].case(chat)).case.answers["count"] == "10"


async def test_many_chats_at_once_through_two_processes(open_store: Open) -> None:
    stores = [open_store(), open_store()]
    chats = [stores[0].chat_key(number) for number in range(20)]
    turns = [
        stores[(number + round_) % 2].turn(number * 100 + round_, chat, NOW, counting)
        for round_ in range(5)
        for number, chat in enumerate(chats)
    ]
    assert all(one.fresh for one in await asyncio.gather(*turns))
    for chat in chats:
        assert (await stores[0].case(chat)).case.answers["count"] == "5"


async def test_a_turn_that_fails_leaves_nothing_and_harms_no_other(store: Store) -> None:
    def fails(_stored: StoredCase) -> Outcome:
        raise ZeroDivisionError

    results = await asyncio.gather(
        *(store.turn(number, store.chat_key(number), NOW, fails if number == 3 else counting) for number in range(8)),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results].count("ZeroDivisionError") == 1
    assert isinstance(results[3], ZeroDivisionError)
    assert (await store.case(store.chat_key(3))).created_at == 0
    assert (await store.turn(3, store.chat_key(3), NOW, counting)).fresh
    assert (await store.backlog())[0] == 8


async def test_messages_that_cannot_be_written_undo_the_turn(store: Store) -> None:
    chat = store.chat_key(5)
    unserializable = ({"chat_id": 5, "text": object()},)
    with pytest.raises(TypeError):
        await store.turn(1, chat, NOW, lambda _stored: Outcome(case=Case(), messages=unserializable))
    assert (await store.case(chat)).created_at == 0
    assert (await store.turn(1, chat, NOW, counting)).fresh


async def test_messages_go_out_in_order_and_only_once(store: Store) -> None:
    chat = store.chat_key(5)
    one, two, three = (await store.turn(1, chat, NOW, saying("一", "二", "三"))).to_send
    assert one.id < two.id < three.id
    assert await store.sent(one, last=False) == ()
    assert (await store.backlog()) == (2, int(NOW.timestamp()))
    await store.sent(two, last=False)
    await store.sent(three, last=True)
    assert (await store.backlog()) == (0, None)
    assert await store.late_chats(NOW) == 0


async def test_replies_of_another_process_join_the_queue_of_the_one_that_sends(open_store: Open) -> None:
    sending, other = open_store(), open_store()
    chat = sending.chat_key(5)
    (first,) = (await sending.turn(1, chat, NOW, saying("一"))).to_send
    assert (await other.turn(2, chat, NOW, saying("二"))).to_send == ()
    if sending.shared:
        (second,) = await sending.sent(first, last=True)
        assert second.content["text"] == "二"
        assert await sending.sent(second, last=True) == ()
    else:  # one process only: whoever starts adopts everything
        assert [message.content["text"] for message in await other.adopt_all(NOW)] == ["一", "二"]


@on_a_server
async def test_messages_left_by_others_go_out_before_our_next_reply(open_store: Open) -> None:
    sending, other = open_store(), open_store()
    chat = sending.chat_key(5)
    await sending.turn(1, chat, NOW, saying("一"))
    await other.turn(2, chat, NOW, saying("二"))
    mine = (await sending.turn(3, chat, NOW, saying("三"))).to_send
    assert [message.content["text"] for message in mine] == ["一", "二", "三"]


async def test_a_chat_that_is_gone_keeps_its_case_and_loses_its_letters(store: Store) -> None:
    chat, other = store.chat_key(5), store.chat_key(6)
    await store.turn(1, chat, NOW, counting)
    await store.turn(2, other, NOW, counting)
    assert await store.give_up(chat) == 1
    assert (await store.backlog())[0] == 1
    assert (await store.case(chat)).case.answers["count"] == "1"


async def test_forget_takes_the_case_and_what_waits_but_not_the_farewell(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, saying("旧", case=Case(answers={"a": "b"})))
    farewell = ({"chat_id": 5, "text": "都删了"},)
    settled = await store.turn(2, chat, NOW, lambda _stored: Outcome(forget=True, messages=farewell))
    assert settled.forgot
    assert (await store.case(chat)).created_at == 0
    assert (await store.backlog())[0] == 1
    assert not (await store.turn(1, chat, NOW, counting)).fresh  # a late repeat does not bring it back


async def test_an_update_given_up_is_seen_and_answered_once(store: Store) -> None:
    chat = store.chat_key(5)
    for expected in (1, 2, 3):
        assert await store.count_attempt(9, NOW) == expected
    answer = ({"chat_id": 5, "text": "请再发一次"},)
    assert len((await store.dead_letter(9, "ValueError", chat, NOW, answer)).to_send) == 1
    assert not (await store.dead_letter(9, "ValueError", chat, NOW, answer)).fresh
    assert not (await store.turn(9, chat, NOW, counting)).fresh


async def test_an_attempt_cut_short_is_taken_back(store: Store) -> None:
    for _ in range(3):
        assert await store.count_attempt(9, NOW) == 1
        await store.take_attempt_back(9)
    await store.take_attempt_back(9)
    await store.take_attempt_back(10)  # never counted
    assert [await store.count_attempt(number, NOW) for number in (9, 10)] == [1, 1]


async def test_what_outlived_its_time_goes(store: Store) -> None:
    old, used = store.chat_key(5), store.chat_key(6)
    await store.turn(1, old, NOW, counting)
    await store.turn(2, used, NOW, counting)
    await store.turn(3, used, NOW + dt.timedelta(days=20), counting)
    assert (await store.purge(NOW + dt.timedelta(days=29)))["cases"] == 0
    purged = await store.purge(NOW + dt.timedelta(days=31))
    assert purged == {"cases": 1, "updates": 0}
    assert (await store.case(old)).created_at == 0
    assert (await store.case(used)).case.answers["count"] == "2"


async def test_updates_are_remembered_for_a_day(store: Store) -> None:
    await store.turn(1, store.chat_key(5), NOW, counting)
    assert (await store.purge(NOW + dt.timedelta(hours=23)))["updates"] == 0
    assert not (await store.turn(1, store.chat_key(5), NOW, counting)).fresh
    assert (await store.purge(NOW + dt.timedelta(hours=25)))["updates"] == 1
