"""The reading process: it answers, survives crashes and timeouts, keeps off the network, and is gone when closed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bot.extras import PACKAGES, MissingExtraError
from bot.screenshots.picture import MAX_BYTES, BusyError, NotAPictureError, PictureTooLargeError, ReadTimeoutError
from bot.screenshots.worker import ScreenshotWorker, _stay_offline
from tests import PATIENCE
from tests.screenshots.pictures import chat, clear_png, font, saved

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "operating.md").read_text("utf-8")


def small() -> bytes:
    picture = Image.new("RGB", (360, 90), "white")
    ImageDraw.Draw(picture).text((10, 20), "转账撤回神器", fill="black", font=font(40))
    return saved(picture)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _connect() -> str:
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except PermissionError:
        return "refused"
    except OSError:
        return "tried"
    return "connected"


async def until_gone(process: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while alive(process):  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(0)


async def test_it_reads_refuses_and_outlives_crash_and_timeout() -> None:
    phone = saved(chat([("you", "微信转账撤回神器，先撤后付")]))
    async with ScreenshotWorker(PATIENCE, decoding=PATIENCE) as worker:
        with pytest.raises(PictureTooLargeError):
            await worker.read(bytes(MAX_BYTES + 1))
        assert worker._process is None  # nothing was started for it
        with pytest.raises(NotAPictureError):
            await worker.read(b"no image")
        first = worker._process
        assert first is not None
        assert first != os.getpid()

        dying = asyncio.create_task(worker.read(phone))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert worker._turn.locked()
        os.kill(first, signal.SIGKILL)
        with pytest.raises(ReadTimeoutError):
            await dying

        worker._reading = 0.001
        with pytest.raises(ReadTimeoutError):
            await worker.read(phone)
        worker._reading = PATIENCE
        assert (await worker.read(small())).text == "转账撤回神器"
        last = worker._process
        assert last is not None
        assert last != first

        os.kill(last, signal.SIGKILL)  # while it has nothing to do
        await until_gone(last)
        with pytest.raises(NotAPictureError):
            await worker.read(b"no image")
        last = worker._process
    assert last is not None
    await until_gone(last)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such limits on this system")
async def test_memory_and_decoding_time_are_bounded() -> None:
    largest = clear_png(5000, 5000)  # takes 200 MB
    async with ScreenshotWorker(PATIENCE, decoding=PATIENCE, memory=260 << 20) as worker:
        with pytest.raises(PictureTooLargeError):
            await worker.read(largest)
        first = worker._process
        with pytest.raises(NotAPictureError):
            await worker.read(b"no image")
        assert worker._process == first  # it lives on
        worker._decoding = 0.01
        with pytest.raises(ReadTimeoutError):
            await worker.read(largest)
        worker._decoding = PATIENCE
        with pytest.raises(NotAPictureError):
            await worker.read(b"no image")
        assert worker._process != first


async def test_a_crowd_is_turned_away_and_a_caller_may_leave() -> None:
    async with ScreenshotWorker(PATIENCE, waiting=3) as worker:
        leaving = asyncio.create_task(worker.read(b"no image"))
        crowd = [asyncio.create_task(worker.read(b"no image")) for _ in range(8)]
        await asyncio.sleep(0)
        leaving.cancel()
        answers = await asyncio.gather(*crowd, return_exceptions=True)
        with pytest.raises(asyncio.CancelledError):
            await leaving
        async with worker._turn:
            assert await worker._call(PATIENCE, _connect) == "refused"  # the process reaches no network
    kinds = [type(answer) for answer in answers]
    assert kinds == [NotAPictureError] * 3 + [BusyError] * 5


async def test_closing_ends_what_waits_and_what_comes() -> None:
    worker = ScreenshotWorker()
    waiting = [asyncio.create_task(worker.read(small())) for _ in range(3)]
    await asyncio.sleep(0)
    await worker.close()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [ReadTimeoutError] * 3
    with pytest.raises(ReadTimeoutError):
        await worker.read(small())


async def test_without_the_extra_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGES, "ocr", ("no_such_reader",))
    async with ScreenshotWorker() as worker:
        with pytest.raises(MissingExtraError, match=r"ocr.*setup-venv full"):
            await worker.read(b"")
        assert worker._pool is None


def test_only_the_network_is_closed_to_the_process() -> None:
    with pytest.raises(PermissionError):
        _stay_offline("socket.getaddrinfo", ())
    _stay_offline("open", ())


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells what a process has taken at most")
async def test_it_takes_no_more_memory_than_the_guide_says_and_lets_the_bot_go_first() -> None:
    [screenshot] = re.findall(r"一张手机截图 \| 最高 (\d+) \|", GUIDE)
    [largest] = re.findall(r"2500 万像素的图 \| 最高 (\d+)；", GUIDE)
    phone = saved(chat([("you", "微信转账撤回神器，先撤后付，加V：huitui2026")] * 12), "JPEG")
    for picture, most in ((phone, screenshot), (clear_png(5000, 5000), largest)):
        async with ScreenshotWorker(reading=600, decoding=300) as worker:
            await worker.read(picture)
            assert worker._process is not None
            assert peak(worker._process) <= int(most) * 1.1
            assert os.getpriority(os.PRIO_PROCESS, worker._process) > os.getpriority(os.PRIO_PROCESS, 0)


def peak(process: int) -> float:
    """The most memory that a process has had, in MiB."""
    [kib] = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(kib) / 1024
