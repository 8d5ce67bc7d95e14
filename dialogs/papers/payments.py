"""Payments as people tell them: all in one message, a line or a few words each; and one field of all at once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dialogs.papers import money
from dialogs.papers.data import MOST_PAYMENTS, Payment
from dialogs.papers.moments import BEIJING, Moment, read_moment
from dialogs.papers.spoken import Hear, moment_of
from dialogs.text.expression import Expression
from dialogs.understanding.amounts import EACH, TOTAL, Amount
from dialogs.understanding.clock import PERIOD
from dialogs.understanding.days import DAY
from dialogs.understanding.mentions import Mentions
from dialogs.understanding.numerals import DIGIT, count_of
from dialogs.understanding.times import TimeMention

# A number of an order, or the hash of a transfer of coins.
ORDER = Expression(r"(?<![0-9A-Za-z])(?:(?=[0-9A-Za-z]*\d{6})[0-9A-Za-z]{12,64}|(?:0x)?[0-9a-fA-F]{64})(?![0-9A-Za-z])")
_ACCOUNT = Expression(r"(?<![0-9A-Za-z])(?:\d{4}[ -]?){3,4}\d{1,7}(?![0-9A-Za-z])|(?<!\d)1[3-9]\d{9}(?!\d)")
_LONG_ORDER = Expression(r"(?<![0-9A-Za-z])\d{20,32}(?![0-9A-Za-z])")
_BANK = Expression(
    r"(?:中国)?(?:工商|农业|建设|交通|招商|邮政储蓄|民生|光大|中信|兴业|浦发|平安|华夏|广发|北京|上海|江苏|宁波|南京|杭州|徽商|[\u4e00-\u9fff]{2,4}农村商业)银行"
    r"|中国银行|[\u4e00-\u9fff]{2,3}(?:农商行|信用社)|[工农建招交中]行|邮储"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_NAMED = Expression(
    r"(?:收款人|收款方|户名|姓名|名字|商户)(?:是|叫|为|[:： ]){0,2}\s?(?P<called>[\u4e00-\u9fffA-Za-z*·（）()]{2,20})"
    r"|给了?[“\"「『](?P<quoted>[^”\"」』\n]{1,20})[”\"」』]"
    rf"|(?:转|打|汇|付|发)?给了?(?P<named>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[\d\s,，。;]|$)"
)
_COUNT = Expression(rf"(?<!第)(?P<n>\d{{1,3}}|[{DIGIT}十]{{1,3}})[笔次],?(?:都|各|每[笔次])?(?:是|转|打|付)?了?\s?$")
_EACH = Expression(rf"{EACH}\s?$")
_COUNT_ANYWHERE = Expression(rf"(?<!第)(?P<n>\d{{1,3}}|[{DIGIT}十]{{1,3}})[笔次]")
_TOTAL = Expression(rf"{TOTAL}(?:是|转了?|被骗了?|损失)?\s?$")
_WANTED = Expression(r"(?:[让叫要催求][我你]|还要我?|再[交转付打]|还差|准备|没[有转付给])[^,，。;\n\d]{0,8}$")
_JOINED = Expression(r"[\s、,，和跟与及元块]{1,4}")
_BARE = Expression(r"(?<![\d.:])\d{2,7}(?:\.\d{1,2})?(?![\d.:%年月日号点笔次个天])")
_STAMP = Expression(r"20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?")
_PART_OF_DAY, _LATE = Expression(PERIOD), Expression(r"晚|下午|傍晚|夜")
_NOON = 12
_CUT = Expression(r"[,，。;；\n]")


@dataclass(frozen=True, slots=True)
class _Sum:
    """The words about one sum, between two offsets of the plain text, and how many payments of it there were."""

    start: int
    end: int
    amount: Amount
    times: int = 1


def payments_said(text: str, now: dt.datetime, hear: Hear, channel: Callable[[str], str | None]) -> tuple[Payment, ...]:
    """Every payment that a message tells of, in order; nothing where a sum in it is vague or its count does not fit.

    A day, a channel or a name said once before several sums is that of all of them. `channel` finds one in plain text.
    """
    heard = hear(text, now)
    parts = list(_parts(heard))
    if not parts or is_to_come(heard.plain, now) or any(part.amount.low != part.amount.high for part in parts):
        return ()
    counts = [part.times for part in parts]
    if sum(counts) > MOST_PAYMENTS:
        return ()
    said = _COUNT_ANYWHERE.search(heard.plain)
    if said and count_of(said["n"]) > sum(counts) and len(parts) == 1:
        return ()  # 「转了三笔，最后一笔5000」 tells one of three
    found = [_payment(heard, part, channel) for part in parts]
    shared = _shared(heard, parts, found, channel(heard.plain[parts[-1].end :]))
    return tuple(payment for payment, count in zip(shared, counts, strict=True) for _ in range(count))


def is_to_come(text: str, now: dt.datetime) -> bool:
    """Whether a text holds a written date that is not yet; its figures are read for no sums."""
    stamps = (read_moment(found[0].rstrip("日"), now) for found in _STAMP.finditer(text))
    return any(stamp is not None and stamp.at > now for stamp in stamps)


def times_said(text: str, now: dt.datetime, hear: Hear) -> tuple[Moment, ...]:
    """The moments in the order told; one whose day was said before is of that day."""
    heard = hear(text, now.astimezone(BEIJING))
    return tuple(moment for one in heard.times if (moment := _moment(heard, one)) is not None)


def accounts_said(text: str) -> tuple[str | None, str | None]:
    """The account number and the bank in what was told of a receiver."""
    plain = unicodedata.normalize("NFKC", text)
    account, bank = _ACCOUNT.search(_LONG_ORDER.sub("", plain)), _BANK.search(plain)
    return account and re.sub(r"[ -]", "", account[0]), bank and bank[0]


def orders_said(text: str) -> tuple[str, ...]:
    """The order numbers in the order told; one that is written in groups of figures is one number."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(number for line in plain.split("\n") for number in ORDER.findall(_ungrouped(line)))


def _ungrouped(line: str) -> str:
    """A line with the groups of one long number joined; a moment, and numbers side by side, stay as they are."""
    apart = ":" in line or _LONG_ORDER.search(line)
    return line if apart else re.sub(r"(?<=\d)[ -](?=\d)", "", line)


def _parts(heard: Mentions) -> Iterator[_Sum]:
    plain = heard.plain
    amounts = [one for one in _in_rows(heard) if one.currency == "CNY" and not _beside(plain, one)]
    start = 0
    for place, amount in enumerate(amounts):
        following = amounts[place + 1].start if place + 1 < len(amounts) else len(plain)
        cut = _CUT.search(plain, amount.end, following)
        end = cut.start() if cut else following if place + 1 == len(amounts) else amount.end
        yield _Sum(start, end, amount, _times(plain, amounts, place))
        start = end


def _in_rows(heard: Mentions) -> list[Amount]:
    """The sums, with those that only their place tells: 2000 is no year in 「1000 2000 3000」 and 「三笔2000」."""
    found = list(heard.amounts)
    taken = [*((one.start, one.end) for one in found), *(time.span for time in heard.times)]
    for match in _BARE.finditer(heard.plain):
        start, end = match.span()
        free = all(end <= first or start >= last for first, last in taken)
        in_row = any(_JOINED.fullmatch(heard.plain, one.end, start) for one in found)
        counted = _COUNT.search(heard.plain, max(0, start - 16), start)
        if free and (in_row or counted or _alone(heard, found, start, end)):
            value = Decimal(match[0])
            found.append(Amount(value, value, "CNY", start, end, sure=True))
    return sorted(found, key=lambda one: one.start)


def _alone(heard: Mentions, found: Sequence[Amount], start: int, end: int) -> bool:
    """Whether a number is the only one that can be the sum of a line with a time, or stands right behind a time."""
    if any(0 <= start - time.span[1] <= 1 for time in heard.times):
        return True
    first = heard.plain.rfind("\n", 0, start) + 1
    last = (heard.plain + "\n").index("\n", end)
    timed = any(first <= time.span[0] < start for time in heard.times)
    others = [one for one in found if first <= one.start < last]
    return timed and not others


def _beside(plain: str, amount: Amount) -> bool:
    """Whether a sum is the total of the others, or one that was only wanted."""
    before = plain[max(0, amount.start - 20) : amount.start]
    return bool(_TOTAL.search(before) or _WANTED.search(before)) and "每" not in before[-3:]


def _times(plain: str, amounts: Sequence[Amount], place: int) -> int:
    """How many payments of a sum: 「两笔500」 are two, but 「三笔 5000 3000 2000」 is one of each."""
    before = plain[max(0, amounts[place].start - 16) : amounts[place].start]
    counted = _COUNT.search(before)
    if counted is None:
        if not _EACH.search(before):
            return 1
        counted = next(iter(reversed([*_COUNT_ANYWHERE.finditer(plain[: amounts[place].start])])), None)
        return max(1, count_of(counted["n"])) if counted else 1
    run = 1
    while place + run < len(amounts) and _JOINED.fullmatch(
        plain, amounts[place + run - 1].end, amounts[place + run].start
    ):
        run += 1
    return max(1, count_of(counted["n"])) if run == 1 else 1


def _payment(heard: Mentions, part: _Sum, channel: Callable[[str], str | None]) -> Payment:
    words = heard.plain[part.start : part.end]
    own = [one for one in heard.times if part.start <= one.span[0] < part.end]
    named = _NAMED.search(words)
    account, bank = accounts_said(words.replace(heard.plain[part.amount.start : part.amount.end], " ", 1))
    order = _LONG_ORDER.search(words)
    moments = [moment for one in own if (moment := _moment(heard, one)) is not None]
    return Payment(
        time=max(moments, key=lambda moment: moment.precision != "day") if moments else None,
        amount=money.sound(Decimal(part.amount.low).quantize(money.CENT)),
        channel=channel(words),
        order_number=order and order[0],
        payee_shown=named and (named["called"] or named["quoted"] or named["named"]),
        payee_account=account,
        payee_bank=bank if account else None,
    )


def _shared(
    heard: Mentions, parts: Sequence[_Sum], found: Sequence[Payment], channel_after: str | None
) -> Iterator[Payment]:
    """The payments with what was said once for several: a day or a channel holds until another one is said."""
    time, channel = None, None
    last = [one for one in heard.times if one.span[0] >= parts[-1].end]
    after = _moment(heard, last[0]) if len(last) == 1 else None
    way = channel_after if all(payment.channel is None for payment in found) else None
    for payment in found:
        time, channel = payment.time or time, payment.channel or channel
        yield replace(payment, time=time or after, channel=channel or way)


def _moment(heard: Mentions, mention: TimeMention) -> Moment | None:
    """A mention as a moment; an hour without a day is of the one day that the text names."""
    moment = moment_of(mention, heard.plain)
    if moment is None or moment.precision == "day" or DAY.search(heard.plain, *mention.span):
        return moment
    if re.search(r"前|刚", heard.plain[slice(*mention.span)]):
        return moment
    days = [one for one in heard.times if DAY.search(heard.plain, *one.span)]
    before = [one for one in days if one.span[0] < mention.span[0]]
    named = before[-1] if before else days[0] if len(days) == 1 else None
    if named is None:
        return moment
    first = named.start.astimezone(BEIJING)
    at = dt.datetime.combine(first.date(), moment.at.time(), BEIJING)
    spoken = ":" not in heard.plain[slice(*mention.span)] and not _PART_OF_DAY.search(heard.plain, *mention.span)
    late = spoken and _LATE.search(heard.plain, *named.span) is not None and at.hour < _NOON
    return replace(moment, at=at + dt.timedelta(hours=_NOON) if late else at)
