"""The HTTP side: Telegram's updates, health for the supervisor, metrics for Prometheus.

An update is answered 200 only after its turn is committed, so that Telegram keeps whatever we could not take.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.telegram.logs import log
from bot.telegram.run import Adapter

BODY_BYTES = 1 << 20  # an update is a few KiB; Telegram's longest message with entities stays far below
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # the header's name
_DEADLINE = 50.0  # Telegram waits 60 s, then sends the update again
_CAREFUL = 60.0  # seconds after the start in which an update may be one that ended the process before

Probe = Callable[[], Awaitable[str | None]]


def build_app(parts: Adapter, probe: Probe, *, path: str | None = None, secret: str = "") -> Starlette:
    """The application. With a `path`, updates are accepted there if they carry the secret.

    `probe` says what is wrong with serving, or None when all is well.
    """

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        problem = await probe()
        return PlainTextResponse(problem or "ok", status_code=503 if problem else 200)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(parts.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
    if path is not None:
        if not secret:
            raise ValueError("a webhook without a secret is open to anybody")
        routes.append(Route(path, _receiver(parts, secret.encode("ascii")), methods=["POST"]))
    return Starlette(routes=routes)


def _receiver(parts: Adapter, secret: bytes) -> Callable[[Request], Awaitable[Response]]:
    started = parts.clock.steady()

    async def receive(request: Request) -> Response:
        given = request.headers.get(_SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, secret):
            parts.metrics.errors.labels("webhook_secret").inc()
            return Response(status_code=403)
        if parts.entrance.full:
            return Response(status_code=503, headers={"Retry-After": "1"})
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        careful = parts.clock.steady() - started < _CAREFUL
        settled = parts.entrance.admit(update, careful=careful)
        done, _ = await asyncio.wait((settled,), timeout=_DEADLINE)
        if not done:
            log.warning("update still unsettled")  # it goes on; when it comes again, it is known
            return Response(status_code=503)
        return Response(status_code=200)

    return receive


async def _body(request: Request) -> bytes | None:
    """The body; None when it is too long, which is noticed before it is read whole."""
    if int(request.headers.get("content-length") or 0) > BODY_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(update, dict) and isinstance(update.get("update_id"), int):
        return update
    return None
