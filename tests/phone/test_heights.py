"""How tall first answers and plans are, with all the messages that are sent at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.telegram.render import ButtonContext, messages
from dialogs.case import Case
from dialogs.library.checks.paths import thin_walks
from dialogs.messages import Reply
from dialogs.plan_screen import first_undone, numbered, plan_lines
from dialogs.screen import fitted
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk
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


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-HK", "zh-Hant-TW", "en"])
@pytest.mark.parametrize("paper", ["police_report", "complaint_fraud"])
def test_what_will_stand_in_a_paper_has_no_more_buttons_than_fit_the_screen(language: str, paper: str) -> None:
    """Where the words alone fill it there are four rows: write it, what was guessed, and two of ways on."""
    talk = Talk(DIALOG, Case(language=language)).chooses("switch:scam_rebate", "transfer", "received", "just_now")
    talk.says("我被骗了，刷单返利，昨晚九点多微信转了三笔 5000 3000 2000 给退款专员，已经报警了").commands("papers")
    talk.chooses(f"paper:{paper}")
    while "set:?" in talk.options:
        talk.chooses("set:?")
    assert talk.options[0] == "write"
    (review,) = drawn(talk.turn.replies)
    assert review.height <= LAST or len(review.buttons) <= 4


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
