"""No paper holds a sum, a channel or a fact that was neither said nor seen before it was written."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.console.plain import plain_text
from dialogs.papers import money
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import CHINA, NOW, Talk
from tests.papers.cases import ORDER, PAPERS

FIRST = [
    "我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了",
    "转错人了，5000块，对方收了不肯退",
    "被冒充客服的骗了，屏幕共享以后钱没了",
    "本来该付88，付成了8800给小超市",
    "微信号被盗了，半夜被人转走8000",
    "被骗了三笔，5000、3000、2000，都是昨天转的",
    "裸聊被录了视频，他要我转钱，已经转了6000",
    "被刷单骗了800美元",
    "被骗了3000USDT，昨天转的",
]
ANSWERS = [
    "对", "没有", "有", "不清楚", "跳过", "返回", "昨天晚上九点多", "3500", "微信转账", "银行卡", ORDER, "小李（*明）",
    "福建泉州",
    "昨晚转了两笔 1200 1300", "还没报", "金额是4000", "改时间", "800美元", "不是3500 是350", "少写了一笔 还有红包520",
    "第二笔是昨晚八点", "收款人是王小二", "先不写这个 帮我写投诉", "唔記得喇", "11月18日下午三点",
    "他说是客服，让我转到13812345678", "1 3", "三天内",
]  # fmt: skip
SHORTEST_FACT = 3  # characters; a shorter one stands in other words as well
KINDS = ["police_report", "complaint_fraud", "complaint_mistake", "civil_complaint", "demand_letter", "evidence_list"]
CHANNELS = {name for name in PAPERS.words.channels.values() if name != PAPERS.words.channels["unknown"]}
FACTS = {  # what options of questions make a paper say, and the words that tell or ask it
    shown: (label, shown)
    for name in ("contact_now", "accepted", "police_status", "contact_result", "method")
    for shown in PAPERS.reading.fields[name].options.values()
    if len(shown) > SHORTEST_FACT
    for label in (PAPERS.reading.fields[name].label,)
}
SUMS = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d\d(?!\d)|(?:\.\d\d)?(?=元))")
ABROAD = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?) ?(USDT|美元)")
OWN_NAMES = ("小李", "王小二")  # every name that anybody tells
DAYS = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)(?:(\d{1,2})时)?")
TOLD_DAYS = {"昨": 1, "今": 0, "前": 2}
HOURS = {"九点": {9, 21}, "八点": {8, 20}, "三点": {3, 15}, "半夜": set(range(6)), "晚上": {20, 24}}


@settings(max_examples=25)
@given(
    st.sampled_from(FIRST),
    st.lists(st.integers(0, 5), max_size=4),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(ANSWERS), max_size=12),
)
def test_a_paper_holds_nothing_unseen(first: str, pressed: list[int], kind: str, answers: list[str]):
    talk = Talk(open_dialog()).says(first)
    for place in pressed:
        if talk.options:
            talk.chooses(talk.options[place % len(talk.options)])
    talk.chooses(f"paper:{kind}").says(*answers).chooses("finish", "write")
    paper = "\n".join(reply.text for reply in talk.turn.replies if reply.text.startswith("```"))
    if not paper or talk.case.paper != kind:
        return
    seen = plain_text(
        "\n".join(reply.text for turn in talk.turns[:-1] for reply in turn.replies if "```" not in reply.text)
    )
    for channel in CHANNELS:
        assert channel not in paper or channel in seen, channel
    told = seen + first + "".join(answers)
    for stated, asked in FACTS.items():
        assert stated not in paper or stated in seen or any(one in told for one in asked), stated
    for order in re.findall(r"\d{20,}", paper):
        assert order in told, order
    for name in OWN_NAMES:
        assert name not in paper or name in told, name
    for figures, code in ABROAD.findall(paper):
        assert any(f"{figures.replace(',', '')}{blank}{code}" in told.replace(",", "") for blank in ("", " ")), figures
    _no_other_time(paper, told)
    for figures in SUMS.findall(paper):
        amount = money.read_amount(figures)
        assert amount is not None
        known = {money.short(amount), money.grouped(amount), money.figures(amount)}
        assert amount == 0 or any(one in told for one in known) or amount in _worked_out(told), figures


def _no_other_time(paper: str, told: str) -> None:
    """Every day and hour in the paper's words was told, in words or figures, or shown before it was written."""
    for day, hour in DAYS.findall(paper):
        short = day.partition("年")[2]
        at = dt.datetime.strptime(day, "%Y年%m月%d日").replace(tzinfo=CHINA).date()
        back = (NOW.date() - at).days
        by_word = any(word in told and back in {days, days - 1} for word, days in TOLD_DAYS.items())
        assert by_word or short in told or day in told, day
        if hour:
            spoken = any(word in told and int(hour) in hours for word, hours in HOURS.items())
            assert spoken or f"{day}{hour}时" in told or f"{short}{hour}时" in told, (day, hour)


def _worked_out(told: str) -> set[object]:
    """The differences of sums that were told: what was paid less what was due."""
    sums = {
        amount for one in re.findall(r"\d[\d,]*(?:\.\d\d)?", told) if (amount := money.read_amount(one)) is not None
    }
    return {one - other for one in sums for other in sums}
