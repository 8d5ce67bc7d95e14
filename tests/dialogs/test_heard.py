"""What typed words were heard as: repeated to the person, and told to whoever listens at the seam."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from dialogs.heard import Command, Name
from dialogs.messages import ForwardInput
from tests.dialogs.hearing import hearing
from tests.dialogs.talk import Talk
from tests.each import each


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


@each(
    ("typed", "name", "value"),
    [
        ("轉帳啦 玉山銀行 15萬 昨天 那個人是我交友軟體認識的", "channel", "local_bank"),
        ("轉帳啦 玉山銀行 15萬 昨天 那個人是我交友軟體認識的", "region", "taiwan"),
        ("被骗了 I am in KL bank transfer maybank RM500", "region", "malaysia"),
        ("我在新加坡被骗 used DBS to paynow 500", "channel", "paynow"),
        ("我在台北 透過微信買代購 匯了人民幣8000給他 現在已讀不回", "channel", "transfer"),
        ("微信转错人了 3000 他收了 还把我删了", "reach", "blocked"),
    ],
)
def test_what_a_story_tells_is_known(dialog: Dialog, typed: str, name: str, value: str):
    assert Talk(dialog).says(typed).answers.get(name) == value


@each(
    ("typed", "name"),
    [
        ("我把微信借给同学用 他说跑分一天给200 现在我的微信被封了 还有银行卡也冻了", "amount"),
        ("公司群老板让我转49万给客户 我转了 刚刚老板说不是他", "paid_at"),
        ("tb商家不给退款 我买了个手机 是翻新的 微信付的款 2399", "channel"),
        ("微信转错人了 3000 他收了 不退", "whose_money"),
        ("妈妈被骗了 现在她在银行柜台 说要给儿子交保释金 还有二十分钟我就到 她电话打不通", "still_in_contact"),
        ("妈妈被骗了 现在她在银行柜台 说要给儿子交保释金 还有二十分钟我就到 她电话打不通", "paid_at"),
    ],
)
def test_what_a_story_does_not_tell_is_not_noted(dialog: Dialog, typed: str, name: str):
    assert name not in Talk(dialog).says(typed).answers


def test_a_relative_at_a_bank_counter_is_stopped_there(dialog: Dialog):
    told = Talk(dialog).says("妈妈被骗了 现在她在银行柜台 说要给儿子交保释金 我就是她儿子 我没事啊")
    assert told.answers["relative_state"] == "at_bank"
    assert "柜台" in told.text
    assert "敲门" not in told.text


def test_who_was_deleted_is_told_of_another_way_to_reach_them(dialog: Dialog):
    told = Talk(dialog).says("微信转错人了 3000 他收了 还把我删了")
    assert "电话、短信" in told.text
    assert "现在发消息说明转错了" not in told.text


def test_a_grown_person_who_asks_about_the_police_is_no_minor(dialog: Dialog):
    told = Talk(dialog).chooses("mistake", "wrong_recipient", "transfer", "received", "silent", "none")
    assert "12355" not in told.says("那95017能帮我要吗 680能报警不").text


def test_what_if_they_accept_is_answered_beside_the_answer(dialog: Dialog):
    told = Talk(dialog).says("刚微信转错人了 5000 那人我不熟").says("还没 那他要是点了咋办")
    assert told.answers["accepted"] == "not_yet"
    assert "钱就到他账上" in told.text


def test_who_is_asked_for_money_before_a_refund_is_told_not_to_pay(dialog: Dialog):
    told = Talk(dialog).says("刚微信转错人了 5000 那人我不熟").says("还没").says("发了 他说要给他200才退")
    assert told.answers["amount"] == "5000"
    assert "别给" in told.text


def test_who_has_disconnected_is_not_told_to(dialog: Dialog):
    told = Talk(dialog).says("有个客服说我开了百万保障 让我开会议共享屏幕 我开了").says("断开了 钱没少")
    assert told.answers["still_in_contact"] == "stopped"
    assert "马上断开" not in told.text


def test_what_was_paid_beside_what_was_not_is_paid(dialog: Dialog):
    told = Talk(dialog).says("我妈在给一个老师转钱 我在外地 她不听我的").says("农行卡 转了两万 还有三万没转")
    assert told.answers["money_gone"] == "paid"
    assert told.answers["amount"] == "20000"
