"""Our bot with an eye on every function: from SIGUSR1 on, CPU time by module is noted and written to BENCH_PROFILE."""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import re
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from bot.store.committer import Committer
from tests.benchmarks.contenders import ours

_BUILT_IN = "~"
_KINDS = (
    ("SQLite", r"sqlite3\."),
    ("encryption", r"cryptography|AESGCM|hmac|_hashlib|posix\.urandom"),
    ("sockets and epoll", r"_socket\.|epoll"),
    ("dialogs: understanding", r"/dialogs/understanding/"),
    ("dialogs: checking", r"/dialogs/checking/"),
    ("dialogs: words", r"/dialogs/words\.|/jinja2/|<template>"),
    ("dialogs: the rest", r"/dialogs/|/transitions/"),
    ("bot: store", r"/bot/store/|/sqlalchemy/"),
    ("bot: render", r"/bot/telegram/render\.|/telegramify_markdown/|pyromark"),
    ("python-telegram-bot", r"/site-packages/telegram/"),
    ("HTTP client", r"/httpx/|/httpx_aiohttp/|/aiohttp/|/yarl/|/multidict/|/urllib/|/email/"),
    ("bot: the rest", r"/bot/|/structlog/|/prometheus_client/"),
    ("JSON", r"/json/|_json\."),
    ("asyncio", r"/asyncio/|_asyncio\.|_contextvars|/selectors\.|_queue|_thread|threading\."),
)

Function = tuple[str, int, str]


def main() -> None:
    """Run the bot; write the seconds by part when it ends."""
    store, loop = _profile(), _profile()
    serve = Committer._serve
    Committer._serve = lambda committer: store.runcall(serve, committer)  # type: ignore[method-assign]

    def begin(_number: int, _frame: FrameType | None) -> None:
        loop.enable()

    signal.signal(signal.SIGUSR1, begin)
    ours.main()
    loop.disable()
    seconds = {
        "parts": Counter(seconds_by(_part, loop)) + Counter(seconds_by(_part, store)),
        "modules": Counter(seconds_by(_module, loop)) + Counter(seconds_by(_module, store)),
    }
    Path(os.environ["BENCH_PROFILE"]).write_text(json.dumps(seconds), "utf-8")


def _profile() -> cProfile.Profile:
    """A profile in CPU seconds of its thread: waiting costs nothing."""
    return cProfile.Profile(time.thread_time)


def seconds_by(group: Callable[[Function], str | None], profile: cProfile.Profile) -> dict[str, float]:
    """Seconds spent in each group's own functions; those of no group (what is built in) count for their callers."""
    table: dict[Function, tuple[int, int, float, float, dict[Function, tuple[int, int, float, float]]]]
    table = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    seconds: Counter[str] = Counter()
    for function, (_, _, own, _, callers) in table.items():
        name = group(function)
        if name is not None or not callers:
            seconds[name or "other"] += own
            continue
        for caller, (_, _, for_caller, _) in callers.items():
            seconds[group(caller) or "other"] += for_caller
    return dict(seconds)


def _part(function: Function) -> str | None:
    """The part of the work that a function does."""
    file, _, name = function
    text = name if file == _BUILT_IN else file
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text)), None)


def _module(function: Function) -> str | None:
    """The last three parts of a file's path, e.g. ``dialogs/replay.py``."""
    file = function[0]
    if file == _BUILT_IN:
        return None
    inside = re.search(r"(?:.*/(?:site-packages|python3\.\d+)/|.*/(?=(?:bot|dialogs)/))(.+)", file)
    return inside[1] if inside else Path(file).name


if __name__ == "__main__":
    main()
