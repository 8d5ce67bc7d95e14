"""A browser without a window, where there is one: draws a page as a picture and tells how tall its parts are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from html import escape, unescape
from pathlib import Path

from tests.phone.bubbles import WIDTH
from tests.screenshots.pictures import font_file

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_HOW = ("--headless", "--no-sandbox", "--font-render-hinting=none", "--force-device-scale-factor=2")
_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    "<dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"
)
# A bubble is 8 px below the one before, its buttons 4 below it.
_MEASURE = """<script>
const tall = one => Math.round(one.getBoundingClientRect().height);
document.title = JSON.stringify({
  bubbles: [...document.querySelectorAll(".bubble")].map(tall), broken: [...document.querySelectorAll("p, .row span")]
    .filter(one => tall(one) > (one.tagName === "P" ? 22 : 40)).map(one => one.textContent) });
</script>"""


def picture(html: Path, png: Path, height: int) -> None:
    """Draw a page of our own, twice as fine as its pixels."""
    _run(f"--screenshot={png}", f"--window-size={WIDTH},{height}", page=html)


def measured(page: str) -> tuple[list[int], list[str]]:
    """How tall the bubbles of a page are without what is below them, and which of its lines the browser breaks."""
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder) / "page.html"
        html.write_text(page + _MEASURE, encoding="utf-8")
        found = re.search("<title>(.*?)</title>", _run("--dump-dom", f"--window-size={WIDTH},800", page=html))
    assert found is not None
    told = json.loads(unescape(found[1]))
    return told["bubbles"], told["broken"]


def _run(*how: str, page: Path) -> str:
    """Run it with the papers' font, which need not be one of the machine's."""
    assert BROWSER is not None
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(_FONTS.format(fonts=escape(str(font_file().parent)), cache=folder), encoding="utf-8")
        command = [BROWSER, *_HOW, f"--user-data-dir={folder}", *how, page.resolve().as_uri()]
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        return subprocess.run(command, check=True, capture_output=True, env=environment, text=True).stdout
