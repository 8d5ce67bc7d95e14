"""What is kept about groups, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.store import Store
from bot.store.groups import GroupOutcome, GroupStore
from dialogs.groups import LOG_DAYS, Feedback, GroupState, Logged

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
SECOND = int(NOW.timestamp())
ENTRY = Logged(
    "a" * 16, SECOND, "delete", "recovery_scam", ("fee_first", "pays_after"), b"w" * 16, shown="先追回，加V：hu***"
)
SAID = Feedback(b"w" * 16, "recovery_scam", agreed=False, model="m1", at=SECOND, text="先追回，加V：hu***")


@pytest.fixture
def groups(store: Store) -> GroupStore:
    return GroupStore(store)


async def test_state_log_and_messages_come_together_and_once(store: Store, groups: GroupStore) -> None:
    chat = store.chat_key(-1)
    outcome = GroupOutcome(GroupState("delete"), ENTRY, messages=({"chat_id": -1, "text": "x"},))
    first = await groups.settle(1, chat, NOW, lambda _state: outcome)
    assert (first.fresh, len(first.to_send)) == (True, 1)
    again = await groups.settle(1, chat, NOW, lambda _state: outcome)
    assert (again.fresh, again.to_send) == (False, ())
    assert await groups.state(chat) == GroupState("delete")
    assert await groups.log(chat, NOW) == (ENTRY,)
    assert await groups.state(store.chat_key(-2)) == GroupState()


async def test_an_error_in_the_work_leaves_nothing(store: Store, groups: GroupStore) -> None:
    chat = store.chat_key(-1)

    def broken(_state: GroupState) -> GroupOutcome:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await groups.settle(1, chat, NOW, broken)
    assert (await groups.settle(1, chat, NOW, lambda state: GroupOutcome(replace(state, mode="warn")))).fresh
    assert await groups.state(chat) == GroupState("warn")


async def test_the_state_tells_of_the_last_action_on_the_same_words_that_was_not_undone(
    store: Store, groups: GroupStore
) -> None:
    chat, seen = store.chat_key(-1), []

    def look(state: GroupState) -> GroupOutcome:
        seen.append(state.acted_at)
        return GroupOutcome()

    await groups.settle(1, chat, NOW, lambda _state: GroupOutcome(log=ENTRY))
    for update, about in enumerate(
        [("delete", ENTRY.words), ("warn", ENTRY.words), ("delete", b"x" * 16), None], start=2
    ):
        await groups.settle(update, chat, NOW, look, about=about)
    await groups.settle(9, chat, NOW, lambda _state: GroupOutcome(undo=ENTRY))
    await groups.settle(10, chat, NOW, look, about=("delete", ENTRY.words))
    assert seen == [SECOND, 0, 0, 0, 0]


async def test_an_entry_is_undone_and_its_words_spared_in_this_group_only(store: Store, groups: GroupStore) -> None:
    chat, other = store.chat_key(-1), store.chat_key(-2)
    await groups.settle(1, chat, NOW, lambda _state: GroupOutcome(log=ENTRY))
    assert await groups.entry(other, ENTRY.ref) is None
    for update in (2, 3):
        await groups.settle(update, chat, NOW, lambda _state: GroupOutcome(undo=ENTRY))
    assert await groups.entry(chat, ENTRY.ref) == replace(ENTRY, undone=True)
    assert await groups.is_spared(chat, ENTRY.words)
    assert not await groups.is_spared(other, ENTRY.words)


async def test_the_log_is_short_and_forgets(store: Store, groups: GroupStore) -> None:
    chat = store.chat_key(-1)
    for number in range(25):
        entry = replace(ENTRY, ref=f"{number:016}", at=SECOND + number)
        await groups.settle(number, chat, NOW, lambda _state, entry=entry: GroupOutcome(log=entry))
    assert [entry.at - SECOND for entry in await groups.log(chat, NOW)] == list(range(24, 4, -1))
    later = NOW + dt.timedelta(days=LOG_DAYS, seconds=10)
    assert len(await groups.log(chat, later)) == 15
    await store.purge(later)
    assert await groups.entry(chat, f"{9:016}") is None
    assert await groups.entry(chat, f"{10:016}") is not None


async def test_a_group_moves_with_all_it_has_and_twice_is_no_harm(store: Store, groups: GroupStore) -> None:
    old, new = store.chat_key(-1), store.chat_key(-2)
    outcome = GroupOutcome(GroupState("delete"), ENTRY, undo=ENTRY, feedback=SAID)
    await groups.settle(1, old, NOW, lambda _state: outcome)
    await groups.move(old, new)
    await groups.move(old, new)
    assert await groups.state(new) == GroupState("delete")
    assert await groups.log(new, NOW) == (replace(ENTRY, undone=True),)
    assert await groups.feedback() == (SAID,)  # what was encrypted for the old chat opens in the new one
    assert await groups.is_spared(new, ENTRY.words)
    assert await groups.state(old) == GroupState()
    assert await groups.log(old, NOW) == ()


async def test_what_the_new_group_has_already_stays(store: Store, groups: GroupStore) -> None:
    old, new = store.chat_key(-1), store.chat_key(-2)
    await groups.settle(1, old, NOW, lambda _state: GroupOutcome(GroupState("delete"), ENTRY, undo=ENTRY))
    second = replace(ENTRY, ref="b" * 16)
    await groups.settle(2, new, NOW, lambda _state: GroupOutcome(GroupState("warn"), second, undo=second))
    await groups.move(old, new)
    assert await groups.state(new) == GroupState("warn")
    assert len(await groups.log(new, NOW)) == 2
    assert await groups.is_spared(new, ENTRY.words)
    assert not await groups.is_spared(old, ENTRY.words)


async def test_leaving_a_group_leaves_its_setting_and_spared_words_for_30_days(
    store: Store, groups: GroupStore
) -> None:
    chat, other = store.chat_key(-1), store.chat_key(-2)
    messages = ({"chat_id": -1, "text": "x"},)
    for update, key, ref in ((1, chat, "a"), (2, other, "b")):
        entry = replace(ENTRY, ref=ref * 16)
        outcome = GroupOutcome(
            GroupState("delete"), entry, undo=entry, feedback=SAID, blamed=b"m" * 16, messages=messages
        )
        await groups.settle(update, key, NOW, lambda _state, outcome=outcome: outcome)
    await groups.leave(chat, NOW)
    assert await groups.state(chat) == GroupState("delete", SECOND)
    assert await groups.log(chat, NOW) == ()
    assert len(await groups.feedback()) == 1
    assert await groups.wrong_reports(chat, b"m" * 16) == 0
    assert await groups.is_spared(chat, ENTRY.words)
    assert await store.backlog() == (1, SECOND)
    await store.purge(NOW + dt.timedelta(days=30, seconds=1))
    assert await groups.state(chat) == GroupState()
    assert not await groups.is_spared(chat, ENTRY.words)
    assert await groups.state(other) == GroupState("delete")
    assert await groups.is_spared(other, ENTRY.words)


async def test_the_last_word_on_a_verdict_counts_and_its_text_only_with_consent(
    store: Store, groups: GroupStore
) -> None:
    chat = store.chat_key(-1)
    for update, said in enumerate((SAID, replace(SAID, agreed=True, text=None)), start=1):
        await groups.settle(update, chat, NOW, lambda _state, said=said: GroupOutcome(feedback=said))
        assert await groups.feedback() == (said,)
    await store.purge(NOW + dt.timedelta(days=31))
    assert await groups.feedback() == ()


async def test_reports_in_vain_are_counted_by_member_and_forgotten(store: Store, groups: GroupStore) -> None:
    chat, other = store.chat_key(-1), store.chat_key(-2)
    member = store.member_key(chat, 7)
    assert member != store.member_key(other, 7)
    for update in (1, 2):
        await groups.settle(update, chat, NOW, lambda _state: GroupOutcome(blamed=member))
    assert await groups.wrong_reports(chat, member) == 2
    assert await groups.wrong_reports(other, member) == 0
    await store.purge(NOW + dt.timedelta(days=31))
    assert await groups.wrong_reports(chat, member) == 0


def test_the_same_words_have_the_same_key_however_dressed(store: Store) -> None:
    key = store.words_key("微信撤回神器 VIP")
    assert key == store.words_key(" 微信撤回神器\nｖｉｐ")
    assert key != store.words_key("微信撤回神器 VIP2")
    assert len(key) == 16
