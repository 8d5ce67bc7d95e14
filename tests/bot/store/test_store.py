"""The store's promises about turns and letters, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.store import Outcome, Store, Stored
from dialogs.case import Case
from tests.bot.store.shared import NOW, Open, counting, saying


async def test_a_turn_is_found_again_by_another_process(open_store: Open) -> None:
    first = open_store()
    chat = first.chat_key(5)
    settled = await first.turn(1, chat, NOW, counting)
    assert [letter.content["text"] for letter in settled.mine] == ["1"]
    second = open_store()
    assert second.chat_key(5) == chat
    stored = await second.case(chat)
    assert (stored.case.answers["count"], stored.case.revision, stored.born) == ("1", 1, int(NOW.timestamp()))


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
    def fails(_stored: Stored) -> Outcome:
        raise ZeroDivisionError

    results = await asyncio.gather(
        *(store.turn(number, store.chat_key(number), NOW, fails if number == 3 else counting) for number in range(8)),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results].count("ZeroDivisionError") == 1
    assert isinstance(results[3], ZeroDivisionError)
    assert (await store.case(store.chat_key(3))).born == 0
    assert (await store.turn(3, store.chat_key(3), NOW, counting)).fresh
    assert (await store.backlog())[0] == 8


async def test_letters_that_cannot_be_written_undo_the_turn(store: Store) -> None:
    chat = store.chat_key(5)
    with pytest.raises(TypeError):
        await store.turn(1, chat, NOW, lambda _stored: Outcome(case=Case(), letters=({"text": object()},)))
    assert (await store.case(chat)).born == 0
    assert (await store.turn(1, chat, NOW, counting)).fresh


async def test_letters_go_out_in_order_and_only_once(store: Store) -> None:
    chat = store.chat_key(5)
    one, two, three = (await store.turn(1, chat, NOW, saying("一", "二", "三"))).mine
    assert one.id < two.id < three.id
    assert await store.sent(one, last=False) == ()
    assert (await store.backlog()) == (2, int(NOW.timestamp()))
    await store.sent(two, last=False)
    await store.sent(three, last=True)
    assert (await store.backlog()) == (0, None)


async def test_a_new_process_takes_up_what_the_old_one_left(open_store: Open) -> None:
    old = open_store()
    chat = old.chat_key(5)
    letters = (await old.turn(1, chat, NOW, saying("一", "二"))).mine
    await old.sent(letters[0], last=False)
    new = open_store()
    later = NOW + dt.timedelta(seconds=new.lease + 1)
    assert await new.neglected(NOW) == ()
    assert await new.neglected(later) == (chat,)
    assert [letter.content["text"] for letter in await new.take_over(chat, later)] == ["二"]
    assert await old.take_over(chat, later) == ()  # now it is the new one's


async def test_a_sign_of_life_keeps_letters(open_store: Open) -> None:
    busy, other = open_store(), open_store()
    await busy.turn(1, busy.chat_key(5), NOW, saying("一"))
    later = NOW + dt.timedelta(seconds=busy.lease - 1)
    await busy.renew(later)
    assert await other.neglected(NOW + dt.timedelta(seconds=busy.lease + 1)) == ()


async def test_who_leaves_hands_over_at_once(open_store: Open) -> None:
    leaving, staying = open_store(), open_store()
    chat = leaving.chat_key(5)
    await leaving.turn(1, chat, NOW, saying("一"))
    await leaving.release()
    assert await staying.neglected(NOW) == (chat,)
    assert len(await staying.take_over(chat, NOW)) == 1


async def test_a_letter_nobody_sends_is_noticed_by_its_owner(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, saying("一"))
    assert await store.neglected(NOW + dt.timedelta(seconds=1)) == ()
    later = NOW + dt.timedelta(seconds=61)
    await store.renew(later)
    assert await store.neglected(later) == (chat,)
    assert len(await store.take_over(chat, later)) == 1


async def test_replies_of_another_process_join_the_queue_of_the_one_that_sends(open_store: Open) -> None:
    sending, other = open_store(), open_store()
    chat = sending.chat_key(5)
    (first,) = (await sending.turn(1, chat, NOW, saying("一"))).mine
    assert (await other.turn(2, chat, NOW, saying("二"))).mine == ()
    if sending.shared:
        (second,) = await sending.sent(first, last=True)
        assert second.content["text"] == "二"
        assert await sending.sent(second, last=True) == ()
    else:  # one process only: whoever starts adopts everything
        assert [letter.content["text"] for letter in await other.adopt_all(NOW)] == ["一", "二"]


async def test_letters_left_by_others_go_out_before_our_next_reply(open_store: Open) -> None:
    sending, other = open_store(), open_store()
    if not sending.shared:
        pytest.skip("one process only")
    chat = sending.chat_key(5)
    await sending.turn(1, chat, NOW, saying("一"))
    await other.turn(2, chat, NOW, saying("二"))
    mine = (await sending.turn(3, chat, NOW, saying("三"))).mine
    assert [letter.content["text"] for letter in mine] == ["一", "二", "三"]


async def test_what_a_silent_process_left_goes_out_before_a_new_reply(open_store: Open) -> None:
    silent, other = open_store(), open_store()
    chat = silent.chat_key(5)
    (old,) = (await silent.turn(1, chat, NOW, saying("一"))).mine
    later = NOW + dt.timedelta(seconds=silent.lease + 1)
    mine = (await other.turn(2, chat, later, saying("二"))).mine
    assert [letter.content["text"] for letter in mine] == ["一", "二"]
    assert await silent.sent(old, last=True) == ()  # it wakes up: the second one is not its to send


async def test_a_chat_that_is_gone_keeps_its_case_and_loses_its_letters(store: Store) -> None:
    chat, other = store.chat_key(5), store.chat_key(6)
    await store.turn(1, chat, NOW, counting)
    await store.turn(2, other, NOW, counting)
    assert await store.give_up(chat) == 1
    assert (await store.backlog())[0] == 1
    assert (await store.case(chat)).case.answers["count"] == "1"


async def test_a_postponed_letter_remembers_until_when(open_store: Open) -> None:
    store = open_store()
    chat = store.chat_key(5)
    (letter,) = (await store.turn(1, chat, NOW, saying("一"))).mine
    until = NOW + dt.timedelta(seconds=90)
    await store.postpone(letter, until)
    later = NOW + dt.timedelta(seconds=store.lease + 1)
    (again,) = await open_store().take_over(chat, later)
    assert (again.not_before, again.attempts) == (int(until.timestamp()), 1)


async def test_forget_takes_the_case_and_what_waits_but_not_the_farewell(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, saying("旧", case=Case(answers={"a": "b"})))
    settled = await store.turn(2, chat, NOW, lambda _stored: Outcome(forget=True, letters=({"text": "都删了"},)))
    assert settled.forgot
    assert (await store.case(chat)).born == 0
    assert (await store.backlog())[0] == 1
    assert not (await store.turn(1, chat, NOW, counting)).fresh  # a late repeat does not bring it back


async def test_an_update_given_up_is_seen_and_answered_once(store: Store) -> None:
    chat = store.chat_key(5)
    for expected in (1, 2, 3):
        assert await store.note_try(9, NOW) == expected
    answer = ({"chat_id": 5, "text": "请再发一次"},)
    assert len((await store.set_aside(9, "ValueError", chat, NOW, answer)).mine) == 1
    assert not (await store.set_aside(9, "ValueError", chat, NOW, answer)).fresh
    assert not (await store.turn(9, chat, NOW, counting)).fresh


async def test_what_outlived_its_time_goes(store: Store) -> None:
    old, used = store.chat_key(5), store.chat_key(6)
    await store.turn(1, old, NOW, counting)
    await store.turn(2, used, NOW, counting)
    await store.turn(3, used, NOW + dt.timedelta(days=20), counting)
    assert (await store.purge(NOW + dt.timedelta(days=29))).cases == 0
    purged = await store.purge(NOW + dt.timedelta(days=32))
    assert (purged.cases, purged.updates) == (1, 0)
    assert (await store.case(old)).born == 0
    assert (await store.case(used)).case.answers["count"] == "2"


async def test_updates_are_remembered_for_a_day(store: Store) -> None:
    await store.turn(1, store.chat_key(5), NOW, counting)
    assert (await store.purge(NOW + dt.timedelta(hours=23))).updates == 0
    assert not (await store.turn(1, store.chat_key(5), NOW, counting)).fresh
    assert (await store.purge(NOW + dt.timedelta(hours=25))).updates == 1
