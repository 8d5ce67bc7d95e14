"""The process that gets killed: a bot whose every answer tells what it knows.

A chat's case counts its messages; the answer to message "a7" as the third of its chat is the pair of messages
"3:a7" and "3:a7 ✓". Whatever is lost, repeated, reordered or mixed up shows in the answers.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from dataclasses import dataclass, replace

import structlog

from bot.store import StoreSettings
from bot.telegram.app import Service, TelegramSettings, run_polling, run_webhook
from bot.telegram.bot import PollingSettings
from bot.telegram.context import AdapterWords
from bot.telegram.outbox import Rate
from bot.telegram.processor import Capacity
from bot.telegram.webhook import WebhookSettings
from dialogs.case import Case
from dialogs.messages import Input, Reply, TextInput, Turn

SECRET = "reliability-harness-secret"
LEASE = 4  # seconds; a replica that a busy machine stops for longer may have what it was sending sent again
WORDS = AdapterWords("slow down", "try again", "old button", "no file")


@dataclass(frozen=True)
class Orders:
    """What a worker is to do: with a port it serves a webhook, else it polls."""

    api_url: str
    token: str
    database: str
    key: str
    port: int | None = None


def count(case: Case, given: Input, _now: dt.datetime) -> Turn:
    """The dialog."""
    text = given.text if isinstance(given, TextInput) else "?"
    number = int(case.answers.get("count", "0")) + 1
    new = replace(case.answered("count", str(number)), revision=number)
    return Turn(new, "counting", None, (Reply(f"{number}:{text}"), Reply(f"{number}:{text} ✓")))


def work(orders: Orders) -> None:
    """Run until killed. A process of its own calls this."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    os.environ.pop("COVERAGE_PROCESS_START", None)
    fast = Rate(every=1e-6, burst=10**6)
    settings = TelegramSettings(
        token=orders.token,
        api_url=orders.api_url,
        store=StoreSettings(orders.database, keys=orders.key, lease=LEASE),
        capacity=Capacity(per_chat=10**6),
        overall=fast,
        private=fast,
        polling=PollingSettings(wait=5),
    )
    if orders.port is None:
        asyncio.run(run_polling(settings, Service(count, WORDS)))
    else:
        webhook = WebhookSettings("https://bot.example/hook", SECRET, "127.0.0.1", orders.port)
        asyncio.run(run_webhook(settings, webhook, Service(count, WORDS)))
