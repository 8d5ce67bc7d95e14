"""When something was paid, from words, against a given moment: a point in time or a half-open interval.

A payment is never in the future: 周五 is the last Friday, 11月30号 said on the 23rd is last year's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dialogs.limits import within_years
from dialogs.text.expression import Expression
from dialogs.understanding.clock import CLOCK, NIGHT, PERIOD, Clock, midnight, on_day, read_clock
from dialogs.understanding.covered import Covered
from dialogs.understanding.days import DAY, YEARS_BACK, festival_day, read_day
from dialogs.understanding.numerals import DIGIT, UNIT
from dialogs.understanding.spans import ago, is_ago, whole

Festivals = Mapping[str, tuple[date, ...]]

_JOIN = r"\s?(?:的|,|那天|当天|大概|大约|差不多|左右|应该|是|在){0,5}\s?"
_PERIOD_AFTER = Expression(rf"{_JOIN}(?P<period>{PERIOD})(?!点)")
_PERIOD_LATE = Expression(rf"\s?(?:左右|大概|多|的|那会儿?|时候|,(?=(?:{PERIOD})$)){{0,2}}(?P<period>{PERIOD})(?!好)")
_LATER = 20  # characters after a day in which an hour may still be one of that day: 昨天微信转的，晚上7点
_SOMETHING_ELSE = Expression(r"到(?=[\d一二三四五六七八九十])|才|报|发现|今|昨|前天|现在")
_NOON, _SMALL_HOURS = 12, 5
_SMALL = frozenset({"凌晨", "半夜", "大半夜"})
_DAY_ONLY = Expression(r"(0?[1-9]|1[0-2])[./-](0?[1-9]|[12]\d|3[01])[号日]?")
_PERIODS = Expression(PERIOD)
_CLOCK_AFTER = Expression(rf"{_JOIN}{CLOCK}")
# 一点 is an hour only where a part of the day, a minute or a payment stands beside it.
_A_LITTLE = r"(?!(?<![点晚午早上夜晨])一点(?![钟多半\d左]|[转付打被](?!点)))"
_CLOCK_ALONE = Expression(
    rf"(?:(?P<period>{PERIOD})(?:的时候|那会儿?|的|大概|大约|差不多)?[,\s]?)?(?<![\d.:/月第]){_A_LITTLE}{CLOCK}(?:(?<=[半刻多])|(?![\d%]))"
)
_PERIOD_ALONE = Expression(
    r"(?P<period>凌晨|早上|上午|中午|午休|(?:午饭|晚饭)(?=那|时|的时|前|后|间)|下午|傍晚|晚上|半夜|夜里|深夜)(?!好)"
)
_JUST_NOW = Expression(
    r"(?:刚刚|刚才)(?!\s?(?:的)?(?:凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|\d{1,2}[点:]|[一二两三四五六七八九十]{1,2}点(?!钱)))"
    r"|方才|头先|啱啱|才刚|适才|刚刚才|刚(?=[转打付汇充发扫给被买点输交在把才])|就刚|现在刚|just now"
)
_CLAUSE = 60  # characters of a clause that are looked at, on either side of a time
_STOPS = Expression(r"[,。;!?\s]")
_CLAUSE_END = Expression(r"[,。;!?\s]|然后|但是|可是|结果|现在")
_PAID = Expression(
    r"转|付|提现|打(?!电话|工|110|官司|不通|我(?!卡|账|银行|微信|支付|的)|人|架|骂)|汇|充|骗|扫|买|发(?!现|消息|货|短信|生|来)|交|刷|盗|笔|投(?!诉)|给(?!人(?:裸|勒|敲))|扣|错|被|收|少了"
)
_OTHER = Expression(
    r"认识|加(?:了|的|上)?(?:我|他|她)?(?:好友|微信)|聊|报(?:了|的|过)?[警案]|上班|手头|没钱|工资|勒索|敲诈|提(?:了|出|过|走)|取(?:了|出|走)|营业|开门|能打|立案|投诉|起诉|到期|出生|开始|发现|知道|反应过来|意识到|拉黑|删|到账(?!时)|退(?!款客服)|"
    r"冻结|提现[^,]{0,5}(?:审核|不了|失败|不到|没到|不出)|(?:点|确认|对方|他|她)[^,]{0,2}收|还没|限制|封|才"
)
_NOT_YET = Expression(r"还[没不]|一直没")
_HEDGES = Expression(
    rf"大概|大约|应该|好像|可能|也就是|就是|差不多|左右|的?样子|时候|的事|那会儿?|是|的|在|吧|[,。\s]"
    rf"|[\d零〇{DIGIT}{UNIT}][\d零〇{DIGIT}{UNIT}.,wk]+[元块]?钱?"
)
_TO_COME = Expression(
    r"(?:明[天早晚日]|后天|下周.?|下个?月.{0,3}|[等待]会儿?)的?(?:早上|上午|中午|下午|晚上|凌晨)?\s?$"
)
_STILL_LEFT = Expression(r"(?:还[有要得需剩差]|再(?:过|有|等)|至少要|最少要|最快要|只剩)(?:大概|大约|差不多|个)?\s?$")
_A_WHILE = Expression(r"[\d一二两三四五六七八九十半几]{1,3}个?(?:多|半)?(?:分钟|刻钟|小时|钟头|天|日|周|星期|礼拜|月)")
# 「转了,刚刚老板说不是他」: what was just said came after the payment.
_SAID_SINCE = Expression(
    r"(?:才)?[^,。;!?\s]{0,4}(?:说(?!好了)|告诉|回(?:我|复|电话|消息|话)|打(?:来)?(?:个)?电话|来电|接(?:了)?电话|联系|反应过来|发消息)"
)
_PAID_SINCE = Expression(r"[转付打汇充扫交](?:了|过去|出去|给)")
_UNTIL_NOW = Expression(r"(?:份|开始|起|就|一直|,|\s){0,4}(?:到|至)(?:现在|今天|目前|如今)")  # 「11月到现在」
_UP_TO = Expression(r"\s?(?:份|号|日)?\s?(?:到|至|—|-|~)\s?")
_NOT_ONLY = Expression(r"不(?:只|止|光)(?:是|有)?\s?$")
# 「都是晚上充的」
_AS_A_HABIT = Expression(r"(?:都是|每天|每晚|每次|经常|平时|一般|通常|总是|老是|天天)[^,。;!?\s]{0,3}$")
_BEFORE_IT = 10  # characters that may say that a time is still to come
_IDLE = 4  # so much beside the time and a sum, and nothing of paying: the time is not of a payment


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A point in time (`end` is None) or the half-open interval ``start..end``, found between two offsets."""

    start: datetime
    end: datetime | None
    span: tuple[int, int]

    def encode(self) -> str:
        """ISO 8601 with offset, or two such times parted by a slash."""
        first = self.start.isoformat(timespec="seconds")
        return first if self.end is None else f"{first}/{self.end.isoformat(timespec='seconds')}"


def find_times(text: str, now: datetime, festivals: Festivals) -> list[TimeMention]:
    """All past times told in normalised `text`, in order; `now` must have a zone."""
    found: list[TimeMention] = []
    taken = Covered(text)  # a future time, too, keeps its words from being read as another one
    for moment in _candidates(text, now, festivals):
        if not taken.meets(moment.span):
            taken.add(moment.span)
            if (past := _past(moment, now)) and not _is_to_come(text, moment.span[0]):
                lasting = past.end is not None and _UNTIL_NOW.match(text, past.span[1])
                found.append(TimeMention(past.start, now, past.span) if lasting else past)
    return _with_ranges(text, sorted(found, key=lambda moment: moment.span))


def _with_ranges(text: str, moments: Sequence[TimeMention]) -> list[TimeMention]:
    """The moments, two that are joined (「8月到10月」) being one that lasts from the first to the end of the second."""
    joined: list[TimeMention] = []
    for moment in moments:
        last = joined[-1] if joined else None
        between = text[last.span[1] : moment.span[0]] if last else ""
        if last and _UP_TO.fullmatch(between) and _lasts(last) and _lasts(moment) and last.start <= moment.start:
            joined[-1] = TimeMention(last.start, moment.end, (last.span[0], moment.span[1]))
        elif not _NOT_ONLY.search(text, 0, moment.span[0]):  # 「不只是8月」
            joined.append(moment)
    return joined


def _lasts(moment: TimeMention) -> bool:
    """Whether a moment is a day or longer; an hour is of the day that stands before it."""
    return moment.end is not None and moment.end - moment.start >= timedelta(days=1)


def _is_to_come(text: str, start: int) -> bool:
    """Whether the time that begins at an offset is said not to have come: 「还有二十分钟」, but not 「还有九点半」."""
    before = max(0, start - _BEFORE_IT)
    left = _A_WHILE.match(text, start) and _STILL_LEFT.search(text, before, start)
    return bool(left or _TO_COME.search(text, before, start))


def dated(plain: str) -> str:
    """A plain text, or the day that two figures alone are where a time is asked: 「11.28」."""
    day = _DAY_ONLY.fullmatch(plain)
    return f"{day[1]}月{day[2]}日" if day else plain


def find_payment_time(text: str, now: datetime, festivals: Festivals) -> TimeMention | None:
    """The time in normalised `text` at which the money went, None when it does not say."""
    return best_time(text, find_times(text, now, festivals))


def best_time(text: str, moments: list[TimeMention]) -> TimeMention | None:
    """The one of `moments` that dates the payment: the one whose clause speaks of paying."""
    of_paying = _PAID.search(text) is not None
    idle = len(_HEDGES.sub("", _without(text, moments))) <= _IDLE
    scored = [(_score(text, moment, may_pay=idle or of_paying), -i, moment) for i, moment in enumerate(moments)]
    best = max(scored, key=lambda item: item[:2], default=None)
    if best is None or best[0] < 0:
        return None
    closer = [moment for _, _, moment in scored if _narrows(moment, best[2])]
    return closer[0] if closer else best[2]


def _without(text: str, moments: list[TimeMention]) -> str:
    """The text without the words of the moments."""
    pieces, done = [], 0
    for start, end in sorted(moment.span for moment in moments):
        pieces.append(text[done:start])
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _narrows(moment: TimeMention, other: TimeMention) -> bool:
    """Whether a moment said right after another lies within it: 今天刚转的, 昨天，也就是22号晚上九点."""
    within = other.end is not None and other.start <= moment.start and (moment.end or moment.start) <= other.end
    return within and 0 <= moment.span[0] - other.span[1] <= _IDLE


def _score(text: str, moment: TimeMention, *, may_pay: bool) -> int:
    start, end = moment.span
    stop = _CLAUSE_END.search(text, end, end + _CLAUSE)
    after = text[end : stop.start() if stop else end + _CLAUSE]
    before = _STOPS.split(text[max(0, start - _CLAUSE) : start])[-1]
    just = text[start:end] == "刚" or _JUST_NOW.fullmatch(text, start, end)
    if just and _SAID_SINCE.match(after) and not _PAID_SINCE.search(text, end):
        return -1
    paid, other = _PAID.search(after), _OTHER.search(after)
    waited = _PAID.search(before) and _NOT_YET.match(after)
    if other and not waited and (not paid or other.start() <= paid.start()):
        return -1 if other.start() <= _IDLE else 0
    if paid:
        return 3
    if _PAID.search(before):
        return 2
    return 0 if may_pay else -1


def _candidates(text: str, now: datetime, festivals: Festivals) -> Iterator[TimeMention]:
    for match in _JUST_NOW.finditer(text):
        yield TimeMention(now - timedelta(minutes=30), now, match.span())
    yield from _days(text, now, festivals)
    if is_ago(text):
        for start, end, span in ago(text, now):
            a_day = end is not None and end - start == timedelta(days=1)
            yield _within(text, start, None, span, now) if a_day else TimeMention(start, end, span)
    for match in _CLOCK_ALONE.finditer(text):
        late = None if match["period"] else _PERIOD_LATE.match(text, match.end())
        clock = read_clock(match, late["period"] if late else match["period"])
        if clock:
            yield _last_such(clock, now, (match.start(), late.end() if late else match.end()))
    for start, end, span in whole(text, now):
        yield TimeMention(start, end, span)
    for match in _PERIOD_ALONE.finditer(text):
        if _AS_A_HABIT.search(text, max(0, match.start() - _BEFORE_IT), match.start()):
            continue
        yield _last_such(
            Clock(match["period"], None, None, vague=True, nearly=False, as_shown=False), now, match.span()
        )


def _days(text: str, now: datetime, festivals: Festivals) -> Iterator[TimeMention]:
    for match in DAY.finditer(text):
        day = read_day(match, now)
        if day:
            said = _within(text, day.start, day.period, match.span(), now)
            later = _hour_later(text, day.start, said, now)
            yield from (said,) if later is None else (later, TimeMention(later.start, later.end, said.span))
    if not any(name in text for name in festivals):
        return
    names = "|".join(sorted(map(re.escape, festivals), key=len, reverse=True))
    for found in re.finditer(rf"(?<![{DIGIT}{UNIT}])(?P<year>{'|'.join(YEARS_BACK)})?的?(?P<name>{names})节?", text):
        if day_of := festival_day(found["name"], festivals, now, found["year"]):
            yield _within(text, day_of, None, found.span(), now)


def _hour_later(text: str, day: datetime, said: TimeMention, now: datetime) -> TimeMention | None:
    """The moment on a day whose hour comes after some words that tell of nothing else."""
    if said.end is None:
        return None
    start = said.span[1]
    hour = _CLOCK_ALONE.search(text, start, start + _LATER)
    if hour is None or _SOMETHING_ELSE.search(text, start, hour.start()) or DAY.search(text, start, hour.end()):
        return None
    period = hour["period"] or next((found[0] for found in _PERIODS.finditer(text, *said.span)), None)
    clock = read_clock(hour, period)
    if clock is None or _OTHER.match(text, hour.end()):
        return None
    first, last = on_day(clock, day)
    return TimeMention(first, last, hour.span()) if first <= now else None


def _within(text: str, day: datetime, period: str | None, span: tuple[int, int], now: datetime) -> TimeMention:
    """The moment on `day`: narrowed by the part of the day and the hour that follow it in the text."""
    start, end = span
    after_dark = period in NIGHT
    if (said := _PERIOD_AFTER.match(text, end)) is not None:
        period, end = said["period"], said.end()
    clock = None
    if (hour := _CLOCK_AFTER.match(text, end)) is not None and (clock := read_clock(hour, period)) is not None:
        end = hour.end()
        late = _PERIOD_LATE.match(text, end) if period is None and clock.hour and clock.hour <= _NOON else None
        if late is not None:
            clock, end = replace(clock, period=late["period"]), late.end()
    if clock is None and period is None:
        return TimeMention(day, day + timedelta(days=1), (start, end))
    clock = clock or Clock(period, None, None, vague=True, nearly=False, as_shown=False)
    first, last = on_day(clock, day)
    if clock.hour is not None and clock.hour <= _SMALL_HOURS and clock.period in _SMALL and after_dark:
        first, last = first + timedelta(days=1), last and last + timedelta(days=1)  # 昨晚凌晨两点
    if first > now and not clock.certain:
        first, last = (first - timedelta(hours=12), last and last - timedelta(hours=12))
    return TimeMention(first, last, (start, end))


def _last_such(clock: Clock, now: datetime, span: tuple[int, int]) -> TimeMention:
    """The last time before `now` at which the clock showed this."""
    today = midnight(now)
    options = [on_day(clock, today - timedelta(days=back)) for back in (0, 1)]
    if not clock.certain:
        twelve = timedelta(hours=12)
        options += [(s + by, e and e + by) for s, e in options for by in (-twelve, twelve)]
    past = [option for option in options if option[0] <= now] or options[-1:]
    first, last = max(past, key=lambda option: option[0])
    return TimeMention(first, last, span)


def _past(moment: TimeMention, now: datetime) -> TimeMention | None:
    """`moment` cut off at `now`, None when it lies after or before the years that a case can hold."""
    if moment.start > now + timedelta(minutes=5) or not within_years(moment.start):
        return None
    if moment.end is None:
        return TimeMention(min(moment.start, now), None, moment.span)
    return TimeMention(min(moment.start, now), min(moment.end, now), moment.span)
