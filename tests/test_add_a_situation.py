"""Carries out docs/add-a-situation.md: writes its files into a copy, runs its commands, compares what they print."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import DONE, FOUND, main
from bot.content import open_dialog
from dialogs.dialog import Dialog
from tests.dialogs.talk import NOW, Talk
from tests.flows.flow_case import FlowCase
from tests.paths.test_first_words import protects

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/add-a-situation.md"
SITUATION = "red_packet_wrong_group"
FENCE = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = re.escape("…")


@dataclass(frozen=True)
class Block:
    """A fenced block of the document: a file to write, a change to one, or a command with its output."""

    kind: str
    file: str | None
    text: str


def blocks() -> list[Block]:
    return [Block(found["kind"], found["file"], found["text"]) for found in FENCE.finditer(DOCUMENT.read_text("utf-8"))]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of what an editor may change, in which the document was carried out from beginning to end."""
    place = tmp_path_factory.mktemp("workplace")
    unwanted = shutil.ignore_patterns("__pycache__", "models", "phrases")
    shutil.copytree(ROOT / "content", place / "content", ignore=unwanted)
    shutil.copytree(ROOT / "content/models", place / "content/models")
    shutil.copytree(ROOT / "dialogs/flows", place / "dialogs/flows", ignore=unwanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        for block in blocks():
            carry_out(block, place)
        yield place


@pytest.fixture(scope="module")
def opened(workplace: Path) -> Dialog:
    """The dialog over that copy."""
    return open_dialog(workplace / "content", workplace / "dialogs/flows")


def carry_out(block: Block, workplace: Path) -> None:
    if block.kind == "console":
        run(block.text)
    elif block.kind == "diff":
        change(workplace / str(block.file), block.text)
    else:
        assert block.file, f"a block of {block.kind} without a file"
        target = workplace / block.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, "utf-8")


def change(file: Path, diff: str) -> None:
    """Replace the lines marked ``-`` with those marked ``+``; the old ones must stand in the file exactly once."""
    old = "".join(line[1:] + "\n" for line in diff.splitlines() if line.startswith("-"))
    new = "".join(line[1:] + "\n" for line in diff.splitlines() if line.startswith("+"))
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file.name} does not hold these lines once:\n{old}"
    file.write_text(text.replace(old, new), "utf-8")


def run(session: str) -> None:
    """Run the commands of a session; what they print must be what follows them."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        words = shlex.split(command)
        if words[0] == "mv":
            Path(words[1]).rename(words[2])
            continue
        assert words[0] == "transfer-aid"
        # Told the day, a check needs no pytest.mark.calendar.
        day = ["--today", f"{NOW:%Y-%m-%d}"] if words[1] == "content" else []
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            code = main([*words[1:], *day])
        shutil.rmtree("content/zh-Hans/phrases", ignore_errors=True)  # without them, no model is said to be old
        printed = out.getvalue() + err.getvalue()
        pattern = re.escape(expected).replace(ANYTHING, ".+")
        assert re.fullmatch(pattern, printed), f"$ {command}\n{printed}"
        assert code == (FOUND if "problems" in expected else DONE)


def test_the_document_leads_to_a_situation_with_a_plan(opened: Dialog):
    talk = Talk(opened).commands("start").chooses("mistake")
    while SITUATION not in talk.options:
        talk.chooses(talk.options[-1])
    talk.chooses(SITUATION)
    assert "先停手，别再发红包" in talk.first
    assert protects(talk.first)
    assert "领完了吗" in talk.text
    talk.chooses("not_yet", "within_2h")
    assert talk.state == f"{SITUATION}.packet_plan"
    assert talk.plan == ["say_it_in_the_group", "wait_for_the_packet", "no_recall_tools"]
    due = talk.turn.plan[1].due
    assert due is not None
    assert due > NOW
    at_first = set(talk.turn.facts)
    assert "时间：11月24日" in talk.says("第 2 步").text
    assert {"platform.W15", "platform.W16"} <= at_first | set(talk.turn.facts)


def test_the_test_in_the_document_passes(opened: Dialog):
    (written,) = [block for block in blocks() if block.kind == "python"]
    module: dict[str, object] = {}
    exec(compile(written.text, str(written.file), "exec"), module)  # noqa: S102 - the document's own test
    tests = {name: test for name, test in module.items() if name.startswith("test_")}
    assert len(tests) == 3
    for test in tests.values():
        assert callable(test)
        marks = getattr(test, "pytestmark", [])
        for case in marks[0].args[1] if marks else [()]:
            test(FlowCase(opened, SITUATION, NOW), *case)


def test_every_command_and_path_it_names_exists():
    text = FENCE.sub("", DOCUMENT.read_text("utf-8"))
    named = {word for word in re.findall(r"`([\w./-]+/[\w./-]+)`", text) if SITUATION not in word}
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]
