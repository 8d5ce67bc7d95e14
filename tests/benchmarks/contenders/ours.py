"""Our bot, as ``transfer-aid telegram`` runs it, without Telegram's sending limits: they would be all one measures."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

from bot.cli.telegram_command import telegram_settings, webhook_settings
from bot.settings import read_settings
from bot.telegram.app import run_polling, run_webhook
from bot.telegram.logs import set_up_logs
from bot.telegram.outbox import Rate
from bot.telegram.service import load_service

SECRET = "benchmark-webhook-secret"
UNLIMITED = Rate(every=1e-6, burst=10**6)


def main() -> None:
    """Serve until stopped: by polling, or by webhook at BENCH_PORT.

    Further settings from the environment: BENCH_API, BENCH_TOKEN, BENCH_DATABASE, BENCH_KEY, BENCH_LIMITS.
    """
    port = os.environ.get("BENCH_PORT")
    os.environ |= {
        "TRANSFER_AID_TELEGRAM_API_URL": os.environ["BENCH_API"],
        "TRANSFER_AID_TELEGRAM_TOKEN": os.environ["BENCH_TOKEN"],
        "TRANSFER_AID_DATABASE_URL": os.environ["BENCH_DATABASE"],
        "TRANSFER_AID_KEY": os.environ.get("BENCH_KEY", ""),
        "TRANSFER_AID_WEBHOOK_URL": "https://bot.example/hook",
        "TRANSFER_AID_WEBHOOK_SECRET": SECRET,
        "TRANSFER_AID_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }
    given = read_settings()
    settings = telegram_settings(given)
    set_up_logs(json=False)
    if os.environ.get("BENCH_LIMITS") != "telegram":
        settings = replace(settings, private=UNLIMITED, overall=UNLIMITED)
    service = load_service(given.zone)
    asyncio.run(
        run_polling(settings, service) if port is None else run_webhook(settings, webhook_settings(given), service)
    )


if __name__ == "__main__":
    main()
