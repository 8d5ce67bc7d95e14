"""Payments as people tell them: all in one message, a line or a few words each; and one field of all at once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dialogs.papers import money
from dialogs.papers.abroad import HOME, OtherMoney, read_other
from dialogs.papers.data import MOST_PAYMENTS, Payment
from dialogs.papers.moments import BEIJING, Moment, read_moment
from dialogs.papers.names import as_typed, masked_name, without_brackets
from dialogs.papers.order_numbers import LONG_ORDER
from dialogs.papers.spoken import FROM_TO, WANTED, Hear, is_a_year_off, is_coins, moment_of, put_right
from dialogs.text.expression import Expression
from dialogs.understanding.amounts import Amount
from dialogs.understanding.clock import PERIOD
from dialogs.understanding.days import DAY
from dialogs.understanding.mentions import Mentions
from dialogs.understanding.numerals import DIGIT, count_of, parse_quantity
from dialogs.understanding.payment import EACH, TOTAL
from dialogs.understanding.times import TimeMention

ACCOUNT_LENGTHS = range(12, 20)
_ACCOUNT = Expression(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|(?<![0-9A-Za-z])\d{4}(?:[ -]?\d){2,44}(?![0-9A-Za-z])")
_OWN_CARD = Expression(r"我(?:自己)?的?(?:卡|银行|银行卡|这边)?(?:是|用的?)?$")
_PAID_FROM = Expression(r"卡?(?:转的|转出|转给|汇的|汇给|付的|打给|里转)")
_BANK = Expression(
    r"(?:中国)?(?:工商|农业|建设|交通|招商|邮政储蓄|民生|光大|中信|兴业|浦发|平安|华夏|广发|北京|上海|江苏|宁波|南京|杭州|徽商|邮储|(?:(?![给他她转到打的是在从])[\u4e00-\u9fff]){2,4}农村商业)银行"
    r"|中国银行|(?:(?![给他她转到打的是在从])[\u4e00-\u9fff]){2,3}(?:农商行|信用社)|[工农建招交中]行|邮政储蓄|邮储"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_NAMED = Expression(
    r"(?:收款人|收款方|户名|姓名|名字|商户)(?:是|叫|为|[:： ]){0,2}\s?(?P<called>[\u4e00-\u9fffA-Za-z*·（）()]{2,20})"
    r"|(?:给了?(?:一?个|那个|这个)?人?|[他她]|对方)(?:微信|网|名|字|昵称){0,3}叫做?"
    r"(?P<so>(?!我|你|咱|他|她|人|去|来|再)[^\s\d,，。;；的]{1,12}?)(?=的|[\s\d,，。;；]|$)"
    r"|给了?[“\"「『](?P<quoted>[^”\"」』\n]{1,20})[”\"」』]"
    rf"|(?:转|打|汇|付|发)?给了?(?P<named>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[\d\s,，。;]|$)"
)
_GIVEN_TO = Expression(rf"给(?P<named>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)[转打汇付]")
_AT_THE_END = Expression(rf"[\d元块]\s(?P<named>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})\s?$")  # of a row with a time
_COUNT = Expression(
    rf"(?<!第)(?P<n>\d{{1,3}}|[{DIGIT}十]{{1,3}})(?:[笔次]|个(?:红包|转账)?),?(?:都|各|每[笔次个])?(?:是|转|打|付|发)?了?\s?$"
)
_EACH = Expression(rf"{EACH}\s?$")
_COUNT_ANYWHERE = Expression(rf"(?<!第)(?P<n>\d{{1,3}}|[{DIGIT}十]{{1,3}})[笔次回]")
_PACKETS = Expression(rf"红包.*(?:发|给)了?(?P<n>\d{{1,3}}|[{DIGIT}十]{{1,3}})个(?!人)")
_COUNT_AFTER = Expression(rf"(?:元|块钱?)?的[^\s\d,，。;{DIGIT}]{{0,5}}(?P<n>\d{{1,3}}|[{DIGIT}十]{{1,3}})[个笔次]")
_OF_THE_SUM = Expression(  # 「500的红包三个」, 「3000到他建行卡」
    r"(?:元|块钱?)?(?:的[^\s\d,，。;；再加又和还另]{1,10}|红包|[打转汇]?到[他她对][^\s\d,，。;；]{0,6}卡)"
)
_SPLIT = Expression(rf"(?:元|块钱?)?[\s,，]?(?:我|是)?分(?:成|了)?(?:\d{{1,3}}|[{DIGIT}十几]{{1,3}})[笔次回]")
_RETURNED = Expression(
    rf"(?:返(?:现|还|回|给)?|退(?:还|回|给)?)(?:[过了给]{{0,2}}我?|[过了]?我)(?:(?:\d{{1,2}}|[{DIGIT}几])[笔次])?\s?$"
    r"|还[过了]?给?我\s?$"
)
_PAID_TO_ME = Expression(  # 「他答应给我佣金300」, 「先给我返了20」
    r"(?:给|发|付|打|返)(?:了|过)?我(?:了|过)?[^\d,，。;让叫]{0,6}$|(?:佣金|返佣|返利|提成|红利|收益|工资|奖金|利润)(?:是|有|给了?|到账)?\s?$"
)
_NOT_MADE = Expression(  # 「最后那笔没转成」 takes one back, and does not say which sum it was
    r"[笔次个][^,，。;]{0,4}(?:没有?|未)(?:转|付|打|汇|充|发)?(?:成|出去|过去|成功|到账)|[笔次个][^,，。;]{0,4}(?:失败|限额|被?退回|退了?回)"
)
_RETURNED_AFTER = Expression(
    r"(?:元|块钱?)?(?:那[笔次个])?是[^\d,，。;]{0,6}(?:返(?:现|还|回|给)?|退(?:还|回|给)?|还|赚)[过了给回]{0,2}我"
)
_OF_ALL = Expression(r"(?:都|全)(?:是|在)?\s?$")
_FOR_ALL = Expression(r"[\s,，]?[都全](?:是|在|用|走|拿|打的|转的|从)(?![给他她了])")  # 「两万，三万，全是卡转卡」
_MINUTES_THEN_DAY = Expression(r"(?<=[钟时])\s+(?=前[天晚])")  # 「间隔几分钟 前天夜里」
_BY_TIMES = Expression(  # 「200*5」
    r"(?<![\d.])(\d{2,7}(?:\.\d{1,2})?)(?:元|块)?\s?[x×*乘]\s?(\d{1,2})(?![\dx*])", re.IGNORECASE
)
_EVERY_DAY = Expression(r"每[天日周月晚][^\d,，。;]{0,4}$|天天[^\d,，。;]{0,4}$")
_FIRST_OF_ROW, _ONLY_THEN = Expression(r"先"), Expression(r"[^,，。;]{0,6}[,，]?才")
_PAST = Expression(r"过了?$")
_APART_BY = Expression(r"隔[了着]?$")  # 「间隔几分钟」 is no time
_TOTAL = Expression(rf"{TOTAL}(?:是|转了?|被骗了?|损失)?\s?$")
_JOINED = Expression(r"[\s、,，和跟与及又再元块]{0,4}")
_NUMBER = Expression(
    rf"(?:[{DIGIT}十百千]{{1,7}}万)?零?(?:[{DIGIT}]千)?零?(?:[{DIGIT}]百)?零?(?:[{DIGIT}]?十)?[{DIGIT}]?(?![十百千万])"
)
_BARE = Expression(r"(?<![\d.:])\d{2,7}(?:\.\d{1,2})?(?![\d.:%年月日号点笔次个天])")
_STAMP = Expression(r"20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?")
_PART_OF_DAY, _LATE = Expression(PERIOD), Expression(r"晚|下午|傍晚|夜")
_NOON = 12
_CLAUSE_ENDS = Expression(r"(?:元|块钱?)?\s?(?:[,，。;；\n]|$)")
_PAYS = Expression(r"[转打汇付充交存]|红包|扫码")
_NO_SUM_BEHIND = Expression(r"(?:尾号|号码?|电话|单号|账号|卡号|编号|后[四4六6]位|客服|报警)[^\d]{0,3}$")
_HOTLINE = Expression(r"(?:9[56]\d{3}|12\d{3}|110)(?!\d)")
_CALLS = Expression(r"[打拨]了?[过给]?$")
_YUAN, _YUAN_OR_LOCAL = Expression(r"人民币|rmb|cny|[¥￥]"), Expression(r"元|块")
_COIN = "USDT"
_IN_YUAN = frozenset({
    "transfer", "red_packet", "personal_code", "merchant_code", "scan", "bank_card", "phone", "quickpass",
    "merchant_payout", "family_card", "digital_yuan", "alipay",
})  # fmt: skip
_COUNTS = Expression(r"[次笔回]")  # 「8000港币两次」
_CUT = Expression(r"[,，。;；\n]")
_TOLD_BEHIND = Expression(r"(?:[,，]\s?(?:收款|户名|单号|对方叫)[^,，。;；\n]{1,40})+")  # 「3000，收款人小李；又…」


@dataclass(frozen=True, slots=True)
class _Sum:
    """The words about one sum, between two offsets of the plain text, and how many payments of it there were."""

    start: int
    end: int
    amount: Amount
    times: int = 1


def payments_said(
    text: str, now: dt.datetime, hear: Hear, channel: Callable[[str], str | None], home: str = HOME
) -> tuple[Payment, ...]:
    """Every payment that a message tells of, in order; nothing where a sum in it is vague or its count does not fit.

    A day, a channel or a name said once before several sums is that of all of them. `channel` finds one in plain text.
    A sum of which no money is told is in that of the case, `home`; one told in two monies counts for nothing.
    """
    heard = hear(_BY_TIMES.sub(r"\2笔每笔\1元", _MINUTES_THEN_DAY.sub("，", without_brackets(text))), now)
    parts = list(_parts(heard))
    if (
        not parts
        or is_to_come(heard.plain, now)
        or _NOT_MADE.search(heard.plain)
        or any(part.amount.low != part.amount.high for part in parts)
    ):
        return ()
    if len({part.amount.currency for part in parts}) > 1 and "\n" not in heard.plain:
        return ()  # 「新币1500，大概八千人民币」 is one sum
    abroad = home if home != HOME and not in_yuan(heard.plain, home) else None
    parts = [replace(part, amount=_in_money(part.amount, abroad)) for part in parts]
    if is_coins(heard.plain):
        return ()
    parts = parts[1:] if _is_the_total(parts) else parts
    counts = [part.times for part in parts]
    if sum(counts) > MOST_PAYMENTS or 0 in counts:
        return ()
    said = _COUNT_ANYWHERE.search(heard.plain) or _PACKETS.search(heard.plain)
    if said and count_of(said["n"]) > sum(counts) and len(parts) == 1:
        return ()  # 「转了三笔，最后一笔5000」 tells one of three
    found = [_payment(heard, part, channel, text) for part in parts]
    if any(one.time and is_a_year_off(one.time.at, text, now) for one in found):
        return ()
    if abroad and any(one.other and one.other.code == abroad and one.channel in _IN_YUAN for one in found):
        return ()  # 「还有一笔红包520」 in a case of coins
    shared = _shared(heard, parts, found, channel(heard.plain[parts[-1].end :]))
    return tuple(payment for payment, count in zip(shared, counts, strict=True) for _ in range(count))


def _is_the_total(parts: Sequence[_Sum]) -> bool:
    """Whether the first sum is that of the others: 「三千块红包发了十五个，每个200」."""
    counted = len(parts) == 2 and parts[1].times > 1  # noqa: PLR2004
    return counted and parts[0].amount.low == parts[1].amount.low * parts[1].times


def in_yuan(plain: str, home: str) -> bool:
    """Whether a text says that its sums are in yuan, and not in the money of the case: 元 is no coin."""
    return bool(_YUAN.search(plain) or (home == _COIN and _YUAN_OR_LOCAL.search(plain)))


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
    account = next((one for one in _ACCOUNT.finditer(LONG_ORDER.sub("", plain)) if _is_account(one[0])), None)
    bank = next((one[0] for one in _BANK.finditer(plain) if not _is_own(plain, one)), None)
    return account and re.sub(r"[ -]", "", account[0]), bank


def name_said(text: str) -> str | None:
    """The name of the one to whom words say that something was paid: 「给张丽转的」."""
    found = _NAMED.search(text) or _GIVEN_TO.search(text)
    return next(filter(None, found.groups()), None) if found else None


def _is_own(plain: str, bank: re.Match[str]) -> bool:
    """Whether a bank is the one that was paid from: 「我的卡是建行」, 「交行转的」."""
    return bool(_OWN_CARD.search(plain, 0, bank.start()) or _PAID_FROM.match(plain, bank.end()))


def _is_account(written: str) -> bool:
    """Whether figures are as many as those of a card or an account, or are a telephone number."""
    return len(re.sub(r"[ -]", "", written)) in {11, *ACCOUNT_LENGTHS}


def _parts(heard: Mentions) -> Iterator[_Sum]:
    plain = heard.plain
    amounts = list(_paid(plain, _in_rows(heard)))
    start = 0
    for place, amount in enumerate(amounts):
        following = amounts[place + 1].start if place + 1 < len(amounts) else len(plain)
        end = _end(plain, amount, following, last=place + 1 == len(amounts))
        yield _Sum(start, end, amount, _times(plain, amounts, place))
        start = end


def _end(plain: str, amount: Amount, following: int, *, last: bool) -> int:
    """Where the words about a sum end: at a comma, and before what is said of all of them."""
    stops = [_CUT.search(plain, amount.end, following), _FOR_ALL.search(plain, amount.end) if last else None]
    if any(stops):
        end = min(stop.start() for stop in stops if stop)
        behind = _TOLD_BEHIND.match(plain, end, following)
        return behind.end() if behind else end
    more = None if last else _OF_THE_SUM.match(plain, amount.end, following)
    return more.end() if more else following if last else amount.end


def _in_money(amount: Amount, code: str | None) -> Amount:
    return replace(amount, currency=code) if code and amount.currency == HOME else amount


def _in_rows(heard: Mentions) -> list[Amount]:
    """The sums, with those that only their place tells: 2000 is no year in 「1000 2000 3000」 and 「三笔2000」."""
    sums = (one for one in heard.amounts if not _COUNTS.match(heard.plain, one.end))
    found = [one for amount in sums for one in _apart(heard.plain, amount)]
    taken = [*((one.start, one.end) for one in found), *(time.span for time in heard.times)]
    for match in _BARE.finditer(heard.plain):
        start, end = match.span()
        free = all(end <= first or start >= last for first, last in taken)
        free = free and not (_HOTLINE.match(heard.plain, start) and _CALLS.search(heard.plain, 0, start))
        in_row = any(_JOINED.fullmatch(heard.plain, one.end, start) for one in found)
        before = heard.plain[max(0, start - 16) : start]
        counted = _COUNT.search(before) or _EACH.search(before)
        if free and (in_row or counted or _alone(heard, found, start, end)):
            value = Decimal(match[0])
            found.append(Amount(value, value, HOME, start, end, sure=True))
    return sorted(found, key=lambda one: one.start)


def _apart(plain: str, amount: Amount) -> Iterator[Amount]:
    """A sum, or the several whose figures run into one: 「两千两千一千八」 is three, no number has 千 twice."""
    words = plain[amount.start : amount.end].rstrip("元块钱整")
    pieces = [found for found in _NUMBER.finditer(words) if found[0]]
    whole = amount.low != amount.high or any(len(piece[0]) == 1 for piece in pieces)
    if whole or "".join(piece[0] for piece in pieces) != words or len(pieces) == 1:
        yield amount
        return
    for piece in pieces:
        low, high = parse_quantity(piece[0]) or (amount.low, amount.high)
        yield replace(amount, low=low, high=high, start=amount.start + piece.start(), end=amount.start + piece.end())


def _alone(heard: Mentions, found: Sequence[Amount], start: int, end: int) -> bool:
    """Whether a number is the only one that can be the sum of a line with a time, or stands right behind a time."""
    if any(0 <= start - time.span[1] <= 1 for time in heard.times) or _ends_a_row(heard, found, start, end):
        return True
    first = heard.plain.rfind("\n", 0, start) + 1
    last = (heard.plain + "\n").index("\n", end)
    timed = any(first <= time.span[0] < start for time in heard.times)
    others = [one for one in found if first <= one.start < last]
    return timed and not others


def _ends_a_row(heard: Mentions, found: Sequence[Amount], start: int, end: int) -> bool:
    """Whether a number is the sum of a payment told in a row: behind a time of its own, last in its clause.

    「11月30日 21:14 转给*明 3000，11月30日 22:00 转给*丽 2000」
    """
    before = max((one.end for one in found if one.end <= start), default=0)
    told = heard.plain[
        max((time.span[1] for time in heard.times if before <= time.span[0] < start), default=start) : start
    ]
    last = _CLAUSE_ENDS.match(heard.plain, end)
    return bool(last and _PAYS.search(told) and not _NO_SUM_BEHIND.search(told))


def _paid(plain: str, amounts: Sequence[Amount]) -> Iterator[Amount]:
    """The sums that were paid: not the total of others, one only wanted, one that came back, or one told by mistake."""
    returned = -1  # where the last sum that came back ends; 「返过我两次 120和300」 are two of them
    for amount in put_right(plain, amounts):
        before = plain[max(0, amount.start - 20) : amount.start]
        with_it = returned >= 0 and re.fullmatch(r"\s?[、和跟与]\s?", plain[returned : amount.start])
        if with_it or _RETURNED.search(before) or _PAID_TO_ME.search(before):
            returned = amount.end
        elif _RETURNED_AFTER.match(plain, amount.end) or _SPLIT.match(plain, amount.end):
            continue
        elif "每" in before[-3:] or not (_TOTAL.search(before) or _is_wanted(plain, amount)):
            yield amount


def _is_wanted(plain: str, amount: Amount) -> bool:
    """Whether a sum was only asked for; the 再 of 「先交了5000，再交1万，最后交8000」 tells of one that was paid."""
    wanted = WANTED.search(plain[max(0, amount.start - 20) : amount.start])
    if wanted is None:
        return False
    in_turn = _FIRST_OF_ROW.search(plain, 0, amount.start) and not _ONLY_THEN.match(plain, amount.end)
    return not (in_turn and wanted[0].startswith("再"))


def _times(plain: str, amounts: Sequence[Amount], place: int) -> int:
    """How many payments of a sum: 「两笔500」 are two, 「三笔 5000 3000 2000」 one of each; 0 where it does not fit."""
    before = plain[max(0, amounts[place].start - 16) : amounts[place].start]
    counted = _COUNT.search(before)
    if _EVERY_DAY.search(before):
        return 0
    if counted is None:
        behind = _COUNT_AFTER.match(plain, amounts[place].end)
        if behind is None and _EACH.search(before):
            told = [*_COUNT_ANYWHERE.finditer(plain[: amounts[place].start])]
            behind = told[-1] if told else _COUNT_ANYWHERE.search(plain, amounts[place].end)
        return max(1, count_of(behind["n"])) if behind else 1
    run = 1
    while place + run < len(amounts) and _JOINED.fullmatch(
        plain, amounts[place + run - 1].end, amounts[place + run].start
    ):
        run += 1
    count = max(1, count_of(counted["n"]))
    apart = not re.search(r"[都各每]", counted[0]) and before[: counted.start()][-1:] not in {*"前头后"}
    if apart and place == 0 and count == len(amounts):
        return 1  # 「三次，五百、一千五，还有一次两千」
    return count if run == 1 else 1 if run == count else 0


def _payment(heard: Mentions, part: _Sum, channel: Callable[[str], str | None], typed: str) -> Payment:
    words = heard.plain[part.start : part.end]
    own = [one for one in heard.times if part.start <= one.span[0] < part.end]
    named = _NAMED.search(words)
    last = _AT_THE_END.search(words) if own and not named else None
    account, bank = accounts_said(words.replace(heard.plain[part.amount.start : part.amount.end], " ", 1))
    order = LONG_ORDER.search(words)
    other = read_other(OtherMoney(part.amount.low, part.amount.currency).stored())
    moments = [moment for one in own if (moment := _moment(heard, one)) is not None]
    name = last["named"] if last else named and next(filter(None, named.groups()), None)
    masked = masked_name(words, typed)
    return Payment(
        time=max(moments, key=lambda moment: moment.precision != "day") if moments else None,
        amount=None if other else money.sound(Decimal(part.amount.low).quantize(money.CENT)),
        other=other,
        channel=channel(words),
        order_number=order and order[0],
        payee_shown=masked or (name and as_typed(name, typed)),
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
    if after is None:  # 「5000、3000、2000，都是昨晚九点」
        for_all = [one for one in heard.times if _OF_ALL.search(heard.plain, 0, one.span[0])]
        after = _moment(heard, for_all[-1]) if for_all else None
    for part, payment in zip(parts, found, strict=True):
        words = heard.plain[part.start : part.end]
        another = channel != "transfer" and payment.channel is None and "转账" in words  # 「红包500，再转账2000」
        time, channel = payment.time or time, payment.channel or (None if another else channel)
        yield replace(payment, time=time or after, channel=channel or way)


def _moment(heard: Mentions, mention: TimeMention) -> Moment | None:
    """A mention as a moment; an hour without a day is of the one day that the text names."""
    moment = moment_of(mention, heard.plain)
    if _APART_BY.search(heard.plain, 0, mention.span[0]):
        return None
    if moment and moment.precision == "minute" and FROM_TO.match(heard.plain, mention.span[1]):
        moment = replace(moment, about=True)
    part_of_day = _PART_OF_DAY.search(heard.plain, *mention.span)
    if moment is None or (moment.precision == "day" and not part_of_day) or DAY.search(heard.plain, *mention.span):
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
    spoken = ":" not in heard.plain[slice(*mention.span)] and not part_of_day
    late = spoken and _LATE.search(heard.plain, *named.span) is not None and 0 < at.hour < _NOON
    if at.hour == 0 and _PAST.search(heard.plain, 0, mention.span[0]):
        return replace(moment, at=at + dt.timedelta(days=1), about=True)  # 「昨晚11点50转5000，过了零点又转」
    return replace(moment, at=at + dt.timedelta(hours=_NOON) if late else at)
