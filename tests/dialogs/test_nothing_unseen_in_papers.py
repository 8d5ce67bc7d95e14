"""No paper holds a sum, a channel or a fact that was neither said nor seen before it was written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.console.plain import plain_text
from dialogs.case import Case
from dialogs.papers import money
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import CHINA, NOW, Talk
from tests.each import each
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
SHORTEST_FACT = 2  # characters; a shorter one stands in other words as well
KINDS = ["police_report", "complaint_fraud", "complaint_mistake", "civil_complaint", "demand_letter", "evidence_list"]
CHANNELS = {name for name in PAPERS.words.channels.values() if name != PAPERS.words.channels["unknown"]}
FACTS = {  # what options of questions make a paper say
    shown
    for name in ("contact_now", "accepted", "police_status", "contact_result", "method")
    for shown in PAPERS.reading.fields[name].options.values()
    if len(shown) > SHORTEST_FACT
}
SUMS = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d\d(?!\d)|(?:\.\d\d)?(?=元))")
ABROAD = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?) ?(USDT|美元)")
DAYS = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)(?:(\d{1,2})时)?(?:(\d{1,2})分)?")
BLANK = re.compile(r"【[^】]*】")
NUMBERS = re.compile(r"(?<![\d.])\d{3,}(?![\d.])")  # of an account, an order, a telephone
WORDS = re.compile(r"[\u3400-\u9fffA-Za-z*]{2,}")
JOINTS = frozenset("的了在由向于至到与和及或为是元笔年月日时分秒号第条共各其该被从按将并有对")
CAPITALS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元(?:整|[零壹贰叁肆伍陆柒捌玖角分]*)")
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
    talk = Talk(open_dialog(), Case(language="zh-Hans")).says(first)  # 「唔記得喇」 would turn the page to Traditional
    for place in pressed:
        if talk.options:
            talk.chooses(talk.options[place % len(talk.options)])
    talk.chooses(f"paper:{kind}").says(*answers).chooses("finish", "write")
    paper = _written(talk)
    if paper and talk.case.paper == kind:
        _holds_nothing_unseen(paper, talk, first + "".join(answers))


def _written(talk: Talk) -> str:
    return "\n".join(reply.text for reply in talk.turn.replies if reply.text.startswith("```"))


def _seen(talk: Talk) -> str:
    """What was shown before the last turn, without papers."""
    return plain_text(
        "\n".join(reply.text for turn in talk.turns[:-1] for reply in turn.replies if "```" not in reply.text)
    )


def _holds_nothing_unseen(paper: str, talk: Talk, said: str) -> None:
    seen, paper = _seen(talk), BLANK.sub(" ", paper)
    for channel in CHANNELS:
        assert channel not in paper or channel in seen, channel
    told = seen + said
    for stated in FACTS:
        assert stated not in paper or stated in told + _fixed_template(talk), stated
    for figures, code in ABROAD.findall(paper):
        assert any(f"{figures.replace(',', '')}{blank}{code}" in told.replace(",", "") for blank in ("", " ")), figures
    _no_other_time(paper, told)
    for figures in SUMS.findall(paper):
        amount = money.read_amount(figures)
        assert amount is not None
        known = {money.short(amount), money.grouped(amount), money.figures(amount)}
        assert amount == 0 or any(one in told for one in known) or amount in _worked_out(told), figures
    _no_other_words(paper, talk.case.paper or "", told)
    for value in (one for name, one in talk.answers.items() if name.startswith("paper.")):
        assert value not in paper or "".join(value.split()) in "".join(told.split()), value


def _fixed_template(talk: Talk) -> str:
    """What the paper says whatever the case is, with the names of what it asks."""
    kind = PAPERS.kinds[talk.case.paper or ""]
    return PAPERS.templates[kind.template] + "".join(field.label for field in PAPERS.reading.fields.values())


def _no_other_words(paper: str, kind: str, told: str) -> None:
    """Every number and every word of the paper was told, shown, or stands in the paper whatever the case is.

    A stretch of words is of known ones where it can be cut into pieces of at least two characters, and joints of one,
    each of which is known.
    """
    rest = SUMS.sub(" ", DAYS.sub(" ", ABROAD.sub(" ", CAPITALS.sub(" ", paper))))
    known = "".join((told + _fixed_words(kind)).split())
    for number in NUMBERS.findall(rest):
        assert number in known, number
    for stretch in WORDS.findall(rest):
        assert _is_cut(stretch, known), stretch


@cache
def _fixed_words(kind: str) -> str:
    """All that any template of papers, and the words of content around it, says."""
    words, reading = PAPERS.words.model_dump(mode="json"), PAPERS.reading.model_dump(mode="json")["fields"]
    templates = "\n".join(text for name, text in PAPERS.templates.items() if name.startswith(("part_", "words")))
    return repr(words) + repr(reading) + templates + PAPERS.templates[PAPERS.kinds[kind].template]


def _is_cut(stretch: str, known: str) -> bool:
    reached = {0}
    for start in range(len(stretch)):
        if start not in reached:
            continue
        if stretch[start] in JOINTS:
            reached.add(start + 1)
        for end in range(start + 2, len(stretch) + 1):
            if stretch[start:end] not in known:
                break
            reached.add(end)
    return len(stretch) in reached


def _no_other_time(paper: str, told: str) -> None:
    """Every day and hour in the paper's words was told, in words or figures, or shown before it was written."""
    for day, hour, minute in DAYS.findall(paper):
        short = day.partition("年")[2]
        at = dt.datetime.strptime(day, "%Y年%m月%d日").replace(tzinfo=CHINA).date()
        back = (NOW.date() - at).days
        by_word = any(word in told and back in {days, days - 1} for word, days in TOLD_DAYS.items())
        assert by_word or short in told or day in told, day
        if hour:
            spoken = any(word in told and int(hour) in hours for word, hours in HOURS.items())
            assert spoken or f"{day}{hour}时" in told or f"{short}{hour}时" in told, (day, hour)
        if int(minute or 0):
            shown = f"{hour}时{minute}分"
            assert (minute == "30" and "点半" in told) or shown in told or f"{hour}:{minute}" in told, (day, shown)


def _worked_out(told: str) -> set[object]:
    """The differences of sums that were told: what was paid less what was due."""
    sums = {
        amount for one in re.findall(r"\d[\d,]*(?:\.\d\d)?", told) if (amount := money.read_amount(one)) is not None
    }
    return {one - other for one in sums for other in sums}


ACCOUNT = "6217003344556677889"
REPORTED = (ORDER, f"小李（*明） {ACCOUNT} 建设银行", "小雅", "福建泉州", "已停止联系", "还没报")
CHANGES = {  # what another value than the one that was told is, by what it is of
    "order number": (ORDER, f"{ORDER[:-1]}9"),
    "account": (ACCOUNT, f"{ACCOUNT[:-1]}1"),
    "name": ("小李（*明）", "小莉（*明）"),
    "name behind a star": ("（*明）", "（*民）"),
    "bank": ("建设银行", "招商银行"),
    "sum": ("30000", "38000"),
    "sum, by a cent": ("30000", "30000.01"),
    "day": ("2026-11-22", "2026-11-19"),
    "hour": ("T21:30", "T23:30"),
    "minute": ("T21:30", "T21:47"),
    "channel": ('"transfer"', '"alipay"'),
    "place": ("福建泉州", "福建莆田"),
    "what they called themselves": ("小雅", "小娅"),
    "contact": ("stopped", "talking"),
    "police": ("not_yet", "reported"),
    "story": ("对方已经收了", "对方还没有收"),
    "story, its sum": ("转了3万", "转了8万"),
}


def _reported(changed: tuple[str, str] | None) -> tuple[str, Talk]:
    """A report to the police of which everything was told, some of it changed after all was shown, and its talk."""
    talk = Talk(open_dialog()).says(FIRST[0]).chooses("paper:police_report", "set:transfer").says(*REPORTED)
    assert "write" in talk.options
    if changed:
        old, new = changed
        answers = {name: value.replace(old, new) for name, value in talk.answers.items()}
        assert answers != talk.answers
        talk.case = replace(talk.case, answers=answers)
    paper = _written(talk.chooses("write"))
    assert paper
    return paper, talk


def test_a_report_as_it_was_told_is_sound():
    paper, talk = _reported(None)
    _holds_nothing_unseen(paper, talk, FIRST[0] + "".join(REPORTED))


@each("of", list(CHANGES))
def test_a_value_that_was_changed_unseen_is_found(of: str):
    assert _finds_something(*_reported(CHANGES[of]))


@each("of", ["date of birth", "identity", "telephone", "address"])
def test_what_nobody_was_asked_for_is_found(of: str):
    paper, talk = _reported(None)
    blank = "【请线下填写】"
    value = {"date of birth": "1987年3月14日", "identity": "350500198703141234", "telephone": "13812345670"}.get(of)
    assert _finds_something(paper.replace(blank, value or "丰泽街道七号"), talk)


def _finds_something(paper: str, talk: Talk) -> bool:
    try:
        _holds_nothing_unseen(paper, talk, FIRST[0] + "".join(REPORTED))
    except AssertionError:
        return True
    return False
