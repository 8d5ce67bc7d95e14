"""What typed words were heard as: repeated to the person, and told to whoever listens at the seam."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from dialogs.heard import Command, Name
from dialogs.messages import ForwardInput
from tests.dialogs.hearing import hearing
from tests.dialogs.talk import Talk


def heard(talk: Talk) -> list[Command]:
    return list(talk.turn.commands)


# --- repeated ----------------------------------------------------------------------------------------


def test_what_was_told_is_repeated_before_the_next_question(talk: Talk):
    talk.says("微信转错人了，5000，对方还没收")
    question = talk.turn.replies[-1]
    assert question.text.startswith("记下了：")
    assert "5000 元" in question.text
    assert "对方还没收" in question.text
    assert question.options


def test_a_pressed_button_is_not_repeated(waiting: Talk):
    waiting.chooses("received")
    assert "记下了" not in waiting.text


def test_what_is_not_known_is_not_repeated(waiting: Talk):
    waiting.says("不知道")
    assert waiting.answers["accepted"] == "unknown"
    assert "记下了" not in waiting.text


def test_words_that_tell_nothing_new_are_not_repeated(planned: Talk):
    planned.says("谢谢")
    assert "记下了" not in planned.text


# --- a plan already seen -----------------------------------------------------------------------------


def test_a_corrected_sum_says_what_changed_and_not_the_whole_plan_again(planned: Talk):
    before = planned.says("转了5000").turn.plan
    planned.says("不对，是6000")
    assert planned.answers["amount"] == "6000"
    assert "6000 元" in planned.text
    changed = [step for step in planned.turn.plan if step not in before]
    assert all(step.body in planned.text for step in changed)
    kept = [step for step in planned.turn.plan if step in before]
    assert kept
    assert not any(step.body in planned.text for step in kept)


def test_an_answer_that_changes_most_of_the_plan_shows_it_anew(talk: Talk):
    talk.chooses("switch:fake_recall_tool", "paid", "mainland", "change:tool_stage", "installed")
    assert talk.turn.plan[0].body in talk.text
    assert all(step.title in talk.text for step in talk.turn.plan)


# --- commands ----------------------------------------------------------------------------------------


def test_a_message_is_a_list_of_commands(talk: Talk):
    talk.says("微信转错人了，5000，对方还没收")
    assert Command(Name.START_FLOW, "wrong_recipient") in heard(talk)
    assert Command(Name.SET_SLOT, "amount", "5000") in heard(talk)
    assert Command(Name.SET_SLOT, "accepted", "not_yet") in heard(talk)


def test_a_correction_is_a_command_of_its_own(planned: Talk):
    planned.says("转了5000").says("不对，是6000")
    assert heard(planned) == [Command(Name.CORRECT_SLOT, "amount", "6000")]


@pytest.mark.parametrize(
    ("reading", "command"),
    [
        ({"request": "human"}, Command(Name.HUMAN_HANDOFF, "human")),
        ({"request": "thanks"}, Command(Name.CHITCHAT, "thanks")),
        ({"request": "draft:complaint_mistake"}, Command(Name.DRAFT, "complaint_mistake")),
        ({"request": "sources"}, Command(Name.DO, "sources")),
        ({"topics": ("ask.human_help",)}, Command(Name.KNOWLEDGE_ANSWER, "ask.human_help")),
        ({"danger": ("despair",)}, Command(Name.DANGER, "despair")),
        ({"feeling": "scared"}, Command(Name.CHITCHAT, "scared")),
        ({"asking": True}, Command(Name.CANNOT_HANDLE)),
    ],
)
def test_what_is_wanted_or_told_is_named(waiting: Talk, reading: dict[str, object], command: Command):
    hearing(waiting, **reading).says("如此这般")
    assert heard(waiting) == [command]


def test_a_question_passed_over_is_told_beside_what_could_not_be_handled(waiting: Talk):
    hearing(waiting).says("就那个样子嘛").says("嗨那谁晓得")
    assert heard(waiting) == [Command(Name.CANNOT_HANDLE), Command(Name.SKIP_QUESTION, "counterpart")]


def test_buttons_are_no_commands_heard(waiting: Talk):
    assert waiting.chooses("received").turn.commands == ()


def test_of_what_is_typed_into_a_paper_only_the_field_is_told(planned: Talk):
    planned.chooses("paper:complaint_mistake")
    story = "那天晚上我在厨房"
    planned.says(story)
    assert all(story not in command.value for command in heard(planned))


# --- after a check -----------------------------------------------------------------------------------

OFFER = "专业撤回微信转账，先付后撤，加V：abc8866"


def test_words_after_a_verdict_tell_whether_it_caught_the_person(talk: Talk):
    talk.takes(ForwardInput(text=OFFER))
    assert talk.case.checked == "fake_recall_tool"
    hearing(talk, answer="paid").says("给了他198")
    assert talk.turn.situation == "fake_recall_tool"
    assert talk.answers["tool_stage"] == "paid"
    assert talk.case.checked is None


def test_who_only_saw_it_stays_where_they_were(talk: Talk):
    talk.takes(ForwardInput(text=OFFER))
    hearing(talk, answer="not_involved").says("群里看见的")
    assert talk.said("forward_not_involved")
    assert talk.answers == {}


def test_a_verdict_is_forgotten_with_the_next_input(talk: Talk):
    talk.takes(ForwardInput(text=OFFER)).commands("help")
    assert talk.case.checked is None


def test_a_word_of_command_is_no_answer(dialog: Dialog):
    talk = Talk(dialog).chooses("scam", "scam_rebate").says("接着呢")
    assert "still_in_contact" not in talk.answers


def test_who_does_not_know_is_not_comforted(dialog: Dialog):
    talk = Talk(dialog).chooses("scam", "scam_rebate", "stopped", "transfer", "received", "not_yet", "mainland")
    talk.says("不知道")
    assert not talk.said("reply_family")
