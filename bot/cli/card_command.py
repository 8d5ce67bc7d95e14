"""``transfer-aid card``: a warning card as text, or as a poster in a PNG or PDF file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import cast

from bot.cli import DONE, BadUsageError
from bot.cli._arguments import add_now, clock_from, naming, tell_saved
from bot.console.plain import plain_text
from bot.content import open_content
from bot.extras import MissingExtraError
from bot.papers.poster import Form, Size, make_poster
from dialogs.cards import CardKind, card_text, make_card


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    kinds = [kind.value for kind in CardKind]
    default = CardKind.PREVENTION.value
    parser.add_argument("--verdict", choices=kinds, default=default, help=f"which; default: {default}")
    parser.add_argument("--lure", metavar="TEXT", help="the message warned of; it is quoted, shortened and defused")
    sizes = [size.value for size in Size]
    parser.add_argument("--size", choices=sizes, default=Size.PHONE.value, help="of a poster; default: phone")
    parser.add_argument("--address", default="", metavar="URL", help="where the link and the QR code lead")
    add_now(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a .png or .pdf; without it, text is printed")


def run(arguments: argparse.Namespace) -> int:
    """Make the card."""
    evidence = (arguments.lure,) if arguments.lure else ()
    today = clock_from(arguments.now)().date()
    content = open_content()
    with naming("--address", ValueError):
        card = make_card(content.cards, arguments.verdict, evidence, today=today, address=arguments.address)
    if arguments.output is None:
        print(plain_text(card_text(card)))
        return DONE
    form = arguments.output.suffix.lower().removeprefix(".")
    if form not in {"png", "pdf"}:
        raise BadUsageError("-o: the file's name must end in .png or .pdf")
    try:
        arguments.output.write_bytes(make_poster(card, arguments.size, cast("Form", form)))
    except MissingExtraError as missing:
        raise BadUsageError(content.console.files.missing_extra.format(extra=missing.extra)) from missing
    except OSError as error:
        raise BadUsageError(str(error)) from error
    tell_saved(arguments.output, content.console.files)
    return DONE
