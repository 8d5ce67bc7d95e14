"""Stretches of time: 三天前, 一个多小时前, 转了两天了, 上周, 上个月, 去年年底, 前几天."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from dialogs.limits import YEARS, shifted
from dialogs.text.expression import Expression
from dialogs.understanding.clock import midnight
from dialogs.understanding.numerals import DIGIT, neighbours, parse_number

Span = tuple[datetime, datetime | None, tuple[int, int]]

_N = rf"(?<![\d.年零〇{DIGIT}十百千万])(?:\d{{1,5}}(?:\.\d{{1,2}})?|[{DIGIT}十]{{1,3}})"
# Four figures before 年 are a calendar year (2025年前, 二零二五年前), not as many years.
_YEAR = rf"(?:20\d\d|二[零〇][零〇{DIGIT}][零〇{DIGIT}])"
_BEFORE = r"(?:以前|之前|前(?!面|后|妻|夫|男|女|半))"
_U = r"(?:分钟?|刻钟|小时|钟头|天|日|周|星期|礼拜|月|年)"
_AGO = Expression(
    rf"(?!{_YEAR}年)(?P<n>半|{_N}|好?几|十几|二十几|个把)来?个?(?P<over>多)?个?(?P<half>半)?(?P<u>{_U})(?P<over2>多|半)?{_BEFORE}"
)
_SINCE = Expression(
    rf"(?:转|付|打|汇|充|骗|发|买|过|交)[^,。;!?]{{0,5}}?(?:已经|都|有|快){{0,3}}(?P<n>半|{_N}|好?几|十几)个?(?P<over>多)?个?(?P<half>半)?"
    rf"(?P<u>分钟|小时|钟头|天|周|星期|礼拜|月)(?P<over2>多)?了"
)
# All that is said: how long it is since. 一个半小时了, 快两个钟头了, 刚过去一个多小时.
_SINCE_ALONE = Expression(
    rf"\s?(?:[就也都]|已经|有|快|才|刚|差不多|大概|大约|应该|得有|到现在|过去?了?|[,\s]){{0,5}}(?P<n>半|{_N}|好?几|十几|二十几)个?(?P<over>多)?个?(?P<half>半)?"
    rf"(?P<u>分钟?|刻钟|小时|钟头?|天|周|星期|礼拜|月)(?P<over2>多|半)?(?:左右|的?样子|以?前|了|吧|[,.。!啊呢喔\s]){{0,4}}"
)
_WHOLE = Expression(
    r"(?P<week>上上个?|上个?|这个?|本)(?:周|星期|礼拜)(?![一二三四五六日天末])"
    r"|(?P<month>上上个?|上个?|这个?|本)月(?P<mpart>初|中|底|末)?"
    r"|(?<![个上这本每\d一二三四五六七八九十两几半岁满])月(?P<thispart>初|底)"
    r"|(?P<year>大前年|前年|去年|今年)(?!\s?\d{1,3}(?![\d月])|(?:都|已经?|快|才|刚|满){0,2}[一二三四五六七八九十]{1,3}(?:岁|了|周岁|多(?!月)|[,。;!?]|$))的?(?:(?P<ym>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月|(?P<ypart>年?初|年?底|年末|上半年|下半年))?"
    rf"|(?<![\d个{DIGIT}十])(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?P<mp>初|中旬?|底|末|上旬|下旬)?(?![\d{DIGIT}十])"
    rf"|(?<!\d)(?P<y4>{_YEAR})年(?:(?P<y4m>1[0-2]|[1-9])月)?(?P<until>{_BEFORE})?(?!\d)"
    r"|(?P<few>前几天|前两天|前些天|前阵子|前段时间|前些日子|前不久|不久前|这几天|这两天|前一阵)"
)
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_STEPS_BACK = {"上上": 2, "上": 1, "这": 0, "本": 0}
_FEW = {"前几天": (7, 1), "前两天": (4, 1), "前些天": (14, 2), "这几天": (5, 0), "这两天": (3, 0)}
_A_WHILE = (60, 7)
_FIRST_PAYMENTS = datetime(2013, 1, 1)  # noqa: DTZ001  # takes the zone of the moment it is compared with


def is_ago(text: str) -> bool:
    """Whether `ago` could find anything; most texts are told apart by one character."""
    return "前" in text or "了" in text or _SINCE_ALONE.fullmatch(text) is not None


def ago(text: str, now: datetime) -> Iterator[Span]:
    """The times counted back from `now`, with where they stand; none from before the years that a case can hold."""
    alone = _SINCE_ALONE.fullmatch(text)
    for pattern in (_AGO, _SINCE):
        for match in (alone,) if alone else pattern.finditer(text):
            if times := _counted(match, now):
                yield *times, (match.start("n"), match.end())


def _counted(match: re.Match[str], now: datetime) -> tuple[datetime, datetime | None] | None:
    low, high = _how_many(match)
    unit = match["u"]
    if unit == "刻钟":
        return _back(now, timedelta(minutes=15), low, high)
    if unit.startswith("分"):
        return _back(now, timedelta(minutes=1), low, high)
    if unit in {"小时", "钟头"}:
        return _back(now, timedelta(hours=1), low, high)
    today = midnight(now)
    half = match["n"] == "半"
    if unit in {"天", "日"}:
        if half:
            return now - timedelta(hours=12), now - timedelta(hours=4)
        return _around(today, int(high), int(low) - 1)
    if unit in {"周", "星期", "礼拜"}:
        return _around(today, round(high * 7) + 3, round(low * 7) - 4)
    if unit == "月":
        return _around(today, round(high * 30) + (3 if high < 1 else 15), round(low * 30) - (4 if low < 1 else 15))
    if half:
        return _around(today, 212, 152)
    first, last = now.year - int(high), now.year - int(low)
    return (_year(now, first)[0], _year(now, last)[1]) if first in YEARS and last in YEARS else None


def _how_many(match: re.Match[str]) -> tuple[float, float]:
    """The least and the most that the number can mean: 几 is 2 to 10, 十几 is 10 to 20, 一个多 is 1 to 2."""
    written = match["n"]
    if written == "半":
        return 0.5, 0.5
    if written in {"几", "好几"}:
        return 2, 10 if match["u"] not in {"天", "日", "年", "月"} else 7
    if written == "个把":
        return 1, 1
    if written.endswith("十几"):
        tens = 10.0 if written == "十几" else 20.0
        return tens, tens + 10
    if either := neighbours(written):
        return either
    value = parse_number(written)
    number = float(value) if value is not None else 1.0
    if match["half"] or match["over2"] == "半":
        number += 0.5
    over = match["over"] or match["over2"] == "多"
    return number, number + 1 if over else number


def _back(now: datetime, unit: timedelta, low: float, high: float) -> tuple[datetime, datetime | None] | None:
    """From `high` to `low` units before `now`, one point where they are equal."""
    first, last = (shifted(now, -unit * count) for count in (high, low))
    if first is None or last is None:
        return None
    return (first, None) if low == high else (first, last)


def _around(today: datetime, high: int, low: int) -> tuple[datetime, datetime] | None:
    """From `high` to `low` days before today."""
    first, last = (shifted(today, timedelta(days=-days)) for days in (high, low))
    return None if first is None or last is None else (first, last)


def whole(text: str, now: datetime) -> Iterator[Span]:
    """Whole weeks, months, years and vague stretches, with where they stand."""
    for match in _WHOLE.finditer(text):
        start, end = _stretch(match, now)
        if start <= now and (not match["until"] or start < end <= now):  # 2030年之前 asks about what is to come
            yield start, end, match.span()


def _stretch(match: re.Match[str], now: datetime) -> tuple[datetime, datetime]:
    today = midnight(now)
    if match["week"]:
        monday = today - timedelta(days=today.weekday(), weeks=_STEPS_BACK[match["week"].removesuffix("个")])
        return monday, monday + timedelta(weeks=1)
    if match["thispart"]:
        start, end = _part_of_month(now, now.year, now.month, match["thispart"])
        before = today.replace(day=1) - timedelta(days=1)
        return (start, end) if start <= now else _part_of_month(now, before.year, before.month, match["thispart"])
    if match["month"]:
        months = now.year * 12 + now.month - 1 - _STEPS_BACK[match["month"].removesuffix("个")]
        return _part_of_month(now, months // 12, months % 12 + 1, match["mpart"])
    if match["few"]:
        far, near = _FEW.get(match["few"], _A_WHILE)
        return today - timedelta(days=far), today - timedelta(days=near - 1)
    if match["m"]:
        month = int(parse_number(match["m"]) or 1)
        return _part_of_month(now, now.year if month <= now.month else now.year - 1, month, match["mp"])
    year = int(parse_number(match["y4"]) or now.year) if match["y4"] else now.year - _YEARS_BACK[match["year"]]
    if said := match["ym"] or match["y4m"]:
        stretch = _part_of_month(now, year, int(parse_number(said) or 1), None)
    else:
        stretch = _part_of_year(now, year, match["ypart"])
    # 2025年前 is any time up to that year.
    return (_FIRST_PAYMENTS.replace(tzinfo=now.tzinfo), stretch[0]) if match["until"] else stretch


def _part_of_month(now: datetime, year: int, month: int, part: str | None) -> tuple[datetime, datetime]:
    first = datetime(year, month, 1, tzinfo=now.tzinfo)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=now.tzinfo)
    tenth, twentieth = first + timedelta(days=10), first + timedelta(days=20)
    if part in {"初", "上旬"}:
        return first, tenth
    if part in {"中", "中旬"}:
        return tenth, twentieth
    return (twentieth, following) if part else (first, following)


def _part_of_year(now: datetime, year: int, part: str | None) -> tuple[datetime, datetime]:
    first, following = _year(now, year)
    if part is None:
        return first, following
    july = datetime(year, 7, 1, tzinfo=now.tzinfo)
    if part.endswith("初"):
        return first, datetime(year, 3, 1, tzinfo=now.tzinfo)
    if part.endswith(("底", "末")):
        return datetime(year, 11, 1, tzinfo=now.tzinfo), following
    return (first, july) if part == "上半年" else (july, following)


def _year(now: datetime, year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=now.tzinfo), datetime(year + 1, 1, 1, tzinfo=now.tzinfo)
