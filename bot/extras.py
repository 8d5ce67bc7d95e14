"""Optional packages: the extras of the distribution, imported when they are first needed, installed where asked for."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Literal

Extra = Literal["ocr", "papers", "postgres"]

PACKAGES: dict[Extra, tuple[str, ...]] = {
    "ocr": ("PIL", "rapidocr", "onnxruntime", "zxingcpp"),
    "papers": ("pypandoc", "typst", "manimgx_fonts_cjk", "pypdf", "zxingcpp"),
    "postgres": ("psycopg",),
}
"""The modules that an extra brings and that are imported by name."""

INSTALL_COMMAND = "./scripts/console --full"
"""What a person types to have every extra installed."""

_INSTALLER = Path(__file__).parents[1] / "scripts/setup-venv"


class MissingExtraError(RuntimeError):
    """A package of an extra is not installed. Users read words from the content; `extra` is what to install."""

    def __init__(self, package: str, extra: Extra) -> None:
        self.package = package
        self.extra = extra
        super().__init__(f"{package} of the extra {extra} is not installed: run ./scripts/setup-venv full")


def optional_module(name: str, extra: Extra) -> ModuleType:
    """Import a module that belongs to an extra. Raises MissingExtraError: it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtraError(name.partition(".")[0], extra) from error


def require(extra: Extra) -> None:
    """Raises MissingExtraError with the first package of an extra that is not installed; imports none."""
    for name in PACKAGES[extra]:
        if importlib.util.find_spec(name) is None:
            raise MissingExtraError(name, extra)


def is_installed(extra: Extra) -> bool:
    """Whether every package of an extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES[extra])


def can_install() -> bool:
    """Whether this runs in a checkout, which has the script and the hashed lock."""
    return _INSTALLER.is_file()


def install() -> bool:
    """Install every extra; what is being done is shown. Whether it is there now."""
    import subprocess

    try:
        done = subprocess.run([_INSTALLER, "full"], check=False)  # noqa: S603 - our own script
    except OSError:
        return False
    importlib.invalidate_caches()
    return done.returncode == 0
