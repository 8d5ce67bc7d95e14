"""Optional packages: the extras of the distribution, imported when they are first needed."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType
from typing import Literal

Extra = Literal["ocr", "papers", "postgres"]

PACKAGES: dict[Extra, tuple[str, ...]] = {
    "ocr": ("PIL", "rapidocr", "onnxruntime", "zxingcpp"),
    "papers": ("pypandoc", "typst", "manimgx_fonts_cjk", "pypdf", "zxingcpp"),
    "postgres": ("psycopg",),
}
"""The modules that an extra brings and that are imported by name."""


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
    """Look for every package of an extra without importing any.
    Raises MissingExtraError: names the first that is not installed.
    """
    for name in PACKAGES[extra]:
        if importlib.util.find_spec(name) is None:
            raise MissingExtraError(name, extra)


def is_installed(extra: Extra) -> bool:
    """Whether every package of an extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES[extra])
