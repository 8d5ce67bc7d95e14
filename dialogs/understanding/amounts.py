"""Sums of money in a sentence: how much, in which currency, in how many payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from dialogs.limits import is_sum
from dialogs.text.expression import Expression
from dialogs.understanding.covered import Covered
from dialogs.understanding.numerals import DIGIT, UNIT, Range, just_over, just_under, nearly, parse_quantity, plain

HOME_CURRENCY = "CNY"
MORE, WHOLE = "more", "whole"
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
    rf"|[{DIGIT}\d十]{{1,4}}(?:个(?!\d)|[天日年月周次笔回遍人号点件家分秒岁位条张台单倍折成更番]|小时|星期|礼拜)|二(?:维|话|手|十)|两(?:人|边|口|地)|七上|八下|四处|千万"
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
    r"|[个天日号年岁周次遍笔秒件部台张条位楼级代折倍期份只双名种步页寸码户斤克米平单届届班成]|分钟|分(?!了)|(?<![多来余])点(?!钱)|[:：]\d|公里|毫|平方|多?[天年岁次个]|多人|%|[a-z]{2,}|g|[-/.]\d)"
)
_LABEL = Expression(
    r"(?:第|尾号|(?<![\d一二两三四五六七八九十])[单间牌工房群座桌台楼]号|卡号|号码|电话|手机号?|编号|验证码|qq号?|微信号|[^a-z]id|账号|密码)[是为:：]?\s?$"
    r"|[a-z@/._-]$|(?<![a-z])(?:id|qq|wx|vx|code|pin)(?: is |[是为:：])$"
    r"|(?<![a-z])(?:id|no|number|num|code|pin|qq|wx|vx|order|room|page|step|day|ext|iphone|android|ios)[是为:：]?\s$"
)
_PAYING = Expression(
    r"(?:转|打|付|汇|充|给|骗|花|买|交|投|刷|发|扫|存|借|欠|扣|收到|收|亏|输|损失|入金|下注|输入|过咗|金额|红包|钱|款|押金|[定订]金|到账|每次|每笔|[次笔]|[变按点写输看改]成)"
    r"(?:成|入|账|过去?|到|走|进去|给|[你我他她它]|对方|骗子|别人|人家|了|的|是|出|去|大概|大约|差不多|一共|总共|共计?|整整|每次|每笔|各|一笔|值|了个|个|费|[:\s]){0,8}$"
)
_LARGE = frozenset("百佰千仟万亿kw")
_ROUND = 100  # from it on, a word such as 百 or 万 makes a number a sum of money
_LONGEST = 8  # figures; a longer number is a telephone, a card or an order
_YEARS = range(1980, 2040)
_COIN = 10
_MOST = 60  # sums of one text; more stand in a statement of account, which nobody tells as one payment
_PHRASE = 40  # characters before an amount that are looked at
_PIECE = Expression(r"[\u4e00-\u9fff](?<![钱也多都就了给转吧呢吗的])")  # 一块砖 is no money
_COUNT = rf"\d{{1,2}}|[{DIGIT}十]{{1,2}}|好几|几|多"
TOTAL = r"(?:一共|总数|总共|合计|共计|总计|加起来|累计|前后|前前后后|统共|拢共|总额|共)"
_NET = (
    r"(?:净|实际上?|实打实|其实|真正|算下来)(?:就|只|才|是|一共|总共){0,2}"
    r"(?:亏|损失|被骗|骗|少|赔|付|转)(?:掉|走|去)?(?:了|的)?(?:是|就|只|有){0,2}"
)
_SURELY = Expression(r"(?:每[次笔]|支付|付款|金额|[转付交充花骗扣投]了)$")
_PAYMENTS = Expression(
    rf"(?:分|转|打(?!了十)|付|充|汇|发|给|刷|交|扣|投|共|前后|先后|陆续|连续|分别|连着|骗|买)了?(?:他|她|过去|过|我|成)?"
    rf"(?P<n>{_COUNT})[次回](?![月人多]|电话)|(?<![第每\d{DIGIT}十好])(?!一)(?P<strokes>{_COUNT})笔"
    rf"|[费金款钱](?!一)(?P<fees>{_COUNT})[次回]|[费金款]一次[^,。;!?]{{1,8}}一次|(?<![第每\d{DIGIT}十好])(?!一)(?P<all>{_COUNT})[次回]\s?(?=,?\s?{TOTAL}|都[是用走])"
    rf"|(?:转|打|汇|付)(?:给|到|进)了?[^,。;!?\d百千万电]{{0,8}}(?P<payees>(?!一)(?:\d{{1,2}}|[{DIGIT}十]{{1,2}})|好几|几|多)个?(?:不同的?)?(?:个人(?!中心)|人(?![民家])|账[户号]|收款|户头|[银行]{{0,2}}卡)"
)
EACH = r"(?:每次|每笔|每回|每单|每遍|各|每个)(?:都)?(?:是|转|打|付|充|给|发|投)?了?"
_EACH = Expression(rf"(?:{EACH}|(?:一次|一笔)(?:都)?(?:是|转|打|付|充|给|发|投)?了?)$")
_RAIL = (
    r"微信|支付宝|云闪付|数字人民币|现金|红包|扫码"
    r"|(?:[\u4e00-\u9fff]{1,2}行)?(?:银行)?卡|[\u4e00-\u9fff]{0,2}银行|[工农建招交中]行"
)
_NUMBERED = rf"第[{DIGIT}\d]{{1,2}}[次笔回个单]"
_ONE_OF_SEVERAL = Expression(
    rf"(?:一[次笔回个单]|{_NUMBERED})[,\s]?(?:是|用|从|走|通过)?(?:{_RAIL})?(?:里|上|转账)?(?:是|转|打|付|充|给|发|投|交)?[了的]?$"
)
# 「微信5000,支付宝3000」: each by another rail.
_BY_RAIL = Expression(rf"(?P<rail>{_RAIL})(?:里|上|又|还|也|再|转账|转|打|付|给|发|汇|扫){{0,3}}(?:过去)?了?$")
# 「转了3000给张三,转了2000给李四」: each was paid.
_WAS_PAID = Expression(r"[转付打汇充交发](?:账|款)?[了给](?:[他她]|对方|骗子)?了?$")
# 「每月扣800」, 「2000一个月」: what is charged again and again is no sum that was paid.
_RECURRING = Expression(
    r"(?:每个?|按|一个?)(?:月|年|天|日|周|星期|季度?)[^,。;!?了过转给]{0,6}(?:扣|收|缴|交|续)[^,。;!?了过转给]{0,6}$"
    r"|每个?(?:月|年|季度?)\s?$"
)
_RECURRING_AFTER = Expression(
    r"\s?(?:[/每]|一(?=个?[月年]))\s?个?(?:月|年|天|日|周|季)(?!了|前|以前|之前|后|内|没|都|过|多|来)"
)
_TIMES_SAME = Expression(rf"(?<!第)(?P<n>\d{{1,2}}|[{DIGIT}十]{{1,2}})[笔次个]$")
_ROUND_FIGURES = 2  # a sum of no more of them is that of each payment: 三笔5000, but 4笔49800 is the total
_TOTAL = Expression(rf"(?:{TOTAL}[^,。;!?]{{0,8}}|{_NET})$")
_FILLER = (
    rf"(?:是|的|给|他|她|我|让我|叫我|要我|继续|被|骗|借|转|打|付|充|汇|交|投|刷|发|过去|去|走|进去|了|用|从|{_RAIL}"
    rf"|给[\u4e00-\u9fff]{{2,4}}?(?=[转付打汇的])|一笔|一次|一个){{0,8}}$"
)
_ONCE_MORE = r"又[^,。;!?]{1,10}[给转付交打充汇]了$"  # 「又找黑客给了2000」
_ADDED = Expression(
    rf"{_ONCE_MORE}|(?:又|再|接着|然后|后来|之后|第[二三四]次|第[二三四]笔|还(?!有|剩)|另外|加上|和|跟|、|\+|一笔|[尾余]款){_FILLER}"
)
# Of a sum that stands first: it comes on top of what was told before.
_MORE = Expression(
    rf"{_ONCE_MORE}|(?:又|再(?!不)|接着|后来|之后|还(?!剩|差|没)有?|另外有?|另一笔|第[二三四五六七八九十\d]{{1,2}}[次笔单]"
    rf"|漏了|漏说了?|忘了?说了?|少说了|不止)[,\s]?{_FILLER}"
)
_SAME_SENTENCE = r"[^,。;!?]"
# What somebody wants is no payment, nor what one meant to pay or was close to paying, unless it was paid after all.
_DEMANDED = Expression(
    rf"(?:(?:还|又|现在|再|接着)(?:让|叫|逼|催|要求|求|通知)|(?:让|叫|逼|催|求|要求|通知|骗)[我你他她您]?(?:们)?{_SAME_SENTENCE}{{0,4}}[再先补]|要[我你]|(?:[他她又还在就先]|对方|客服|平台|骗子|老师|现在|[,。;!?\\s]|^)要(?!是|么|不|转给|给)"
    rf"|(?<![主只快不是])要$|(?:^|[,。;!?\\s])先(?:交|付|给|打|转|充)(?!了)|(?:不取消|不关|否则|不然)[^,。;!?]{{0,8}}(?:扣|收|交)"
    rf"|(?:账[上户]|平台上?|余额|显示|看着|里面?)[^,。;!?]{{0,6}}(?:有|是|到)|[一每]单(?:能|给|赚)?"
    rf"|(?:肯|愿意|答应|能|可以)(?:再)?借(?:给)?我|来(?:家里?|取|拿|收)[^,。;!?]{{0,4}}[拿取收]"
    rf"|需要|必须|还得|又得|得再|还差|准备|打算|不给|[没未](?:有)?[付给交转打](?!我)|想(?:跟我|找我)?借|说(?:是|得|要|让)?[先再补])"
    rf"{_SAME_SENTENCE}{{0,12}}$"
)
_DENIED = Expression(r"[没未]有?再?[付给交转打汇](?!我)(?:他|过|这|那|的|笔|个){0,3}$")
_ASKED_FOR = Expression(
    rf"(?:(?:让|叫|逼|催|求|通知|骗|忽悠)[我你他她您]|要(?!是|么)|需要?|得){_SAME_SENTENCE}{{0,12}}$"
)
_ALMOST = Expression(rf"(?:差点(?!点)|险些){_SAME_SENTENCE}{{0,6}}$|(?<!是)不是\s?$")
_GONE = Expression(r"\s?(?:[就都全也便]|一下子|瞬间){0,2}(?:没了|不见了|没有了|被?(?:骗|转|盗|刷|扣|划)走|打水漂)")
_PAID = Expression(
    rf"(?:[转付给交打充投刷汇扣盗买花存发借垫亏损](?:账|款|钱|入|失)?[了过走掉去完成]|损失|被骗|骗[走了去]|收了?我|已经|前面|之前)"
    rf"{_SAME_SENTENCE}{{0,9}}$"
)
_PAID_AFTER = Expression(
    r"[^,。;!?]{0,6}[,\s]?我?(?:就|都|也|真的?|已经|信了|照着|傻傻|乖乖|还|便|当时){0,2}[的地]?(?:[转付交给打充汇投刷]了(?![就才再]|以后|之后)|[转付交打充汇投]过去了|照做)"
)
_REFUSED = Expression(
    r"[^,。;!?]{0,6}[,\s]?(?:我|就|但|还|幸亏|幸好|好在|可|也|都|暂时){0,3}(?:没|不敢|不想|没有|未|不肯)(?:敢)?(?:转|付|给(?=[他她钱过,。;!?\s]|$)|交|打|理|同意|听)"
    r"|[^,。;!?]{0,6}[,\s]?(?:我)?(?:该不该|要不要)|[^,。;!?]{0,8}(?:才(?!知道|发现|反应|想)|就能|就可以)[^,。;!?]{0,6}(?:[给退放提解追发返还]|立案)"
)
_ASKED_ABOUT = Expression(
    r"(?:元|块钱?)?(?:以上|以下|以内)?[^,。;!?]{0,4}(?:[能够算才可][^,。;!?]{0,4}(?:立案|判|报案|量刑)|够不够)"
)
_OLD = 120  # years of age at most
_AGE = Expression(r"今年$")
_JOINTS = frozenset({"+", "、", "和", "跟", "加"})
_CORRECTED = Expression(r"(?:转成|打成|输成|写成|按成|付成|发成|扫成|弄成|充成|变成|当成|改[成为]|成)了?$")


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


@dataclass(frozen=True, slots=True)
class PaymentTotal:
    """What was paid in all, and in how many payments when that was said (0: several).

    `part` tells how it stands to sums told before: ``MORE`` comes on top of them, ``WHOLE`` is all; "" is not said.
    """

    amount: Amount | None
    payments: int | None
    part: str = ""


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


def find_payment(text: str, words: SumWords, taken: Sequence[tuple[int, int]] = ()) -> PaymentTotal:
    """The one sum that the person lost or sent, and the number of payments: 分三次每次2000 is 6000 in 3.

    A sum that no case can hold, such as 99 payments of a hundred billion, is None.
    """
    payment = _payment(text, words, find_amounts(text, words, taken), _payments(text))
    return payment if payment.amount is None or payment.amount.holds else PaymentTotal(None, payment.payments)


def _payment(text: str, words: SumWords, amounts: Sequence[Amount], count: int | None) -> PaymentTotal:
    amounts = _counting(text, amounts)
    told = [amount for amount in amounts if not _unpaid(text, amount)]
    parts = [amount for amount in told if _ONE_OF_SEVERAL.search(_before(text, amount))]
    several = len(parts) > 1 and len({part.currency for part in parts}) == 1
    for amount in told:
        if _TOTAL.search(_before(text, amount)) and not (several and amount in parts):
            return PaymentTotal(amount, count, WHOLE)
    more = MORE if told and _MORE.search(_before(text, told[0])) else ""
    if several:
        return PaymentTotal(reduce(Amount.plus, parts), len(parts), more)
    for amount in told:
        before = _before(text, amount)
        if _EACH.search(before) and count:
            return PaymentTotal(amount.times(count), count, more)
        if (same := _TIMES_SAME.search(before)) and amount.sure and (n := _count(same["n"])) > 1:
            return PaymentTotal(amount.times(n) if _figures(amount.low) <= _ROUND_FIGURES else amount, n, more)
    main, parts_added = _main(text, words, told)
    return PaymentTotal(main, count if count is not None else (parts_added if parts_added > 1 else None), more)


def _counting(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """The sums that are surely sums, those of a rail and those joined to one (2300和1700); all, where none is sure."""
    kept: list[Amount] = []
    for amount in amounts:
        joined = kept and text[kept[-1].end : amount.start].strip() in _JOINTS
        before = _before(text, amount)
        if amount.sure or joined or _ONE_OF_SEVERAL.search(before) or _BY_RAIL.search(before):
            kept.append(amount)
    return kept or list(amounts)


def _unpaid(text: str, amount: Amount) -> bool:
    """Whether the sum is wanted, meant or asked about, and not paid."""
    before, after = _before(text, amount), text[amount.end : amount.end + _PHRASE]
    if _ALMOST.search(before) or _DENIED.search(before) or _RECURRING.search(before):
        return True
    if _GONE.match(after):
        return False
    wanted = _DEMANDED.search(before)
    asked = wanted or _ASKED_FOR.search(before)
    if _PAID.search(before, asked.start() if asked else 0) or _PAID_AFTER.match(after):
        return False
    if _RECURRING_AFTER.match(after):
        return True
    return bool(wanted or _REFUSED.match(after) or _ASKED_ABOUT.match(after))


def _figures(value: Decimal) -> int:
    """How many figures of a sum are none of its last zeros: 1 of 5000, 3 of 49800."""
    return len(f"{value:f}".replace(".", "").strip("0"))


def _main(text: str, words: SumWords, amounts: Sequence[Amount]) -> tuple[Amount | None, int]:
    for amount in amounts:
        if _CORRECTED.search(_before(text, amount)):
            return amount, 1
    aside = [a for a in amounts if words.aside.search(_before(text, a)) and not _GONE.match(text, a.end)]
    asked = [amount for amount in amounts if amount not in aside and _ASKED_FOR.search(_before(text, amount))]
    told = [amount for amount in amounts if amount not in aside and amount not in asked] or asked or aside
    if not told:
        return None, 0
    total, parts = told[0], 1
    for amount in told[1:]:
        before = _before(text, amount)
        added = (_ADDED.search(before) and _paying(text, amount)) or _is_another(text, told[0], amount)
        if added and amount.currency == total.currency and amount.low >= 1:
            total, parts = total.plus(amount), parts + 1
    return total, parts


def _is_another(text: str, first: Amount, amount: Amount) -> bool:
    """Whether a sum is one more payment by its own words: it went by another rail, or it was paid as the first was."""
    before, since = _before(text, first), text[first.end : amount.start]
    own, other = _BY_RAIL.search(before), _BY_RAIL.search(since)
    if own and other:
        return own["rail"] != other["rail"]
    return first.low != amount.low and bool(_WAS_PAID.search(before) and _WAS_PAID.search(since))


def _before(text: str, amount: Amount) -> str:
    """The words right before an amount that may say what it is: as many as any such phrase has."""
    return text[max(0, amount.start - _PHRASE) : amount.start]


def _paying(text: str, amount: Amount) -> bool:
    return bool(_PAYING.search(_before(text, amount))) or text[amount.start - 1 : amount.start] in _JOINTS


def _amount(text: str, words: SumWords, start: int, run: str) -> Amount | None:
    run = run.rstrip(".")
    tail = _TAIL.search(run)
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
    unit = words.unit_after.match(text, end)
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
    if unit and run == "一" and unit[0].strip() == "块" and _PIECE.match(text, unit.end()):
        return None
    sure = bool(currency) or _has_multiplier(run, value) or bool(_PAYING.search(before)) or run == text
    if not currency and _is_something_else(text, words, end, run, before, value, sure=sure):
        return None
    if _UNDER.search(before):
        value = just_under(value[1])
    elif _NEARLY.search(before):
        value = nearly(value[1])
    elif value[0] == value[1] and (_OVER.search(before) or _OVER_AFTER.match(text, end)):
        value = just_over(value[0])
    return Amount(value[0], value[1], currency or HOME_CURRENCY, start, end, sure)


def _with_change(text: str, end: int, value: Range) -> tuple[Range, int]:
    """Adds the dimes of 3块5, unless what follows counts something else."""
    change = _SMALL_CHANGE.match(text, end)
    if not change or value[0] != value[1] or value[0] != int(value[0]):
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
    if _AGE.search(before) and value[1] < _OLD:
        return True
    bare = not _has_multiplier(run, value)
    in_a_row = before[-1:] in _JOINTS and before[-2:-1].isdigit()
    told = _PAYING.search(before) or before.endswith("是") or in_a_row or _ONE_OF_SEVERAL.search(before)
    year = run.isdigit() and int(run) in _YEARS and run != text and not told
    spoken_digit = not run[0].isdigit() and bare and run != text
    too_small = value[1] < _COIN and not (run[0].isdigit() and _PAYING.search(before))
    return year or (spoken_digit and not sure) or (too_small and run != text)


def _payments(text: str) -> int | None:
    match = _PAYMENTS.search(text)
    if match is None:
        return None
    said = match["n"] or match["strokes"] or match["fees"] or match["all"]
    return _count(said) if said else 0


def _count(written: str) -> int:
    value = parse_quantity(written)
    return int(value[0]) if value and value[0] == value[1] else 0
