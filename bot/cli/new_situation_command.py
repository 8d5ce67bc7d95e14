"""``transfer-aid new-situation``: writes the files of a situation, each with TODOs; docs/add-a-situation.md goes on."""

from __future__ import annotations

import argparse
import re
from importlib.resources import files
from pathlib import Path
from string import Template

from bot.cli import DONE, BadUsageError
from bot.content import open_content
from dialogs.library.decoding import parse_yaml
from dialogs.library.records import Family

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
TEMPLATES = files("content") / "templates" / "new_situation.yaml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("name", metavar="NAME", help="of the situation: small letters and _, as wrong_recipient")
    parser.add_argument(
        "--family", choices=[one.value for one in Family], default=Family.MISTAKE.value, help="whose first aid it has"
    )
    parser.add_argument("--plan", metavar="NAME", help="what its plan is called; default: NAME_plan")
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the repository's folder; default: this one"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files and print their paths; none is written where one of them is there already."""
    name, plan = arguments.name, arguments.plan or f"{arguments.name}_plan"
    if not (_NAME.fullmatch(name) and _NAME.fullmatch(plan)):
        raise BadUsageError("NAME: small letters, digits and _ are expected, as in wrong_recipient")
    if not ((arguments.root / "content").is_dir() and (arguments.root / "dialogs/flows").is_dir()):
        raise BadUsageError(f"no content/ and dialogs/flows/ in {arguments.root.resolve()}: go there, or give --root")
    library = open_content().library
    if name in library.flows:
        raise BadUsageError(f"there is a situation {name} already")
    family = Family(arguments.family)
    menu = next(flow.menu for flow in library.flows.values() if flow.family is family and flow.menu)
    words = {"name": name, "plan": plan, "family": arguments.family, "menu": menu}
    texts: dict[str, str] = parse_yaml(Template(TEMPLATES.read_text("utf-8")).substitute(words))
    if there := [path for path in texts if (arguments.root / path).exists()]:
        raise BadUsageError(f"not written, as these are there already: {', '.join(there)}")
    for path, text in texts.items():
        file = arguments.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        print(path)
    return DONE
