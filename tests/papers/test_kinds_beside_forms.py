"""docs/papers.md lays every kind of paper beside its form, and shows pictures that are there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.papers.cases import PAPERS

PAGE = Path("docs/papers.md")


def test_every_kind_is_laid_beside_its_form_once():
    rows = [row.split("|")[1] for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| `")]
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    whole = ["complaint" + name if name.startswith("_") else name for name in told]
    assert sorted(whole) == sorted(PAPERS.kinds)


def test_every_picture_of_the_page_is_there():
    shown = re.findall(r"\((pictures/[\w.]+)\)", PAGE.read_text("utf-8"))
    assert len(shown) == 4
    assert all((PAGE.parent / name).is_file() for name in shown)
