"""The stories in this folder are told as they stand: every situation's main path, and what goes otherwise.

``scripts/transcripts`` retells them all; whoever changes a word reads the stories that change with it.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from bot.cli import DONE, FOUND, main
from bot.console.session import Session
from bot.console.transcript import INDENT, play, read
from dialogs.dialog import Dialog
from dialogs.messages import Turn
from tests.dialogs.opened import open_dialog
from tests.each import each

HERE = Path(__file__).parent
STORIES = sorted(HERE.glob("*.txt"))
SITUATIONS = sorted(file.stem for file in (HERE.parents[1] / "dialogs/flows").glob("*.yaml"))


@cache
def turns(story: Path) -> list[Turn]:
    now, _, lines = read(story.read_text("utf-8"))
    session = Session(open_dialog(), lambda: now)
    return [session.type(line) for line in lines]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_a_story_is_told_as_it_stands(dialog: Dialog, story: Path):
    text = story.read_text("utf-8")
    assert play(dialog, *read(text)) == text, f"read it, then: scripts/transcripts {story.relative_to(HERE.parents[1])}"


@each("situation", SITUATIONS)
def test_every_situation_has_a_story_that_leads_to_its_end(dialog: Dialog, situation: str):
    story = HERE / f"{situation}.txt"
    assert story.exists(), "write its first lines, then: scripts/transcripts"
    ends = {turn.state for turn in turns(story)}
    assert ends & {f"{situation}.{outcome}" for outcome in dialog.library.flows[situation].outcomes}


@each("story", STORIES)
def test_nobody_in_a_story_is_left_without_an_answer(story: Path):
    for turn in turns(story):
        assert turn.replies
        for reply in turn.replies:
            assert reply.text.strip()


def test_a_story_says_when_it_happens_and_what_it_is_about():
    for story in STORIES:
        now, title, lines = read(story.read_text("utf-8"))
        assert now == dt.datetime.fromisoformat("2026-11-23T21:00:00+08:00"), story.name
        assert title, story.name
        assert lines, story.name
        assert not [line for line in lines if line.startswith(INDENT)], story.name


@pytest.mark.calendar
def test_the_command_replays_a_story_and_says_when_it_goes_differently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    story = HERE / "wrong_recipient.txt"
    assert main(["console", "--replay", str(story)]) == DONE
    assert capsys.readouterr().out == story.read_text("utf-8")
    other = tmp_path / "other.txt"
    other.write_text(story.read_text("utf-8").replace("退还", "撤回"), "utf-8")
    assert main(["console", "--replay", str(other)]) == FOUND
    assert "goes differently now" in capsys.readouterr().err
