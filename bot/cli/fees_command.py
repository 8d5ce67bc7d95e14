"""``transfer-aid fees``: what going to court over a sum costs."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import get_args

from bot.cli import DONE, BadUsageError
from bot.cli._arguments import add_now, clock_from
from bot.content import open_content
from dialogs.library.models.papers import FeeName
from dialogs.papers import money
from dialogs.papers.fees import NoFeeParametersError, court_fees, parameters_on
from dialogs.papers.moments import BEIJING


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("amount", help="the sum in yuan: 87500, 87,500.00, 8.75万")
    parser.add_argument("--json", action="store_true", help="one JSON object; sums as text, in yuan")
    add_now(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the fees that are in force."""
    amount = money.sound(money.read_amount(arguments.amount))
    if amount is None:
        raise BadUsageError(
            f"an amount in yuan with at most two decimals is expected, as 87500 or 8.75万, not {arguments.amount}"
        )
    content = open_content()
    library = content.library
    try:
        parameters = parameters_on(clock_from(arguments.now)().astimezone(BEIJING).date(), library.fees)
        fees = court_fees(amount, parameters)
    except (ValueError, NoFeeParametersError) as error:
        raise BadUsageError(str(error)) from error
    source = {
        "reference": parameters.reference,
        "effective_from": parameters.effective_from.isoformat(),
        "facts": list(parameters.facts),
        "checked_on": min(library.facts[name].checked_on for name in parameters.facts).isoformat(),
    }
    if arguments.json:
        figures = {name: f"{value:.2f}" for name, value in asdict(fees).items() if name != "amount"}
        print(json.dumps({**figures, "source": source}, ensure_ascii=False))
    else:
        words = content.papers.words
        for name in get_args(FeeName):
            print(f"{money.grouped(getattr(fees, name)):>18}  {words.fees[name]}")
        print(words.fees_source.format(**source))
    return DONE
