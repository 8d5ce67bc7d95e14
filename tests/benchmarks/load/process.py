"""A bot in a process of its own: on one core, with its CPU time and its memory to be read from outside."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[3]
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


class BotProcess:
    """A contender: `module` of tests/benchmarks/contenders, told what to do by environment variables."""

    def __init__(
        self, module: str, settings: Mapping[str, str], *, python: str = sys.executable, one_core: bool = True
    ) -> None:
        self.name = module
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the process
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            [python, "-m", f"tests.benchmarks.contenders.{module}"],
            cwd=ROOT,
            env={**_environment(), **settings},
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
            # The child runs nothing of ours before it: two system calls, no lock.
            preexec_fn=(_on_the_last_core if one_core else anywhere) if len(_CORES) > 1 else None,  # noqa: PLW1509
        )

    @property
    def alive(self) -> bool:
        """Whether it is still running."""
        return self._process.poll() is None

    def cpu(self) -> float:
        """Seconds of CPU so far, all threads."""
        if sys.platform == "linux":
            return time.clock_gettime((~self._process.pid << 3) | 2)  # the process's own clock: finer than its ticks
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Resident bytes."""
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def complaint(self) -> str:
        """The end of what it wrote about itself."""
        self._stderr.seek(0)
        return self._stderr.read().decode(errors="replace")[-1500:]

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def stop(self) -> None:
        """End it the polite way, else by force."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._stderr.close()


def keep_to_the_first_core() -> None:
    """Keep this process, which plays Telegram, off the core of the bots."""
    if len(_CORES) > 1:
        os.sched_setaffinity(0, _CORES[:1])


def anywhere() -> None:
    """Let this process run on any core again."""
    if _CORES:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, _CORES)


def _on_the_last_core() -> None:
    os.sched_setaffinity(0, _CORES[-1:])


def _environment() -> dict[str, str]:
    """The environment without this project's settings, which would be the machine's owner's."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TRANSFER_AID_")}
