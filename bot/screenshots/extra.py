"""The packages of the extra `ocr`, found when first needed."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from bot.papers.tools import MissingExtra

EXTRA = "ocr"
PACKAGES = ("PIL", "rapidocr", "onnxruntime", "zxingcpp")


def module(name: str) -> ModuleType:
    """A module of an optional package.

    Raises:
        MissingExtra: when it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtra(name.partition(".")[0], EXTRA) from error


def ensure_installed() -> None:
    """Look for every package without loading any.

    Raises:
        MissingExtra: naming the first that is not there.
    """
    for name in PACKAGES:
        if importlib.util.find_spec(name) is None:
            raise MissingExtra(name, EXTRA)
