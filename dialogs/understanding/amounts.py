"""Sums of money in a sentence: how much, in which currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dialogs.limits import is_sum
from dialogs.text.expression import Expression
from dialogs.understanding.covered import Covered
from dialogs.understanding.numerals import DIGIT, UNIT, Range, just_over, just_under, nearly, parse_quantity, plain

HOME_CURRENCY = "CNY"
_RUN = Expression(  # 张三5000 and 王五1200 are names before a sum
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?(?![\d,])"
    rf"|(?:好几|数(?=[十百千万])|几(?=[十百千万kw])|[百千万](?=把)|十|[{DIGIT}](?!\d\d)|\d)"
    rf"(?:\.?\d|[零〇{DIGIT}{UNIT}几余多]|来(?![了自电])|把(?=块|元|$)|个?[wk](?![a-z])|个(?=[万千百])|[到至~-](?=[\d{DIGIT}]+[百千万wk]))*)"
    r"(?P<more>[kw](?![a-z]))?"
)
# What ends a run of figures may begin the next word instead: 2万一直, 3千二维码, 8000三年.
_TAIL = Expression(rf"(?:(?<=[百千万kw])(?:[{DIGIT}\d]|(?<=[千万kw])[{DIGIT}]十)|(?<=\d\d)[{DIGIT}十]+)$")
_NEXT_WORD = Expression(
    r"一(?!$|[\s,.。;!?)元块的了给转被都就左右多])"
    rf"|[{DIGIT}\d十]{{1,4}}(?:个(?!\d)|[天日年月周次笔回遍人号点件家秒岁位条张台单倍折成更番]|分(?![{DIGIT}\d几好多]{{1,2}}[次回笔])|小时|星期|礼拜)|二(?:维|话|手|十)|两(?:人|边|口|地)|七上|八下|四处|千万"
    rf"|(?<=\d\d)[{DIGIT}十]"
)
_SMALL_CHANGE = Expression(
    rf"零?([\d{DIGIT}])[毛角]([\d{DIGIT}])(?![\d{DIGIT}{UNIT}次个天年月点号笔%])分?|(?:零(?=.[毛角]))?([\d{DIGIT}])(?![\d{UNIT}次个天年月点号笔%])[毛角]?"
)
_DIMES = Expression(rf"\s?[毛角](?:(?P<cents>[\d{DIGIT}])(?![\d{DIGIT}{UNIT}次个天年月点号笔%])分?)?(?:钱)?")
_UNDER = Expression(r"(?:不到|不足|不满|小)$")
_NEARLY = Expression(r"(?:将近|接近|近|差点|快)$")
_OVER = Expression(r"(?:超过|多于|不止|(?<![转付打给交汇充投借发刷])过)$")
_OVER_AFTER = Expression(r"出头|冒头|往上")
_MEASURE = Expression(
    r"(?:个?(?:多)?(?:人(?!不|就|没|下|跑|失|消|也|都|联|已)|月|小时|钟头|星期|礼拜|工作日|好友|群|号|账号|骗子|同学|朋友|孩子|客服|视频|任务|粉丝|零|0|赞|(?<=个)点)"
    r"|[个天日号年岁周次遍笔秒件部台张条位楼级代折倍期份只双名种步页寸码户斤克米平单届届班成]|分钟|分(?!了|[几好多\d一两二三四五六七八九十]{1,2}[次回笔])|(?<![多来余])点(?!钱)|[:：]\d|公里|毫|平方|多?[天年岁次个]|多人|%|[a-z]{2,}|g|[-/.]\d)"
)
_LABEL = Expression(
    r"(?:第|尾号|(?<![\d一二两三四五六七八九十])[单间牌工房群座桌台楼]号|卡号|号码|电话|手机号|编号|验证码|qq号?|微信号|[^a-z]id|账号|密码)[是为:：]?\s?$"
    r"|[a-z@/._-]$|(?<![a-z])(?:id|qq|wx|vx|code|pin)(?: is |[是为:：])$"
    r"|(?<![a-z])(?:id|no|number|num|code|pin|qq|wx|vx|order|room|page|step|day|ext|iphone|android|ios)[是为:：]?\s$"
)
PAYING = Expression(
    r"(?:转|打|付|汇|充|给|骗|花|买|交|投|刷|发|扫|存|借|欠|扣|收到|收|亏|输|损失|入金|下注|输入|过咗|金额|红包|钱|款|押金|[定订]金|到账|每次|每笔|[次笔]|[变按点写输看改]成)"
    r"(?:成|错|重复?|多|掉|完|入|账|过去?|到|走|进去|给|[你我他她它]|对方|骗子|别人|人家|了|的|是|出|去|大概|大约|差不多|一共|总共|共计?|整整|每次|每笔|各|一笔|值|了个|个|费|[:\s]){0,8}$"
)
_MONEY_AFTER_A_BLANK = " 钱"
_LARGE = frozenset("百佰千仟万亿kw")
_ROUND = 100  # from it on, a word such as 百 or 万 makes a number a sum of money
_LONGEST = 8  # figures; a longer number is a telephone, a card or an order
_YEARS = range(1980, 2040)
_COIN = 10
_MOST = 60  # sums of one text; more stand in a statement of account, which nobody tells as one payment
_PIECE = Expression(r"[\u4e00-\u9fff](?<![钱也多都就了给转吧呢吗的])")  # 一块砖 is no money
_SURELY = Expression(r"(?:每[次笔]|支付|付款|金额|[转付交充花骗扣投]了)$")
RAIL = (
    r"微信|支付宝|云闪付|数字人民币|现金|红包|扫码"
    r"|(?:[\u4e00-\u9fff]{1,2}行)?(?:银行)?卡|[\u4e00-\u9fff]{0,2}银行|[工农建招交中]行"
)
_NUMBERED = rf"第[{DIGIT}\d]{{1,2}}[次笔回个单]"
ONE_OF_SEVERAL = Expression(
    rf"(?:一[次笔回个单]|{_NUMBERED})[,\s]?(?:是|用|从|走|通过)?(?:{RAIL})?(?:里|上|转账)?(?:是|转|打|付|充|给|发|投|交)?[了的]?$"
)
# 「会员费399 包装费1999」: each for something else.
FEE = Expression(r"(?P<fee>[\u4e00-\u9fff]{1,4}[费金])(?:是|交了?|付了?|[:\s])?$")
_OLD = 120  # years of age at most
_AGE = Expression(r"今年$")
_SOMEBODY = Expression(r"(?:^|[,。;!?\s])(?:我|俺|他|她|本人|人家)(?:都|已经?|才|快|也|今年)?$")
_AGED = Expression(r"岁|了(?![多几])|\s?(?:$|[,。;!?]|\s[\u4e00-\u9fff])")
JOINTS = frozenset({"+", "、", "和", "跟", "加"})


@dataclass(frozen=True, slots=True)
class SumWords:
    """How sums are told: patterns whose groups name the currency, after a sum and before it; numbers that are called;
    what tells of a sum beside the payment.
    """

    unit_after: Expression
    mark_before: Expression
    hotlines: frozenset[str]
    aside: Expression


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum found in a text, from `low` to `high` (equal when exact), at two offsets of the text."""

    low: Decimal
    high: Decimal
    currency: str
    start: int
    end: int
    sure: bool  # said with a unit, a multiplier or a verb of paying; else it is a bare number

    def encode(self) -> str:
        """The value as `dialogs.case` stores it: ``"5000"`` or ``"200/300"``."""
        return plain(self.low) if self.low == self.high else f"{plain(self.low)}/{plain(self.high)}"

    @property
    def holds(self) -> bool:
        """Whether a case can hold it (`dialogs.limits.is_sum`)."""
        return is_sum(self.low) and is_sum(self.high)

    def times(self, n: int) -> Amount:
        """`n` payments of this sum."""
        return Amount(self.low * n, self.high * n, self.currency, self.start, self.end, self.sure)

    def plus(self, other: Amount) -> Amount:
        """This sum and another one of the same currency."""
        return Amount(self.low + other.low, self.high + other.high, self.currency, self.start, other.end, self.sure)


def find_amounts(text: str, words: SumWords, taken: Sequence[tuple[int, int]] = ()) -> list[Amount]:
    """All sums of money in normalised `text`, in order, outside the spans `taken` (times …); at most `_MOST`."""
    found: list[Amount] = []
    covered = Covered(text, taken)
    for match in _RUN.finditer(text):
        if found and match.start() < found[-1].end:
            continue  # the change of the sum before
        run = match[0][: covered.free(match.span())]
        if run != match[0] and run[-1:] not in _LARGE:
            continue
        amount = _amount(text, words, match.start(), run)
        if amount is not None:
            found.append(amount)
        if len(found) == _MOST:
            break
    return found


def _amount(text: str, words: SumWords, start: int, run: str) -> Amount | None:
    run = run.rstrip(".")
    tail = _TAIL.search(run) if len(run) > 1 else None
    if tail and _NEXT_WORD.match(text, start + tail.start()):
        run = run[: tail.start()]
    end = start + len(run)
    before = text[max(0, start - 16) : start]
    if run.endswith("一") and parse_quantity(run) is None and _NEXT_WORD.match(text, end - 1):
        run = run[:-1]  # 「六千六一共」
        end = start + len(run)
    value = parse_quantity(run)
    if value is None or value[1] <= 0:
        return None
    unit = _unit_after(text, words, end)
    mark = words.mark_before.search(before)
    currency = (mark and mark.lastgroup) or (unit and unit.lastgroup)
    dimes = _DIMES.match(text, end)
    if dimes:
        cents, ones = _digit(dimes["cents"]) / 100, int(before.endswith("块"))  # 块六毛六 is 1.66
        low, high = (ones + side / 10 + cents for side in value)
        return Amount(low, high, HOME_CURRENCY, start - ones, dimes.end(), sure=True)
    if unit and not mark and unit.lastgroup == HOME_CURRENCY and unit[0].strip() in {"块", "元"}:
        value, end = _with_change(text, unit.end(), value)
    elif unit:
        end = unit.end()
    if mark and not unit and _MEASURE.match(text, end):  # 「说日元3天到」
        return None
    if unit and run == "一" and unit[0].strip() == "块" and _PIECE.match(text, unit.end()):
        return None
    sure = bool(currency) or _has_multiplier(run, value) or bool(PAYING.search(before)) or run == text
    if not currency and _is_something_else(text, words, end, run, before, value, sure=sure):
        return None
    if _UNDER.search(before):
        value = just_under(value[1])
    elif _NEARLY.search(before):
        value = nearly(value[1])
    elif value[0] == value[1] and (_OVER.search(before) or _OVER_AFTER.match(text, end)):
        value = just_over(value[0])
    return Amount(value[0], value[1], currency or HOME_CURRENCY, start, end, sure)


def _unit_after(text: str, words: SumWords, end: int) -> re.Match[str] | None:
    """The money named after a number; 「钱」 after a blank begins something else: 「我17 钱是扫码付的」."""
    unit = words.unit_after.match(text, end)
    return None if unit and unit[0] == _MONEY_AFTER_A_BLANK else unit


def _with_change(text: str, end: int, value: Range) -> tuple[Range, int]:
    """Adds the dimes of 3块5, unless what follows counts something else."""
    change = _SMALL_CHANGE.match(text, end)
    if not change or value[0] != value[1] or value[0] != int(value[0]) or _NEXT_WORD.match(text, end):  # 「两万块一直」
        return value, end
    exact = value[0] + _digit(change[1] or change[3]) / 10 + _digit(change[2]) / 100
    return (exact, exact), change.end()


def _digit(written: str | None) -> Decimal:
    value = parse_quantity(written) if written else None
    return value[0] if value else Decimal(0)


def _has_multiplier(run: str, value: Range) -> bool:
    return value[1] >= _ROUND and not _LARGE.isdisjoint(run)


def _is_something_else(
    text: str, words: SumWords, end: int, run: str, before: str, value: Range, *, sure: bool
) -> bool:
    """Whether a number without a currency counts people, hours, a phone number: anything but money."""
    hotline = run in words.hotlines and not _SURELY.search(before)
    if run.isdigit() and (len(run) > _LONGEST or hotline or (len(run) > 1 and run[0] == "0")):
        return True
    apart = text[end : end + 1] == " " and value[1] < _ROUND  # 3 个人, but 骗了2680 群里已经
    if _MEASURE.match(text, end + apart) or _LABEL.search(before):
        return True
    aged = _AGE.search(before) or (_SOMEBODY.search(before) and _AGED.match(text, end))  # 「我35了」
    if aged and value[1] < _OLD:
        return True
    bare = not _has_multiplier(run, value)
    in_a_row = before[-1:] in JOINTS and before[-2:-1].isdigit()
    paying = PAYING.search(before)
    told = paying or before.endswith("是") or in_a_row or ONE_OF_SEVERAL.search(before)
    told = told or FEE.search(before)
    year = run.isdigit() and int(run) in _YEARS and run != text and not told
    spoken_digit = not run[0].isdigit() and bare and run != text
    too_small = value[1] < _COIN and not (run[0].isdigit() and paying)
    return year or (spoken_digit and not sure) or (too_small and run != text)
