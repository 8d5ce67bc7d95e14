"""The durable store: cases, seen updates and the outbox, in SQLite or PostgreSQL, encrypted at rest."""

from bot.store.cases import Outcome, StoredCase, TurnResult, Work
from bot.store.errors import (
    DatabaseAddressError,
    SchemaError,
    SchemaTooNewError,
    StoreDamagedError,
    StoreKeyError,
    StoreUnavailableError,
)
from bot.store.outbox import OutboxMessage
from bot.store.reminders import PlannedReminder, ReminderSchedule
from bot.store.store import Store, StoreSettings

UNUSABLE = (DatabaseAddressError, StoreKeyError, SchemaError, StoreUnavailableError)
"""Why a store cannot be opened; each comes with a text for the operator."""

__all__ = [
    "UNUSABLE",
    "DatabaseAddressError",
    "OutboxMessage",
    "Outcome",
    "PlannedReminder",
    "ReminderSchedule",
    "SchemaError",
    "SchemaTooNewError",
    "Store",
    "StoreDamagedError",
    "StoreKeyError",
    "StoreSettings",
    "StoreUnavailableError",
    "StoredCase",
    "TurnResult",
    "Work",
]
