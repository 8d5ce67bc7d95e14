"""The results page: each trial has a place of its own, so that they can be run on different days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.reliability.faults import KINDS, SHARE, Faults
from tests.reliability.verdict import Verdict

COMMANDS = {
    "sqlite": "python -m tests.reliability kills --kills 1000",
    "postgresql": "python -m tests.reliability kills --kills 200 --postgresql",
    "stops": "python -m tests.reliability stops --kills 200",
    "faults": "python -m tests.reliability faults --chats 200 --messages 20",
    "strangers": "python -m tests.strangers",
    "fuzz": "python -m tests.fuzz --random 100000 --mutated 20000 --corpus MESSAGES --processes 2",
}
_TITLES = {
    "sqlite": "`kill -9`, one bot, long polling, SQLite",
    "postgresql": "`kill -9`, two replicas, webhook, PostgreSQL",
    "stops": "SIGTERM, one bot, long polling, SQLite",
    "faults": "Telegram fails",
    "strangers": "Strangers beside the worst that ten accounts can send",
    "fuzz": "Any text",
}
_WORDS = {
    "sqlite": """\
8 people write to a bot in a process of its own; Telegram is a strict Bot API on loopback. The bot is killed with
SIGKILL at random moments and started again, until all messages are answered. It counts the messages of each chat in the
stored case, and its answers say the number and the words: an update lost, applied twice or out of order shows in every
answer after it.""",
    "postgresql": """\
The same with two replicas on one database, behind a balancer that knows nothing. One of the two is killed each time,
while the other goes on.""",
    "stops": """\
The same with SIGTERM: whatever it is about, the bot has to end within 10 seconds, and has to lose nothing.""",
    "faults": f"""\
{100 * SHARE:.0f} % of all calls go wrong, each in a way chosen at random: 429 with `retry_after` of 1 to 5 seconds;
500; no answer until the bot gives up (15 s); a connection reset, or closed within the answer; an answer that comes 1 to
12 seconds late. In half of the timeouts and resets Telegram has performed the call, and only its answer is lost. The
bot runs with its sending limits, on simulated time. A message heard twice counts as right only where the answer to it
was lost.""",
    "strangers": """\
A bot as an operator starts it, in a process of its own. New people write, first alone, then while ten accounts send the
texts and pictures that once took seconds, each of them two a second. How long each of the new people waits for the
first answer; in the middle of another such attack the bot is told to stop.""",
    "fuzz": """\
Random texts of words, figures, units and any characters, and real messages that were changed at random (the corpus is
any file of JSON lines with "text"). Each is read by the screen for secrets, as a field of a paper, as a message of a
case that goes on, and as a forward to be checked; the timeline, the answers for Telegram and cards are made of it.
Nothing may raise, and none of these take more than 50 ms of processor time.""",
}


def write_into(page: Path, name: str, block: str) -> None:
    """Put the figures of a trial where they belong; a page that does not exist yet is made.

    Raises:
        ValueError: when the page has no place for them.
    """
    text = page.read_text("utf-8") if page.exists() else empty_page()
    begin, end = _marks(name)
    parts = re.split(f"{re.escape(begin)}.*{re.escape(end)}", text, flags=re.DOTALL)
    if len(parts) != 2:
        raise ValueError(f"{page.name} has no place for the figures: {begin} … {end}")
    page.write_text(f"{parts[0]}{begin}\n{block}\n{end}{parts[1]}", "utf-8")


def empty_page() -> str:
    """The page before anything was tried."""
    commands = "\n".join(f"    .venv/bin/{command} --write docs/reliability.md" for command in COMMANDS.values())
    head = f"""# Reliability

What [operating.md](operating.md) promises, tried out. Anyone can run it; nothing leaves the machine:

{commands}

The exit code is 1 when a promise was broken. `--seed` draws other moments and other faults. The short forms are part of
`./scripts/test`.
"""
    parts = (
        f"## {title}\n\n{_WORDS[name]}\n\n{_marks(name)[0]}\nNot tried yet.\n{_marks(name)[1]}\n"
        for name, title in _TITLES.items()
    )
    return "\n".join((head, *parts))


def block(where: Mapping[str, Any], command: str, rows: Sequence[tuple[str, object]], notes: Sequence[str] = ()) -> str:
    """When, on what, with which versions, by which command, and what came out."""
    packages = ", ".join(f"{name} {number}" for name, number in where["packages"].items())
    return "\n".join(
        [
            f"Run on {where['date'][:10]} by `{command}`, at {where['commit']}.",
            "",
            f"- machine: {where['cores']} cores ({where['processor']}), {where['memory_gib']} GiB, {where['system']}",
            f"- {where['python']}, {where['database']}, {packages}",
            "",
            "| what | result |",
            "|---|---:|",
            *(f"| {what} | {_shown(value)} |" for what, value in rows),
            *(["", *(f"- {note}" for note in notes)] if notes else []),
        ]
    )


def kill_rows(verdict: Verdict) -> list[tuple[str, object]]:
    """What the kills cost."""
    return [
        ("kills", verdict.kills),
        ("of these while somebody waited for an answer", verdict.at_work),
        ("updates", verdict.updates),
        ("lost", verdict.lost),
        ("applied twice", verdict.applied_twice),
        ("out of order", verdict.out_of_order),
        ("wrong state", verdict.wrong_state),
        ("messages repeated after a kill", verdict.repeated),
        ("most repeated in one chat by one kill (promised: 1)", verdict.worst_repeats_of_one_chat_by_one_kill),
        ("messages repeated without a kill", verdict.repeated_without_kill),
        ("processes that ended by themselves", verdict.died_by_itself),
        *([("integrity check of the file", verdict.integrity)] if verdict.integrity else []),
        *([("slowest stop, seconds", verdict.slowest_stop)] if verdict.slowest_stop else []),
        ("seconds", verdict.seconds),
        ("verdict", "kept" if verdict.good else "BROKEN"),
    ]


def fault_rows(verdict: Faults) -> list[tuple[str, object]]:
    """What went wrong, and what came of it."""
    return [
        ("chats", verdict.chats),
        ("updates", verdict.updates),
        ("messages to be heard", verdict.messages),
        *((f"calls of {method}: {_kinds(verdict, method)}", count) for method, count in verdict.calls.items()),
        ("share of calls that went wrong", f"{verdict.share:.1%}"),
        ("messages missing", verdict.missing),
        ("out of order", verdict.out_of_order),
        ("answers lost to messages that had been taken", verdict.answers_lost),
        ("messages repeated because of that", verdict.repeated),
        ("messages repeated without reason", verdict.repeated_without_reason),
        ("updates left with Telegram", verdict.left_with_telegram),
        ("simulated seconds", verdict.simulated_seconds),
        ("seconds", verdict.seconds),
        ("verdict", "kept" if verdict.good else "BROKEN"),
    ]


def fuzz_rows(outcome: Mapping[str, Any], wrong: int) -> list[tuple[str, object]]:
    """How many texts, and the slowest reading by each reader."""
    return [
        *((f"{kind} texts", outcome[kind]) for kind in ("random", "mutated") if kind in outcome),
        ("raised or too slow", wrong),
        *((f"slowest: {name}", f"{ms} ms") for name, ms in outcome["slowest_ms"].items()),
        ("seconds", outcome["seconds"]),
        ("verdict", "BROKEN" if wrong else "kept"),
    ]


def _kinds(verdict: Faults, method: str) -> str:
    found = verdict.injected.get(method, {})
    return ", ".join(f"{found[kind]} × {kind}" for kind in KINDS if kind in found) or "nothing wrong"


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
