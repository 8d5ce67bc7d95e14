"""The token goes to the Bot API server that was set, and to no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import TelegramError

from bot.telegram.bot import make_requests
from tests.telegram_double.double import TOKEN


@asynccontextmanager
async def server(answer: str) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that gives this answer; its address, and what it was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    running = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with running:
        host, port = running.sockets[0].getsockname()
        yield f"http://{host}:{port}", asked


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
async def test_no_answer_leads_the_token_elsewhere(status: str) -> None:
    async with (
        server("200 OK") as (elsewhere, stolen),
        server(f"{status}\r\nLocation: {elsewhere}/bot{TOKEN}") as (
            api,
            asked,
        ),
    ):
        requests = make_requests(api, connections=1, timeout=5)
        try:
            for request in requests:
                with pytest.raises(TelegramError):
                    await request.post(f"{api}/bot{TOKEN}/getMe")
        finally:
            for request in requests:
                await request.shutdown()
    assert len(asked) == 2
    assert stolen == []
