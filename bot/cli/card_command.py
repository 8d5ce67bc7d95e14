"""``transfer-aid card``: a warning card as text, or as a poster in a PNG or PDF file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import cast

from bot.cli import DONE, BadUsageError
from bot.cli._arguments import clock_from
from bot.console.plain import plain_text
from bot.content import open_content
from bot.extras import MissingExtraError
from bot.posters import Form, Size, make_poster
from dialogs.cards import CardKind, card_text, make_card


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    kinds = [kind.value for kind in CardKind]
    parser.add_argument("--verdict", choices=kinds, default=CardKind.PREVENTION.value, help="which card")
    parser.add_argument("--lure", metavar="TEXT", help="the message warned of; it is quoted, shortened and defused")
    parser.add_argument("--size", choices=[size.value for size in Size], default=Size.PHONE.value, help="of a poster")
    parser.add_argument("--address", default="", metavar="URL", help="where the link and the QR code lead")
    parser.add_argument("--now", metavar="TIME", help="pretend that it is this moment (ISO 8601)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a .png or .pdf; without it, text is printed")


def run(arguments: argparse.Namespace) -> int:
    """Make the card."""
    evidence = (arguments.lure,) if arguments.lure else ()
    today = clock_from(arguments.now)().date()
    try:
        card = make_card(open_content().cards, arguments.verdict, evidence, today=today, address=arguments.address)
    except ValueError as error:
        raise BadUsageError(f"--address: {error}") from error
    if arguments.output is None:
        print(plain_text(card_text(card)))
        return DONE
    form = _form(arguments.output)
    try:
        arguments.output.write_bytes(make_poster(card, arguments.size, form))
    except (MissingExtraError, OSError) as error:
        raise BadUsageError(str(error)) from error
    return DONE


def _form(file: Path) -> Form:
    form = file.suffix.lower().removeprefix(".")
    if form not in {"png", "pdf"}:
        raise BadUsageError("-o: the file's name must end in .png or .pdf")
    return cast("Form", form)
