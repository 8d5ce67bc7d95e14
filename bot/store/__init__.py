"""The durable store: cases, seen updates and the outbox, in SQLite or PostgreSQL, encrypted at rest."""

from bot.store.committer import StoreUnavailable
from bot.store.keys import KeyProblem
from bot.store.records import Letter, Outcome, Settled, Stored
from bot.store.store import Store, StoreSettings

__all__ = [
    "KeyProblem",
    "Letter",
    "Outcome",
    "Settled",
    "Store",
    "StoreSettings",
    "StoreUnavailable",
    "Stored",
]
