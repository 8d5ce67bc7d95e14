"""What the database says to whoever has it, with the key and without, and that nothing in it outlives its time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import Outcome, PlannedReminder, ReminderSchedule, Store, StoredCase, StoreKeyError
from bot.store.cipher import Cipher, make_key, parse_keys
from bot.store.errors import DamagedValueError
from bot.store.groups import GroupOutcome, GroupStore
from bot.store.schema import cases, group_log, keyring, metadata, outbox, reminders, verdict_feedback
from bot.store.transaction import DAY, DAY_BYTES
from dialogs.case import Case
from dialogs.groups import Feedback, GroupState, Logged
from tests.bot.store.shared import NOW, Open, connected
from tests.bot.store.test_maintenance import everything

SECOND = int(NOW.timestamp())
CHAT, GROUP = 300_312_345, -1_001_987_654_321
SHOWN = "先付后追，加V：hu***"
DUE = SECOND + 86_397  # a day after a payment, less three seconds
LABELS = {
    cases: b"case",
    outbox: b"outbox",
    reminders: b"reminder",
    group_log: b"group_log",
    verdict_feedback: b"feedback",
}
STAYS = {
    "group_settings": "an admin's choice: until 30 days after the bot has left the group",
    "group_spared": "an admin's choice, a hash of words: until 30 days after the bot has left the group",
    "keyring": "the key that chats are hashed with",
}


def message(chat_id: int, text: str) -> dict[str, Any]:
    return {"method": "sendMessage", "chat_id": chat_id, "text": text}


def telling(_stored: StoredCase) -> Outcome:
    """A turn after which there is a case, a message that waits and a reminder."""
    name = "return_of_unaccepted_transfer.2026-11-24"
    reminder = PlannedReminder(name, DUE, DUE + 9 * 3600, (message(CHAT, "该去看了"),))
    case = replace(Case(answers={"amount": "5000"}, reminding=True), revision=1)
    return Outcome(case, messages=(message(CHAT, "先停手"),), reminders=ReminderSchedule(on=True, planned=(reminder,)))


async def fill(store: Store) -> bytes:
    """Something in every table; returns the chat."""
    chat, group = store.chat_key(CHAT), store.chat_key(GROUP)
    await store.turn(1, chat, NOW, telling)
    await store.count_attempt(2, NOW)
    words, member = store.words_key("先付后追"), store.member_key(group, CHAT)
    entry = Logged("a" * 16, SECOND, "delete", "recovery_scam", ("fee_first",), words, shown=SHOWN, member=member)
    said = Feedback(words, "recovery_scam", agreed=False, model="m1", at=SECOND, text=SHOWN)
    posted = (message(GROUP, "别信"),)
    changed = GroupOutcome(GroupState("delete"), entry, entry, feedback=said, blamed=member, messages=posted)
    await GroupStore(store).settle(3, group, NOW, lambda _state: changed)
    return chat


def counts(store: Store) -> dict[str, int]:
    """How many rows each table of the schema holds."""
    with connected(store) as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }


def plaintexts(store: Store, key: str) -> Iterator[bytes]:
    """Every value of every table opened with the key, but the addresses of what waits to be sent."""
    cipher = Cipher(parse_keys(key))
    with connected(store) as connection:
        for table in metadata.sorted_tables:
            if table is keyring:
                continue
            for row in connection.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    if name in {"body", "payload", "shown", "text"}:
                        yield cipher.decrypt(value, LABELS[table] + row["chat"])
                    elif name != "recipient":
                        yield value if isinstance(value, bytes) else str(value).encode()


def test_the_columns_in_the_clear_are_these() -> None:
    sealed = {"body", "payload", "recipient", "wrapped", "shown", "text"}
    clear = {
        name: [column.name for column in table.c if column.name not in sealed]
        for name, table in metadata.tables.items()
    }
    assert clear == {
        "cases": ["chat", "expires_on", "reachable"],
        "seen_updates": ["update_id", "at"],
        "outbox": ["id", "chat", "attempts", "not_before", "created_at", "owner", "owned_until"],
        "set_aside": ["update_id", "attempts", "error", "at"],
        "keyring": ["name"],
        "planned_reminders": ["id", "chat", "due_on"],
        "group_settings": ["chat", "mode", "left_at"],
        "group_log": ["ref", "chat", "at", "action", "verdict", "reasons", "words", "undone", "member"],
        "group_spared": ["chat", "words"],
        "group_reporters": ["chat", "member", "wrong", "at"],
        "verdict_feedback": ["id", "chat", "words", "verdict", "agreed", "model", "at"],
    }


async def test_what_is_used_gets_the_new_key_by_itself(open_store: Open, key: str) -> None:
    before = open_store()
    chat, other = await fill(before), before.chat_key(6)
    await before.turn(5, other, NOW, lambda _stored: Outcome(Case()))
    before.close()
    new = make_key()
    during = open_store(keys=f"{new},{key}")
    await during.turn(6, chat, NOW, lambda stored: Outcome(stored.case))
    during.close()
    after = open_store(keys=new)
    assert (await after.case(chat)).case.answers == {"amount": "5000"}
    with pytest.raises(StoreKeyError):
        await after.case(other)


async def test_a_reminders_row_tells_neither_what_it_is_about_nor_when_somebody_paid(store: Store) -> None:
    chat = await fill(store)
    with connected(store) as connection:
        [row] = connection.execute(sa.select(reminders)).mappings()
    clear = {name: value for name, value in row.items() if name not in {"recipient", "payload"}}
    assert clear == {"id": 1, "chat": chat, "due_on": DUE // DAY}
    found = everything(store)
    for moment in (DUE, DUE - DAY, DUE + 9 * 3600):
        assert str(moment).encode() not in found
    assert b"return_of" not in found


async def test_a_cases_row_tells_only_its_last_day(store: Store) -> None:
    chat = await fill(store)
    with connected(store) as connection:
        [row] = connection.execute(sa.select(cases)).mappings()
    clear = {name: value for name, value in row.items() if name != "body"}
    assert clear == {"chat": chat, "expires_on": SECOND // DAY + 31, "reachable": True}


async def test_no_sealed_text_holds_a_chats_id(store: Store, key: str) -> None:
    await fill(store)
    values = list(plaintexts(store, key))
    assert sum("先停手".encode() in value or "该去看了".encode() in value for value in values) == 2
    for chat_id in (CHAT, GROUP):
        assert not any(str(abs(chat_id)).encode() in value for value in values)


async def test_an_address_goes_with_its_message_and_fits_no_other_chat(store: Store) -> None:
    chat = await fill(store)
    with connected(store) as connection:
        address = connection.execute(sa.select(outbox.c.recipient).where(outbox.c.chat == chat)).scalar_one()
        connection.execute(sa.update(outbox).values(recipient=address))
    read = await store.run(b"", lambda tx: [tx.decrypt_recipient(address, chat)])
    assert read == [CHAT]
    with pytest.raises(DamagedValueError):
        await store.run(b"", lambda tx: tx.decrypt_recipient(address, store.chat_key(GROUP)))


async def test_what_waits_is_sent_to_its_chat_after_a_restart(open_store: Open) -> None:
    first = open_store()
    chat = await fill(first)
    await first.release()
    first.close()
    second = open_store()
    assert set(await second.abandoned_chats(NOW)) == {chat, second.chat_key(GROUP)}
    [waiting] = await second.take_over(chat, NOW)
    assert waiting.content == message(CHAT, "先停手")
    moment = NOW + dt.timedelta(days=1)
    [(due_chat, number)] = await second.due_reminders(moment)
    assert [one.content for one in await second.remind(due_chat, number, moment)][-1] == message(CHAT, "该去看了")


async def test_every_table_is_purged_or_has_its_reason(store: Store) -> None:
    await fill(store)
    before = counts(store)
    assert min(before.values()) > 0, before
    await store.purge(NOW + dt.timedelta(days=31))
    assert {name for name, count in counts(store).items() if count} == set(STAYS)


async def test_forgetting_leaves_no_row_of_the_chat(store: Store) -> None:
    chat = await fill(store)
    await store.turn(9, chat, NOW, lambda _stored: Outcome(forget=True))
    with connected(store) as connection:
        for table in metadata.sorted_tables:
            if "chat" in table.c:
                assert connection.execute(sa.select(table).where(table.c.chat == chat)).all() == [], table.name


@pytest.mark.parametrize("day", [NOW.date().toordinal() + 400_000, SECOND // DAY + 40])
async def test_a_changed_row_lives_no_longer(store: Store, day: int) -> None:
    chat = await fill(store)
    year = 400 * DAY
    with connected(store) as connection:
        connection.execute(sa.update(cases).values(expires_on=day))
        connection.execute(sa.update(outbox).values(created_at=SECOND + year))
        connection.execute(sa.update(reminders).values(due_on=day))
        connection.execute(sa.update(group_log).values(at=SECOND + year))
        connection.execute(sa.update(verdict_feedback).values(at=SECOND + year))
    await store.purge(NOW + dt.timedelta(days=29))
    assert (await store.case(chat)).case.answers == {"amount": "5000"}
    await store.purge(NOW + dt.timedelta(days=31))
    changed = (cases, outbox, reminders, group_log, verdict_feedback)
    assert [counts(store)[table.name] for table in changed] == [0] * len(changed)


async def test_a_reminder_that_could_not_be_sent_goes_before_its_case(store: Store) -> None:
    chat = await fill(store)
    await store.give_up(chat)
    await store.purge(NOW + dt.timedelta(days=3))
    assert counts(store)["planned_reminders"] == 0
    assert (await store.case(chat)).created_at == SECOND


async def test_many_reminders_of_a_day_are_read_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.reminders._PAGE", 2)
    monkeypatch.setattr("bot.store.reminders._OF_TODAY", _paged(2))
    due = [SECOND + 60 * number for number in (5, 3, 1, 4, 2)]
    for number, moment in enumerate(due):
        planned = PlannedReminder("r", moment, moment + 9999, (message(number, str(moment)),))
        schedule = ReminderSchedule(on=True, planned=(planned,))
        await store.turn(
            number, store.chat_key(number), NOW, lambda _, schedule=schedule: Outcome(Case(), reminders=schedule)
        )
    found = await store.due_reminders(NOW + dt.timedelta(minutes=4))
    assert [number for _, number in found] == [3, 5, 2, 4]  # by the minute


def _paged(size: int) -> sa.Select[Any]:
    from bot.store.reminders import _OF_TODAY

    return _OF_TODAY.limit(size)


async def test_a_reminder_that_does_not_open_holds_up_no_other(store: Store) -> None:
    chat, other = await fill(store), store.chat_key(6)
    with connected(store) as connection:
        connection.execute(sa.update(reminders).values(payload=b"\x01" * 60))
    planned = PlannedReminder("r", DUE, DUE + 9999, (message(6, "到了"),))
    await store.turn(6, other, NOW, lambda _: Outcome(Case(), reminders=ReminderSchedule(on=True, planned=(planned,))))
    moment = NOW + dt.timedelta(days=1)
    with pytest.raises(StoreKeyError):
        await store.run(b"", lambda tx: tx.decrypt(b"\x01" * 60, b"reminder", chat))
    assert [one for one, _ in await store.due_reminders(moment)] == [other]
    await store.turn(7, chat, NOW, telling)  # and is replaced by the next turn
    assert {one for one, _ in await store.due_reminders(moment)} == {chat, other}


async def test_one_changed_value_does_not_stop_a_rotation_and_is_named(open_store: Open, key: str) -> None:
    before = open_store()
    chat = await fill(before)
    with connected(before) as connection:
        payload = bytearray(connection.execute(sa.select(outbox.c.payload).where(outbox.c.chat == chat)).scalar_one())
        payload[-1] ^= 1
        changed = sa.update(outbox).where(outbox.c.chat == chat).values(payload=bytes(payload))
        connection.execute(changed)
    before.close()
    new = make_key()
    during = open_store(keys=f"{new},{key}")
    with pytest.raises(DamagedValueError, match=r"8 values re-encrypted.* No key opens outbox 1 \(payload\): changed"):
        await during.rotate_keys()
    during.close()
    assert (await open_store(keys=new).case(chat)).case.answers == {"amount": "5000"}


async def test_a_rotation_without_a_rows_key_says_that_it_is_the_key(open_store: Open, key: str) -> None:
    store = open_store()
    chat = await fill(store)
    stranger = Cipher(parse_keys(make_key()))
    with connected(store) as connection:
        body = stranger.encrypt(b"\x00" * DAY_BYTES + json.dumps({}).encode(), b"case" + chat)
        connection.execute(sa.update(cases).values(body=body))
    with pytest.raises(StoreKeyError, match="a key that is not in the list"):
        await open_store(keys=f"{make_key()},{key}").rotate_keys()
