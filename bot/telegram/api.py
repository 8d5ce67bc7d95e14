"""Calls to the Bot API through python-telegram-bot's transport and error classes.

The hot path skips `telegram.Bot`: its request and answer objects cost more per message than the dialog does,
and nothing here reads them. Content never reaches a log: the libraries log requests (with the token in the
address) and answers, so their loggers are turned down.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Mapping
from typing import Any

from telegram import Bot
from telegram.error import RetryAfter

from bot.telegram.transport import JsonBody, LeanRequest, system_proxy

# PTB's announced future: RetryAfter counts in timedelta. Without it every RetryAfter raises a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
_LOUD = {"telegram": logging.CRITICAL, "httpx": logging.WARNING, "httpcore": logging.WARNING}


def quiet_libraries() -> None:
    """Keep tokens and messages out of the logs of the libraries below."""
    for name, level in _LOUD.items():
        logging.getLogger(name).setLevel(level)


class BotApi:
    """One bot's methods. Errors are `telegram.error` classes; nothing is retried here."""

    def __init__(
        self,
        token: str,
        base_url: str = "https://api.telegram.org",
        *,
        connections: int = 64,
        timeout: float = 15.0,
        proxy: str | None = None,
    ) -> None:
        quiet_libraries()
        base = base_url.rstrip("/")
        proxy = proxy or system_proxy(base)
        self._address = f"{base}/bot{token}"
        self._files = f"{base}/file/bot{token}"
        self._request = LeanRequest(connections=connections, timeout=timeout, proxy=proxy)
        # Polling has connections of its own: a pool emptied by sending must not stop it.
        self._poll_request = LeanRequest(connections=4, timeout=timeout, proxy=proxy)
        self._bot = Bot(token, base_url=f"{base}/bot", request=self._request, get_updates_request=self._poll_request)

    async def start(self) -> None:
        """Open the connection pools."""
        await self._request.initialize()
        await self._poll_request.initialize()

    async def close(self) -> None:
        """Close the connection pools."""
        await self._request.shutdown()
        await self._poll_request.shutdown()

    async def call(self, method: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Call a method with JSON-ready parameters; its `result`."""
        return await self._request.post(f"{self._address}/{method}", JsonBody(parameters or {}).as_request_data())

    async def get_updates(self, parameters: Mapping[str, Any], *, wait: int) -> list[dict[str, Any]]:
        """Long polling for at most `wait` seconds."""
        body = JsonBody({**parameters, "timeout": wait}).as_request_data()
        updates: Any = await self._poll_request.post(
            f"{self._address}/getUpdates", body, read_timeout=wait + self._poll_request.read_timeout
        )
        return list(updates)

    async def download(self, file_path: str) -> bytes:
        """A file's content, by the path that `getFile` gave."""
        return await self._request.retrieve(f"{self._files}/{file_path}")

    async def send_document(self, chat_id: int, name: str, content: bytes) -> None:
        """Send a file."""
        await self._bot.send_document(chat_id, content, filename=name)


def wait_asked_for(error: RetryAfter) -> float:
    """The seconds Telegram asks to wait."""
    period = error.retry_after
    return period.total_seconds() if isinstance(period, dt.timedelta) else float(period)
