"""The phases of a turn, each called by itself with what a real conversation hands to it."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from telegram import Update

from bot.content import open_dialog
from bot.store import Outcome, Store, StoreSettings
from bot.store.cipher import Cipher, load_keys, make_key
from bot.telegram.private import read
from bot.telegram.render import ButtonContext, messages
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import TextInput
from dialogs.turn import take_turn
from tests.benchmarks.load.conversation import CHINA, STEPS, Step, given
from tests.benchmarks.load.people import Crowd

_CHAT = 4242


def measured_phases(folder: Path, rounds: int) -> dict[str, float]:
    """Seconds a turn for each phase: the median of the rounds, the mean of the conversation's turns."""
    dialog, key = open_dialog(can_remind=True), make_key()
    store = Store(StoreSettings(f"sqlite:///{folder / 'phases.sqlite3'}", keys=key))
    seconds: dict[str, list[float]] = defaultdict(list)
    try:
        for number in range(rounds + 3):
            taken: dict[str, float] = defaultdict(float)
            _converse(_Bench(dialog, store, Cipher(load_keys(key, None)), number), taken)
            if number >= 3:  # warm by then
                for name, sum_of_turns in taken.items():
                    seconds[name].append(sum_of_turns / len(STEPS))
    finally:
        store.close()
    return {name: statistics.median(some) for name, some in seconds.items()}


class _Bench:
    """What the phases need, and a conversation's own chat."""

    def __init__(self, dialog: Dialog, store: Store, cipher: Cipher, number: int) -> None:
        self.dialog, self.store, self.cipher, self.number = dialog, store, cipher, number
        self.crowd = Crowd(lambda _content: 0, {}, buttons=True)
        self.person = self.crowd.person(STEPS, _CHAT + number)

    def update(self, step: Step, at: int) -> bytes:
        """The bytes in which Telegram would send the step."""
        content = self.crowd.update(self.person, step)
        return json.dumps({"update_id": self.number * 100 + at, **content}).encode()


def _converse(bench: _Bench, taken: dict[str, float]) -> None:
    """One conversation, phase by phase; adds the seconds of each turn's phases to `taken`."""
    dialog, cipher, case = bench.dialog, bench.cipher, Case()
    chat = bench.store.chat_key(bench.person.chat_id)

    def timed(name: str, act: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = act()
        taken[name] += time.perf_counter() - began
        return result

    for at, step in enumerate(STEPS):
        now = dt.datetime.now(CHINA)
        raw = bench.update(step, at)
        update = timed("decode the update's JSON", lambda raw=raw: json.loads(raw))
        typed = timed("type the update", lambda update=update: Update.de_json(update, None))
        timed("read the update", lambda typed=typed: read([typed]))
        timed("hash the chat id", lambda: bench.store.chat_key(bench.person.chat_id))
        plain = json.dumps(case.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
        encrypted = timed("encrypt the case", lambda plain=plain: cipher.encrypt(plain, b"case" + chat))
        timed("decrypt and read the case", lambda encrypted=encrypted: _open(cipher, encrypted, chat))
        timed("replay once", lambda case=case, now=now: dialog.position(case, now))
        words = given(step)
        if isinstance(words, TextInput):
            timed("understand (typed turns only)", lambda t=words.text, now=now: dialog.understander.read(t, now))
        turn = timed(
            "dialog: the whole turn", lambda case=case, words=words, now=now: take_turn(dialog, case, words, now)
        )
        case = turn.case
        mark = ButtonContext(case.revision, 1)
        letters = timed(
            "render the answer", lambda turn=turn, mark=mark: [m for r in turn.replies for m in messages(1, r, mark)]
        )
        outcome = Outcome(case=case, messages=tuple(letters))
        number = bench.number * 100 + at
        timed("store: a turn, one commit", lambda n=number, o=outcome, now=now: _settle(bench.store, n, chat, now, o))
        keyboard = letters[-1].get("reply_markup")
        bench.crowd.heard(bench.person.chat_id, letters[-1]["text"], keyboard)


def _open(cipher: Cipher, encrypted: bytes, chat: bytes) -> Case:
    return Case.from_json(json.loads(cipher.decrypt(encrypted, b"case" + chat)))


def _settle(store: Store, number: int, chat: bytes, now: dt.datetime, outcome: Outcome) -> None:
    """A turn in the store with nothing to think about, and its messages deleted as if they had been sent."""
    from bot.store.cases import settle_turn
    from bot.store.outbox import sent
    from bot.store.transaction import Transaction, transaction

    with transaction(store._engine) as connection:
        tx = Transaction(store._context, connection)
        result = settle_turn(tx, (number,), chat, int(now.timestamp()), lambda _stored: outcome)
        for message in result.to_send:
            sent(tx, message, look_further=False)
