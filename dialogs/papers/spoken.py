"""Times, days to come and sums in the words of an answer, as exactly as they were said and no more so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from dialogs.papers.moments import BEIJING, Moment
from dialogs.text.expression import Expression
from dialogs.understanding.amounts import Amount
from dialogs.understanding.clock import PERIOD
from dialogs.understanding.days import DAY, read_day
from dialogs.understanding.mentions import Mentions
from dialogs.understanding.numerals import DIGIT, count_of
from dialogs.understanding.times import TimeMention, best_time

Hear = Callable[[str, dt.datetime], Mentions]
"""`dialogs.understanding.Understander.mentions`."""

_HEDGE = Expression(r"左[右佑又有]|大概|大约|大致|约|差不多|好像|应该|可能|前后|来钟|上下|估计|开始|那会|那阵")
_COUNTED_BACK = Expression(r"(?:分钟?|小时|钟头|刻钟)[以之]?前|刚|方才|just now")
_SOME_DAY = Expression(r"[来多]天|前后|左右|大概|大约|好像|可能|估计")
_EITHER = Expression(r"(?<=[\d日号天晚点吧,])(?:还是|或者?是?|要么|[也又]有?(?:可能|好像|许))")  # 「27号，也可能28」
_DENIED = Expression(r"不是\s?$")
MISTOLD = r"[哦啊噢]?(?:不对|错了|[说打记写]错了?|哦不|啊不|不是?(?=[\s,，]))[\s,，]{0,2}(?:应该|其实)?是?"
"""Between something told by mistake and what is right: 「第一笔两千，不对，是两千五」."""
_PUT_RIGHT = Expression(rf"[\s,，。.;；!！…~、]{{0,3}}{MISTOLD}\s?")
_STRETCH = Expression(r"[那这前]几天|几天里|那段|期间|之间|每天|天天|陆续|过年前|节前|腊月|(?<![二三四五])十几|几号")
FROM_TO = Expression(rf"\s?(?:到|至|-|~)\s?(?:\d{{1,2}}|[{DIGIT}十]{{1,3}})[点时:]")
"""After an hour that another one follows: 「八点到九点之间」 is about eight."""
_AFTERNOON, _NIGHT = (
    Expression(r"下午|傍晚|午饭后"),
    Expression(r"晚上|夜里|半夜|深夜|天黑|晚饭|晚餐|夜宵|宵夜|下班|放学"),
)
_MORNING = Expression(r"早|上午|凌晨|清晨")
_NOON, _EARLY = 12, 5  # hours: 「半夜三点」 is in the morning
WANTED = Expression(
    r"(?:(?:说|他|她|对方|客服|骗子|平台)要(?!是|么)|[让叫要催求][我你]|还要我?|再[交转付打](?![了过])|还差|准备|没[有转付给])[^,，。;\n\d]{0,8}$"
    r"|我(?:手[里头]|卡里)?只(?:有|剩)\s?$"
)
"""Before a sum that was only wanted."""
_SLIPPED = Expression(
    r"[^,，。;\d]{0,8}[,，]?\s?(?:结果|却|手滑|手抖|多)?[^,，。;\d]{0,6}(?:转|打|按|输|写|点|付|变|发|敲)成了?\s?"
)
"""Between the sum that was meant and the one that went: 「50打成500」."""
_SUM_PUT_RIGHT = Expression(rf"(?:元|块钱?)?(?:[那这][笔次个])?[\s,，]{{0,2}}{MISTOLD}\s?")
_NOT, _BUT = Expression(r"(?:不是|并非)\s?$"), Expression(r"(?:是|应该是?)\s?$")
_CLAUSE = Expression(r"[,，。;；\n]")
_PROMISED = Expression(
    r"[说讲]|答应|承诺|同意|下个?(?:周|星期|礼拜|月)|明天|后天|过几天|会[退还]|准备|打算|没[退还到]|要我"
)
_CAME_BACK = Expression(r"(?:退|还|返|到账|收到)[^\d,，。;]{0,8}$")
_COINS = Expression(
    r"\d\s?[个枚]?(?:btc|eth|usdc|trx|bnb|xrp|doge|sol|ltc|比特币|以太|狗狗币|莱特币|瑞波|波场)(?![a-z])"
)
_VAGUE_SUM = Expression(r"大概|大约|约|差不多|估计|可能")
_TO_COME = Expression(r"明[天早晚日]|后天|大后|下(?:下)?个?(?:周|星期|礼拜|月)|过[两几]天|以后再|准备.{0,3}去|回头")
_PART_OF_DAY = Expression(PERIOD)
_LUNAR = Expression(r"(?:农历|阴历|旧历|老历)的?$")  # before a date, whose month is another one
_SPOKEN_HOUR = Expression(rf"(?<![\d:十])(?P<hour>1[01]|[1-9]|十一?|[{DIGIT}])\s?(?:点|时(?!.{{0,3}}分))")
_BACK_FROM_NOW = Expression(r"刚|[分时天头]钟?[以之]?前(?!天)")
_SECONDS = Expression(r"\d{1,2}[:点时]\d{1,2}[:分](?P<second>[0-5]\d)秒?")
_SOME_MINUTES, _HALF_HOUR, _LONGEST = (dt.timedelta(minutes=minutes) for minutes in (10, 30, 75))
_A_DAY, _A_YEAR = dt.timedelta(days=1), dt.timedelta(days=365)
_A_YEAR_NAMED = Expression(r"20\d\d[-/. ]|年")

_N = rf"\d{{1,3}}|[{DIGIT}十]{{1,3}}|半"
_PERIOD_AHEAD = Expression(rf"(?P<n>{_N})个?(?P<u>工作日|天|日|周|星期|礼拜|月)(?:之?内|以内|里|后|时间)?(?:前|吧)?")
_WORD_AHEAD = {"今天": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_WEEKDAY_AHEAD = Expression(r"(?P<weeks>下下|下|本|这)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])")
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 6}
_DAY_OF_MONTH = Expression(rf"(?P<next>下个?月)?(?P<d>\d{{1,2}}|[{DIGIT}十]{{1,3}})[号日](?:之?前)?")
_SHORT_DATE = Expression(r"(?<![\d.])(?P<m>\d{1,2})[./](?P<d>\d{1,2})(?=[号日之以]?前|$)")
_DATE = Expression(rf"(?P<m>\d{{1,2}}|[{DIGIT}十]{{1,2}})月(?P<d>\d{{1,2}}|[{DIGIT}十]{{1,3}})[号日]?")
_MONTH_END = Expression(rf"(?P<next>下个?)?(?P<m>(?<!\d)1[0-2]|[1-9]|[{DIGIT}十]{{1,2}})?月(?:底|末)|年底")
_DECEMBER, _WEEK, _MONTH = 12, 7, 30


def moment_said(text: str, now: dt.datetime, hear: Hear) -> Moment | None:
    """The past moment that words name; None where they name none, a stretch of more than a day, or one to come."""
    heard = hear(text, now)
    if _TO_COME.search(heard.plain) or _EITHER.search(heard.plain) or not heard.times:
        return None
    if any(read_day(found, now) is None for found in DAY.finditer(heard.plain)):
        return None  # 「11月31号」
    meant = _meant(heard)
    mention = meant[0] if len(meant) == 1 else best_time(heard.plain, meant) or meant[0]
    clocks = [one for one in meant if not _is_long(one)]
    days = [one for one in meant if DAY.search(heard.plain, *one.span)]
    if len(clocks) == len(days) == 1 and clocks != days:  # 「早上，八点四十，今天」
        mention = clocks[0]
    moment = moment_of(mention, heard.plain)
    if moment and len(clocks) == len(days) == 1 and clocks != days:
        moment = replace(moment, at=_on_the_day(moment.at, days[0], heard.plain))
    if moment and moment.precision == "minute" and FROM_TO.match(heard.plain, mention.span[1]):
        moment = replace(moment, about=True)
    if moment is None or (moment.precision == "day" and _STRETCH.search(heard.plain)):
        return None
    if moment.precision == "day" and _PART_OF_DAY.fullmatch(heard.plain, *mention.span):
        return moment_of(days[0], heard.plain) if len(days) == 1 else None  # 「晚饭后」 is that of any day
    return _late(moment, mention, heard.plain)


def half_unsaid(text: str, now: dt.datetime, hear: Hear) -> bool:
    """Whether an hour may be one of the morning or of the evening: 「昨天八点」, but not 「八点」 said at three."""
    heard = hear(text, now)
    plain = heard.plain
    hour = _SPOKEN_HOUR.search(plain)
    if hour is None or any(one.search(plain) for one in (_PART_OF_DAY, _MORNING, _AFTERNOON, _NIGHT, _BACK_FROM_NOW)):
        return False
    number, now = count_of(hour["hour"]), now.astimezone(BEIJING)
    today = all(DAY.search(plain, *one.span) is None for one in heard.times) or "今" in plain
    return 0 < number < _NOON and not (today and not number <= now.hour - _NOON)


def _meant(heard: Mentions) -> list[TimeMention]:
    """The times, but for those that are denied or put right by the next one: 「礼拜五，不对，礼拜六」."""
    ends = [one.span[0] for one in heard.times[1:]]
    wrong = [_PUT_RIGHT.fullmatch(heard.plain, one.span[1], end) for one, end in zip(heard.times, ends, strict=False)]
    pairs = zip(heard.times, [*wrong, None], strict=True)
    kept = [one for one, put_right in pairs if not put_right and not _DENIED.search(heard.plain, 0, one.span[0])]
    return kept or list(heard.times)


def _is_long(mention: TimeMention) -> bool:
    return mention.end is not None and mention.end - mention.start > _LONGEST


def _on_the_day(at: dt.datetime, day: TimeMention, plain: str) -> dt.datetime:
    """An hour on the day that other words name, before noon where they say so."""
    spoken = dt.datetime.combine(day.start.astimezone(BEIJING).date(), at.time(), BEIJING)
    early = at.hour >= _NOON and _MORNING.search(plain) and ":" not in plain
    return spoken - dt.timedelta(hours=_NOON) if early else spoken


def _late(moment: Moment, mention: TimeMention, plain: str) -> Moment:
    """The moment in the half of the day that other words of the text name: 「下午，刚吃完饭，一点多」 is 13."""
    hour, spoken = moment.at.hour, plain[slice(*mention.span)]
    if moment.precision == "day" or ":" in spoken or not 0 < hour < _NOON or _MORNING.search(plain):
        return moment
    at_night = hour >= _EARLY and _NIGHT.search(plain) and not _PART_OF_DAY.search(spoken)
    return replace(moment, at=moment.at + dt.timedelta(hours=_NOON)) if at_night or _AFTERNOON.search(plain) else moment


def is_a_year_off(at: dt.datetime, text: str, now: dt.datetime) -> bool:
    """Whether a day that names no year is soon to come, so that nobody meant that of last year."""
    ahead = at + _A_YEAR - now
    return not _A_YEAR_NAMED.search(text) and -_A_DAY < ahead <= _MONTH * _A_DAY


def only_day_said(text: str, now: dt.datetime, hear: Hear) -> Moment | None:
    """The one day that words name which tell of no hour: 「前天，几点不记得了」."""
    moment = moment_said(text, now, hear) if len(hear(text, now).times) == 1 else None
    return moment if moment and moment.precision == "day" else None


def moment_of(mention: TimeMention, plain: str) -> Moment | None:
    """A mention of a plain text as a moment: 「九点多」 is about nine, 「昨晚」 a day, 「上个月」 nothing."""
    if _LUNAR.search(plain, 0, mention.span[0]):
        return None
    start = mention.start.astimezone(BEIJING).replace(second=0, microsecond=0)
    around = plain[max(0, mention.span[0] - 4) : mention.span[1] + 4]
    about = bool(_HEDGE.search(around) or _COUNTED_BACK.search(around))
    if mention.end is None:
        exact = _SECONDS.search(plain, *mention.span)
        at = start.replace(second=int(exact["second"])) if exact else start
        return Moment(at, "second" if exact else "minute", about)
    end = mention.end.astimezone(BEIJING).replace(second=0, microsecond=0)
    if end - start == _SOME_MINUTES:
        return Moment(start, "minute", about=True)  # 五点半多
    if end - start <= _HALF_HOUR:
        return Moment(end, "minute", about=True)
    if end - start <= _LONGEST:
        return Moment(start, "minute", about=True)
    last = (end - dt.timedelta(minutes=1)).date()
    if last != start.date():
        return None
    roughly = bool(_SOME_DAY.search(around)) and not _PART_OF_DAY.search(plain, *mention.span)
    return Moment(dt.datetime.combine(start.date(), dt.time(), BEIJING), "day", roughly)


def day_to_come(text: str, now: dt.datetime) -> dt.date | None:
    """The day by which something is asked: 「三天内」, 「下周一之前」, 「月底」; None where the words name none."""
    today = now.astimezone(BEIJING).date()
    for word in sorted(_WORD_AHEAD, key=len, reverse=True):
        if word in text:
            return today + _WORD_AHEAD[word] * _A_DAY
    if found := _MONTH_END.search(text):
        first = today.replace(day=1)
        if found["m"] and 1 <= (number := count_of(found["m"])) <= _DECEMBER:
            return _months_on(first, (number - today.month) % _DECEMBER + 1) - _A_DAY
        months = _DECEMBER - today.month + 1 if found[0] == "年底" else 2 if found["next"] else 1
        return _months_on(first, months) - _A_DAY
    if found := _DATE.search(text) or _SHORT_DATE.search(text):
        return _next(today, count_of(found["m"]), count_of(found["d"]))
    if found := _PERIOD_AHEAD.search(text):
        return _after(today, found["n"], found["u"])
    if found := _WEEKDAY_AHEAD.search(text):
        monday = today - today.weekday() * _A_DAY
        weeks = {"下": 1, "下下": 2}.get(found["weeks"] or "", 0)
        day = monday + (weeks * _WEEK + _WEEKDAYS[found["day"]]) * _A_DAY
        return day + _WEEK * _A_DAY if day < today and not found["weeks"] else day
    if found := _DAY_OF_MONTH.search(text):
        number = count_of(found["d"])
        month = _months_on(today.replace(day=1), 1 if found["next"] or number < today.day else 0)
        return _date(month.year, month.month, number)
    return None


def sum_said(text: str, now: dt.datetime, hear: Hear) -> Amount | None:
    """The one exact sum in the words, in whatever money; None where they name none, several or a vague one."""
    heard = hear(text, now)
    right = put_right(heard.plain, heard.amounts)
    paid = [one for one in right if not WANTED.search(heard.plain, 0, one.start)] or right
    if len(paid) != 1 or paid[0].low != paid[0].high or is_coins(heard.plain):
        return None
    found = paid
    denied = re.search(r"(?:不是|没有?|不到|不足)$", heard.plain[: found[0].start])
    hedged = re.match(r"多|左右|上下|来[块元]|出头", heard.plain[found[0].end :])
    vague = _VAGUE_SUM.search(heard.plain[: found[0].start])
    return None if denied or hedged or vague else found[0]


def returned_said(text: str, now: dt.datetime, hear: Hear) -> Amount | None:
    """The one sum that came back: not one that was only promised, and of several the one that they say came back."""
    heard = hear(text, now)
    plain, clauses = heard.plain, [0, *(found.end() for found in _CLAUSE.finditer(heard.plain))]
    told = []
    for one in put_right(plain, heard.amounts):
        start = max(place for place in clauses if place <= one.start)
        stop = _CLAUSE.search(plain, one.end)
        clause = plain[start : stop.start() if stop else len(plain)]
        if not _PROMISED.search(clause):
            told.append((one, bool(_CAME_BACK.search(plain, start, one.start))))
    came = [one for one, back in told if back]
    if not heard.amounts or len(heard.amounts) == len(told) == 1:
        return sum_said(text, now, hear)
    exact = len(came) == 1 and came[0].low == came[0].high
    return came[0] if exact else None


def is_coins(plain: str) -> bool:
    """Whether a text tells of coins in which nothing is stored, so that their number is taken for no sum."""
    return _COINS.search(plain) is not None


def put_right(plain: str, amounts: Sequence[Amount]) -> list[Amount]:
    """The sums, but for those told by mistake: 「两千，不对，两千五」, 「七千，不是七百，是七千」."""
    kept: list[Amount] = []
    denied = None
    for place, amount in enumerate(amounts):
        following = amounts[place + 1].start if place + 1 < len(amounts) else amount.end
        between = amount.end, following
        if _SUM_PUT_RIGHT.fullmatch(plain, *between) or _SLIPPED.fullmatch(plain, *between):
            continue
        if _NOT.search(plain, 0, amount.start):
            denied = amount
            continue
        if denied is not None and _BUT.search(plain, denied.end, amount.start):
            kept = [one for one in kept if one.low not in {denied.low, amount.low}]
        denied = None
        kept.append(amount)
    return kept or list(amounts)


def _after(today: dt.date, number: str, unit: str) -> dt.date | None:
    if number == "半":
        return today + _MONTH // 2 * _A_DAY if unit == "月" else None
    count = count_of(number)
    if unit == "月":
        month = _months_on(today.replace(day=1), count)
        return _date(month.year, month.month, min(today.day, 28))
    if unit == "工作日":
        return None
    return today + count * (1 if unit in {"天", "日"} else _WEEK) * _A_DAY


def _months_on(first: dt.date, months: int) -> dt.date:
    number = first.year * 12 + first.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def _next(today: dt.date, month: int, day: int) -> dt.date | None:
    found = _date(today.year, month, day)
    far_back = found is not None and found < today and today.month - month > _DECEMBER // 2
    return _date(today.year + 1, month, day) if far_back else found


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
