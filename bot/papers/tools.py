"""The external tools behind the files, found when first needed: pandoc, typst, fonts."""

from __future__ import annotations

import datetime as dt
import importlib.util
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from bot.extras import Extra, MissingExtraError, optional_module

EXTRA: Extra = "papers"
READER = "commonmark+pipe_tables+east_asian_line_breaks-raw_html"
LAYOUT = Path(__file__).with_name("layout.lua")
ROOT = Path(__file__).parent  # typst reads nothing in it: the source is handed over as bytes
PICTURE_PPI = 110.0
LONGEST_RUN = 8.0  # seconds; a paper takes a fraction of one, and a stop waits for it
# Chinese; and the Chinese serif, emoji and other scripts, where installed.
_FONTS = ("manimgx_fonts_cjk", "pylopdf_fonts_zh_cn", "manimgx_fonts")


class ToolFailedError(RuntimeError):
    """A tool did not make the file. The message holds what the tool said, never what a user typed."""


@lru_cache(maxsize=1)
def pandoc_path() -> str:
    """Where the pandoc program is."""
    try:
        return str(optional_module("pypandoc", EXTRA).get_pandoc_path())
    except OSError as error:  # the package without its program
        raise MissingExtraError("pypandoc_binary", EXTRA) from error


def pandoc(markdown: str, to: str, *options: str) -> bytes:
    """Turn a paper's Markdown into another format, in a sandbox without network or other files.
    Raises MissingExtraError: without pandoc; ToolFailedError: when pandoc refuses or takes too long.
    """
    command = [pandoc_path(), "-f", READER, "-t", to, "--wrap=none", "--lua-filter", str(LAYOUT), *options, "-o", "-"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; what people typed goes in by stdin only
            command,
            input=markdown.encode(),
            capture_output=True,
            timeout=LONGEST_RUN,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailedError("pandoc took too long") from error
    if done.returncode:
        raise ToolFailedError(f"pandoc ended with {done.returncode}")
    return done.stdout


def typeset(source: str, form: Literal["pdf", "png"], inputs: dict[str, str] | None = None) -> list[bytes]:
    """Typst source as one PDF or as a PNG for each page. The source can reach no files and no packages.
    Raises MissingExtraError: without typst or the Chinese font; ToolFailedError: typst refuses the source.
    """
    typst = optional_module("typst", EXTRA)
    compiler = typst.Compiler(
        source.encode(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs or {}, root=str(ROOT)
    )
    try:
        made = compiler.compile(format=form, ppi=PICTURE_PPI, timestamp=dt.datetime.now(dt.UTC).replace(microsecond=0))
    except typst.TypstError as error:
        raise ToolFailedError("typst could not set the paper") from error
    return cast("list[bytes]", made) if isinstance(made, list) else [made]


@lru_cache(maxsize=1)
def font_folders() -> tuple[str, ...]:
    """The folders with fonts. Raises MissingExtraError: without the Chinese font."""
    found: list[str] = []
    for name in _FONTS:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            found += list(spec.submodule_search_locations)
        elif name == _FONTS[0]:
            raise MissingExtraError("manimgx-fonts-cjk", EXTRA)
    return tuple(found)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts, read once; typst's own (for code and Latin) stay out, so that pages look the same everywhere."""
    return optional_module("typst", EXTRA).Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders())
    )
