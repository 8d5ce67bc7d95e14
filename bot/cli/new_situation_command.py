"""``transfer-aid new-situation``: writes the files of a situation, each with TODOs; docs/add-a-situation.md goes on."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from string import Template

from bot.cli import DONE, BadUsageError
from bot.content import open_content
from dialogs.library.records import Family

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
FILES = {
    "dialogs/flows/$name.yaml": """\
# TODO 一句话：这是什么遭遇，跟别的有什么不同。
situation: $name
family: $family
menu: $menu
menu_order: 90 # TODO 菜单里的次序
start: channel
asks: # TODO 只问会改变计划的；问题在 content/questions.yaml，条件在 dialogs/predicates.py
  channel:
    - {to: $plan}
outcomes: [$plan]
""",
    "content/zh-Hans/flows/$name/words.yaml": """\
title: TODO 句子里怎么叫
label: TODO 按钮上的字
synonyms: [TODO 人们怎么说]
""",
    "content/zh-Hans/flows/$name/opening.md.j2": """\
{# facts: #}
**先停手，别再转。** TODO 提问之前先说的：现在马上做什么。数字都要有事实。
""",
    "content/zh-Hans/flows/$name/$plan.md.j2": """\
{# facts: #}
**TODO 计划开头的一句。** 照下面做：
""",
    "content/zh-Hans/phrases/situations/$name.yaml": """\
# TODO 这种遭遇的人会怎么说，自己写，至少 40 句，一句一行；写完运行 ./scripts/fit-models。
phrases:
  - TODO
""",
    "tests/flows/test_$name.py": '''\
"""TODO what matters in this situation."""

from __future__ import annotations

import pytest

from tests.flows.flow_case import FlowCase


@pytest.mark.parametrize(("answers", "leads"), [("", "channel"), ("channel=transfer", "$plan")])
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads
''',
    "tests/transcripts/$name.txt": """\
# TODO 一句话：谁，出了什么事。
# now: 2026-11-23T21:00:00+08:00

你：TODO 他说的第一句话
""",
}
"""The files by path from the folder of the repository; what is to be put in stands as ``$word``."""


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
    texts = {Template(path).substitute(words): Template(text).substitute(words) for path, text in FILES.items()}
    if there := [path for path in texts if (arguments.root / path).exists()]:
        raise BadUsageError(f"not written, as these are there already: {', '.join(there)}")
    for path, text in texts.items():
        file = arguments.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        print(path)
    return DONE
