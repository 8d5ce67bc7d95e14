"""What people, group admins and an operator tried in the private chat, each with what stands on the screen then.

One bot serves all rows at once: each row is somebody of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from dialogs.dialog import Dialog
from dialogs.messages import Input
from dialogs.together import with_picture
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.test_reminding import turn
from tests.bot.telegram.test_together import WINDOW, started, taken_in
from tests.bot.telegram.updates import HIDDEN
from tests.dialogs.opened import open_dialog
from tests.telegram_double import Person
from tests.telegram_double.rules import Sent

MISTAKE = "刚刚微信转错人了 5000 对方还没收"
LURE = "专业撤回微信转账，先付后撤，加V：abc8866，QQ 123456789"
ADVERT = {"blocks": [{"type": "paragraph", "text": ["专业撤回微信转账，", {"type": "bold", "text": "先付后撤"}]}]}
AS_SERVICE = (
    "您好，我是抖音客服，您的直播会员今天到期，不取消每月扣费800元\n怎么取消\n"
    "请下载会议软件，打开屏幕共享，我指导您操作"
)
ELSEWHERE = {"external_reply": {"origin": HIDDEN}, "quote": {"text": LURE, "position": 0}}
HOTLINES = ("帮不上", "热线")
NOT_LOOKED_AT = ("没有认出", "没认出")


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody does, one thing after another, and what is then said, on the buttons too, and what is not."""

    does: Sequence[str | Mapping[str, Any]]
    says: Sequence[str] = ()
    not_said: Sequence[str] = ()
    at_most: int = 4  # messages after the last thing done


def forwarded(text: str) -> dict[str, Any]:
    return {"text": text, "forward_origin": HIDDEN}


def a_file(name: str, kind: str) -> dict[str, Any]:
    return {"file_id": name, "file_unique_id": "u", "file_name": name, "mime_type": kind}


ROWS = {
    "a question without its message": Row(["这是真的吗"], ["转发给我"], HOTLINES, 1),
    "asked to look": Row(["帮我看看"], ["转发给我"], HOTLINES, 1),
    "asked whether to trust it": Row(["可信吗"], ["转发给我"], HOTLINES, 1),
    "a reply from another chat": Row([{"text": "能信吗", **ELSEWHERE}], ["假的「撤回工具」"], HOTLINES, 1),
    "ids are not printed whole": Row([forwarded(LURE)], ["ab···6", "12···9"], ["abc8866", "123456789"], 1),
    "an id that sounds like recalling": Row([forwarded("加V：chehui8866")], ["ch···6"], ["chehui8866"], 1),
    "evidence is quoted as it stands": Row([forwarded("先追回后付费\n联系QQ")], ["「先追回后付费」"], ["付费联系"], 1),
    "words are given as a reason once": Row([forwarded("微信转账撤回，先付后撤")], ["「先付后撤」"], ["「先付后」"], 1),
    "a service that wants the screen": Row([forwarded(AS_SERVICE)], ["很像诈骗"], ["撤回工具"], 1),
    "a code is asked for": Row([forwarded("请把短信验证码发给我")], ["验证码"], NOT_LOOKED_AT, 1),
    "a rich message": Row([{"rich_message": ADVERT}], [], ["看不懂", "读不了"]),
    "a rich message passed on": Row([{"rich_message": ADVERT, "forward_origin": HIDDEN}], ["假的「撤回工具」"]),
    "a document": Row(
        [{"document": a_file("撤回教程.pdf", "application/pdf"), "forward_origin": HIDDEN}], ["文件"], NOT_LOOKED_AT
    ),
    "a picture as a file": Row([{"document": a_file("bill", "image/png")}], ["5000.00 元", "对吗"], NOT_LOOKED_AT),
    "a live photo": Row(
        [{"live_photo": {"file_id": "clip", "photo": [{"file_id": "bill"}]}}], ["5000.00 元", "对吗"], NOT_LOOKED_AT
    ),
    "a video": Row(
        [{"video": {"file_id": "v", "file_name": "撤回教程.mp4"}, "forward_origin": HIDDEN}], ["视频"], NOT_LOOKED_AT
    ),
    "a receipt with words": Row(
        [{"photo": [{"file_id": "bill"}], "caption": "我转错人了"}], ["5000.00 元", "张三", "对吗"], ["写着什么"]
    ),
    "words behind start": Row(["/start 我被骗了5000"], ["5000 元"]),
    "words below start": Row(["/start\n我被骗了5000"], ["5000 元"]),
    "paid somebody who recalls": Row(
        ["群里有人说帮我把微信转账撤回来，我给了他500，现在怎么办"],
        ["别再付第二笔", "110", "500 元"],
        ["到哪一步了", "帮不上"],
    ),
    "papers right after a mistake": Row(
        [MISTAKE, "/papers"],
        ["请求退还消息"],
        ["强制执行申请书", "调查取证申请书", "金融消费投诉书", "民事起诉状"],
    ),
    "days right after a mistake": Row([MISTAKE, "/timeline"], ["自动退回"], ["法院采取了保全"]),
    "a card to post": Row(["给我一张提醒卡片发到群里"], ["先核对再付", "发到群里"], ["转给了错的人"], 1),
}


@pytest.fixture(scope="module")
def dialog() -> Dialog:
    return open_dialog(can_remind=True)


async def read_pictures(_person: int, given: Input, images: Sequence[str]) -> tuple[Input, tuple[str, ...]]:
    """Reads one picture: a bill."""
    assert set(images) == {"bill"}
    return with_picture(given, "账单详情\n转账-转给张三\n-5000.00\n当前状态 对方已收钱"), ()


async def done(bench: Bench, person: Person, row: Row) -> list[Sent]:
    """What the bot says to the last thing that is done."""
    told = 0
    for one in row.does:
        await bench.calm()
        told = len(person.history)
        await person.sends(**({"text": one} if isinstance(one, str) else one))
    await bench.calm()
    return person.history[told:]


async def test_each_thing_that_was_tried_gets_what_is_right(bench: Bench, dialog: Dialog) -> None:
    wrong = {}
    async with bench.bot(partial(turn, dialog), make_reader=lambda _context: read_pictures):
        for number, (name, row) in enumerate(ROWS.items(), start=1001):
            sent = await done(bench, bench.double.person(number), row)
            seen = "\n".join(part for one in sent for part in (one.text, *one.labels))
            missing = [words for words in row.says if words not in seen]
            too_much = [words for words in row.not_said if words in seen]
            if missing or too_much or not 1 <= len(sent) <= row.at_most:
                wrong[name] = (missing, too_much, seen)
    assert not wrong


async def test_what_is_pasted_to_the_other_side_is_the_message_alone(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        for text in (MISTAKE, "写材料", "请求退还消息", "先这样，看看"):
            await ming.says(text)
        await bench.calm()
    pasted = [text for sent in ming.history for text in sent.styled("pre")]
    assert pasted
    for text in pasted:
        assert "退还" in text
        assert "法律意见" not in text
        assert "机器人" not in text


async def test_five_forwards_of_five_people_are_told_one_by_one(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    texts = {
        "专业撤回微信转账，先付后撤，加V：abc8866": "撤回",
        "今晚一起吃饭吗，老地方见": "没认出骗术",
        "手机兼职刷单，垫付88元返120元，做满三单结算，加QQ 887766": "诈骗",
        "物业通知：明天上午九点停水": "没认出骗术",
        "被骗的钱可以追回，先追回后付款，联系技术老师QQ 123456789": "追款",
    }
    async with bench.bot(partial(turn, dialog), **WINDOW):
        await started(bench)
        for text in texts:
            await ming.says(text, forward_origin=HIDDEN)
        await taken_in(bench)
        await bench.clock.advance(1.6)
        said = await ming.sees()
    lines = said.text.splitlines()
    for number, (text, verdict) in enumerate(texts.items(), start=1):
        [line] = [line for line in lines if f"第 {number} 条「{text[:4]}" in line]
        assert verdict in line
