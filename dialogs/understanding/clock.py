"""The hour of a day, as people say it: 十点多, 晚上7点半, 21:35, 下午三点二十, 快八点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dialogs.understanding.numerals import DIGIT, neighbours, parse_number

_PERIODS: dict[str, tuple[int, int]] = {
    "凌晨": (0, 6), "清晨": (5, 8), "一大早": (5, 9), "大清早": (5, 9), "早上": (6, 10), "早晨": (6, 10), "早": (6, 10),
    "上午": (8, 12), "中午": (11, 14), "午间": (11, 14), "下午": (12, 18), "午后": (12, 18), "傍晚": (17, 20),
    "晚上": (18, 24), "夜里": (20, 24), "大半夜": (0, 5), "半夜": (0, 5), "深夜": (21, 24), "晚": (18, 24),
    "夜": (20, 24), "朝早": (6, 10), "下昼": (12, 18), "午休": (11, 15), "午饭": (11, 14), "晚饭": (17, 21),
    "am": (0, 12), "a.m": (0, 12), "pm": (12, 24), "p.m": (12, 24),
}  # fmt: skip
PERIOD = "|".join(sorted(_PERIODS, key=len, reverse=True))
CLOCK = (
    rf"(?!快一点(?!半|多|\d|了|钟|才|就))(?:(?P<nearly>快到?|将近|接近|不到)|差(?P<short>\d{{1,2}}|[{DIGIT}十]{{1,3}})分钟?到?)?(?P<hour>\d{{1,2}}|[{DIGIT}十]{{1,3}}|零)(?:点钟?(?!钱|建议|意思|了吧|都|也|儿|不|没|小)|时(?![候间])|:(?=\d\d(?!\d))|(?=\s?[ap]\.?m(?![a-z])))"
    rf"(?:过(?=(?:\d{{1,2}}|[{DIGIT}十]{{1,3}})分))?(?P<minute>半|一刻|三刻|(?:[{DIGIT}]|十一?)个字|\d{{1,2}}(?!\d|元|块)|[{DIGIT}十零]{{1,3}}(?![千百万块元]))?(?:分(?:[0-5]?\d秒)?)?(?::\d\d)?(?P<about>过几分|多|来钟|几分|几(?![\d个笔次千百万天])|过|出头)?"
)
_DAY, _HOUR, _NOON = 24, 60, 12
_SMALL_HOURS, _EARLY_AFTERNOON = 5, 2
_FIVE_MINUTES = "个字"  # 「四点三个字」 is 16:15
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
NIGHT = frozenset({"晚上", "夜里", "深夜", "晚", "夜"})
_AFTER_NOON = NIGHT | {"下午", "午后", "傍晚", "下昼", "pm", "p.m", "晚饭"}


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour said in words: the period of the day, the hour, and how exact it is."""

    period: str | None
    hour: int | None
    minute: int | None
    vague: bool
    nearly: bool
    as_shown: bool  # written 3:20, as a phone shows it: 24 hours
    short: int = 0  # minutes before it: 差五分九点
    hours: int = 1  # how many a vague one may last: two in 两三点

    @property
    def certain(self) -> bool:
        """Whether no second reading twelve hours later is possible."""
        said = self.period is not None or self.as_shown
        return self.hour is None or said or self.hour == 0 or self.hour > _NOON


def read_clock(match: re.Match[str], period: str | None) -> Clock | None:
    """The clock in a match of `CLOCK`; None when the figures are no hour."""
    either = neighbours(match["hour"])
    hour = either[0] if either else parse_number(match["hour"])
    if hour is None or hour > _DAY:
        return None
    minute: int | None = None
    if match["minute"]:
        spoken = _QUARTERS.get(match["minute"])
        figures = match["minute"].removesuffix(_FIVE_MINUTES)
        number = parse_number(figures) if spoken is None else None
        fold = 1 if figures == match["minute"] else 5
        minute = spoken if spoken is not None else None if number is None else int(number) * fold
        if minute is None or minute >= _HOUR:
            return None
    vague, nearly = bool(match["about"] or either), bool(match["nearly"])
    short = parse_number(match["short"]) if match["short"] else None
    return Clock(
        period, int(hour), minute, vague, nearly, ":" in match[0], short=int(short or 0), hours=2 if either else 1
    )


def on_day(clock: Clock, day: datetime) -> tuple[datetime, datetime | None]:
    """The moment (or interval) of `clock` on the day that begins at `day`.

    Without a period, one to five o'clock is taken for the afternoon, when people are awake and pay.
    """
    if clock.hour is None:
        first, last = _PERIODS[clock.period or "早上"]
        return day + timedelta(hours=first), day + timedelta(hours=last)
    hour = clock.hour
    if clock.period in _AFTER_NOON or (clock.period == "中午" and hour <= _EARLY_AFTERNOON):
        if hour == _NOON and clock.period in NIGHT:
            hour = _DAY
        elif hour <= _SMALL_HOURS and clock.period in NIGHT:
            hour += _DAY  # 昨晚两点 is the small hours of the next day
        elif hour < _NOON:
            hour += _NOON
    elif clock.period in {"凌晨", "半夜", "大半夜"} and hour == _NOON:
        hour = 0 if clock.period == "凌晨" else _DAY  # 昨天半夜十二点 ends that day
    elif not clock.certain and 1 <= hour <= _SMALL_HOURS:
        hour += _NOON
    point = day + timedelta(hours=hour, minutes=(clock.minute or 0) - clock.short)
    if clock.nearly:
        return point - timedelta(minutes=30), point
    if clock.vague:
        return point, point + (timedelta(hours=clock.hours) if clock.minute is None else timedelta(minutes=10))
    return point, None


def midnight(moment: datetime) -> datetime:
    """The first moment of that day, in the same zone."""
    return datetime.combine(moment.date(), time(), moment.tzinfo)
