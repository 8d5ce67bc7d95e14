"""Our bot, as ``transfer-aid telegram`` runs it, without Telegram's sending limits: they would be all one measures."""

from __future__ import annotations

import asyncio
import os

from bot.cli.telegram_command import built, conversation
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.store import StoreSettings
from bot.telegram.limits import OVERALL, PRIVATE, Rate
from bot.telegram.run import TelegramSettings, run_polling
from bot.webhook.serve import WebhookSettings, run_webhook

SECRET = "benchmark-webhook-secret"
UNLIMITED = Rate(every=1e-6, burst=10**6)


def adapter_settings() -> TelegramSettings:
    """The settings from the environment: BENCH_API, BENCH_TOKEN, BENCH_DATABASE, BENCH_KEY, BENCH_LIMITS."""
    limited = os.environ.get("BENCH_LIMITS") == "telegram"
    return TelegramSettings(
        token=os.environ["BENCH_TOKEN"],
        api_url=os.environ["BENCH_API"],
        store=StoreSettings(os.environ["BENCH_DATABASE"], keys=os.environ.get("BENCH_KEY")),
        private=PRIVATE if limited else UNLIMITED,
        overall=OVERALL if limited else UNLIMITED,
    )


def main() -> None:
    """Serve until stopped: by polling, or by webhook at BENCH_PORT."""
    set_up_logs(json=False)
    serving = conversation(Settings(_env_file=None))  # type: ignore[call-arg]
    if port := os.environ.get("BENCH_PORT"):
        webhook = WebhookSettings("https://bot.example/hook", SECRET, "127.0.0.1", int(port))
        asyncio.run(run_webhook(adapter_settings(), webhook, serving, build_file=built))
        return
    asyncio.run(
        run_polling(
            adapter_settings(),
            serving.take_turn,
            serving.phrases,
            build_file=built,
            show=serving.show,
            beside=serving.beside,
            make_reader=serving.make_reader,
        )
    )


if __name__ == "__main__":
    main()
