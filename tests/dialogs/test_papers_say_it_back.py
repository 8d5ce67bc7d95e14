"""What a paper stores of a message is shown in the very next one, so that no misreading stays unseen."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.console.plain import plain_text
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.filling import clipped, paper_data
from dialogs.papers.fields import entries
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import Talk
from tests.dialogs.test_nothing_unseen_in_papers import ANSWERS, FIRST, LANGUAGES, one_script
from tests.each import each
from tests.papers.cases import KINDS, ORDER, PAPERS

FIVE = "11月20日 20:15 微信转账 500\n11月20日 20:40 扫码 1800\n11月21日 10:05 银行卡转账 9000 收款人 张*伟"
MORE = [
    "不知道", "忘了", "今天", "前天上午十点", "支付宝", "现金", "五千", FIVE, "（*明）", "已经断了", "报了", "给了",
    "都有", "1 2", "下周五", "打过了", "2900", f"{ORDER}1\n{ORDER}2", "第一笔给张伟，第二笔给王芳", "他说*我*是[客服]",
]  # fmt: skip


@settings(max_examples=60)
@given(
    st.sampled_from(FIRST),
    st.lists(st.integers(0, 5), max_size=3),
    st.sampled_from([kind.id for kind in KINDS if kind.answers is None]),
    st.lists(st.sampled_from([*ANSWERS, *MORE]), max_size=10),
    st.sampled_from(LANGUAGES),
)
def test_what_is_stored_is_said_back_at_once(
    first: str, pressed: list[int], kind: str, answers: list[str], language: str
):
    talk = Talk(open_dialog(), Case(language=language)).says(first)
    for place in pressed:
        if talk.options:
            talk.chooses(talk.options[place % len(talk.options)])
    talk.chooses(f"paper:{kind}")
    for answer in answers:
        case = talk.case
        talk.says(answer)
        before = _values(talk, case)
        for key, (shown, source) in _values(talk, talk.case).items():
            if before.get(key, ("", ""))[0] != shown:
                wanted = shown if source == "paper" else "记下了"  # in the words of the dialog, where it is of the case
                assert wanted in one_script(plain_text(talk.text)), (answer, key, shown)


def _values(talk: Talk, case: Case) -> dict[str, tuple[str, str]]:
    """What the paper that is open now says of a case with where it comes from, by where it is stored."""
    kind = PAPERS.kinds.get(talk.case.paper or "")
    if kind is None:
        return {}
    marks = {PAPERS.words.unknown, PAPERS.words.not_applicable, "-"}
    found = entries(PAPERS, kind, paper_data(case, talk.dialog.position(case, talk.now)))
    return {
        one.ask.key: (one_script(plain_text(clipped(one.shown))), one.source) for one in found if one.shown not in marks
    }


def _reported(dialog: Dialog, *said: str) -> str:
    """The last message of a report to the police that was filled in so."""
    talk = Talk(dialog).says("我做任务被人骗了，转了几笔 现在没联系了").chooses("paper:police_report").says(*said)
    return plain_text(talk.text)


def test_each_payment_is_said_back_in_a_row_of_its_own(dialog: Dialog):
    assert _reported(dialog, FIVE).startswith(
        "记下了：第1笔：2026年11月20日20时15分，500元，微信转账；第2笔：2026年11月20日20时40分，1800元，扫码付款；"
        "第3笔：2026年11月21日10时05分，9000元，银行转账，张*伟；转账：3 笔，共 11,300.00元。"
    )


@each(
    ("said", "back"),
    [
        ("小李（*明）", "记下了：收款方显示名称：小李（*明）。"),
        ("不知道", "记下了：收款方显示名称：【不清楚】。"),
    ],
)
def test_what_is_the_same_of_all_payments_is_said_back_once(dialog: Dialog, said: str, back: str):
    assert back in _reported(dialog, "昨晚九点多微信转了三笔 5000 3000 2000", "不清楚", said)


def test_what_was_left_out_is_said_to_be(dialog: Dialog):
    said = _reported(dialog, "昨晚九点多微信转了5000", "不清楚", "小李", "小雅", "跳过")
    assert "记下了：付款时所在地：跳过。" in said


def test_what_a_button_says_is_not_repeated(dialog: Dialog):
    talk = (
        Talk(dialog).says("被刷单骗了").chooses("paper:police_report").says("昨晚九点多微信转了5000").chooses("set:?")
    )
    assert "记下了" not in talk.text


def test_what_answers_another_blank_is_put_there_and_said_back(dialog: Dialog):
    talk = Talk(dialog).says("我被刷单骗了，昨晚九点转了3万").chooses("paper:police_report").says(ORDER)
    assert f"记下了：转账单号：{ORDER}。" in talk.text
    assert "这些钱是怎么付的" in talk.text
    assert "记下了：收款方显示名称：小李（*明）。" in plain_text(talk.says("收款人是小李（*明）").text)
