"""``transfer-aid flow draw``: the flows as Mermaid diagrams."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.cli import BAD_USAGE, DONE, FOUND
from bot.content import open_content
from dialogs.drawing import draw, page


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=["draw"], help="write Mermaid")
    parser.add_argument("situation", nargs="?", help="only this situation; without it, all of them")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the page of all flows to this file")
    parser.add_argument(
        "--check", action="store_true", help="with -o: write nothing, exit 1 if the file is out of date"
    )


def run(arguments: argparse.Namespace) -> int:
    """Draw."""
    library = open_content().library
    if arguments.situation and arguments.situation not in library.flows:
        print(f"no situation {arguments.situation}; there are: {', '.join(library.flows)}", file=sys.stderr)
        return BAD_USAGE
    drawn = draw(library.flows[arguments.situation]) if arguments.situation else page(library)
    if arguments.output is None:
        print(drawn, end="")
        return DONE
    if not arguments.check:
        arguments.output.write_text(drawn, "utf-8")
        return DONE
    if arguments.output.exists() and arguments.output.read_text("utf-8") == drawn:
        return DONE
    print(f"{arguments.output} is out of date: run transfer-aid flow draw -o {arguments.output}", file=sys.stderr)
    return FOUND
