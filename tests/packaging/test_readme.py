"""README.md and README.en.md: what they tell people to type exists, and their figures are those of the documents."""

from __future__ import annotations

import argparse
import io
import re
import shlex
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest

from bot.cli import COMMANDS, main
from tests.each import each

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[2]
README, ENGLISH = pages = ROOT / "README.md", ROOT / "README.en.md"
PROGRAM, PYTHON = ".venv/bin/transfer-aid", ".venv/bin/python"
TOOLS = {"chmod", "cp"}
LARGEST = 90_000  # bytes of a picture
FIGURES = re.compile(r"<!-- figures: begin -->\n(.*?)<!-- figures: end -->", re.DOTALL)


def typed(page: Path) -> list[list[str]]:
    """The command lines of the page's blocks, without comments and settings in front."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [[word for word in line if not re.match(r"[A-Z_]+=", word)] for line in lines]


def options(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(exit_on_error=False)
    import_module(f"bot.cli.{command}_command").configure(parser)
    return parser


def own_options() -> set[str]:
    """What scripts/console takes itself, before it hands on the others."""
    return set(re.findall(r"= (--[a-z-]+) \]", (ROOT / "scripts" / "console").read_text("utf-8")))


def check(words: list[str]) -> None:
    """Fail unless these words are a command that is there, with options that it has."""
    program, *rest = words
    if program == PROGRAM:
        if rest != ["--version"]:
            options(rest[0]).parse_args(rest[1:])
    elif program == "./scripts/console":
        options("console").parse_args([word for word in rest if word not in own_options()])
    elif program == PYTHON:
        assert rest[0] == "-m"
        assert find_spec(rest[1]), rest[1]
    elif program == "./scripts/setup-venv":
        assert (ROOT / "requirements" / f"{rest[0]}.lock").is_file()
    else:
        assert program in TOOLS or (ROOT / program).is_file(), program


@each("page", pages)
def test_what_is_to_be_typed_can_be_parsed(page: Path):
    lines = typed(page)
    assert len(lines) > 15
    for words in lines:
        check(words)


def test_both_languages_tell_the_same_commands():
    assert typed(README) == typed(ENGLISH)


@each("page", pages)
def test_commands_named_in_sentences_have_the_options_named_with_them(page: Path):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r"`(?:\.venv/bin/transfer-aid|transfer-aid) ([a-z]+)([^`]*)`", text)
    found += [("console", rest) for rest in re.findall(r"`\./scripts/console([^`]*)`", text)]
    found += [("content", rest) for rest in re.findall(r"`content((?: check| due)[^`]*)`", text)]
    assert found
    for command, rest in found:
        assert command in COMMANDS
        known = options(command).format_help()
        flags = set(re.findall(r"--[a-z-]+", rest)) - (own_options() if command == "console" else set())
        assert [flag for flag in flags if flag not in known] == []


@each("page", pages)
def test_each_page_leads_to_the_other_and_every_link_leads_somewhere(page: Path):
    text = page.read_text("utf-8")
    [other] = set(pages) - {page}
    assert f"]({other.name})" in "\n".join(text.splitlines()[:4])
    for target, heading in re.findall(r"\]\(([^)#:]*)#?([^)]*)\)", text):
        document = page.parent / target if target else page
        assert document.exists(), target
        assert not heading or unquote(heading) in headings(document), heading


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as the page that hosts the repository makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each("page", pages)
def test_pictures_are_there_small_and_told_in_words(page: Path):
    pictures = re.findall(r'<img align="top" src="([^"]+)" width="\d+" alt="([^"]*)">', page.read_text("utf-8"))
    assert len(pictures) == page.read_text("utf-8").count("<img")
    assert len(pictures) == 4
    for name, words in pictures:
        assert 0 < (ROOT / name).stat().st_size < LARGEST
        assert len(words) > 10


@each("page", pages)
def test_figures_are_those_of_the_documents(page: Path):
    [table] = FIGURES.findall(page.read_text("utf-8"))
    rows = [row.split("|")[1:4] for row in table.splitlines()[2:]]
    assert len(rows) == 6
    for what, result, where in rows:
        [document] = set(re.findall(r"\]\(([^)#]+)", where))
        told = numbers((ROOT / document).read_text("utf-8"))
        assert numbers(re.sub(r"`[^`]*`", "", what + result)) <= told, result


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def test_both_languages_tell_the_same_figures():
    first, second = (FIGURES.findall(page.read_text("utf-8"))[0] for page in pages)
    assert [numbers(row) for row in first.splitlines()] == [numbers(row) for row in second.splitlines()]


@each("page", pages)
def test_conversations_are_real(page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    [shown] = re.findall(r"```console\n\$ \./scripts/console (.*?)```", page.read_text("utf-8"), re.DOTALL)
    words, said, *answer = shown.rstrip("\n").split("\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
    assert main(["console", *shlex.split(words)]) == 0
    assert capsys.readouterr().out.startswith("\n".join(answer) + "\n")
