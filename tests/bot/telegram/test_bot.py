"""The bot's connections, and which updates it acknowledges."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ipaddress
import itertools
import re
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.telegram import processor
from bot.telegram.bot import (
    CommittingBot,
    PollingSettings,
    ServingError,
    make_requests,
    system_proxy,
)
from bot.telegram.logs import describe
from bot.telegram.metrics import Metrics
from bot.telegram.processor import Capacity, ChatProcessor, Quiet
from tests import PATIENCE
from tests.telegram_double import FakeClock, Fault, TelegramDouble
from tests.telegram_double.double import TOKEN

SECRET = "1:" + "secret" * 6
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

OK = b'{"ok":true,"result":true}'
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n" + OK


class Server:
    """Answers each request with the next of the given byte strings; None hangs up, Ellipsis stays silent."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.connections = 0
        self.hang_up_after_answer = False
        self.tasks: list[asyncio.Task[None] | None] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.tasks.append(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
                assert length is not None
                self.requests.append(head + await reader.readexactly(int(length[1])))
                answer = self.answers.pop(0)
                if answer is ...:
                    await reader.read()
                if not isinstance(answer, bytes):
                    break
                writer.write(answer)
                await writer.drain()
                if self.hang_up_after_answer:
                    break
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@contextlib.asynccontextmanager
async def bot_to(
    server: Server,
    tls: ssl.SSLContext | None = None,
    *,
    seconds: float = 5.0,
    connections: int = 4,
    api: str = "",
    **more: Any,
) -> AsyncIterator[ExtBot[None]]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    here = f"http{'s' if tls else ''}://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    url = api or here
    proxy = {"proxy": more["proxy"].format(here=here.removeprefix("http://"))} if "proxy" in more else {}
    requests = make_requests(url, connections=connections, timeout=seconds, **proxy)
    try:
        yield ExtBot(SECRET, f"{url}/bot", request=requests[0], get_updates_request=requests[1])
    finally:
        for request in requests:
            await request.shutdown()
        listening.close()
        await listening.wait_closed()
        await asyncio.gather(*(task for task in server.tasks if task))


async def test_one_connection_serves_many_calls() -> None:
    server = Server(PLAIN, PLAIN, PLAIN)
    async with bot_to(server) as bot:
        for _ in range(3):
            assert await bot.send_chat_action(5, "字😀")
    assert server.connections == 1
    assert server.requests[0].startswith(f"POST /bot{SECRET}/sendChatAction HTTP/1.1".encode())


async def test_calls_at_once_get_connections_of_their_own_up_to_a_limit() -> None:
    server = Server(*[PLAIN] * 20)
    async with bot_to(server, connections=4) as bot:
        assert all(await asyncio.gather(*(bot.delete_webhook() for _ in range(20))))
    assert 2 <= server.connections <= 4


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (None, NetworkError),
        (PLAIN[:-5], TimedOut),
        (b"SMTP ready\r\n\r\n", NetworkError),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>", NetworkError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnot", TelegramError),
        (b'HTTP/1.1 401 Unauthorized\r\nContent-Length: 12\r\n\r\n{"ok":false}', InvalidToken),
        (..., TimedOut),
    ],
)
async def test_what_is_no_answer_is_an_error_and_the_next_call_works(answer: Any, error: type[Exception]) -> None:
    async with bot_to(Server(answer, PLAIN), seconds=0.2 if error is TimedOut else PATIENCE) as bot:
        with pytest.raises(error) as caught:
            await bot.delete_webhook()
        assert SECRET not in str(describe(caught.value))
        assert await bot.delete_webhook()


async def test_certificates_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = self_signed(tmp_path)
    tls.load_cert_chain(file)
    async with bot_to(Server(PLAIN), tls) as stranger:
        with pytest.raises(NetworkError):
            await stranger.delete_webhook()
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with bot_to(Server(PLAIN), tls) as known:
        assert await known.delete_webhook()


async def test_an_http_proxy_is_used() -> None:
    proxy = Server(PLAIN)
    async with bot_to(proxy, api="http://telegram.invalid", proxy="http://{here}") as bot:
        assert await bot.send_chat_action(5, "typing")
    assert proxy.requests[0].startswith(f"POST http://telegram.invalid/bot{SECRET}/sendChatAction".encode())
    assert b"chat_id=5" in proxy.requests[0]


async def test_a_socks_proxy_is_used() -> None:
    asked: list[bytes] = []

    async def socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """RFC 1928: no authentication, CONNECT to a name; then it is Telegram itself."""
        await reader.readexactly(3)
        writer.write(b"\x05\x00")
        head = await reader.readexactly(5)
        asked.append(await reader.readexactly(head[4]) + await reader.readexactly(2))
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await reader.readuntil(b"\r\n\r\n")
        writer.write(PLAIN)
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(socks, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    requests = make_requests(
        "http://telegram.invalid", connections=1, timeout=PATIENCE, proxy=f"socks5://127.0.0.1:{port}"
    )
    bot = ExtBot(SECRET, "http://telegram.invalid/bot", request=requests[0], get_updates_request=requests[1])
    assert await bot.delete_webhook()
    for request in requests:
        await request.shutdown()
    listening.close()
    await listening.wait_closed()
    assert asked == [b"telegram.invalid\x00\x50"]


def test_the_proxy_of_the_environment_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    assert system_proxy("https://api.telegram.org") is None
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:7890")
    assert system_proxy("https://api.telegram.org") == "socks5://127.0.0.1:7890"
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert system_proxy("https://api.telegram.org") == "http://proxy.example:8080"
    assert system_proxy("https://127.0.0.1:8081") is None


def test_a_proxy_that_cannot_be_used_is_said_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://aid:geheim@127.0.0.1:7890")  # pragma: allowlist secret
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.delenv("https_proxy", raising=False)
    with pytest.raises(ServingError, match=r"gopher://…\) cannot be used") as caught:
        make_requests("https://api.telegram.org", connections=1, timeout=1)
    assert "geheim" not in str(caught.value)


class Fetching:
    """A bot that polls the double; its processor, whose updates the test settles."""

    def __init__(self, double: TelegramDouble, **settings: Any) -> None:
        self.clock = FakeClock()
        self.processor = ChatProcessor(self.clock, Metrics(), Capacity(), Quiet())
        self.requests = make_requests(double.url, connections=1, timeout=PATIENCE)
        polling = PollingSettings(**{"wait": 0, "again": 0.01, **settings})
        self.bot = CommittingBot(TOKEN, double.url, self.requests, self.processor, self.clock, Metrics(), polling)

    async def gets(self) -> list[int]:
        return [update.update_id for update in await self.bot.get_updates()]

    async def settles(self, *numbers: int) -> None:
        async def nothing() -> None: ...

        for number in numbers:
            await self.processor.process_alone([update_numbered(number)], lambda _: nothing())


def update_numbered(number: int) -> Any:
    from telegram import Update

    return Update(number)


@pytest.fixture
async def fetching(double: TelegramDouble) -> AsyncIterator[Fetching]:
    made = Fetching(double)
    yield made
    for request in made.requests:
        await request.shutdown()


async def said(double: TelegramDouble, count: int) -> list[int]:
    ming = double.person(1001)
    return [await ming.says("x") for _ in range(count)]


def offsets(calls: Sequence[tuple[str, Mapping[str, Any]]]) -> list[int | None]:
    return [given.get("offset") for method, given in calls if method == "getUpdates"]


async def test_an_update_is_given_once_and_acknowledged_when_it_is_settled(
    double: TelegramDouble, fetching: Fetching
) -> None:
    first, second = await said(double, 2)
    assert await fetching.gets() == [first, second]
    await fetching.settles(second)
    assert await fetching.gets() == []
    assert double.unacknowledged == [first, second]
    (third,) = await said(double, 1)
    assert await fetching.gets() == [third]
    await fetching.settles(first, third)
    assert await fetching.gets() == []
    assert double.unacknowledged == []


async def test_the_offset_that_stands_still_is_never_asked_twice_in_haste(
    double: TelegramDouble, fetching: Fetching
) -> None:
    (stuck,) = await said(double, 1)
    assert await fetching.gets() == [stuck]
    for _ in range(5):
        more = await said(double, 3)
        assert await fetching.gets() == more  # not one of them, as Telegram would give to one in haste
        await fetching.settles(*more)
    asked = offsets(double.calls)
    assert all(one != other for one, other in itertools.pairwise(asked[1:]))


async def test_the_same_full_batch_is_not_fetched_again(double: TelegramDouble, fetching: Fetching) -> None:
    numbers = await said(double, 101)
    assert await fetching.gets() == [*numbers[:4]]  # of a flood
    await asyncio.sleep(0)
    fetches = len(double.calls)
    waiting = asyncio.create_task(fetching.gets())
    await asyncio.sleep(0.1)
    assert len(double.calls) == fetches
    await fetching.settles(*numbers[:4])
    assert await waiting == numbers[100:]


async def test_who_waits_behind_a_full_batch_is_fetched_though_its_first_is_not_settled(
    double: TelegramDouble, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "_LONG", 0.1)
    numbers = [await double.person(1000 + number).says("x") for number in range(150)]
    assert await fetching.gets() == numbers[:100]
    assert await fetching.gets() == numbers[100:]
    assert double.unacknowledged == numbers[100:]
    assert list(fetching.processor.unsettled) == numbers[100:]


async def test_who_waits_behind_six_floods_is_fetched_in_less_than_a_second(
    double: TelegramDouble, fetching: Fetching
) -> None:
    flood = [await double.person(1000 + number % 6).says("x") for number in range(200)]
    stranger = await double.person(2000).says("x")
    begun, given = asyncio.get_running_loop().time(), list[int]()
    while stranger not in given:
        given += await fetching.gets()
    assert asyncio.get_running_loop().time() - begun < processor._LONG
    assert given == [*flood, stranger]


async def test_a_batch_that_ptb_cannot_read_is_read_one_by_one(double: TelegramDouble, fetching: Fetching) -> None:
    (good,) = await said(double, 1)
    bad = await double.post_update(message={"text": "a"})
    (better,) = await said(double, 1)
    assert await fetching.gets() == [good, bad, better]
    await fetching.settles(good, bad, better)
    assert await fetching.gets() == []
    assert double.unacknowledged == []


async def test_an_answer_without_a_result_is_a_failure_that_is_waited_for() -> None:
    server, clock = Server(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'), FakeClock()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    requests = make_requests(url, connections=1, timeout=PATIENCE)
    processor = ChatProcessor(clock, Metrics(), Capacity(), Quiet())
    bot = CommittingBot(TOKEN, url, requests, processor, clock, Metrics(), PollingSettings(wait=0))
    assert await bot.get_updates() == ()
    assert clock.sleeps == [0.5]
    for request in requests:
        await request.shutdown()
    listening.close()
    await listening.wait_closed()
    await asyncio.gather(*(task for task in server.tasks if task))


async def test_after_six_quiet_days_the_offset_is_dropped(double: TelegramDouble, fetching: Fetching) -> None:
    (number,) = await said(double, 1)
    await fetching.gets()
    await fetching.settles(number)
    await fetching.gets()
    await fetching.clock.advance(6 * 86400.0 + 1)
    await fetching.gets()
    assert offsets(double.calls) == [None, number + 1, None]


async def test_a_stop_acknowledges_the_last(double: TelegramDouble, fetching: Fetching) -> None:
    (number,) = await said(double, 1)
    await fetching.gets()
    fetching.bot.stop_fetching(acknowledge=True)
    acknowledging = asyncio.create_task(fetching.gets())
    await asyncio.sleep(0)
    assert not acknowledging.done()
    await fetching.settles(number)
    assert await acknowledging == []
    assert double.unacknowledged == []


async def test_failures_end_in_a_clear_word_with_the_reason(double: TelegramDouble, fetching: Fetching) -> None:
    double.choose_fault = lambda _method, _parameters: Fault(status=502)
    with pytest.raises(ServingError, match=r"no answer from Telegram for .*: Internal Server Error"):
        await fetching.bot.insist(fetching.bot.delete_webhook)
    assert sum(fetching.clock.sleeps) > 300


def self_signed(folder: Path) -> Path:
    """Key and certificate for 127.0.0.1 in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
