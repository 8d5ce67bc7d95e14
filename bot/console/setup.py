"""Installs the extras from a checkout's hashed lock."""

from __future__ import annotations

import importlib
from pathlib import Path

COMMAND = "./scripts/console --full"
"""What a person types to have it done."""
_SCRIPT = Path(__file__).parents[2] / "scripts/setup-venv"


def can_install() -> bool:
    """Whether this runs in a checkout, which has the script and the lock."""
    return _SCRIPT.is_file()


def install() -> bool:
    """Install every extra; what is being done is shown. Whether it is there now."""
    import subprocess

    try:
        done = subprocess.run([_SCRIPT, "full"], check=False)  # noqa: S603 - our own script
    except OSError:
        return False
    importlib.invalidate_caches()
    return done.returncode == 0
