"""The outside tools behind the files, found when first needed: pandoc, typst, fonts."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
from functools import lru_cache
from pathlib import Path
from types import ModuleType

EXTRA = "papers"
READER = "commonmark+pipe_tables+east_asian_line_breaks-raw_html"
MADE_AT = "1767225600"  # 2026-01-01 UTC, written into every file, so that the same paper is the same bytes
LAYOUT = Path(__file__).with_name("layout.lua")
LONGEST_RUN = 20.0  # seconds; a paper takes a fraction of one
_FONTS = ("manimgx_fonts_cjk", "manimgx_fonts")  # Chinese; and emoji and other scripts, where installed


class MissingExtra(RuntimeError):  # noqa: N818 - what is missing is the message
    """A package of an extra is not installed. The words for it are in content; `extra` names what to install."""

    def __init__(self, package: str, extra: str = EXTRA) -> None:
        self.package = package
        self.extra = extra
        super().__init__(f"{package} is not installed: pip install 'transfer-aid[{extra}]'")


class ToolFailed(RuntimeError):  # noqa: N818 - as above
    """A tool did not make the file; holds what it said, never what a person typed."""


def module(name: str) -> ModuleType:
    """An optional package.

    Raises:
        MissingExtra: when it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtra(name) from error


@lru_cache(maxsize=1)
def pandoc_path() -> str:
    """Where the pandoc program is."""
    try:
        return str(module("pypandoc").get_pandoc_path())
    except OSError as error:  # the package without its program
        raise MissingExtra("pypandoc_binary") from error


def pandoc(markdown: str, to: str, *options: str) -> bytes:
    """Turn a paper's Markdown into another format, in a sandbox without network or other files.

    Raises:
        MissingExtra: without pandoc.
        ToolFailed: when pandoc refuses or takes too long.
    """
    command = [pandoc_path(), "-f", READER, "-t", to, "--wrap=none", "--lua-filter", str(LAYOUT), *options, "-o", "-"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; what people typed goes in by stdin only
            command,
            input=markdown.encode(),
            capture_output=True,
            timeout=LONGEST_RUN,
            check=False,
            env={"SOURCE_DATE_EPOCH": MADE_AT, "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailed("pandoc took too long") from error
    if done.returncode:
        raise ToolFailed(f"pandoc ended with {done.returncode}")
    return done.stdout


@lru_cache(maxsize=1)
def font_folders() -> tuple[str, ...]:
    """The folders with fonts.

    Raises:
        MissingExtra: without the Chinese font.
    """
    found: list[str] = []
    for name in _FONTS:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            found += list(spec.submodule_search_locations)
        elif name == _FONTS[0]:
            raise MissingExtra("manimgx-fonts-cjk")
    return tuple(found)
