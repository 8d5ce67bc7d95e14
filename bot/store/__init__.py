"""The durable store: cases, seen updates and the outbox, in SQLite or PostgreSQL, encrypted at rest."""

from bot.store.database import AddressProblem
from bot.store.failures import SchemaProblem, SchemaTooNew, StoreDamaged, StoreUnavailable
from bot.store.keys import KeyProblem
from bot.store.records import Letter, Outcome, Planned, Settled, Stored, Wanted
from bot.store.store import Store, StoreSettings, prepare

UNUSABLE = (AddressProblem, KeyProblem, SchemaProblem, StoreUnavailable)
"""Why a store cannot be opened; each comes with a text for the operator."""

__all__ = [
    "UNUSABLE",
    "AddressProblem",
    "KeyProblem",
    "Letter",
    "Outcome",
    "Planned",
    "SchemaProblem",
    "SchemaTooNew",
    "Settled",
    "Store",
    "StoreDamaged",
    "StoreSettings",
    "StoreUnavailable",
    "Stored",
    "Wanted",
    "prepare",
]
