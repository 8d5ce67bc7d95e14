"""Sends reminders when they are due."""

from __future__ import annotations

from bot.store import PlannedReminder, ReminderSchedule, Store, StoreKeyError
from bot.telegram.buttons import Mark
from bot.telegram.clock import Clock, ClockWatch
from bot.telegram.logs import log, mark, trouble
from bot.telegram.render import messages
from bot.telegram.sender import Sender
from dialogs.case import Case
from dialogs.messages import Reminder, Reply, Turn

EVERY = 30.0  # seconds between looks
_DOUBT = 600.0  # seconds until a clock that has jumped is believed


def wanted(chat_id: int, before: Case, turn: Turn) -> ReminderSchedule | None:
    """What a turn says about reminders; None where they stay as they are: off as before, or after an error."""
    if turn.error is not None or not (before.reminding or turn.case.reminding):
        return None
    return ReminderSchedule(turn.case.reminding, tuple(_planned(chat_id, one) for one in turn.reminders))


def _planned(chat_id: int, reminder: Reminder) -> PlannedReminder:
    contents = tuple(messages(chat_id, Reply(reminder.text), Mark(0, 0)))
    return PlannedReminder(reminder.id, int(reminder.when.timestamp()), int(reminder.until.timestamp()), contents)


class Reminding:
    """Looks for due reminders, and hands them to the sender."""

    def __init__(self, store: Store, sender: Sender, clock: Clock) -> None:
        self._store, self._sender, self._clock = store, sender, clock
        self._watch = ClockWatch(clock, _DOUBT)

    async def look(self) -> None:
        """One round: each reminder in a transaction of its own, so that one that fails holds up no other."""
        if not self._watch.believable():
            return  # one sent now would be spent
        now = self._clock.now()
        for chat, number in await self._store.due_reminders(now):
            try:
                letters = await self._store.remind(chat, number, now)
            except StoreKeyError as error:
                log.error("reminder not read", chat=mark(chat), **trouble(error))
                continue
            self._sender.add(letters)
