"""The fixed commands, in every place where somebody may send them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.library import Library
from dialogs.messages import CommandName
from tests.dialogs.talk import Talk
from tests.each import each

NAMES = get_args(CommandName)
PLACES: dict[str, tuple[str, ...]] = {
    "nothing said": (),
    "first menu": ("cmd:start",),
    "second menu": ("cmd:start", "mistake"),
    "a question": ("switch:wrong_recipient", "transfer"),
    "changing": ("switch:wrong_recipient", "transfer", "change:channel"),
    "a plan": ("switch:wrong_recipient", "bank", "willing"),
}


@pytest.fixture
def asked(talk: Talk) -> Talk:
    return talk.chooses("switch:wrong_recipient", "personal_code", "refused")


@each(("name", "place"), product(NAMES, PLACES))
def test_every_command_answers_everywhere(dialog: Dialog, name: CommandName, place: str):
    talk = Talk(dialog).chooses(*PLACES[place]).commands(name)
    assert talk.turn.replies
    assert all(reply.text for reply in talk.turn.replies)
    assert talk.turn.forget is (name == "forget")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"back", "restart", "forget"}])
def test_other_commands_take_nothing_away(asked: Talk, name: CommandName):
    before = asked.answers
    assert asked.commands(name).answers == before


def test_start_greets_somebody_new_with_the_first_aid(talk: Talk):
    talk.commands("start")
    assert talk.said("first_aid")
    assert talk.state == "triage.situation"


def test_start_welcomes_somebody_known_and_goes_on_where_they_were(asked: Talk):
    question = asked.state
    asked.commands("start")
    assert asked.said("welcome_back")
    assert asked.state == question
    assert "none" in asked.options


def test_help_for_somebody_new_comes_with_the_first_aid(talk: Talk):
    talk.commands("help")
    assert talk.said("help")
    assert talk.said("first_aid")


@pytest.mark.parametrize("words", ["菜单", "選單", "帮助", "能做什么？", "能做甚麼", "MENU", "what can you do?"])
def test_who_asks_for_the_menu_in_words_gets_it_wherever_they_are(talk: Talk, words: str):
    at_first, later = replace(talk), replace(talk).says("微信转错人了，5000块")
    assert "/plan" in at_first.says(words).first
    before = later.case.answers
    assert "/plan" in later.says(words).first
    assert later.case.answers == before


@pytest.mark.parametrize("words", ["海报", "防骗海报", "提醒卡"])
def test_a_poster_is_asked_for_by_its_name_alone(talk: Talk, words: str):
    talk.says("微信转错人了，5000块", words)
    assert any(option.startswith("poster:") for option in talk.options)


def test_restart_clears_what_was_said_and_gives_the_first_aid_again(asked: Talk):
    revision = asked.case.revision
    asked.commands("restart")
    assert asked.said("restarted")
    assert asked.said("first_aid")
    assert asked.case.answers == {}
    assert asked.case.revision == revision + 1


def test_forget_leaves_nothing_and_says_so(asked: Talk):
    asked.commands("forget")
    assert asked.said("forgotten")
    assert asked.case == Case(revision=asked.case.revision)
    assert asked.turn.forget


def test_forgetting_twice_changes_nothing_the_second_time(asked: Talk):
    gone = asked.commands("forget").case
    assert asked.commands("forget").case == gone


def test_back_takes_back_the_last_answer_and_asks_it_again(asked: Talk):
    asked.commands("back")
    assert asked.state == "wrong_recipient.counterpart"
    assert "counterpart" not in asked.answers
    asked.commands("back")
    assert asked.state == "wrong_recipient.channel"


def test_back_from_a_plan_asks_the_last_question(asked: Talk):
    asked.chooses("none").commands("back")
    assert asked.state == "wrong_recipient.relation"


def test_back_all_the_way_ends_at_the_first_menu_and_says_so(asked: Talk):
    asked.commands("back", "back", "back")
    assert asked.state == "triage.situation"
    assert asked.answers == {}
    asked.commands("back")
    assert asked.said("nothing_to_go_back")
    assert asked.state == "triage.situation"


def test_back_through_the_menus(talk: Talk):
    talk.commands("start").chooses("mistake", "wrong_amount").commands("back")
    assert talk.state == "triage.which_mistake"
    assert talk.commands("back").state == "triage.situation"


def test_back_while_changing_leaves_the_answer_as_it_was(asked: Talk):
    before = asked.answers
    asked.chooses("change:channel")
    assert asked.state == "wrong_recipient.channel"
    asked.commands("back")
    assert asked.answers == before
    assert asked.state == "wrong_recipient.relation"


def test_a_later_answer_is_there_again_when_an_earlier_one_was_gone_back_to(asked: Talk):
    asked.chooses("change:channel", "alipay")
    assert asked.state == "wrong_recipient.relation"
    assert asked.answers["counterpart"] == "refused"


def test_the_opening_is_said_again_when_the_situation_is_found_again(talk: Talk):
    talk.commands("start").chooses("mistake", "wrong_recipient")
    opening = talk.first
    talk.commands("back").chooses("wrong_recipient")
    assert talk.first == opening


def test_change_lists_every_answer_with_its_words(asked: Talk):
    asked.commands("change")
    assert asked.options == ["change:situation", "change:channel", "change:counterpart"]
    labels = [option.label for option in asked.buttons]
    assert "扫个人收款码" in labels[1]


def test_change_before_anything_was_said(talk: Talk):
    assert talk.commands("change").said("nothing_to_change")


def test_a_long_list_of_answers_is_split_into_messages_of_six(talk: Talk):
    talk.chooses("switch:scam_rebate", "sharing_screen", "paid", "transfer")
    talk.chooses("not_yet", "within_2h", "reported", "japan")
    talk.commands("change")
    assert len(talk.options) == 8
    assert [len(reply.options) for reply in talk.turn.replies] == [6, 2]


def test_the_plan_can_be_had_before_the_questions_that_refine_it(asked: Talk):
    asked.commands("plan")
    assert asked.turn.plan[0].body in asked.text
    assert all(step.title in asked.text for step in asked.turn.plan)
    assert asked.state == "wrong_recipient.relation"
    assert asked.says("没有别的账").state == "wrong_recipient.return_plan"


def test_where_answers_decide_the_plan_it_is_not_ready_before_them(talk: Talk):
    talk.chooses("switch:legal_routes").commands("plan")
    assert talk.said("plan_not_ready")
    assert talk.state == "legal_routes.legal_topic"


def test_the_plan_when_it_is_ready_stops_a_change(asked: Talk):
    asked.chooses("none", "change:channel").commands("plan")
    assert asked.case.changing is None
    assert asked.state == "wrong_recipient.return_plan"


def test_the_summary_tells_back_what_was_told(asked: Talk):
    asked.chooses("none").commands("export")
    for words in ("扫个人收款码", "不肯退"):
        assert words in asked.text


def test_privacy_changes_nothing(asked: Talk):
    before = asked.case
    asked.commands("privacy")
    assert asked.case == before


def test_the_situation_can_be_changed_like_any_answer(asked: Talk, library: Library):
    asked.chooses("change:situation")
    assert asked.options == list(library.options("situation"))
    asked.chooses("mistake", "wrong_amount")
    assert asked.state == "wrong_amount.wrong_amount_kind"
    assert asked.answers["channel"] == "personal_code"


@each("typed", ["忘了具体", "忘了多少了", "记不清 忘了", "不记得了"])
def test_who_has_forgotten_something_deletes_nothing(dialog: Dialog, typed: str):
    talk = Talk(dialog).chooses("dispute", "loan_unreturned", "written").says(typed)
    assert not talk.turn.forget
    assert talk.answers["loan_proof"] == "written"


@each("typed", ["你都能干啥", "what can you do for me?", "你能做什么"])
def test_who_asks_what_it_does_gets_the_help(dialog: Dialog, typed: str):
    assert "/plan" in Talk(dialog).says("转错人了", typed).text


def test_to_begin_anew_is_understood_in_cantonese(dialog: Dialog):
    assert Talk(dialog).says("微信转错人了", "由頭嚟過").turn.situation is None
