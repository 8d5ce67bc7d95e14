"""Reads images in a process of its own: what a hostile file can hang or crash is not the bot."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from threading import Thread
from typing import TYPE_CHECKING, Self, TypeVar

from bot.extras import require
from bot.screenshots.picture import MAX_BYTES, BusyError, PictureTooLargeError, ReadTimeoutError, open_picture
from bot.screenshots.reader import ImageText, read_image

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from PIL.Image import Image

T = TypeVar("T")

READING = 30.0  # seconds for one image; a phone's screen takes one to two, a long screenshot ten
DECODING = 5.0  # seconds of these until it is decoded; the largest picture takes one
MEMORY = 1792 << 20  # bytes of addresses for the process; the largest picture takes 1.3 GiB, a good half of it memory
STARTING = 60.0  # seconds for a new process to come up; it takes less than one
WAITING = 8  # images that may wait for their turn; more are turned away at once
_KINDNESS = 5  # the bot's own process goes first
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")  # each more takes addresses
_NETWORK = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})


class ScreenshotWorker:
    """One reading process, started with the first image and again after a crash or a timeout.
    Images are read one after another in the order in which they came. Use it from one event loop, and close it.
    """

    def __init__(
        self, reading: float = READING, waiting: int = WAITING, decoding: float = DECODING, memory: int = MEMORY
    ) -> None:
        """Start nothing yet: the arguments are `READING`, `WAITING`, `DECODING` and `MEMORY`."""
        self._reading, self._decoding, self._memory = reading, decoding, memory
        self._waiting = waiting
        self._closed = False
        self._turn = asyncio.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._process: int | None = None
        self._tasks: set[asyncio.Task[ImageText]] = set()

    async def read(self, data: bytes) -> ImageText:
        """What an image file says. Raises MissingExtraError and what `open_picture` raises; ReadTimeoutError when its
        time ran out or the process died of it, BusyError when too many are waiting.
        """
        require("ocr")
        if len(data) > MAX_BYTES:
            raise PictureTooLargeError
        if len(self._tasks) > self._waiting:
            raise BusyError
        task = asyncio.create_task(self._read(data))
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        # A caller who gives up leaves the process in order: the task keeps the turn until the process is free again.
        return await asyncio.shield(task)

    async def until_idle(self) -> None:
        """Wait until no image is being read or waits for it."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """End the process; what is under way or waiting fails."""
        self._closed = True
        self._stop()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _read(self, data: bytes) -> ImageText:
        async with self._turn:
            return await self._call(self._reading, _read, data, self._decoding)

    async def _call(self, seconds: float, task: Callable[..., T], *arguments: object) -> T:
        try:
            future = (await self._ready()).submit(task, *arguments)
        except BrokenExecutor:  # it died while it had nothing to do
            self._stop()
            future = (await self._ready()).submit(task, *arguments)
        return await self._within(future, seconds)

    async def _ready(self) -> ProcessPoolExecutor:
        if self._closed:
            raise ReadTimeoutError
        if self._pool is None:
            # Loaded with the first picture: most bots are never sent one.
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin, (self._memory,))
            self._process = await self._within(self._pool.submit(os.getpid), STARTING)
        return self._pool

    async def _within(self, future: Future[T], seconds: float) -> T:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except (TimeoutError, BrokenExecutor) as error:
            self._stop()
            raise ReadTimeoutError from error

    def _finished(self, task: asyncio.Task[ImageText]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that a caller who gave up leaves no warning

    def _stop(self) -> None:
        pool, process = self._pool, self._process
        self._pool = self._process = None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _read(data: bytes, decoding: float) -> ImageText:
    """`read_image`; the process ends when decoding takes too long, for nothing else stops a decoder."""

    def opened(data: bytes) -> Image:
        if not hasattr(signal, "setitimer"):
            return open_picture(data)
        signal.setitimer(signal.ITIMER_REAL, decoding)
        try:
            return open_picture(data)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    try:
        return read_image(data, opened)
    except MemoryError as error:  # after decoding, too, what it takes is bounded
        raise PictureTooLargeError from error


def _begin(memory: int) -> None:
    """Prepare the reading process: gentle, bounded, deaf to Ctrl-C, without a network, gone when the bot is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_KINDNESS)
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    with contextlib.suppress(ImportError, OSError, ValueError):  # not on Windows; elsewhere it may be lower already
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.addaudithook(_stay_offline)
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _stay_offline(event: str, _arguments: object) -> None:
    if event in _NETWORK:
        raise PermissionError(f"{event}: an image is read without a network")


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
