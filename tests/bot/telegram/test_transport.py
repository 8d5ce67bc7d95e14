"""The HTTP client against servers of every temper."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import ipaddress
import re
import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut

from bot.telegram.api import BotApi
from bot.telegram.transport import system_proxy

OK = b'{"ok":true,"result":7}'
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n" + OK


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
async def api_to(server: Server, tls: ssl.SSLContext | None = None, **more: Any) -> AsyncIterator[BotApi]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    port = listening.sockets[0].getsockname()[1]
    api = BotApi("1:secret-token", f"http{'s' if tls else ''}://127.0.0.1:{port}", **more)
    await api.start()
    try:
        yield api
    finally:
        await api.close()
        listening.close()
        await listening.wait_closed()
        await asyncio.gather(*(task for task in server.tasks if task))


async def test_one_connection_serves_many_calls() -> None:
    server = Server(PLAIN, PLAIN, PLAIN)
    async with api_to(server) as api:
        for _ in range(3):
            assert await api.call("getMe", {"text": "字😀"}) == 7
    assert server.connections == 1
    assert server.requests[0].startswith(b"POST /bot1:secret-token/getMe HTTP/1.1\r\n")
    assert '{"text":"字😀"}'.encode() in server.requests[0]


async def test_calls_at_once_get_connections_of_their_own_up_to_a_limit() -> None:
    server = Server(*[PLAIN] * 20)
    async with api_to(server, connections=4) as api:
        assert await asyncio.gather(*(api.call("getMe") for _ in range(20))) == [7] * 20
    assert 2 <= server.connections <= 4


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n" + OK + b"\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 22\r\n\r\n" + OK,
        b"HTTP/1.0 200 OK\r\nContent-Length: 22\r\n\r\n" + OK,
        b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN,
    ],
)
async def test_every_way_of_answering_is_read_and_the_next_call_works(answer: bytes) -> None:
    async with api_to(Server(answer, PLAIN)) as api:
        assert await api.call("getMe") == 7
        assert await api.call("getMe") == 7


async def test_a_call_given_up_at_any_moment_leaves_no_connection_open() -> None:
    for moment in range(30):
        server = Server(PLAIN)
        async with asyncio.timeout(10), api_to(server) as api:
            call = asyncio.create_task(api.call("getMe"))
            for _ in range(moment):
                await asyncio.sleep(0)
            call.cancel()
        assert all(task.done() for task in server.tasks if task)
    gc.collect()  # a socket left open would now be found, and fail the test


async def test_a_connection_closed_while_idle_is_not_used_again() -> None:
    server = Server(PLAIN, PLAIN)
    server.hang_up_after_answer = True
    async with api_to(server) as api:
        assert await api.call("getMe") == 7
        await until(lambda: server.connections == 1 and len(server.requests) == 1)
        await asyncio.sleep(0)
        for _ in range(50):  # the news of the hang-up arrives
            await asyncio.sleep(0)
        assert await api.call("getMe") == 7
    assert server.connections == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (None, NetworkError),
        (PLAIN[:-5], TimedOut),
        (b"SMTP ready\r\n\r\n", NetworkError),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>", NetworkError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnot", TelegramError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * (1 << 25) + b"y", NetworkError),
        (
            b'HTTP/1.1 401 Unauthorized\r\nContent-Length: 12\r\n\r\n{"ok":false}',
            InvalidToken,
        ),
        (..., TimedOut),
    ],
)
async def test_what_is_no_answer_is_an_error_and_the_next_call_works(answer: Any, error: type[Exception]) -> None:
    async with api_to(Server(answer, PLAIN), timeout=0.1) as api:
        with pytest.raises(error) as caught:
            await api.call("getMe")
        assert "secret-token" not in str(caught.value)
        assert await api.call("getMe") == 7


async def test_nobody_there() -> None:
    api = BotApi("1:a", "http://127.0.0.1:9")
    with pytest.raises(NetworkError):
        await api.call("getMe")
    await api.close()


async def test_a_long_poll_may_take_its_time() -> None:
    async with api_to(Server(...), timeout=0.05) as api:
        with pytest.raises(TimedOut):
            await api.get_updates({}, wait=0)


async def test_certificates_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = self_signed(tmp_path)
    tls.load_cert_chain(file)
    async with api_to(Server(PLAIN), tls) as stranger:
        with pytest.raises(NetworkError):
            await stranger.call("getMe")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with api_to(Server(PLAIN), tls) as known:
        assert await known.call("getMe") == 7


async def test_a_proxy_is_used_when_one_is_named() -> None:
    proxy = Server(PLAIN)
    listening = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    api = BotApi("1:a", "http://telegram.invalid", proxy=f"http://127.0.0.1:{port}")
    assert await api.call("sendMessage", {"chat_id": 5, "text": "字", "entities": []}) == 7
    await api.close()
    listening.close()
    await listening.wait_closed()
    await asyncio.gather(*(task for task in proxy.tasks if task))
    assert proxy.requests[0].startswith(b"POST http://telegram.invalid/bot1:a/sendMessage")
    assert b"chat_id=5" in proxy.requests[0]


def test_the_environments_proxy_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert system_proxy("https://api.telegram.org") == "http://proxy.example:8080"
    assert system_proxy("https://127.0.0.1:8081") is None
    assert system_proxy("http://api.example") is None


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110  # what is waited for is on the other side of a socket
            await asyncio.sleep(0)


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
