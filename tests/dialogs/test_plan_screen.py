"""The plan on one screen: what comes next in full and once more at the end, all else by title, nothing out of reach."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.messages import LONGEST_COPY, Reply
from dialogs.plan_screen import MOST_IN_FULL, MOST_OPTIONS, Parts, to_send
from dialogs.replay import Position
from dialogs.screen import SCREEN, height, unfolded, width
from dialogs.words import Said
from tests.dialogs.talk import NOW, Talk

MOST_PAGES = 4  # to be opened after the first one, for a plan of eight steps


@pytest.fixture
def refused(talk: Talk) -> Talk:
    return talk.chooses("switch:wrong_recipient", "personal_code", "refused", "none")


def plan_of(talk: Talk) -> Reply:
    (shown,) = [reply for reply in talk.turn.replies if reply.in_place]
    return shown


def test_the_next_step_stands_in_full_and_again_at_the_end(refused: Talk):
    first, *others = refused.turn.plan
    text = plan_of(refused).text
    assert first.body in text
    assert first.title in text.splitlines()[-2]
    assert all(step.title in text for step in others)
    assert 1 <= sum(step.body in text for step in refused.turn.plan) <= MOST_IN_FULL
    assert refused.turn.plan[1].title in unfolded(text).splitlines()[-1]  # it is for now as well


def test_steps_are_numbered_on_whether_in_full_or_not(refused: Talk):
    text = plan_of(refused).text.replace("\\", "")
    for number, step in enumerate(refused.turn.plan, start=1):
        assert f"{number}. {step.title}" in text


def test_every_step_can_be_read_in_full_by_going_on_and_the_way_leads_back(refused: Talk):
    seen = {step.id for step in refused.turn.plan if step.body in refused.text}
    for _ in refused.turn.plan:
        onward = next((option for option in refused.options if option.startswith("rest:")), None)
        assert onward is not None
        if onward == "rest:1":
            break
        refused.chooses(onward)
        assert height(plan_of(refused).text) <= SCREEN
        seen |= {step.id for step in refused.turn.plan if step.body in refused.text}
    assert seen == set(refused.plan)
    refused.chooses("rest:1")
    assert refused.turn.plan[0].body in refused.text


def test_a_later_page_holds_several_steps_and_says_nothing_again(refused: Talk):
    head, pages = plan_of(refused).text.split("\n")[0], 0
    while (onward := next(one for one in refused.options if one.startswith("rest:"))) != "rest:1":
        refused.chooses(onward)
        page = plan_of(refused).text
        pages += 1
        assert head not in page
        first = int(onward.removeprefix("rest:"))
        earlier = [step.title for step in refused.turn.plan[1 : first - 1]]
        assert [title for title in earlier if title in page] == []
        assert page.splitlines()[-1].startswith(f"**1. {refused.turn.plan[0].title}**")
    assert pages <= MOST_PAGES


def test_it_offers_the_next_step_to_tick_and_a_way_to_the_later_ones(refused: Talk):
    assert refused.options[0] == f"done:{refused.plan[0]}"
    assert {"rest:2", "cmd:change", "cmd:source"} <= set(refused.options)
    assert len(refused.options) <= MOST_OPTIONS


def test_what_is_to_be_sent_can_be_taken_along(talk: Talk):
    talk.says("微信转错人了，5000，十分钟前，对方还没收")
    copied = [option for option in talk.buttons if option.copy]
    assert [option.copy for option in copied] == [to_send(talk.turn.plan[0])]
    assert "立即退还" in copied[0].copy
    talk.chooses(copied[0].id)  # where nothing can be copied by a button
    assert talk.text == copied[0].copy


def test_every_text_to_be_sent_fits_a_button_that_copies(talk: Talk):
    bodies = [words.body for words in talk.dialog.library.step_words.values() if "\n> " in words.body]
    assert bodies
    for body in bodies:
        assert all(len(line) <= LONGEST_COPY for line in body.splitlines() if line.startswith("> "))


def test_done_steps_are_folded_away_at_the_end_of_the_list(refused: Talk):
    first = refused.turn.plan[0]
    refused.chooses(f"done:{first.id}")
    quoted = [line for line in plan_of(refused).text.splitlines() if line.startswith(">")]
    assert f"✓ 1\\. {first.title}" in quoted[-1]
    assert first.body not in refused.text


def test_an_old_button_of_the_plan_still_does_what_it_says(refused: Talk):
    shown_at, first = refused.case.revision, refused.plan[0]
    refused.says("他说愿意退")
    refused.chooses(f"done:{first}", revision=shown_at)
    assert first in refused.case.ticks or refused.said("old_button")
    refused.chooses(f"done:{first}", revision=shown_at)
    assert refused.case.ticks.count(first) <= 1
    refused.chooses(f"change:{'counterpart'}", revision=shown_at)
    assert refused.said("old_button")


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant-TW", "en"])
def test_a_message_is_as_tall_as_its_pieces_with_a_line_between_each(dialog: Dialog, tag: str):
    """A plan is fitted to the screen by the heights of its pieces, each measured once."""
    ours = dialog.speak(tag)
    known = Known({}, NOW)
    bodies = [body for step in ours.library.steps if (body := ours.words.step(step, known)[1])]
    pieces = [Said(text) for text in (*bodies, "> 一句\n> 两句\n> 三句\n> 四句", "", "**粗** `码`\n\n- 一")]
    parts = Parts(ours, Position("", None, None, (), known), ())
    for some in (pieces, pieces[-4:], pieces[:1], []):
        assert parts.height(some) == (height("\n\n".join(one.text for one in some if one.text)) if some else 0)


def test_a_character_is_as_wide_as_unicode_says():
    wrong = [char for char in map(chr, range(0x20000)) if width(char) != 0.5 + (east_asian_width(char) in "WFA") / 2]
    assert wrong == []
