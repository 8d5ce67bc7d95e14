"""Conversations saved and replayed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import transcript
from bot.console.session import Session
from dialogs.dialog import Dialog
from tests.dialogs.talk import NOW
from tests.each import each

MESSAGES = [
    "我刚刚微信转错人了，5000块",
    "1",
    "/plan",
    "",
    "  两头空白  ",
    "一行\n另一行\n\n第四行",
    "a\u2028b\x85c\x0bd",
    "# now: 假的",
]


def saved(dialog: Dialog, file: Path, messages: list[str], pace: dt.timedelta = dt.timedelta()) -> str:
    moments = iter(range(len(messages)))
    session = Session(dialog, lambda: NOW + pace * next(moments))
    save = transcript.saver(file)
    for message in messages:
        save(message, session.type(message), session.now)
    return file.read_text("utf-8")


def test_a_saved_conversation_reads_back(dialog: Dialog, tmp_path: Path):
    text = saved(dialog, tmp_path / "story.txt", MESSAGES)
    assert transcript.read(text) == (NOW, "", MESSAGES)


def test_replaying_gives_the_same_file(dialog: Dialog, tmp_path: Path):
    text = saved(dialog, tmp_path / "story.txt", MESSAGES)
    assert transcript.replay(dialog, text) == text
    assert transcript.play(dialog, NOW, "", MESSAGES) == text


def test_the_clock_of_the_conversation_is_kept(dialog: Dialog, tmp_path: Path):
    """30 hours between two messages change the plan; the replay must see them pass."""
    messages = ["我刚刚微信转错人了，5000块，对方还没收", "/plan"]
    text = saved(dialog, tmp_path / "story.txt", messages, dt.timedelta(hours=30))
    assert text.count(transcript.NOW) == 2
    assert transcript.replay(dialog, text) == text
    assert transcript.play(dialog, NOW, "", messages) != text


def test_a_file_that_is_there_is_left_alone(dialog: Dialog, tmp_path: Path):
    file = tmp_path / "story.txt"
    file.write_text("something else", "utf-8")
    with pytest.raises(FileExistsError):
        saved(dialog, file, ["/help"])
    assert file.read_text("utf-8") == "something else"


def test_a_saved_conversation_is_its_owners_alone_and_holds_no_secret(dialog: Dialog, tmp_path: Path):
    file = tmp_path / "story.txt"
    text = saved(dialog, file, ["被骗了5000，482913 是我的验证码"])
    assert file.stat().st_mode & 0o777 == 0o600
    assert "5000" in text
    assert "482913" not in text


def test_a_title_is_kept(dialog: Dialog):
    text = transcript.play(dialog, NOW, "转错了人", ["/help"])
    assert transcript.read(text) == (NOW, "转错了人", ["/help"])
    assert transcript.replay(dialog, text) == text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"))))
def test_whatever_is_typed_reads_back(messages: list[str]):
    text = transcript.head(NOW) + "".join(transcript.said(message) + "\n    答\n" for message in messages)
    assert transcript.read(text)[2] == messages


@each(
    "text",
    ["", "你：转错了", "# now: yesterday\n", "# now: 2026-11-23T21:00:00\n", "# now: 0001-01-01T00:00:00+14:00\n"],
)
def test_a_file_without_a_usable_time_is_refused(text: str):
    with pytest.raises(ValueError, match=r"time|year|isoformat"):
        transcript.read(text)
