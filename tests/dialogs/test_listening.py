"""Typed words: they answer, tell more, ask in passing, ring an alarm or change the subject, and lose nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.loader import Library
from dialogs.listening import MAX_READ, settle, step_number
from dialogs.understanding import OUT_OF_SCOPE, Reading, Understander
from tests.dialogs.talk import Talk

WRONG = "我微信转错人了"


@dataclass(frozen=True)
class Scripted:
    """An understander that hears what the test says: for decisions that depend on scores."""

    reading: Reading
    answer: str | None = None

    def read(self, _text: str, _now: dt.datetime) -> Reading:
        return self.reading

    def read_answer(self, _q: str, _o: Mapping[str, Sequence[str]], _t: str, _s: str, _n: dt.datetime) -> str | None:
        return self.answer


def hearing(talk: Talk, answer: str | None = None, **reading: object) -> Talk:
    """The talk, from here on with an understander that hears this."""
    scripted = cast("Understander", Scripted(Reading(**reading), answer))  # type: ignore[arg-type]
    talk.dialog = replace(talk.dialog, understander=scripted)
    return talk


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    """Somebody who is being asked whether the other side has accepted."""
    return talk.chooses("switch:wrong_recipient", "transfer")


@pytest.fixture
def planned(talk: Talk) -> Talk:
    return talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")


# --- the first words -------------------------------------------------------------------------------


def test_the_first_words_find_the_situation_and_bring_its_first_step(talk: Talk):
    talk.says(WRONG)
    assert talk.turn.situation == "wrong_recipient"
    assert "退还" in talk.first


def test_what_was_said_in_passing_is_not_asked_again(talk: Talk):
    talk.says("我微信转账转错人了，5000块，对方还没收")
    assert talk.answers.items() >= {"channel": "transfer", "accepted": "not_yet", "amount": "5000"}.items()
    assert talk.state == "wrong_recipient.paid_at"


def test_everything_at_once_leads_straight_to_the_plan(talk: Talk):
    talk.says("我刚刚微信转账转错人了，5000块，对方还没收")
    assert talk.state == "wrong_recipient.return_plan"
    assert talk.plan[0] == "ask_to_press_return"


@pytest.mark.parametrize("garbage", ["", " \n\t ", "？？？", "asdfgh", "💸💸💸", "مرحبا", "\u202eabc", "0", "嗯"])
def test_garbage_from_somebody_new_gets_the_first_aid_and_the_menu(talk: Talk, garbage: str):
    talk.says(garbage)
    assert talk.said("first_aid")
    assert "mistake" in talk.options


def test_what_is_none_of_our_business_is_said_so(talk: Talk):
    hearing(talk, situation=OUT_OF_SCOPE, score=1.0).says("今天天气怎么样")
    assert talk.turn.situation == OUT_OF_SCOPE


@pytest.mark.parametrize(
    "reading",
    [
        {"danger": ("still_transferring",)},
        {"answers": {"amount": "5000"}},
        {"answers": {"still_in_contact": "talking"}},
    ],
)
def test_who_tells_of_danger_or_of_a_payment_is_not_sent_away(talk: Talk, reading: dict[str, object]):
    hearing(talk, situation=OUT_OF_SCOPE, score=1.0, **reading).says("不知道怎么说")
    assert talk.turn.situation is None
    assert talk.said("first_aid")
    assert "scam" in talk.options
    assert talk.answers == reading.get("answers", {})


def test_two_situations_that_sound_alike_are_told_apart_by_a_question_after_the_first_aid(talk: Talk):
    near = {"situation": "scam_loan", "score": 0.5, "alternatives": (("scam_job_deposit", 0.45),)}
    hearing(talk, **near).says("先交钱")
    assert talk.said("first_aid")
    assert talk.options == ["switch:scam_loan", "switch:scam_job_deposit", "menu"]
    assert talk.case.answers == {}
    assert talk.chooses("switch:scam_job_deposit").turn.situation == "scam_job_deposit"


@pytest.mark.parametrize(
    ("score", "rival", "rival_score"),
    [(0.8, "scam_loan", 0.75), (0.5, "scam_loan", 0.2), (0.5, "scam_other", 0.45), (0.5, OUT_OF_SCOPE, 0.45)],
    ids=["sure", "far apart", "the rival is vague", "the rival is none of ours"],
)
def test_one_situation_is_not_doubted_without_need(talk: Talk, score: float, rival: str, rival_score: float):
    hearing(talk, situation="scam_prize", score=score, alternatives=((rival, rival_score),)).says("中奖")
    assert talk.turn.situation == "scam_prize"


def test_neither_of_two_leads_to_the_menu(talk: Talk):
    near = {"situation": "scam_loan", "score": 0.5, "alternatives": (("scam_job_deposit", 0.45),)}
    hearing(talk, **near).says("先交钱").chooses("menu")
    assert talk.state == "triage.situation"


# --- answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["accepted", "counterpart", "police", "still_in_contact", "region", "channel"])
def test_every_label_typed_out_is_the_answer_it_labels(library: Library, dialog: Dialog, question: str):
    situation = "wrong_recipient" if question in {"accepted", "counterpart"} else "scam_rebate"
    before = {"channel": "transfer", "accepted": "received", "still_in_contact": "stopped", "police": "not_yet"}
    known = {"situation": situation, **{name: value for name, value in before.items() if name != question}}
    for option in library.options(question):
        talk = Talk(dialog, Case(answers=known, met=situation)).says(library.label(question, option))
        assert talk.answers.get(question) == option, library.label(question, option)


@pytest.mark.parametrize("half", ["正在共享屏幕", "被远程控制", "已经断了", "被拉黑"])
def test_half_a_label_is_enough(talk: Talk, half: str):
    talk.chooses("switch:scam_rebate").says(half)
    assert talk.answers["still_in_contact"] in {"sharing_screen", "stopped"}


def test_an_answer_in_other_words(waiting: Talk):
    waiting.says("他还没收")
    assert waiting.answers["accepted"] == "not_yet"


def test_a_typed_time_is_kept_as_a_moment(waiting: Talk):
    waiting.says("还没收", "20:30转的")
    assert waiting.state == "wrong_recipient.return_plan"
    paid_at = waiting.position.known.paid_at
    assert paid_at is not None
    assert paid_at.earliest <= dt.datetime(2026, 11, 23, 20, 30, tzinfo=waiting.now.tzinfo) <= paid_at.latest


def test_typed_words_answer_the_question_being_changed(planned: Talk):
    planned.chooses("change:counterpart").says("他愿意退")
    assert planned.answers["counterpart"] == "willing"
    assert planned.case.changing is None
    assert planned.state == "wrong_recipient.return_plan"


# --- telling more ----------------------------------------------------------------------------------


def test_what_happened_since_changes_the_plan(planned: Talk):
    hearing(planned, situation=None, answers={"counterpart": "refused"}).says("他把我拉黑了")
    assert planned.answers["counterpart"] == "refused"
    assert planned.turn.plan


def test_what_cannot_change_is_not_overheard_twice(planned: Talk):
    hearing(planned, answers={"channel": "alipay"}).says("支付宝也一样吗")
    assert planned.answers["channel"] == "transfer"


def test_words_of_an_answer_replace_nothing_else(waiting: Talk):
    waiting.case = waiting.case.answered("police", "reported")
    hearing(waiting, answer="not_yet", answers={"police": "not_yet"}).says("还没有")
    assert waiting.answers["accepted"] == "not_yet"
    assert waiting.answers["police"] == "reported"


def test_what_is_going_on_with_the_swindler_is_always_heard(waiting: Talk):
    waiting.case = waiting.case.answered("still_in_contact", "stopped")
    hearing(waiting, answer="not_yet", answers={"still_in_contact": "asked_for_more"}).says("没收，他又让我再转一笔")
    assert waiting.answers["still_in_contact"] == "asked_for_more"
    assert waiting.said("danger_still_transferring")


def test_details_that_only_another_situation_could_use_are_not_kept(talk: Talk):
    answers = {"child_age": "from_8", "tool_stage": "paid", "amount": "8000", "zodiac": "goat"}
    hearing(talk, situation="scam_acquaintance", score=0.9, answers=answers).says("冒充领导")
    assert talk.answers == {"situation": "scam_acquaintance", "amount": "8000"}


def test_what_is_not_kept_counts_for_nothing(waiting: Talk):
    hearing(waiting, answers={"child_age": "from_8"}).says("十几岁吧")
    assert waiting.said("not_understood")


def test_the_opening_heeds_what_was_told_before_it_is_asked(talk: Talk):
    hearing(talk, situation="scam_rebate", score=0.9, answers={"region": "japan"}).says("在日本被刷单骗了")
    assert talk.position.known.get("region") is None  # its turn comes later
    assert "当地警方" in talk.first


# --- asking in passing -----------------------------------------------------------------------------


def test_a_question_of_knowledge_is_answered_and_the_open_question_asked_again(waiting: Talk, library: Library):
    topic = library.myths["myth.recall_software"]
    hearing(waiting, topics=(topic.id,)).says(topic.asks[0])
    assert waiting.first == topic.truth
    assert waiting.state == "wrong_recipient.accepted"
    assert "not_yet" in waiting.options
    assert set(topic.facts) <= set(waiting.turn.facts)


def test_after_the_plan_the_answer_stands_alone(planned: Talk, library: Library):
    topic = library.myths["myth.recall_software"]
    hearing(planned, topics=(topic.id,)).says(topic.asks[0])
    assert planned.text == topic.truth
    assert planned.state == "wrong_recipient.return_plan"


def test_a_question_that_sounds_like_another_situation_changes_no_subject(waiting: Talk, library: Library):
    topic = library.myths["myth.recall_software"]
    hearing(waiting, situation="fake_recall_tool", score=0.9, topics=(topic.id,)).says(topic.asks[0])
    assert waiting.first == topic.truth
    assert not [option for option in waiting.options if option.startswith("switch:")]
    assert waiting.state == "wrong_recipient.accepted"


def test_a_myth_is_recognised_by_the_words_in_which_it_is_asked(waiting: Talk, library: Library):
    missed = []
    for topic in library.myths.values():
        before = waiting.case
        waiting.says(topic.asks[0])
        if topic.truth not in waiting.text:
            missed.append(topic.asks[0])
        waiting.case = before
    assert len(missed) <= len(library.myths) // 10, missed


# --- alarms ----------------------------------------------------------------------------------------

ALARMS = [
    ("对方还在让我转，我正在转第二笔", "still_transferring"),
    ("我现在正在跟他共享屏幕", "screen_sharing"),
    ("他说不给钱就弄死我", "threatened"),
    ("钱没了，我不想活了", "despair"),
    ("我今年14岁，被骗了，不敢告诉爸妈", "minor"),
]


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_danger_comes_before_everything_else(talk: Talk, text: str, kind: str):
    talk.says(text)
    assert talk.first == talk.dialog.words.message(f"danger_{kind}", talk.position.known).text


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_danger_interrupts_and_loses_nothing(waiting: Talk, text: str, kind: str):
    before = waiting.answers
    waiting.says(text)
    assert waiting.first == waiting.dialog.words.message(f"danger_{kind}", waiting.position.known).text
    assert waiting.answers.items() >= before.items()


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_an_alarm_is_rung_once_in_a_turn(talk: Talk, text: str, kind: str):
    talk.chooses("switch:scam_rebate").says(text)
    assert talk.text.count(talk.dialog.words.message(f"danger_{kind}", talk.position.known).text) == 1


def test_despair_from_somebody_new_gets_a_human_line_then_the_first_aid_and_no_question(talk: Talk):
    talk.says("我不想活了")
    assert talk.said("first_aid")
    assert talk.options == []
    talk.says(WRONG)
    assert talk.turn.situation == "wrong_recipient"


def test_a_button_that_says_it_is_still_going_on_rings_the_alarm(talk: Talk):
    talk.chooses("switch:scam_rebate", "sharing_screen")
    assert talk.first == talk.dialog.words.message("danger_screen_sharing", talk.position.known).text


def test_several_alarms_are_all_rung(waiting: Talk):
    hearing(waiting, danger=("threatened", "minor")).says("救命")
    assert waiting.said("danger_threatened")
    assert waiting.said("danger_minor")


# --- another subject -------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", ["account_theft", "scam_rebate", "minor_payment"])
def test_another_situation_is_offered_and_not_forced(waiting: Talk, situation: str):
    before = waiting.answers
    hearing(waiting, situation=situation, score=0.9).says("其实不是这样")
    assert waiting.said("switch_offer", other=waiting.dialog.library.flow_words[situation].title)
    assert waiting.options == [f"switch:{situation}", "stay"]
    assert waiting.answers == before
    assert waiting.chooses("stay").state == "wrong_recipient.accepted"


@pytest.mark.parametrize(
    ("reply", "situation"), [("对", "account_theft"), ("是的", "account_theft"), ("不是", "wrong_recipient")]
)
def test_a_typed_yes_or_no_answers_the_offer_and_not_the_question_before_it(waiting: Talk, reply: str, situation: str):
    ears = waiting.dialog.understander
    hearing(waiting, situation="account_theft", score=0.9).says("其实不是这样")
    waiting.dialog = replace(waiting.dialog, understander=ears)
    waiting.says(reply)
    assert waiting.turn.situation == situation
    assert "accepted" not in waiting.answers


@pytest.mark.parametrize(
    ("situation", "score"),
    [
        ("wrong_recipient", 0.9),
        ("scam_rebate", 0.5),
        (OUT_OF_SCOPE, 1.0),
        ("scam_other", 1.0),
        ("prevention", 1.0),
        ("x", 1.0),
    ],
)
def test_nothing_is_offered_on_a_hunch(waiting: Talk, situation: str, score: float):
    hearing(waiting, situation=situation, score=score).says("嗯……")
    assert not [option for option in waiting.options if option.startswith("switch:")]
    assert waiting.turn.situation == "wrong_recipient"


def test_an_answer_is_an_answer_and_no_new_subject(waiting: Talk):
    hearing(waiting, answer="received", situation="scam_rebate", score=0.9).says("收了")
    assert waiting.answers["accepted"] == "received"
    assert waiting.state == "wrong_recipient.counterpart"


@pytest.mark.parametrize("lure", ["fake_recall_tool", "recovery_scam"])
def test_a_lure_is_warned_of_at_once_even_inside_an_answer(waiting: Talk, lure: str):
    hearing(waiting, answer="received", situation=lure, score=0.9).says("收了，有人说能帮我撤回")
    assert waiting.answers["accepted"] == "received"
    assert "别付" in waiting.first
    assert waiting.options == [f"switch:{lure}", "stay"]


def test_a_vague_swindle_becomes_an_exact_one_without_asking(talk: Talk):
    talk.chooses("switch:scam_other", "stopped")
    hearing(talk, situation="scam_rebate", score=0.9).says("是刷单的")
    assert talk.turn.situation == "scam_rebate"
    assert talk.answers["still_in_contact"] == "stopped"
    assert "最后一单" in talk.first


@pytest.mark.parametrize("before", ["out_of_scope", "comparison", "prevention"])
@pytest.mark.parametrize("story", ["wrong_recipient", "scam_other"])
def test_where_nothing_is_at_stake_a_real_story_takes_over_at_once(talk: Talk, before: str, story: str):
    talk.chooses(f"switch:{before}")
    hearing(talk, situation=story, score=0.5).says("其实我出事了")
    assert talk.turn.situation == story
    assert talk.first == talk.dialog.words.opening(talk.position.known).text


def test_settling_drops_the_menus_that_led_elsewhere_and_keeps_the_rest():
    case = Case(answers={"situation": "scam", "which_scam": "scam_loan", "channel": "bank"}, misses=1)
    settled = settle(case, "scam_prize")
    assert list(settled.answers.items()) == [("situation", "scam_prize"), ("channel", "bank")]
    assert settled.misses == 0


# --- not understood --------------------------------------------------------------------------------

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
    talk.says(f"{WRONG}，对方还没收。{'后来又说了很多别的。' * 1000}")
    assert talk.turn.situation == "wrong_recipient"
    assert talk.answers["accepted"] == "not_yet"


def test_what_stands_beyond_the_limit_is_not_read(waiting: Talk):
    waiting.says("啊" * MAX_READ + "还没收")
    assert "accepted" not in waiting.answers


# --- after the plan --------------------------------------------------------------------------------


@pytest.mark.parametrize(
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
