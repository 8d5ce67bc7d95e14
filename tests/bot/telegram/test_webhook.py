"""Updates by webhook: who may bring them, when they are acknowledged, what a supervisor sees."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import re
import socket
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.settings import Settings
from bot.telegram import webhook
from bot.telegram.app import Service, run_webhook
from bot.telegram.bot import ServingError
from bot.telegram.outbox import STUCK
from bot.telegram.processor import Capacity
from bot.telegram.webhook import BODY_BYTES, WebhookSettings
from dialogs.case import Case
from dialogs.messages import Input, Turn
from tests import PATIENCE
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import WORDS, take_turn
from tests.each import each
from tests.telegram_double import FakeClock, Fault

SECRET = "a-secret-of-enough-letters"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Telegram:
    """Telegram's side of a webhook."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._number = 900

    async def brings(self, text: str, chat: int = 1001, **changed: Any) -> int:
        """Deliver a message; the HTTP status."""
        self._number += 1
        message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": text}
        return await self.posts(json.dumps({"update_id": self._number, "message": message} | changed).encode())

    async def posts(self, body: bytes, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {HEADER: secret}
        return (await self._client.post("/hook", content=body, headers=headers)).status_code

    async def gets(self, path: str) -> tuple[int, str]:
        answer = await self._client.get(path)
        return answer.status_code, answer.text


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def serving(bench: Bench, port: int, dialog: Any = take_turn, **changed: Any) -> AsyncIterator[Telegram]:
    stop = asyncio.Event()
    address = WebhookSettings("https://bot.example/hook", SECRET, "127.0.0.1", port)
    settings = replace(bench.settings, **changed)
    task = asyncio.create_task(run_webhook(settings, address, Service(dialog, WORDS), clock=bench.clock, stop=stop))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        await bench.double.until(lambda: any(method == "setWebhook" for method, _ in bench.double.calls))
        yield Telegram(client)
    stop.set()
    async with asyncio.timeout(PATIENCE):
        await task


async def test_an_update_is_acknowledged_after_its_turn_is_committed(bench: Bench, port: int) -> None:
    ming = bench.double.person(1001)
    async with serving(bench, port) as telegram:
        assert await telegram.brings("/start") == 200
        assert bench.query("select count(*) from seen_updates") == [(1,)]
        assert (await ming.sees()).text == "先别再转钱。"
        assert (await ming.sees()).text == "对方收款了吗？"
        assert await telegram.brings("no", update_id=901) == 200  # the first one again
        assert bench.query("select count(*) from seen_updates") == [(1,)]
    (registration,) = [given for method, given in bench.double.calls if method == "setWebhook"]
    assert registration["secret_token"] == SECRET


async def test_registering_is_tried_again(bench: Bench, port: int) -> None:
    ming = bench.double.person(1001)
    bench.double.fail("setWebhook", Fault(status=500), Fault(status=429, retry_after=1))
    async with serving(bench, port) as telegram:
        assert await telegram.brings("/help") == 200
        await ming.sees()


async def test_only_telegram_gets_in(bench: Bench, port: int) -> None:
    bench.double.person(1001)
    async with serving(bench, port) as telegram:
        for secret in (None, "", "wrong", SECRET[:-1], SECRET + "a", "密" * 9):
            if secret is None or secret.isascii():
                assert await telegram.posts(b'{"update_id": 1}', secret) == 403
        assert await telegram.posts(b'{"update_id": 1}') == 200
        assert await telegram.posts(b"x" * (BODY_BYTES + 1)) == 413
        for nonsense in (b"", b"{", b"[]", b"{}", b'{"update_id": "1"}', b"[" * 90_000, b"\xff\xfe"):
            assert await telegram.posts(nonsense) == 400
        assert (await telegram.gets("/hook"))[0] == 405
    assert bench.query("select count(*) from seen_updates") == [(0,)]


async def test_a_body_of_unknown_length_is_bounded_too(bench: Bench, port: int) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * (BODY_BYTES // 20)

    async with serving(bench, port), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        answer = await client.post("/hook", content=endless(), headers={HEADER: SECRET})
        assert answer.status_code == 413


async def test_when_full_telegram_is_asked_to_come_again(bench: Bench, port: int) -> None:
    bench.double.person(1001)
    async with serving(bench, port, capacity=Capacity(unsent=0)) as telegram:
        assert await telegram.brings("/start") == 503
    assert bench.query("select count(*) from seen_updates") == [(0,)]


async def test_health_and_metrics(bench: Bench, port: int) -> None:
    ming = bench.double.person(73_519_248)
    async with serving(bench, port) as telegram:
        assert await telegram.brings("/start", chat=73_519_248) == 200
        await ming.sees()
        assert await telegram.gets("/healthz") == (200, "ok")
        assert await telegram.gets("/readyz") == (200, "ok")
        status, metrics = await telegram.gets("/metrics")
        assert status == 200
        assert 'transfer_aid_turns_total{result="done"} 1.0' in metrics
        assert "transfer_aid_turn_seconds_count 1.0" in metrics
        assert "73519248" not in metrics
        assert set(re.findall(r"(\w+)=", metrics)) <= {"result", "place", "le"}
        intruder = sqlite3.connect(bench.database, isolation_level=None)
        intruder.execute("BEGIN IMMEDIATE")
        assert await telegram.gets("/readyz") == (503, "store not reached")
        assert await telegram.gets("/healthz") == (200, "ok")
        intruder.execute("ROLLBACK")
        intruder.close()


async def passes(clock: FakeClock, seconds: float) -> None:
    """Wait until the bot's own waiting has moved the clock on."""
    until = clock.steady() + seconds
    async with asyncio.timeout(PATIENCE):
        while clock.steady() < until:  # noqa: ASYNC110  # the clock tells nobody
            await asyncio.sleep(0)


async def test_one_chat_that_cannot_be_sent_to_does_not_make_the_outbox_stuck_but_two_do(
    bench: Bench,
    port: int,
) -> None:
    people = [bench.double.person(number) for number in (1001, 1002)]
    bench.double.choose_fault = lambda method, _given: Fault() if method == "sendMessage" else None
    async with serving(bench, port, drain=0) as telegram:
        assert await telegram.brings("/help", chat=1001) == 200
        await passes(bench.clock, 2 * STUCK)
        assert await telegram.gets("/readyz") == (200, "ok")
        assert await telegram.brings("/help", chat=1002) == 200
        await passes(bench.clock, 2 * STUCK)
        assert await telegram.gets("/readyz") == (503, "outbox stuck")
        bench.double.choose_fault = lambda _method, _given: None
        for one in people:
            await one.sees()
        assert await telegram.gets("/readyz") == (200, "ok")


async def test_an_update_that_ends_the_process_each_time_becomes_a_dead_letter(bench: Bench, port: int) -> None:
    ming = bench.double.person(1001)

    class PowerCut(BaseException):
        """Ends a process without giving it a say, as far as its code can tell."""

    def deadly(_case: Case, _given: Input, _now: dt.datetime) -> Turn:
        raise PowerCut

    async with serving(bench, port, deadly) as telegram:
        statuses = [await telegram.brings("毒", update_id=777) for _ in range(6)]
        assert statuses == [503] * 5 + [200]
        assert (await ming.sees()).text == WORDS.try_again


async def test_tries_are_not_counted_long_after_the_start(bench: Bench, port: int) -> None:
    ming = bench.double.person(1001)
    async with serving(bench, port) as telegram:
        await bench.clock.advance(61)
        assert await telegram.brings("/help") == 200
        await ming.sees()
    assert bench.query("select count(*) from set_aside") == [(0,)]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(status=401, description="Unauthorized"), "token"),
        (Fault(status=400, description="bad webhook"), "address"),
    ],
)
async def test_a_webhook_that_telegram_refuses_ends_the_process(
    bench: Bench,
    port: int,
    fault: Fault,
    said: str,
) -> None:
    bench.double.choose_fault = lambda method, _given: fault if method == "setWebhook" else None
    address = WebhookSettings("https://bot.example/hook", SECRET, "127.0.0.1", port)
    with pytest.raises(ServingError, match=said):
        await run_webhook(bench.settings, address, Service(take_turn, WORDS), clock=bench.clock)


async def test_an_address_that_is_taken_ends_the_process_before_anything_is_fetched(bench: Bench, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), pytest.raises(ServingError, match=f"127.0.0.1:{port} cannot"):
        await bench.until_it_ends(health=("127.0.0.1", port))
    assert "getUpdates" not in {method for method, _ in bench.double.calls}


async def test_a_stop_settles_what_is_under_way(bench: Bench, port: int) -> None:
    ming = bench.double.person(1001)
    async with serving(bench, port) as telegram:
        statuses = await asyncio.gather(*(telegram.brings("/help", chat=1001) for _ in range(5)))
    assert statuses == [200] * 5
    assert bench.query("select count(*) from outbox") == [(0,)]
    assert len(ming.history) == 5


@each(
    ("url", "secret"), [("http://bot.example/hook", SECRET), ("https://b.example", "short"), ("https://b.example", "")]
)
def test_an_open_door_is_refused(url: str, secret: str) -> None:
    with pytest.raises(ValueError, match=r"https|secret"):
        WebhookSettings(url, secret)


async def test_polling_can_be_asked_how_it_is_too(bench: Bench, port: int) -> None:
    ming = bench.double.person(1001)
    here = f"http://127.0.0.1:{port}"
    async with bench.bot(health=("127.0.0.1", port)), httpx.AsyncClient(base_url=here, timeout=PATIENCE) as client:
        await ming.says("/help")
        await ming.sees()
        assert (await client.get("/readyz")).text == "ok"
        assert (await client.post("/hook", content=b"{}")).status_code == 404


async def test_connections_that_ask_nothing_do_not_keep_telegram_out(
    bench: Bench, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "MOST_CONNECTIONS", 20)
    bench.double.person(1001)
    async with serving(bench, port) as telegram, contextlib.AsyncExitStack() as open_ones:
        for _ in range(50):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            open_ones.callback(writer.close)
            writer.write(b"POST /hook HTTP/1.1\r\nHost: x\r\n")  # and no more
        first = reader
        assert await telegram.gets("/healthz") == (200, "ok")
        assert await telegram.brings("/help") == 200
        assert not first.at_eof()  # the latest of them are left alone


async def test_a_connection_that_asks_nothing_or_nothing_more_is_ended(
    bench: Bench, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_SILENCE", 0.1)
    async with serving(bench, port) as telegram:
        for said in (b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            async with asyncio.timeout(5):
                answer = await reader.read()
            assert answer.startswith(b"HTTP/1.1 200" if said.endswith(b"\r\n\r\n") else b"")
            writer.close()
        assert await telegram.gets("/healthz") == (200, "ok")


def test_nobody_outside_is_listened_to_unless_it_is_asked_for() -> None:
    assert WebhookSettings("https://bot.example/hook", SECRET).host == "127.0.0.1"
    assert Settings.model_fields["webhook_listen"].default == "127.0.0.1:8080"
