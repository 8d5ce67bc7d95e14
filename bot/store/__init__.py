"""The durable store: cases, seen updates and the outbox, in SQLite or PostgreSQL, encrypted at rest."""

from bot.store.failures import StoreDamaged, StoreUnavailable
from bot.store.keys import KeyProblem
from bot.store.records import Letter, Outcome, Planned, Settled, Stored, Wanted
from bot.store.store import Store, StoreSettings

__all__ = [
    "KeyProblem",
    "Letter",
    "Outcome",
    "Planned",
    "Settled",
    "Store",
    "StoreDamaged",
    "StoreSettings",
    "StoreUnavailable",
    "Stored",
    "Wanted",
]
