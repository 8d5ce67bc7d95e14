"""How tall first answers and plans are, with all the messages that are sent at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from bot.telegram.render import ButtonContext, messages
from dialogs.case import Case
from dialogs.dialog import Line
from dialogs.library.checks.paths import thin_walks
from dialogs.library.models.papers import Form
from dialogs.messages import Reply
from dialogs.plan_screen import first_undone, numbered, plan_lines
from dialogs.screen import fitted
from dialogs.writing import to_be_written
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk
from tests.papers.cases import offers, versions
from tests.paths.test_first_words import AT_RISK
from tests.phone.browser import BROWSER, measured
from tests.phone.bubbles import FOOT, INSIDE, LINE, Bubble, bubble_of
from tests.phone.page import page

LAST = 640  # pixels that are seen without scrolling
DIALOG = open_dialog()
TESTS = Path(__file__).parents[1]
ENGLISH, UTTERANCES = TESTS / "editions" / "english.yaml", TESTS / "understanding" / "utterances.yaml"
PHRASES = TESTS.parent / "content" / "zh-Hans" / "phrases"
EACH = 400  # phrase of a file
MANY = 200  # plans that differ in their words
ROWS = 3  # of buttons


def drawn(replies: Iterable[Reply]) -> list[Bubble]:
    """The bubbles of what is said at once."""
    calls = [call for reply in fitted(tuple(replies)) for call in messages(1, reply, ButtonContext(1, 1))]
    rows = [call.get("reply_markup", {}).get("inline_keyboard", ()) for call in calls]
    return [bubble_of(call["text"], call.get("entities", ()), under) for call, under in zip(calls, rows, strict=True)]


def first_answers() -> list[str]:
    """First messages by people who may lose money, of every situation and danger, in Chinese and in English."""
    english = yaml.load(ENGLISH.read_text(encoding="utf-8"), yaml.CSafeLoader)
    told = yaml.load(UTTERANCES.read_text(encoding="utf-8"), yaml.CSafeLoader)
    files = [*sorted((PHRASES / "situations").glob("*.yaml")), PHRASES / "danger.yaml"]
    phrases = [
        text
        for file in files
        for texts in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).values()
        for text in texts[::EACH]
    ]
    return [*AT_RISK, *(one["text"] for one in (*english[::2], *told[::8])), *phrases]


@pytest.mark.parametrize("language", [None, "zh-Hant-HK", "zh-Hant-TW"])
def test_first_answers_are_one_screen(language: str | None) -> None:
    high = {}
    for text in first_answers():
        bubbles = drawn(Talk(DIALOG, Case(language=language)).says(text).turn.replies)
        if (taken := sum(one.height for one in bubbles)) > LAST:
            high[text] = taken
    assert not high


def test_alarms_and_what_is_asked_stay_in_full_where_the_rest_is_folded() -> None:
    alarm, secret, rest, question = drawn(Talk(DIALOG).says("被骗了 我正跟他共享屏幕 验证码也报了").turn.replies)
    assert not any(row.quoted for one in (alarm, secret, question) for row in one.rows)
    assert all(row.quoted for row in rest.rows)
    assert question.buttons


def reviews(language: str) -> Iterator[tuple[str, Line]]:
    """What will stand in each paper, as it is shown before it is written: with all answers, with half, with none."""
    dialog = DIALOG.speaking(language)
    nowhere = dialog.position(Case(language=language), NOW)
    for kind, known in offers():
        position = replace(nowhere, known=known)
        for name, data in versions(kind, known).items():
            if kind.form is not Form.MESSAGE:
                yield f"{kind.id} {known.situation} {name}", to_be_written(dialog, position, kind, data)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_what_will_stand_in_a_paper_is_one_screen_with_its_buttons(language: str) -> None:
    high, folded = {}, set[str]()
    for name, line in reviews(language):
        (message,) = drawn([line.reply()])
        folded |= {name} if "\n> " in line.said.text else set()
        if message.height > LAST:
            high[name] = message.height
    assert not high
    assert len(folded) > MANY  # which were higher than a screen


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_what_was_guessed_is_never_folded_away(language: str) -> None:
    guessed = DIALOG.speaking(language).papers.words.sources["inferred"]
    lines = [row for _, line in reviews(language) for row in line.said.text.splitlines() if guessed in row]
    assert lines
    assert all(row.startswith("- ") for row in lines)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_records_behind_a_plan_are_one_screen_of_which_the_first_are_seen(language: str) -> None:
    high = {}
    for situation in DIALOG.library.flows:
        talk = Talk(DIALOG, Case(language=language)).chooses(f"switch:{situation}").commands("source")
        bubbles = drawn(talk.turn.replies)
        if (taken := sum(one.height for one in bubbles)) > LAST:
            high[situation] = taken
        assert not bubbles[0].rows[0].quoted
    assert not high


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as it stands on the screen: its message, and the words by which its first act is known."""

    name: str
    message: Bubble
    act: str

    @property
    def lines(self) -> list[str]:
        return ["".join(char for char, _ in row.pieces) for row in self.message.rows]


def every_plan(language: str) -> list[Shown]:
    """The plans of every way through every situation, each text once."""
    dialog, shown = DIALOG.speaking(language), dict[str, Shown]()
    for situation in dialog.library.flows:
        for position in thin_walks(dialog.library, situation, NOW):
            first = first_undone(numbered(dialog, position))
            said = first and [line.reply() for line in plan_lines(dialog, position)]
            if not first or not said or said[-1].text in shown:
                continue
            act = f"{first[0]}. {re.sub('[*`]', '', first[1].title)}"
            shown[said[-1].text] = Shown(f"{situation}.{position.outcome}", drawn(said)[-1], act)
    return list(shown.values())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_plan_is_one_screen_with_its_first_act(language: str) -> None:
    plans = every_plan(language)
    assert len(plans) > MANY
    assert max(len(one.message.buttons) for one in plans) <= ROWS
    wrong = [
        f"{one.name}: {one.message.height} px"
        for one in plans
        if one.message.height > LAST or not any(line.startswith(one.act[:8]) for line in one.lines)
    ]
    assert not wrong


@pytest.mark.skipif(BROWSER is None, reason="no browser")
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_browser_finds_every_plan_as_tall_as_it_is_measured(language: str) -> None:
    plans = every_plan(language)
    tall, broken = measured(page("plans", [one.message for one in plans]))
    assert not broken
    assert tall == [len(one.message.rows) * LINE + FOOT + INSIDE for one in plans]
