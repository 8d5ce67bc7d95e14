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
from bot.telegram.limits import Rate
from bot.telegram.phrases import Phrases
from bot.telegram.polling import PollingSettings
from bot.telegram.reception import Dialog
from bot.telegram.run import TelegramSettings, run_polling
from bot.webhook.serve import WebhookSettings, run_webhook
from dialogs.case import Case
from dialogs.messages import Input, Reply, TextInput, Turn

SECRET = "reliability-harness-secret"
PHRASES = Phrases("slow down", "try again", "old button", "no file")


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
        store=StoreSettings(orders.database, keys=orders.key, lease=2),
        chat_waiting=10**6,
        overall=fast,
        private=fast,
        polling=PollingSettings(wait=5),
    )
    if orders.port is None:
        asyncio.run(run_polling(settings, count, PHRASES))
    else:
        webhook = WebhookSettings("https://bot.example/hook", SECRET, "127.0.0.1", orders.port)
        asyncio.run(run_webhook(settings, webhook, Dialog(count, PHRASES)))
