"""What once stopped, fooled or betrayed the bot, sentence by sentence, as it was demonstrated.

The kinds have tests of their own (patterns in tests/linear, pictures in tests/screenshots, promises in claims.yaml);
here stands each input that is a text, word for word.
"""

from __future__ import annotations

import json
import re

import pytest

from dialogs.cards.lure import defused
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.limits import YEARS
from dialogs.messages import CommandInput, ForwardInput, TextInput
from dialogs.turn import take_turn
from tests.cli.program import Run
from tests.dialogs.talk import NOW
from tests.each import each
from tests.linear.check import readers
from tests.linear.cost import cost
from tests.linear.pumps import pumped

CRASHED = [
    *("被骗5000，2030年之前能判下来吗", "我是2026年前被骗的", "2027年前能退款吗", "转了1" + "0" * 31 + "多块"),
    *("99999999天前", "30000个月前", "9999999999小时前", "2025年前转给骗子5000", "2024年前被骗的", "2020年前转错人了"),
]
FOOLED = [
    (
        "提醒大家别再上当了！我之前找了三家都是骗子，最后这位王老师真的帮我把8000追回来了，"
        "事成后才收20%，他的微信 wanglaoshi668"
    ),
    "我被骗了5万，后来在一个网警大哥帮助下全追回来了，不成功不收费，需要的私信我微信 abc12345，千万别信其他骗子",
    (
        "转发：国家反诈中心提醒，近期有假撤回软件骗人，"
        "真正的撤回功能请到官网 wx-refund-center.com 登录微信并输入支付密码验证"
    ),
    "把手机屏幕分享给我，我一步步教你把钱退回来，不收费的哈",
    "张伟…先追回后付费，微信转账撤回神器，是骗子，加V：zhangwei_8866",
]
CONTACTS = ("wanglaoshi668", "abc12345", "wx-refund-center.com", "zhangwei_8866")
WHOLE = [
    "bit.ly/x",
    "evil.中国",
    "1.2.3.4/x",
    "evil.zip",
    "weixin://dl/x",
    "alipays://x",
    "1.2.3.4",
    "http://a.example/b",
]


@each("text", CRASHED)
def test_no_sentence_stops_a_turn_nor_what_is_asked_after_it(dialog: Dialog, text: str):
    told = take_turn(dialog, Case(), TextInput("我刚被骗了，微信转账"), NOW).case
    for case in (Case(), told):
        taken = take_turn(dialog, case, TextInput(text), NOW)
        assert taken.error is None
        paid = taken.case.answers.get("paid_at")
        assert paid is None or dialog.library.accepts("paid_at", paid) or int(paid[:4]) in YEARS
        for name in ("timeline", "remind", "plan"):
            assert take_turn(dialog, taken.case, CommandInput(name), NOW).error is None


@pytest.mark.calendar
def test_no_sentence_ends_a_batch_or_a_conversation(run: Run):
    lines = "".join(f"{json.dumps({'text': text}, ensure_ascii=False)}\n" for text in CRASHED)
    typed = "\n".join(CRASHED)
    for words, given in ((["identify", "--jsonl"], lines), (["console", "--jsonl"], lines), (["--plain"], typed)):
        done = run(*words, stdin=given)
        assert (done.code, done.err) == (0, ""), words
        if "--jsonl" in words:
            assert len(done.lines) == len(CRASHED)
            assert not [answer for answer in done.lines if "error" in answer]


@each("text", FOOLED)
def test_no_offer_passes_for_a_warning_nor_is_its_contact_passed_on(dialog: Dialog, text: str):
    assert dialog.checker.check(text).verdict not in {"warning", "none"}
    said = "\n".join(reply.text for reply in take_turn(dialog, Case(), ForwardInput(text), NOW).replies)
    assert "不是骗局" not in said
    plain = said.replace("\\", "")
    assert [contact for contact in CONTACTS if contact in plain] == []


@each("text", WHOLE)
def test_no_address_is_shown_whole(text: str):
    assert text not in defused(f"点 {text} 看看")
    assert not re.search(r"[a-z\d]\.[a-z\d中]|\w://", defused(f"点 {text} 看看").replace("hxxp://", ""))


@pytest.mark.parametrize("reader", ["first turn", "later turn", "understanding", "checker"])
def test_the_message_that_froze_everybody_is_read_in_no_time(dialog: Dialog, reader: str):
    read = readers(dialog)[reader]
    found = cost(read, lambda length: pumped("一笔" * (length // 3) + "。", "9元", length), 100)
    assert not found.slower_than(100), found
