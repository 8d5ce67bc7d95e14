"""In which language somebody is answered."""

from __future__ import annotations

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.problems import UnknownLanguageError
from dialogs.messages import ChoiceInput, TextInput
from dialogs.turn import present
from tests.dialogs.talk import NOW, Talk
from tests.each import each

HANS, HK, TW, EN = "zh-Hans", "zh-Hant-HK", "zh-Hant-TW", "en"


def answered_in(talk: Talk) -> str:
    return talk.dialog.languages.spoken(talk.case)


@each(
    ("text", "tag"),
    [
        ("我刚刚转错人了，对方还没收", HANS),
        ("转错了", HANS),
        ("不知道", HANS),
        ("剛剛轉錯人了", TW),
        ("匯款匯錯人了，怎麼辦", TW),
        ("被詐騙集團騙了五萬塊", TW),
        ("我喺微信過數過錯咗畀人", HK),
        ("俾人呃咗 8000 蚊", HK),
        ("轉數快入錯咗戶口", HK),
        ("我俾人呃咗钱", HANS),  # Cantonese in Simplified characters
        ("I was scammed by someone on WeChat", EN),
        ("help me please", EN),
        ("who do I call", EN),
        ("bao jing you yong ma", HANS),  # Chinese, spelled
        ("nimen neng bang wo zhui hui lai ma", HANS),
        ("wrong person!!", EN),
        ("PayPal", HANS),  # a name is no language
        ("Touch 'n Go eWallet", HANS),
        ("wechat: abc_123456", HANS),
        ("", HANS),
        ("🙏🙏🙏", HANS),
        ("5000", HANS),
    ],
)
def test_the_script_decides_where_nothing_was_chosen(dialog: Dialog, text: str, tag: str):
    assert answered_in(Talk(dialog).says(text)) == tag


@each(
    ("client", "tag"),
    [
        ("zh-hans", HANS), ("zh-CN", HANS), ("zh", HANS), ("zh-hant", TW), ("zh-TW", TW), ("zh-hant-tw", TW),
        ("zh-HK", HK), ("zh-hant-hk", HK), ("zh-mo", HK), ("yue", HK), ("en", HANS), ("en-GB", HANS), ("", HANS),
        ("zhx", HANS), ("fr", HANS),
    ],
)  # fmt: skip
def test_before_anything_is_written_the_client_decides(dialog: Dialog, client: str, tag: str):
    talk = Talk(dialog, Case(client=client)).commands("start")
    assert answered_in(talk) == tag


def test_what_is_written_goes_before_the_client(dialog: Dialog):
    assert answered_in(Talk(dialog, Case(client="zh-tw")).says("我刚刚转错人了")) == HANS
    assert answered_in(Talk(dialog, Case(client="zh-hk")).says("剛剛轉錯人")) == HK


def test_the_region_told_decides_between_two_ways_of_writing(dialog: Dialog):
    assert answered_in(Talk(dialog).says("剛剛轉錯人", "我人在香港", "還沒說過話")) == HK


def test_who_changes_script_is_followed(talk: Talk):
    talk.says("剛剛轉錯人了")
    assert "裡" in talk.text or "還" in talk.text
    talk.says("对方还没收，怎么办")
    assert answered_in(talk) == HANS
    talk.says("he has not accepted it yet")
    assert answered_in(talk) == EN
    talk.says("不知道")  # of both scripts, but not English
    assert answered_in(talk) == HANS


def test_a_choice_stands_whatever_is_written(talk: Talk):
    talk.commands("language")
    assert talk.options[: len(talk.dialog.languages.known)] == [
        f"lang:{one.tag}" for one in talk.dialog.languages.known
    ]
    talk.chooses(f"lang:{TW}").says("刚刚转错人了，对方没收", "I do not know")
    assert answered_in(talk) == TW


@each(
    ("typed", "tag"),
    [
        ("繁體", TW),
        ("繁体", TW),
        ("简体", HANS),
        ("簡體", HANS),
        ("English", EN),
        ("english please", EN),
        ("香港繁體", HK),
    ],
)
def test_the_name_of_a_language_is_its_button(dialog: Dialog, typed: str, tag: str):
    talk = Talk(dialog).says("转错人了", typed)
    assert talk.case.language == tag
    assert talk.case.answers["situation"] == "wrong_recipient"


def test_no_case_chooses_a_language_that_is_not_there(talk: Talk):
    talk.chooses("lang:xx")
    assert talk.case.language is None
    assert answered_in(Talk(talk.dialog, Case(language="xx", written="yy"))) == HANS


@each("tag", [HK, TW, EN])
def test_a_forwarded_message_tells_nothing_of_who_forwards_it(dialog: Dialog, tag: str):
    talk = Talk(dialog).says("转错人了")
    talk.forwards("專業追款，微信轉帳撤回，先付手續費" if tag != EN else "we can recover your money, pay the fee first")
    assert answered_in(talk) == HANS
    talk.says("專業追回被騙的錢，成功率很高，請加微信聯繫我們的工作人員。" * 20)  # pasted
    assert answered_in(talk) == HANS


def test_it_is_kept_with_the_case_and_goes_with_it(talk: Talk):
    talk.commands("language").chooses(f"lang:{TW}")
    kept = Case.from_json(talk.case.to_json())
    assert (kept.language, kept.client) == (TW, "")
    talk.commands("restart")
    assert answered_in(talk) == TW
    talk.commands("forget")
    assert (talk.case.language, talk.case.written) == (None, None)


def test_a_case_of_before_is_read(talk: Talk):
    old = talk.says("转错人了").case.to_json()
    del old["language"], old["written"]
    assert Case.from_json(old).answers == talk.case.answers


def test_the_operator_sets_the_language_of_who_shows_none(dialog: Dialog):
    ours = dialog.by_default(HK)
    assert answered_in(Talk(ours).commands("start")) == HK
    assert answered_in(Talk(ours).says("刚刚转错人了，对方还没收")) == HANS
    assert answered_in(Talk(ours).commands("start", "forget")) == HK
    with pytest.raises(UnknownLanguageError, match="xx"):
        dialog.by_default("xx")


def test_what_is_shown_again_is_in_the_same_language(dialog: Dialog):
    talk = Talk(dialog).says("剛剛轉錯人了")
    assert present(dialog, talk.case, NOW)[-1].text in talk.text


def test_who_is_greeted_finds_the_other_languages(talk: Talk):
    talk.commands("start")
    assert talk.options[-1] == "cmd:language"
    talk.says("转错人了").commands("start")
    assert "cmd:language" not in talk.options


@pytest.mark.parametrize("tag", [HK, TW])
def test_labels_typed_in_either_script_are_buttons(dialog: Dialog, tag: str):
    """Every button of the triage, a question and a plan, by the words on it, here and as the source writes them."""
    ours = dialog.speak(tag)
    for typed in (ours, dialog):
        talk = Talk(ours, Case(language=ours.language)).commands("start")
        for option in dialog.library.options("situation"):
            said = Talk(ours, talk.case).says(typed.library.label("situation", option))
            assert said.case.answers.get("situation") == option
        planned = Talk(ours, talk.case).chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
        for option, there in zip(
            planned.turn.replies[-1].options, _planned(typed).turn.replies[-1].options, strict=True
        ):
            chosen = Talk(ours, planned.case).takes(ChoiceInput(option.id))
            assert Talk(ours, planned.case).takes(TextInput(there.label)).text == chosen.text, there.label


def _planned(dialog: Dialog) -> Talk:
    talk = Talk(dialog, Case(language=dialog.language))
    return talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
