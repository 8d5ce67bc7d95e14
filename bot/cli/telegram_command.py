"""``transfer-aid telegram``: the Telegram bot, by long polling or by webhook."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import pickle
import subprocess
import sys
from typing import IO, TYPE_CHECKING, cast

from bot.cli import DONE, FOUND, BadUsageError
from bot.webhook.settings import address

if TYPE_CHECKING:
    from bot.start import Start


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--webhook", action="store_true", help="be called by Telegram instead of asking it")
    parser.add_argument(
        "--health", metavar="HOST:PORT", help="with polling: serve /healthz, /readyz and /metrics there"
    )
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)  # see `bot.preparing`


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped. Exit 1 when the service cannot go on, so that a supervisor starts it anew."""
    if arguments.prepare:
        return _prepare(webhook=arguments.webhook)
    try:
        health = address(arguments.health) if arguments.health else None
    except ValueError as error:
        raise BadUsageError(str(error)) from error
    with preparing(webhook=arguments.webhook) as child:
        # Loaded meanwhile, on another core if there is one.
        from bot.logs import set_up_logs
        from bot.service import UNUSABLE, adapter_settings, serve

        start = prepared(child)
    if start is None:
        return _why_not(child.returncode)
    set_up_logs(json=start.settings.log_json)
    try:
        asyncio.run(serve(adapter_settings(start), start, health=health))
    except UNUSABLE as error:
        print(error, file=sys.stderr)
        return FOUND
    return DONE


def preparing(*, webhook: bool) -> subprocess.Popen[bytes]:
    """The process that prepares the start (`bot.preparing`); what is wrong it says itself."""
    command = [sys.executable, "-m", "bot", "telegram", "--prepare", *(["--webhook"] if webhook else [])]
    return subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603  # ourselves


def prepared(child: subprocess.Popen[bytes]) -> Start | None:
    """What it prepared, when it has ended; None when it could not: then its exit code says why."""
    start: Start | None = None
    with cast("IO[bytes]", child.stdout) as pipe, contextlib.suppress(EOFError, pickle.UnpicklingError):
        start = pickle.load(pipe)  # noqa: S301  # from our own child
    return start if child.wait() == DONE else None


def _why_not(code: int) -> int:
    """The exit code of a start that was not prepared. A child that ended in its own way has said why."""
    if code > 0:
        return code
    how = f"was ended by signal {-code}" if code else "gave nothing that can be read"
    print(f"the process that prepares the start {how}; nothing is lost, start again", file=sys.stderr)
    return FOUND


def _prepare(*, webhook: bool) -> int:
    from bot.preparing import prepare_start, service_settings
    from bot.settings import Settings
    from bot.store import UNUSABLE
    from dialogs.library.problems import ContentError

    gc.disable()  # it ends before that could matter
    given = Settings()
    try:
        settings = service_settings(given, webhook=webhook)
    except ValueError as error:
        raise BadUsageError(str(error)) from error
    try:
        with contextlib.redirect_stdout(sys.stderr):  # the pipe is for one thing only
            start = prepare_start(settings)
    except (ContentError, *UNUSABLE) as error:
        print(error, file=sys.stderr)
        return FOUND
    pickle.dump(start, sys.stdout.buffer)
    return DONE
