"""Who writes English gets the first aid in English, at once and true to the case, and is never sent away for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.editions import cues
from dialogs.editions.cues import spelled
from dialogs.library.checks.texts import without_code
from dialogs.library.load import Content
from dialogs.library.records import Family
from tests.dialogs.talk import NOW, Talk
from tests.each import each

MESSAGES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("english.yaml").read_text("utf-8"), yaml.CSafeLoader
)
CHINESE = re.compile("[\u4e00-\u9fff]")
AWAY = "may not be able to help"
LEAST = 77  # of the 87


def found(talk: Talk) -> str | None:
    return talk.turn.situation or talk.case.offered


def test_most_first_messages_find_their_situation(dialog: Dialog):
    right = [one["text"] for one in MESSAGES if found(Talk(dialog).says(one["text"])) in one["fits"]]
    assert len(right) >= LEAST, [one["text"] for one in MESSAGES if one["text"] not in right]


@each("text", [one["text"] for one in MESSAGES] + ["what is the weather", "please fix my printer", "asdf qwer to zxcv"])
def test_nobody_is_sent_away_and_the_first_words_are_english(dialog: Dialog, text: str):
    talk = Talk(dialog).says(text)
    first = talk.first
    assert AWAY not in talk.text
    assert sum(char > "\u2e80" for char in first) < len(first) / 8, first  # labels of WeChat stay Chinese


@each("place", [(), ("mistake",), ("switch:wrong_recipient", "transfer")])
def test_buttons_are_in_english(dialog: Dialog, place: tuple[str, ...]):
    talk = Talk(dialog).says("i was scammed please help").chooses(*place)
    labels = [re.sub("「.*?」", "", one.label) for one in talk.buttons]  # a label of WeChat stays Chinese
    assert labels
    assert [label for label in labels if any(char > "\u2e80" for char in label)] == []


@each(
    ("text", "danger"),
    [
        ("i want to kill myself, i lost everything", "danger_despair"),
        ("i can't go on like this", "danger_despair"),
        ("there is no way out for me", "danger_despair"),
        ("i am on the roof now", "danger_despair"),
        ("my account is being drained", "danger_deductions"),
        ("they are holding me in a room", "danger_violence"),
        ("he is still asking me to send more money", "danger_still_transferring"),
        ("they can see it, i am sharing my screen with the agent", "danger_screen_sharing"),
        ("i gave him my verification code", "danger_secret_given"),
        ("he will send my nude photos to my family, he threatens me", "danger_threatened"),
        ("i'm 15 and got scammed, my parents will kill me", "danger_minor"),
        ("a courier is coming to collect the cash from me", "danger_cash_courier"),
        ("courier is coming in 20 minutes to pick up cash from me", "danger_cash_courier"),
        ("app from customer service, they can see my screen", "danger_screen_sharing"),
        ("the police want me on zoom", "danger_screen_sharing"),
        ("they told me not to tell anyone and won't let me hang up", "danger_locked_in_call"),
    ],
)
def test_a_danger_comes_first(dialog: Dialog, text: str, danger: str):
    talk = Talk(dialog).says(text)
    words = dialog.speak("en").words.message(danger, talk.position.known).text
    assert words in (reply.text for reply in talk.turn.replies[:2])


@each(
    ("text", "answer"),
    [
        ("i sent 5000 yuan to the wrong person", "5000"),
        ("i paid 20,000 to a fake boss", "20000"),
        ("lost 50k on a fake trading platform", "50000"),
        ("RMB 800 went to the wrong person", "800"),
        ("they took 1.5k from me, it was a scam", "1500"),
        ("i sent the wrong person money 3 hours ago", None),
    ],
)
def test_sums_are_read(dialog: Dialog, text: str, answer: str | None):
    assert Talk(dialog).says(text).answers.get("amount") == answer


@each("text", ["paid 3 times", "sent 200 USD", "in 2 hours", "我 paid 了 5000", "lost 30% of it"])
def test_other_figures_stay_as_they_are(dialog: Dialog, text: str):
    assert spelled(dialog.speak("en").cues, text) == text


def test_answers_in_english_do_not_lead_away_from_a_case(dialog: Dialog):
    talk = Talk(dialog).says("i sent it to the wrong person on wechat")
    assert talk.answers["situation"] == "wrong_recipient"
    for answer in ("he has not accepted it", "about 10 minutes ago", "my boss asked about the task"):
        talk.says(answer)
        assert talk.turn.situation == "wrong_recipient"
        assert talk.case.offered is None


def test_the_family_is_that_of_the_story(dialog: Dialog):
    for text, family in (
        ("sent money to a stranger by mistake", Family.MISTAKE),
        ("got cheated by a seller", Family.SCAM),
        ("found an app that can undo a wechat transfer", Family.RECALL),
        ("someone hacked my wechat account", Family.ACCOUNT),
    ):
        talk = Talk(dialog).says(text)
        assert dialog.library.flows[found(talk) or ""].family is family, text


@each(
    "text",
    [
        "can I get my money back?", "should I call the police", "what is 96110", "can a hacker recover my money",
        "should I delete him", "can the bank reverse it", "can I report from abroad", "what does pending mean",
        "does airplane mode cancel the transfer", "can I undo a red packet", "do police care about small amounts",
    ],
)  # fmt: skip
def test_what_is_often_asked_is_answered_in_english(dialog: Dialog, text: str):
    talk = Talk(dialog).says(text)
    assert dialog.speak("en").read(text, NOW, talk.position).topics
    assert sum(char > "\u2e80" for char in talk.text) < len(talk.text) / 20, talk.text


@each(
    ("text", "when"),
    [("2 hours ago", "2026-11-23T19"), ("5 minutes ago", "2026-11-23T20:55"), ("i sent it 3 days ago", "2026-11-2")],
)
def test_how_long_ago_is_read_in_figures(dialog: Dialog, text: str, when: str):
    talk = Talk(dialog).says("my boss texted me on wechat to pay 36000, it was not my boss", text)
    assert talk.answers["paid_at"].startswith(when)


def test_who_sent_nothing_is_not_told_to_have_paid(dialog: Dialog):
    talk = Talk(dialog).says("i was told i have an online loan in my name that i never took", "i transferred nothing")
    assert "channel" not in talk.answers


@each(
    ("text", "said"),
    [
        ("are you a scam", "It is right to doubt"),
        ("what do you keep about me", "We keep only the answers"),
        ("i want to talk to somebody", "There is no person here"),
    ],
)
def test_what_is_asked_about_us_is_answered(dialog: Dialog, text: str, said: str):
    talk = Talk(dialog).says("who are you", text)
    assert any(reply.text.startswith(said) for reply in talk.turn.replies), talk.text
    assert talk.turn.situation is None


@each("text", ["what do you keep", "do I need a lawyer", "can i sue him if he keeps it"])
def test_a_question_that_shares_a_word_with_a_step_is_not_answered_with_it(dialog: Dialog, text: str):
    talk = Talk(dialog).says("i sent 5000 yuan on wechat to the wrong person", "accepted", "20 minutes ago", text)
    assert not re.match(r"\*\*\d", talk.turn.replies[0].text), talk.text


@each(
    ("text", "answers"),
    [
        ("I sent another 300 yuan", {"amount": "5300"}),
        ("change the amount to 4,000 yuan", {"amount": "4000"}),
        ("the amount is 6k", {"amount": "6000"}),
    ],
)
def test_what_a_message_says_to_type_about_a_sum_is_understood(dialog: Dialog, text: str, answers: dict[str, str]):
    talk = Talk(dialog).says("I sent 5000 yuan on WeChat to the wrong person", "not accepted yet", "20 minutes ago")
    talk.says(text)
    assert answers.items() <= talk.answers.items()


@each(
    ("text", "said"),
    [
        ("change", "Which one shall we change?"),
        ("I don't know", "I am listening."),
        ("no idea", "I am listening."),
        ("I am so stupid", "This is not your fault"),
        ("I don't know how to tell my wife", "You can tell one person"),
        ("I can't sleep", "Have some water"),
    ],
)
def test_requests_and_feelings_are_those_of_the_cues(dialog: Dialog, text: str, said: str):
    talk = Talk(dialog).says("I sent 5000 yuan on WeChat to the wrong person", "not accepted yet", "20 minutes ago")
    assert talk.says(text).turn.replies[0].text.startswith(said)


def test_the_whole_edition_is_in_english(dialog: Dialog):
    """Only papers, what people type, and the question for the language stay: a new sentence of the source is missed."""
    source, english = dialog.library, dialog.speak("en").library
    said = {
        **{name: words.title for name, words in source.step_words.items()},
        **{f"{name} body": words.body for name, words in source.step_words.items()},
        **{name: answer.answer for name, answer in source.knowledge.items()},
        **{name: myth.truth for name, myth in source.myths.items()},
        **source.templates,
    }
    ours = {
        **{name: words.title for name, words in english.step_words.items()},
        **{f"{name} body": words.body for name, words in english.step_words.items()},
        **{name: answer.answer for name, answer in english.knowledge.items()},
        **{name: myth.truth for name, myth in english.myths.items()},
        **english.templates,
    }
    chinese = {name for name, text in said.items() if ours[name] == text and CHINESE.search(without_code(text))}
    typed = {f"messages/{name}.md.j2" for name in ("help_asked", "offer_yes", "offer_no", "language")}
    assert {name for name in chinese if not name.startswith("documents/")} == typed


def test_a_cue_is_looked_for_in_every_text_that_has_it(dialog: Dialog):
    """Only expressions whose own words stand in a text are searched for: none is passed over."""
    words = [one for cue in dialog.speak("en").cues for one in cue.words]
    assert all(cues._needed(one) for one in words)
    texts = [item["text"].lower() for item in MESSAGES]
    found = [(one, text) for one in words for text in texts if cues._pattern(one).search(text)]
    assert len(found) > len(texts) // 2
    assert [pair for pair in found if not cues._may_stand(*pair)] == []


@each(
    ("text", "topic"),
    [
        ("does wechat have a recall button for transfers", "myth.recall_button"),
        ("is the 24 hour return automatic", "ask.auto_return"),
        ("are red packets returned after 24 hours", "myth.red_packet_36_hours"),
        ("do I have to pay to freeze an account", "myth.freeze_300_500"),
        ("is it theft if they keep my money", "myth.embezzlement"),
        ("do I need 3000 yuan before police take the case", "ask.case_amount"),
        ("can I get it back with the transaction number", "ask.voucher"),
        ("is paid recovery real?", "myth.pay_after_recovery"),
        ("if I delete the chat does the money come back", "myth.uninstall"),
        ("if I report it will the money come back", "ask.police_useful"),
        ("can wechat customer service get my money back", "myth.forced_refund"),
        ("can tencent reverse the transfer if I call 95017", "myth.forced_refund"),
        ("should I tell him I called the police", "ask.does_he_know"),
    ],
)
def test_a_belief_that_is_asked_after_is_answered_in_english(dialog: Dialog, text: str, topic: str):
    """By its own answer, and no card against a trap: nobody offers anything."""
    talk = Talk(dialog).says(text)
    english = dialog.speak("en")
    answer = english.library.knowledge.get(topic) or english.library.myths[topic]
    said = answer.truth if topic.startswith("myth.") else answer.answer
    assert re.split(r"[.;:{]", said)[0] in talk.text.replace("*", "")
    assert sum(char > "\u2e80" for char in talk.text) < len(talk.text) / 10, talk.text


def test_a_trap_that_is_handed_on_is_explained_in_english(dialog: Dialog):
    """Reasons and advice too; what it said itself is quoted as it stood."""
    for text in (
        "专业撤回微信转账，先付后撤，加V：abc8866",
        "被骗的钱可以追回，先追回后付款，联系技术老师QQ 123456789",
    ):
        shown = Talk(dialog, Case(language="en")).forwards(text).text
        own = re.sub("[“「][^”」]*[”」]", "", shown)
        assert "- " in own
        assert "> " in own
        assert not CHINESE.search(own), own


def test_each_reason_and_each_advice_has_its_english(content: Content, dialog: Dialog):
    said = {name: record.text for name, record in content.checking.words.explaining.items()}
    assert len(said) == len(content.checking.words.reasons) + len(content.checking.words.advice)
    assert [name for name, text in said.items() if dialog.speak("en").explain(text) == text] == []
