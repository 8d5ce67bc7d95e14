"""How a call goes wrong."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens instead of (or, with `after`, on top of) a call: a status, a hang-up, a reset, silence, or delay.

    `status` 0 closes the connection within the answer, `reset` breaks it off before; `silent` never answers; with
    `after` the message is delivered all the same, as when only the answer is lost. `slow` is no failure: the call is
    performed, and its answer comes so many seconds late.
    """

    status: int = 500
    retry_after: int | None = None
    silent: bool = False
    after: bool = False
    description: str = "Internal Server Error"
    reset: bool = False
    slow: float = 0.0

    @property
    def performed(self) -> bool:
        """Whether the call has its effect."""
        return self.after or self.slow > 0

    @property
    def loses_the_answer(self) -> bool:
        """Whether the bot cannot know of an effect."""
        return self.after and not self.slow


def result(value: Any) -> Response:
    """A good answer. ASCII, as Telegram answers: half a surrogate pair could not be sent otherwise."""
    return Response(json.dumps({"ok": True, "result": value}), media_type="application/json")


def error(code: int, description: str, **extra: Any) -> Response:
    """A refusal."""
    return JSONResponse({"ok": False, "error_code": code, "description": description, **extra}, status_code=code)


async def misbehave(fault: Fault, request: Request, connections: Iterable[Any], release: asyncio.Event) -> Response:
    """The answer a fault leads to; `release` ends a silence that nobody listens to any more."""
    if fault.silent:
        await release.wait()
    if fault.reset:
        await _reset(next((one for one in connections if one.client == tuple(request.client or ())), None))
    if fault.reset or fault.status == 0:
        return _HangUp()
    extra = {} if fault.retry_after is None else {"parameters": {"retry_after": fault.retry_after}}
    return error(fault.status, fault.description, **extra)


async def _reset(connection: Any) -> None:
    if connection is not None:
        # With nothing to linger for, closing sends RST and not FIN.
        connected = connection.transport.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.transport.abort()
        await asyncio.sleep(0)  # until the server knows, and sends nothing more


class _HangUp(Response):
    """Ends the connection in the middle of an answer."""

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})
