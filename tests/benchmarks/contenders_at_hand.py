"""The other bots, ready to be started, as far as they are installed."""

from __future__ import annotations

from tests.benchmarks.load.arena import OTHER_PYTHON, Contender
from tests.benchmarks.report import Plan


def echo() -> Contender:
    """python-telegram-bot's echo example."""
    return Contender("PTB echo", "echo", buttons=False)


def conversation_handler(plan: Plan, *, pickled: bool = False) -> Contender:
    """A ConversationHandler with the same questions, in memory or with PicklePersistence."""
    if not pickled:
        return Contender("PTB ConversationHandler", "conversation_handler", {"BENCH_WORDS": str(plan.words)})
    settings = {"BENCH_WORDS": str(plan.words), "BENCH_PICKLE": str(plan.folder / "persistence.pickle")}
    return Contender("PTB + PicklePersistence", "conversation_handler", settings)


def aiogram(plan: Plan) -> tuple[list[Contender], list[str]]:
    """aiogram's state machine on SQLite, or a sentence about its absence."""
    if not OTHER_PYTHON.exists():
        return [], ["aiogram is missing: its environment could not be made from requirements/bench.lock."]
    settings = {"BENCH_WORDS": str(plan.words), "BENCH_DATABASE": str(plan.folder / "aiogram.sqlite3")}
    return [Contender("aiogram FSM, SQLite", "aiogram_fsm", settings, python=str(OTHER_PYTHON))], []
