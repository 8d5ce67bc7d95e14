"""When it was paid, against a given moment: never in the future."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dialogs.known import decode_span
from dialogs.understanding.times import TimeMention, find_payment_time, find_times
from dialogs.understanding.wording import Wording
from tests.each import each
from tests.understanding.conftest import CHINA, MOMENT, normalise


def encoded(found: TimeMention | None) -> str | None:
    return found.encode().replace(":00+08:00", "").replace("+08:00", "") if found else None


DAY = "T00:00"


@each(
    ("text", "time"),
    [
        ("刚刚", "2026-11-23T15:30/2026-11-23T16:00"),  # jionlp: not read at all
        ("刚才转的", "2026-11-23T15:30/2026-11-23T16:00"),
        ("啱啱過咗數", "2026-11-23T15:30/2026-11-23T16:00"),
        ("十分钟前", "2026-11-23T15:50"),
        ("几分钟前", "2026-11-23T15:50/2026-11-23T15:58"),
        ("十几分钟前", "2026-11-23T15:40/2026-11-23T15:50"),
        ("半小时前", "2026-11-23T15:30"),
        ("一个多小时前", "2026-11-23T14:00/2026-11-23T15:00"),
        ("两个半小时前", "2026-11-23T13:30"),
        ("转了都两个小时了", "2026-11-23T14:00"),
        ("昨晚十点多", "2026-11-22T22:00/2026-11-22T23:00"),
        ("昨晚", "2026-11-22T18:00/2026-11-23T00:00"),
        ("昨晚一点", "2026-11-23T01:00"),
        ("昨天晚上12点", "2026-11-23T00:00"),
        ("今天凌晨2点", "2026-11-23T02:00"),
        ("今早8点", "2026-11-23T08:00"),
        ("今天上午", "2026-11-23T08:00/2026-11-23T12:00"),
        ("今天下午三点二十", "2026-11-23T15:20"),
        ("中午12点半", "2026-11-23T12:30"),
        ("快八点", "2026-11-23T07:30/2026-11-23T08:00"),
        ("前天下午", "2026-11-21T12:00/2026-11-21T18:00"),
        ("大前天", f"2026-11-20{DAY}/2026-11-21{DAY}"),
        ("三天前", f"2026-11-20{DAY}/2026-11-21{DAY}"),
        ("转了三天了", f"2026-11-20{DAY}/2026-11-21{DAY}"),
        ("上周五", f"2026-11-20{DAY}/2026-11-21{DAY}"),
        ("周五", f"2026-11-20{DAY}/2026-11-21{DAY}"),  # jionlp: the coming one
        ("星期天晚上8点半", "2026-11-22T20:30"),
        ("上上周三", f"2026-11-11{DAY}/2026-11-12{DAY}"),
        ("这周一", f"2026-11-23{DAY}/2026-11-23T16:00"),
        ("上周", f"2026-11-16{DAY}/2026-11-23{DAY}"),
        ("上个月", f"2026-10-01{DAY}/2026-11-01{DAY}"),  # jionlp: illegal
        ("十月底", f"2026-10-21{DAY}/2026-11-01{DAY}"),
        ("11月20号21:35", "2026-11-20T21:35"),
        ("2026-11-20 21:35", "2026-11-20T21:35"),
        ("2026年11月20日晚上九点三十五", "2026-11-20T21:35"),
        ("11月20号晚上，大概九点半转的", "2026-11-20T21:30"),
        ("11.20晚上转的", f"2026-11-20T18:00/2026-11-21{DAY}"),
        ("20号", f"2026-11-20{DAY}/2026-11-21{DAY}"),
        ("25号", f"2026-10-25{DAY}/2026-10-26{DAY}"),
        ("11月30号", f"2025-11-30{DAY}/2025-12-01{DAY}"),
        ("21:35", "2026-11-22T21:35"),
        ("晚上九点", "2026-11-22T21:00"),
        ("去年", f"2025-01-01{DAY}/2026-01-01{DAY}"),
        ("去年12月", f"2025-12-01{DAY}/2026-01-01{DAY}"),
        ("两年前", f"2024-01-01{DAY}/2025-01-01{DAY}"),
        ("2025年前", f"2013-01-01{DAY}/2025-01-01{DAY}"),
        ("二零二五年之前转的", f"2013-01-01{DAY}/2025-01-01{DAY}"),
        ("2025年5月以前转的", f"2013-01-01{DAY}/2025-05-01{DAY}"),
        ("2025年前后", f"2025-01-01{DAY}/2026-01-01{DAY}"),
        ("20年前", f"2006-01-01{DAY}/2007-01-01{DAY}"),
        ("大年三十", f"2026-02-16{DAY}/2026-02-17{DAY}"),  # jionlp: the coming one
        ("国庆节", f"2026-10-01{DAY}/2026-10-02{DAY}"),
        ("双11那天晚上", f"2026-11-11T18:00/2026-11-12{DAY}"),
    ],
)
def test_the_time_told(wording: Wording, text: str, time: str):
    assert encoded(find_payment_time(normalise(text), MOMENT, wording.festivals)) == time


@each(
    ("text", "time"),
    [
        ("我11月20号认识的她，昨天给她转了5000", f"2026-11-22{DAY}/2026-11-23{DAY}"),
        ("昨天晚上7点半左右转的，到现在还没有到账", "2026-11-22T19:30"),
        ("昨天转错的，今天才发现", f"2026-11-22{DAY}/2026-11-23{DAY}"),
        ("刚刚客服打电话说退款，转了三万出去", "2026-11-23T15:30/2026-11-23T16:00"),
        ("三天前微信提现到卡里现在还没到", f"2026-11-20{DAY}/2026-11-21{DAY}"),
    ],
)
def test_of_several_times_the_one_of_the_payment(wording: Wording, text: str, time: str):
    assert encoded(find_payment_time(normalise(text), MOMENT, wording.festivals)) == time


@each(
    "text",
    [
        "刚报警",
        "刚刚发现被骗了",
        "24小时到账",
        "今晚8点",
        "2小时到账",
        "我认识他三天了",
        "一点都不着急",
        "明天还能退吗",
        "第3点",
        "5.5元",
        "2030年之前能判下来吗",
        "2027年前能退款吗",
        "99999999天前转的",
        "30000个月前转的",
        "9999999999小时前转的",
        "500年前转的",
        "1998年前转的",
    ],
)
def test_no_time_of_a_payment(wording: Wording, text: str):
    assert find_payment_time(normalise(text), MOMENT, wording.festivals) is None


def test_the_zone_of_now_is_the_zone_of_the_time(wording: Wording):
    now = dt.datetime(2026, 11, 23, 3, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    found = find_payment_time("昨晚9点", now, wording.festivals)
    assert found
    assert found.encode() == "2026-11-22T21:00:00-05:00"


_WORDS = st.sampled_from(
    ["刚刚", "昨天", "今天", "今晚", "前天", "周三", "上周五", "下午", "晚上", "三点", "8点半", "21:35", "11月30号",
     "12月", "20号", "两天前", "转了", "大年三十"]
)  # fmt: skip
_MOMENTS = st.datetimes(
    dt.datetime(2024, 2, 28),  # noqa: DTZ001 (the zone is given with the strategy)
    dt.datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.just(CHINA),
)


@given(st.lists(_WORDS, max_size=5), _MOMENTS)
def test_whenever_it_is_said_it_is_not_later_than_now(words: list[str], now: dt.datetime):
    for found in find_times("".join(words), now, {"大年三十": (dt.date(2024, 2, 9), dt.date(2029, 2, 12))}):
        assert found.start <= now
        assert found.end is None or found.start <= found.end <= now


_COUNTS = st.integers(0, 10**12).map(str) | st.text("零一二三四五六七八九十百千万两几半.", min_size=1, max_size=6)
_UNITS = st.sampled_from(["分钟", "小时", "天", "日", "周", "个星期", "个月", "月", "年", "年半", "个多月"])
_ENDS = st.sampled_from(["前", "之前", "以前", "了", "前后", "底", "初", "转的", "5月", "5月3号", ""])


@given(st.lists(st.tuples(st.sampled_from(["", "转了", ",", "大概"]), _COUNTS, _UNITS, _ENDS), max_size=4), _MOMENTS)
def test_no_count_of_anything_leads_out_of_the_years_that_a_case_can_hold(
    parts: list[tuple[str, str, str, str]], now: dt.datetime
):
    for found in find_times("".join("".join(part) for part in parts), now, {}):
        assert decode_span(found.encode()), parts


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str):
    for found in find_times(normalise(text), MOMENT, {}):
        assert found.start <= MOMENT


@each(
    ("text", "time"),
    [
        ("还有二十分钟我就到", None),
        ("再过两个小时才到账", None),
        ("我转了 刚刚老板说不是他", None),
        ("转了3000 刚才才反应过来", None),
        ("刚刚他打电话来 我转了5000", "2026-11-23T15:30/2026-11-23T16:00"),
        ("二十分钟前转的", "2026-11-23T15:40"),
        ("他打我 就是刚才 我不敢待了", None),
        ("刚才打我卡上了", "2026-11-23T15:30/2026-11-23T16:00"),
        ("我充了12万 今天提现一直审核中", None),
        ("转了3日元", None),
    ],
)
def test_what_is_to_come_and_what_was_said_since_are_no_time_of_payment(wording: Wording, text: str, time: str | None):
    assert encoded(find_payment_time(normalise(text), MOMENT, wording.festivals)) == time
