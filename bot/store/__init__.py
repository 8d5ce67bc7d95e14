"""The durable store: cases, seen updates and the outbox, in SQLite or PostgreSQL, encrypted at rest."""

from bot.store.database import DatabaseAddressError
from bot.store.errors import SchemaError, SchemaTooNewError, StoreDamagedError, StoreUnavailableError
from bot.store.keys import StoreKeyError
from bot.store.records import OutboxMessage, Outcome, PlannedReminder, ReminderSchedule, StoredCase, TurnResult
from bot.store.store import Store, StoreSettings, prepare

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
    "prepare",
]
