"""What is not understood, not readable, or names a step or a button under the plan."""

from __future__ import annotations

import pytest

from dialogs.listening import MAX_READ, step_number
from tests.dialogs.talk import Talk
from tests.each import each

# --- not understood ----------------------------------------------------------------------------------

NONSENSE = "呜啦啦叽里咕噜"


def test_the_first_time_the_options_are_shown_again_the_second_time_a_way_out(waiting: Talk):
    waiting.says(NONSENSE)
    assert waiting.said("not_understood")
    assert "not_yet" in waiting.options
    waiting.says(NONSENSE)
    assert waiting.said("not_understood_again")
    assert {"menu", "not_yet"} <= set(waiting.options)
    assert waiting.state == "wrong_recipient.accepted"


def test_understanding_again_starts_the_count_anew(waiting: Talk):
    waiting.says(NONSENSE, "还没收")
    assert waiting.case.misses == 0
    waiting.says(NONSENSE)
    assert waiting.said("not_understood")


def test_after_the_plan_its_buttons_are_shown_again(planned: Talk):
    planned.says(NONSENSE, NONSENSE)
    assert planned.options[0] == f"done:{planned.plan[0]}"
    assert planned.state == "wrong_recipient.return_plan"


def test_before_anything_was_found_the_menu_stays(talk: Talk):
    talk.says("@@@###", "!!", "asdf")
    assert talk.said("not_understood_again")
    assert "mistake" in talk.options


def test_an_empty_message_shows_the_question_again_without_reproach(waiting: Talk):
    waiting.says("")
    assert not waiting.said("not_understood")
    assert "not_yet" in waiting.options
    assert waiting.case.misses == 0


def test_a_very_long_message_is_read_from_its_beginning(talk: Talk):
    talk.says(f"我微信转错人了，对方还没收。{'后来又说了很多别的。' * 1000}")
    assert talk.turn.situation == "wrong_recipient"
    assert talk.answers["accepted"] == "not_yet"


def test_what_stands_beyond_the_limit_is_not_read(waiting: Talk):
    waiting.says("啊" * MAX_READ + "还没收")
    assert "accepted" not in waiting.answers


# --- after the plan ----------------------------------------------------------------------------------


@each(
    ("text", "number"),
    [("2", 2), ("第2步", 2), ("第 12 步怎么做", 12), ("3.", 3), ("第二步", 2), ("二", 2), ("2怎么做", 2),
     ("第十步", 10), ("5000", None), ("5000块", None), ("20块", None), ("", None), ("x2", None), ("23日转的", None),
     ("第", None)],
)  # fmt: skip
def test_which_step_is_meant(text: str, number: int | None):
    assert step_number(text) == number


@pytest.mark.parametrize("text", ["2", "第2步", "第二步怎么做"])
def test_a_step_s_number_shows_that_step_and_is_no_amount(planned: Talk, text: str):
    planned.says(text)
    assert planned.turn.plan[1].body in planned.text
    assert planned.turn.plan[0].body not in planned.text
    assert "amount" not in planned.answers


@pytest.mark.parametrize("text", ["第一步做完了", "第1步做好了", "1做完了"])
def test_saying_that_a_step_is_done_ticks_it(planned: Talk, text: str):
    planned.says(text)
    assert planned.case.ticks == (planned.plan[0],)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_the_words_on_a_button_under_the_plan_do_what_the_button_does(planned: Talk, place: int):
    button = planned.buttons[place]
    pressed = Talk(planned.dialog, planned.case).chooses(button.id)
    assert planned.says(button.label).text == pressed.text


@pytest.mark.parametrize("text", ["第99步", "第0步"])
def test_a_number_that_no_step_has_is_not_understood(planned: Talk, text: str):
    planned.says(text)
    assert planned.said("not_understood")


@pytest.mark.parametrize(
    "kind", ["sticker", "voice", "photo", "video", "contact", "location", "document", "edited", "dice"]
)
def test_what_holds_no_words_asks_for_words_and_shows_the_question_again(waiting: Talk, kind: str):
    before = waiting.answers
    waiting.sends(kind)
    assert waiting.said("unreadable", kind=kind)
    assert "not_yet" in waiting.options
    assert waiting.answers == before


@pytest.mark.parametrize("kind", ["sticker", "voice", "edited"])
def test_from_somebody_new_it_gets_the_first_aid_too(talk: Talk, kind: str):
    assert talk.sends(kind).said("first_aid")
