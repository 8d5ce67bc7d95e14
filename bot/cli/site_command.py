"""``transfer-aid site``: the content as a static site to read and to review."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli import DONE
from bot.cli._arguments import add_now, clock_from, naming
from bot.content import open_dialog
from bot.site import build

OUT = Path("build/site")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("-o", "--out", type=Path, default=OUT, metavar="DIR", help=f"the folder ({OUT})")
    parser.add_argument("--content", type=Path, metavar="DIR", help="another content folder than the packaged one")
    add_now(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the site; files of an older one with the same names are replaced, others stay."""
    files = dict(build(open_dialog(arguments.content), clock_from(arguments.now)()))
    with naming("--out"):
        for name, text in files.items():
            path = arguments.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    print(f"{len(files)} files, begin at {arguments.out / 'index.html'}")
    return DONE
