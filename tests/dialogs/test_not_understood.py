"""What is not understood, not readable, or names a step or a button under the plan."""

from __future__ import annotations

import pytest

from dialogs.case import PASSED_OVER
from dialogs.heard import Name
from dialogs.listening import MAX_READ
from dialogs.plan_talk import step_number
from tests.dialogs.hearing import hearing
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import Talk
from tests.each import each

# --- not understood ----------------------------------------------------------------------------------

NONSENSE = "呜啦啦叽里咕噜"


def test_a_question_not_understood_counts_as_not_known_and_the_dialog_goes_on(waiting: Talk):
    hearing(waiting).says("就那个样子嘛")
    assert waiting.said("passed_over")
    assert waiting.answers["accepted"] == "unknown"
    assert waiting.state == "wrong_recipient.counterpart"
    waiting.says("嗨那谁晓得")
    assert waiting.answers["counterpart"] == PASSED_OVER
    assert waiting.state == "wrong_recipient.return_plan"


def test_what_was_passed_over_is_no_answer_and_can_be_told_later(waiting: Talk):
    hearing(waiting).says("就那个样子嘛", "嗨那谁晓得")
    assert waiting.position.known.get("counterpart") is None
    assert "counterpart" in waiting.position.path
    told = Talk(open_dialog(), waiting.case).says("他说不退，把我拉黑了")
    assert told.answers["counterpart"] == "refused"


def test_what_means_nothing_leaves_the_question_open_and_the_second_time_offers_a_way_out(waiting: Talk):
    hearing(waiting, request="off_topic").says(NONSENSE)
    assert waiting.said("not_understood")
    assert "not_yet" in waiting.options
    waiting.says(NONSENSE)
    assert waiting.said("not_understood_again")
    assert {"menu", "not_yet"} <= set(waiting.options)
    assert waiting.state == "wrong_recipient.accepted"


def test_understanding_again_starts_the_count_anew(waiting: Talk):
    hearing(waiting, request="off_topic").says(NONSENSE)
    hearing(waiting, answer="not_yet").says("还没收")
    assert waiting.case.misses == 0


def test_a_step_said_to_be_done_is_the_next_one(planned: Talk):
    hearing(planned, request="done").says("做完了")
    assert planned.case.ticks == (planned.plan[0],)
    planned.says("这步也弄好了")
    assert planned.case.ticks == tuple(planned.plan[:2])


def test_a_question_without_an_answer_here_is_taken_for_no_answer(waiting: Talk):
    hearing(waiting, asking=True).says("有没有啥办法")
    assert waiting.said("no_answer")
    assert waiting.state == "wrong_recipient.accepted"
    assert "accepted" not in waiting.answers


def test_where_the_answers_decide_the_plan_nothing_is_passed_over(talk: Talk):
    hearing(talk.chooses("switch:legal_routes")).says("就那个样子嘛")
    assert talk.said("not_understood")
    assert talk.state == "legal_routes.legal_topic"


def test_a_change_not_understood_is_asked_once_more_then_left(planned: Talk):
    hearing(planned.chooses("change:counterpart")).says("就那个样子嘛")
    assert planned.case.changing == "counterpart"
    planned.says("就那个样子嘛")
    assert planned.said("not_changed")
    assert planned.state == "wrong_recipient.return_plan"


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
def test_after_a_number_that_no_step_has_the_next_step_is_named(planned: Talk, text: str):
    planned.says(text)
    assert planned.said("not_understood_plan", number=1, step=planned.turn.plan[0], asks=False)


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


def test_what_is_told_again_is_said_back(talk: Talk):
    talk.says("微信转错人了 他还没收 刚才转的").says("他还没收")
    assert talk.said("noted", told=["对方还没收"], done=())


def test_who_tells_something_is_not_told_to_ask_more_shortly(planned: Talk):
    planned.says("他妈妈也在旁边听着")
    assert "想问什么" not in planned.text


def test_a_question_that_is_only_guessed_is_answered_with_the_question_named(planned: Talk):
    guess = planned.dialog.library.knowledge["ask.report_account"]
    hearing(planned, interrogative=True, asking=True, perhaps_asked={guess.id: 0.5}).says("那个咋整")
    assert [(one.name, one.subject) for one in planned.turn.commands] == [(Name.KNOWLEDGE_ANSWER, guess.id)]
    assert f"「{guess.asks[0]}」" in planned.text
    assert guess.answer[:10] in planned.text


def test_what_asks_nothing_known_is_not_guessed_at(planned: Talk):
    assert "你问的要是" not in planned.says("？").text
