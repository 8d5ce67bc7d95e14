"""The day something happened, as people say it: 昨天, 上周五, 11月20号, 三天前, 大年三十."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogs.text.expression import Expression
from dialogs.understanding.clock import midnight
from dialogs.understanding.numerals import DIGIT, parse_number

_N = rf"[{DIGIT}十]"
_CENTURY = 100
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5, "七": 6}
_BACK = {"今": 0, "昨": 1, "前": 2, "大前": 3}
YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_WEEKS_BACK = MONTHS_BACK = {"上上": 2, "上": 1, "这": 0, "本": 0}
_PART_OF_WORD = {"晚": "晚", "夜": "夜", "早": "早"}

DAY = Expression(
    r"(?P<y>(?:20)?\d\d)[年./-](?P<m>\d{1,2})[月./-](?P<d>\d{1,2})[日号]?"
    r"|(?<!\d)(?P<y8>20\d\d)(?P<m8>[01]\d)(?P<d8>[0-3]\d)(?!\d)"
    r"|(?P<last>上上个?|上个?|这个?|本)月的?(?:最后一天|底那天)"
    rf"|(?P<back>上上个?|上个?|这个?|本)月(?P<d5>\d{{1,2}}|{_N}{{1,3}})(?:[日号]|(?![\d元块万千百笔次个多{_N}]))"
    rf"|(?P<yw>今年|去年|前年|大前年)?的?(?P<m2>\d{{1,2}}|{_N}{{1,2}})月\s?(?P<d2>\d{{1,2}}|{_N}{{1,3}})(?:[日号]|(?![\d元块点:]))"
    r"|(?<![\d.])(?P<m3>1[0-2]|0?[1-9])[./-](?P<d3>[0-3]?\d)(?!\d)(?=[号日]|\s\d\d?[:点]|\s?(?:晚|早|上午|下午|中午|凌晨|那天|当天|转|付|打|充|被))[号日]?"
    r"|(?<![\d./])(?P<m6>1[0-2]|0?[1-9])/(?P<d6>[0-3]?\d)(?![\d/])"
    rf"|(?<![\d月])(?P<d4>\d{{1,2}}|{_N}{{2,3}})[号日](?![元线楼码店群门常子记间期])"
    r"|(?P<word>大前|(?<![天周月年时钟期拜之以])前|昨|今)(?:天|日|儿个?|(?P<part>[晚夜早])上?|(?=上午|下午|中午|凌晨))"
    r"|(?P<weeks>上上个?|上个?|这个?|本)?(?<![到至])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])(?!到|至)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """One day, by its first moment; `period` when the word held a part of it; `again` is when it came before."""

    start: datetime
    period: str | None = None
    again: timedelta | None = None  # how far back the last such day lies, should this one be in the future


def read_day(match: re.Match[str], now: datetime) -> Day | None:
    """The day in a match of `DAY`, the last one that is not after `now`; None when there is no such day."""
    today = midnight(now)
    if match["y"]:
        year = int(match["y"])
        return _of(year + 2000 if year < _CENTURY else year, int(match["m"]), int(match["d"]), today)
    if match["y8"]:
        return _of(int(match["y8"]), int(match["m8"]), int(match["d8"]), today)
    if said := match["back"] or match["last"]:
        months = now.year * 12 + now.month - 1 - MONTHS_BACK[said.removesuffix("个")]
        if match["last"]:
            return Day(_first_of(months + 1, today) - timedelta(days=1))
        return _of(months // 12, months % 12 + 1, _number(match["d5"]), today)
    if written := match["m2"] or match["m3"] or match["m6"]:
        month, day = _number(written), _number(match["d2"] or match["d3"] or match["d6"])
        year = now.year - YEARS_BACK.get(match["yw"] or "", 0)
        found = _of(year, month, day, today)
        return _of(year - 1, month, day, today) if found and found.start > now and not match["yw"] else found
    if match["d4"]:
        day = _number(match["d4"])
        found = _of(now.year, now.month, day, today)
        if found and found.start <= now:
            return found
        last_month = today.replace(day=1) - timedelta(days=1)
        return _of(last_month.year, last_month.month, day, today)
    if match["word"]:
        part = _PART_OF_WORD.get(match["part"] or "")
        return Day(today - timedelta(days=_BACK[match["word"]]), part)
    return _weekday(match, today)


def _weekday(match: re.Match[str], today: datetime) -> Day:
    monday = today - timedelta(days=today.weekday())
    wanted = timedelta(days=_WEEKDAYS[match["weekday"]])
    said = (match["weeks"] or "").removesuffix("个")
    start = monday + wanted - timedelta(weeks=_WEEKS_BACK.get(said, 0))
    if start > today:
        start -= timedelta(weeks=1)
    return Day(start)


def _of(year: int, month: int, day: int, today: datetime) -> Day | None:
    try:
        return Day(datetime(year, month, day, tzinfo=today.tzinfo))
    except ValueError:
        return None


def _first_of(months: int, today: datetime) -> datetime:
    return today.replace(year=months // 12, month=months % 12 + 1, day=1)


def _number(written: str) -> int:
    value = parse_number(written)
    return 0 if value is None else int(value)


def festival_day(
    name: str, festivals: Mapping[str, tuple[date, ...]], now: datetime, year_said: str | None = None
) -> datetime | None:
    """The last day called `name` that is not after `now`; that of one year (去年) where it was said."""
    year = now.year - YEARS_BACK[year_said] if year_said else None
    past = [day for day in festivals.get(name, ()) if day <= now.date() and (year is None or day.year == year)]
    return datetime(past[-1].year, past[-1].month, past[-1].day, tzinfo=now.tzinfo) if past else None
