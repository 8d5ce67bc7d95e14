"""One turn, one transaction: the update is remembered, the case saved, the answers put in the outbox, or none of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from bot.store.access import DAY, Access, lock_chat
from bot.store.committer import Cursor
from bot.store.keys import StoreKeyError
from bot.store.outbox import enqueue
from bot.store.records import Outcome, StoredCase, TurnResult
from bot.store.reminders import want
from dialogs.case import Case

Work = Callable[[StoredCase], Outcome]


def settle_turn(  # one transaction, and all that it is about
    access: Access,
    cursor: Cursor,
    update_id: int,
    chat: bytes,
    now: int,
    work: Work,
    others: Sequence[int] = (),
) -> TurnResult:
    """Run `work` on the chat's case and save what comes out; an update seen before changes nothing.

    `others` are further updates that `work` answers as well: all are remembered together, and the turn is taken
    unless every one of them was seen before.

    `work` runs inside the transaction and may run twice (see `bot.store.committer`): it must be pure. It
    comes before the first write, so that an error in it leaves nothing to take back.
    """
    lock_chat(access, cursor, chat)
    updates = (update_id, *others)
    if all(_seen(access, cursor, number) for number in updates):
        return TurnResult(chat, fresh=False)
    stored, outcome = _result(access, cursor, chat, work)
    for number in updates:
        cursor.execute(access.sql.claim, {"update_id": number, "at": now})
    if outcome.forget:
        erase(access, cursor, chat)
    elif outcome.case is not None:
        _save_case(access, cursor, chat, outcome.case, stored.created_at or now, now)
        if outcome.reminders is not None:
            want(access, cursor, chat, outcome.reminders, now)
    return TurnResult(chat, enqueue(access, cursor, chat, outcome.messages, now), forgot=outcome.forget)


def _result(access: Access, cursor: Cursor, chat: bytes, work: Work) -> tuple[StoredCase, Outcome]:
    """What comes of the work. A case that does not open can be forgotten, and nothing else be done with it."""
    try:
        stored = load_case(access, cursor, chat)
    except StoreKeyError:
        stored = StoredCase(Case(), 0)
        outcome = work(stored)
        if not outcome.forget:
            raise
        return stored, outcome
    return stored, work(stored)


def _seen(access: Access, cursor: Cursor, update_id: int) -> bool:
    cursor.execute(access.sql.seen, {"update_id": update_id})
    return cursor.fetchone() is not None


def load_case(access: Access, cursor: Cursor, chat: bytes) -> StoredCase:
    """The chat's case, or a fresh one."""
    cursor.execute(access.sql.load_case, {"chat": chat})
    row = cursor.fetchone()
    if row is None:
        return StoredCase(Case(), 0)
    return StoredCase(Case.from_json(json.loads(access.cipher.decrypt(bytes(row[0]), b"case" + chat))), row[1])


def erase(access: Access, cursor: Cursor, chat: bytes) -> None:
    """Delete everything the store holds about a chat; its reminders go with its case."""
    cursor.execute(access.sql.delete_case, {"chat": chat})
    cursor.execute(access.sql.delete_messages, {"chat": chat})


def _save_case(access: Access, cursor: Cursor, chat: bytes, case: Case, created_at: int, now: int) -> None:
    plain = json.dumps(case.to_json(), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    cursor.execute(
        access.sql.save_case,
        {
            "chat": chat,
            "body": access.cipher.encrypt(plain, b"case" + chat),
            "revision": case.revision,
            "created_at": created_at,
            "touched_at": now,
            "expires_on": now // DAY + access.lifetime_days + 1,
            "reachable": True,
        },
    )
