"""Stretches of time: 三天前, 一个多小时前, 转了两天了, 上周, 上个月, 去年年底, 前几天."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from dialogs.understanding.clock import midnight
from dialogs.understanding.numerals import DIGIT, parse_number

Span = tuple[datetime, datetime | None, tuple[int, int]]

_N = rf"(?:\d+(?:\.\d+)?|[{DIGIT}十]{{1,3}})"
_U = r"(?:分钟?|小时|钟头|天|日|周|星期|礼拜|月|年)"
_AGO = re.compile(
    rf"(?P<n>半|{_N}|好?几|十几|二十几)来?个?(?P<over>多)?个?(?P<half>半)?(?P<u>{_U})(?P<over2>多|半)?(?:以前|之前|前(?!面|后|妻|夫|男|女))"
)
_SINCE = re.compile(
    rf"(?:转|付|打|汇|充|骗|发|买|过|交)[^,。;!?]{{0,5}}?(?:已经|都|有|快)*(?P<n>半|{_N}|好?几|十几)个?(?P<over>多)?个?(?P<half>半)?"
    rf"(?P<u>分钟|小时|钟头|天|周|星期|礼拜|月)(?P<over2>多)?了"
)
_WHOLE = re.compile(
    r"(?P<week>上上个?|上个?|这个?|本)(?:周|星期|礼拜)(?![一二三四五六日天末])"
    r"|(?P<month>上上个?|上个?|这个?|本)月(?P<mpart>初|中|底|末)?"
    r"|(?P<year>大前年|前年|去年|今年)的?(?:(?P<ym>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月|(?P<ypart>年?初|年?底|年末|上半年|下半年))?"
    rf"|(?<![\d个{DIGIT}十])(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?P<mp>初|中旬?|底|末|上旬|下旬)?(?![\d{DIGIT}十])"
    r"|(?P<y4>20\d\d)年(?:(?P<y4m>1[0-2]|[1-9])月)?(?!\d)"
    r"|(?P<few>前几天|前两天|前些天|前阵子|前段时间|前些日子|前不久|不久前|这几天|这两天|前一阵)"
)
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_STEPS_BACK = {"上上": 2, "上": 1, "这": 0, "本": 0}
_FEW = {"前几天": (7, 1), "前两天": (4, 1), "前些天": (14, 2), "这几天": (5, 0), "这两天": (3, 0)}
_A_WHILE = (60, 7)


def is_ago(text: str) -> bool:
    """Whether `ago` could find anything; most texts are told apart by one character."""
    return "前" in text or "了" in text


def ago(text: str, now: datetime) -> Iterator[Span]:
    """The times counted back from `now`, with where they stand."""
    for pattern in (_AGO, _SINCE):
        for match in pattern.finditer(text):
            first = match.start("n")
            start, end = _counted(match, now)
            yield start, end, (first, match.end())


def _counted(match: re.Match[str], now: datetime) -> tuple[datetime, datetime | None]:
    low, high = _how_many(match)
    unit = match["u"]
    if unit.startswith("分"):
        return _back(now, timedelta(minutes=1), low, high)
    if unit in {"小时", "钟头"}:
        return _back(now, timedelta(hours=1), low, high)
    today = midnight(now)
    if unit in {"天", "日"}:
        if match["n"] == "半":
            return now - timedelta(hours=12), now - timedelta(hours=4)
        return today - timedelta(days=int(high)), today - timedelta(days=int(low) - 1)
    if unit in {"周", "星期", "礼拜"}:
        return today - timedelta(days=round(high * 7) + 3), today - timedelta(days=round(low * 7) - 4)
    if unit == "月":
        return today - timedelta(days=round(high * 30) + (3 if high < 1 else 15)), today - timedelta(
            days=round(low * 30) - (4 if low < 1 else 15)
        )
    if match["n"] == "半":
        return today - timedelta(days=212), today - timedelta(days=152)
    return _year(now, now.year - int(high))[0], _year(now, now.year - int(low))[1]


def _how_many(match: re.Match[str]) -> tuple[float, float]:
    """The least and the most that the number can mean: 几 is 2 to 10, 十几 is 10 to 20, 一个多 is 1 to 2."""
    written = match["n"]
    if written == "半":
        return 0.5, 0.5
    if written in {"几", "好几"}:
        return 2, 10 if match["u"] not in {"天", "日", "年", "月"} else 7
    if written.endswith("十几"):
        tens = 10.0 if written == "十几" else 20.0
        return tens, tens + 10
    value = parse_number(written)
    number = float(value) if value is not None else 1.0
    if match["half"] or match["over2"] == "半":
        number += 0.5
    over = match["over"] or match["over2"] == "多"
    return number, number + 1 if over else number


def _back(now: datetime, unit: timedelta, low: float, high: float) -> tuple[datetime, datetime | None]:
    return (now - unit * high, None) if low == high else (now - unit * high, now - unit * low)


def whole(text: str, now: datetime) -> Iterator[Span]:
    """Whole weeks, months, years and vague stretches, with where they stand."""
    for match in _WHOLE.finditer(text):
        start, end = _stretch(match, now)
        if start <= now:
            yield start, end, match.span()


def _stretch(match: re.Match[str], now: datetime) -> tuple[datetime, datetime]:
    today = midnight(now)
    if match["week"]:
        monday = today - timedelta(days=today.weekday(), weeks=_STEPS_BACK[match["week"].removesuffix("个")])
        return monday, monday + timedelta(weeks=1)
    if match["month"]:
        months = now.year * 12 + now.month - 1 - _STEPS_BACK[match["month"].removesuffix("个")]
        return _part_of_month(now, months // 12, months % 12 + 1, match["mpart"])
    if match["few"]:
        far, near = _FEW.get(match["few"], _A_WHILE)
        return today - timedelta(days=far), today - timedelta(days=near - 1)
    if match["m"]:
        month = int(parse_number(match["m"]) or 1)
        return _part_of_month(now, now.year if month <= now.month else now.year - 1, month, match["mp"])
    year = int(match["y4"]) if match["y4"] else now.year - _YEARS_BACK[match["year"]]
    if said := match["ym"] or match["y4m"]:
        return _part_of_month(now, year, int(parse_number(said) or 1), None)
    return _part_of_year(now, year, match["ypart"])


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
