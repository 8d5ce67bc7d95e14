"""What was paid by the sums of a sentence: which of them, how often, what comes on top, and what was only wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import pairwise

from dialogs.text.expression import Expression
from dialogs.understanding.amounts import FEE, JOINTS, ONE_OF_SEVERAL, PAYING, RAIL, Amount, SumWords, find_amounts
from dialogs.understanding.numerals import DIGIT, parse_quantity

MORE, WHOLE = "more", "whole"
_FEWEST_LISTED = 2
_SEPARATING = " ,、;/和跟"
_PHRASE = 40  # characters before an amount that are looked at
_COUNT = rf"\d{{1,2}}|[{DIGIT}十]{{1,2}}|好几|几|多"
TOTAL = r"(?:一共|总数|总共|合计|共计|总计|加起来|累计|前后|前前后后|统共|拢共|总额|共)"
_NET = (
    r"(?:净|实际上?|实打实|其实|真正|算下来)(?:就|只|才|是|一共|总共){0,2}"
    r"(?:亏|损失|被骗|骗|少|赔|付|转)(?:掉|走|去)?(?:了|的)?(?:是|就|只|有){0,2}"
)
_PAYMENTS = Expression(
    rf"(?:分|转|打(?!了十)|付|充|汇|发|给|刷|交|扣|投|共|前后|先后|陆续|连续|分别|连着|骗|买)了?(?:他|她|过去|过|我|成)?"
    rf"(?P<n>{_COUNT})[次回](?![月人多]|电话)|(?<![第每\d{DIGIT}十好])(?!一)(?P<strokes>{_COUNT})笔"
    rf"|(?<![第每\d{DIGIT}十好])(?!一)(?P<packets>{_COUNT})个(?:微信)?红包"
    rf"|[费金款钱](?!一)(?P<fees>{_COUNT})[次回]|[费金款]一次[^,。;!?]{{1,8}}一次|(?<![第每\d{DIGIT}十好])(?!一)(?P<all>{_COUNT})[次回]\s?(?=,?\s?{TOTAL}|都[是用走])"
    rf"|(?:转|打|汇|付)(?:给|到|进)了?[^,。;!?\d百千万电]{{0,8}}(?P<payees>(?!一)(?:\d{{1,2}}|[{DIGIT}十]{{1,2}})|好几|几|多)个?(?:不同的?)?(?:个人(?!中心)|人(?![民家])|账[户号]|收款|户头|[银行]{{0,2}}卡)"
)
EACH = r"(?:每次|每笔|每回|每单|每遍|各|每个)(?:都)?(?:是|转|打|付|充|给|发|投)?了?"
_EACH = Expression(rf"(?:{EACH}|(?:一次|一笔)(?:都)?(?:是|转|打|付|充|给|发|投)?了?)$")
# 「微信5000,支付宝3000」: each by another rail.
_BY_RAIL = Expression(rf"(?P<rail>{RAIL})(?:里|上|又|还|也|再|转账|转|打|付|给|发|汇|扫){{0,3}}(?:过去)?了?$")
# 「转了3000给张三,转了2000给李四」: each was paid.
_WAS_PAID = Expression(r"[转付打汇充交发](?:账|款)?[了给](?:[他她]|对方|骗子)?了?$")
_CALLED_FOR = Expression(r"(?:喊|叫|让|要|说)[我你]?[^,。;!?]{0,6}$")
# 「每月扣800」, 「2000一个月」: what is charged again and again is no sum that was paid.
_RECURRING = Expression(
    r"(?:每个?|按|一个?)(?:月|年|天|日|周|星期|季度?)[^,。;!?了过转给]{0,6}(?:扣|收|缴|交|续|[给发返](?!他|她|对方))[^,。;!?了过转给]{0,6}$"
    r"|每个?(?:月|年|季度?)\s?$"
)
_RECURRING_AFTER = Expression(
    r"\s?(?:[/每]|一(?=个?[月年]))\s?个?(?:月|年|天|日|周|季)(?!了|前|以前|之前|后|内|没|都|过|多|来)"
)
_TIMES_SAME = Expression(rf"(?<!第)(?P<n>\d{{1,2}}|[{DIGIT}十]{{1,2}})[笔次个]$")
_TIMES_AFTER = Expression(r"(?:元|块)?\s?[x×*乘]\s?(?P<n>\d{1,2})(?![\d.])")  # 「200 x10」
_AS_RED_PACKETS = Expression(r"(?:元|块)?的?红包")
_IT_WAS = Expression(r"(?:^|[,。;!?\s])(?:应该|其实|实际上?|一共|就|明明){0,2}是\s?$")  # 「是15000 不是80万」
_ROUND_FIGURES = 2  # a sum of no more of them is that of each payment: 三笔5000, but 4笔49800 is the total
_TOTAL = Expression(rf"(?:{TOTAL}[^,。;!?]{{0,8}}|{_NET})$")
_FILLER = (
    rf"(?:是|的|给|他|她|我|让我|叫我|要我|继续|被|骗|借|转|打|付|充|汇|交|投|刷|扫|发|出去|过去|去|走|进去|了|用|从|{RAIL}"
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
_NOT_ONLY = Expression(r"(?:不止|不光|不只|哪止|何止)(?:是|转了?|付了?|骗了?)?$")
_SAME_SENTENCE = r"[^,。;!?]"
# 「先是八百,然后三千,最后转了7200」: each came after the one before.
_FIRST = Expression(
    r"(?<![首优事领])(?:先(?:是|后)?|(?:最|一)开始|起初|头一[笔次])(?:[给让])?(?:[他她])?(?:转|打|付|充|给|发|投|交|汇)?[了过]?$"
)
_THEN = Expression(
    r"(?:然后|后来|接着|之后|随后|跟着|再|又|最后)(?:一?[笔次]|又|再|是|给)?(?:[他她])?(?:转|打|付|充|给|发|投|交|汇)?[了过]?$"
)
# What somebody wants is no payment, nor what one meant to pay or was close to paying, unless it was paid after all.
_DEMANDED = Expression(
    rf"(?:(?:还|又|现在|再|接着)(?:让|叫|逼|催|要求|求|通知|说要)|(?:让|叫|逼|催|求|要求|通知|骗)[我你他她您]?(?:们)?{_SAME_SENTENCE}{{0,4}}[再先补]|要[我你]|(?:[他她又还在就先]|对方|客服|平台|骗子|老师|现在|[,。;!?\\s]|^)要(?!是|么|不|转给|给)"
    rf"|(?<![主只快不是])要$|(?:^|[,。;!?\\s])先(?:交|付|给|打|转|充)(?!了)|(?:不取消|不关|否则|不然)[^,。;!?]{{0,8}}(?:扣|收|交)"
    rf"|(?:(?<!面)价?值|估[价值]|市值|能卖|拍(?:出|到|得))(?:到|得|了|个|大概|大约|至少){{0,2}}|(?:账[上户]|平台上?|余额|显示|看着|里面?)[^,。;!?]{{0,6}}(?:有|是|到)|[一每]单(?:能|给|赚)?"
    rf"|(?:肯|愿意|答应|能|可以)(?:再)?借(?:给)?我|来(?:家里?|取|拿|收)[^,。;!?]{{0,4}}[拿取收]|(?:再|还要?|又要?)来(?:家里?)?[拿取收]"
    rf"|(?:自动|就|会|要|得)扣(?:费|款|钱|我)?|需要|必须|还得|又得|得再|还差|准备|打算|不给|[没未](?:有)?[付给交转打](?!我)|想(?:跟我|找我)?借|说(?:是|得|要|让)?[先再补])"
    rf"{_SAME_SENTENCE}{{0,12}}$"
)
# 「他也说他垫了10万」: what somebody else paid.
_OF_ANOTHER = Expression(
    r"(?:[他她]|对方|老师|导师|群友|别人|男友|女友|男朋友|女朋友|网友)(?:们)?(?:也|都|自己|还|说[他她]?|个人){0,4}(?:帮我?)?(?:垫|投|出|充|凑|贴)(?:了|过|进去)?$"
)
_DENIED = Expression(
    r"(?:[没未]有?再?[付给交转打汇](?!我)(?:他|过|这|那|的|笔|个){0,3}|欠[过着了]?(?:他|她|对方|人家)(?:们)?的?)$"
)
# 「身上就剩60块」 was left, and not paid.
_LEFT = Expression(r"(?:剩(?:下|了)?|身上(?:就|只|还|也)?有?|[手兜包]里(?:就|只|还)?有?)(?:的|就|只有?|最后){0,2}$")
# 「他还了我7000」, 「他退了580」 came back; 「上个月提了3000出来」 was taken out.
_CAME_BACK = Expression(
    r"(?:[他她]|对方|人家|店家?|商家|老板|骗子|平台|客服|收款人|房东|卖家|摊主)(?:们)?[^,。;!?我]{0,6}(?:退|还|返|赔|转回|打回)(?:了|给|还|回来?){0,3}(?:我)?了?$"
    r"|(?:退|还|返|转回|打回|赔)(?:了|给|还|回来?){0,3}我了?$|(?:[他她]|对方|人家|店家)[^,。;!?我]{0,4}给我(?:转|打|发)(?:回)?了?$|提现?(?:了|过|出来?|走){1,2}$"
)
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
# 「收五百帮我弄回来」
_OFFERED_AFTER = Expression(r"(?:元|块钱?)?(?:的?费用?)?[,，]?(?:就|才|便)?(?:能|可以|肯|给)?(?:帮|替)[我你]")
_ASKED_ABOUT = Expression(
    r"(?:元|块钱?)?(?:以上|以下|以内)?[^,。;!?]{0,4}(?:[能够算才可][^,。;!?]{0,4}(?:立案|判|报案|量刑)|够不够)"
)
_CORRECTED = Expression(r"(?:转成|打成|输成|写成|按成|付成|发成|扫成|弄成|充成|变成|当成|改[成为]|成)了?$")


@dataclass(frozen=True, slots=True)
class PaymentTotal:
    """What was paid in all, and in how many payments when that was said (0: several).

    `part` tells how it stands to sums told before: ``MORE`` comes on top of them, ``WHOLE`` is all; "" is not said.
    """

    amount: Amount | None
    payments: int | None
    part: str = ""


def find_payment(text: str, words: SumWords, taken: Sequence[tuple[int, int]] = ()) -> PaymentTotal:
    """The one sum that the person lost or sent, and the number of payments: 分三次每次2000 is 6000 in 3.

    A sum that no case can hold, such as 99 payments of a hundred billion, is None.
    """
    payment = _payment(text, words, find_amounts(text, words, taken), _payments(text))
    return payment if payment.amount is None or payment.amount.holds else PaymentTotal(None, payment.payments)


def _payment(text: str, words: SumWords, amounts: Sequence[Amount], count: int | None) -> PaymentTotal:
    more_than = [amount for amount in amounts if _NOT_ONLY.search(_before(text, amount))]  # 「不止八千,9200」
    if listed := _listed(text, amounts, count):
        return PaymentTotal(reduce(Amount.plus, listed), len(listed))
    if whole := _sum_of_the_demanded(text, amounts):
        return PaymentTotal(whole, count, WHOLE)
    amounts = _counting(text, [amount for amount in amounts if amount not in more_than] or amounts)
    told = [amount for amount in amounts if not _unpaid(text, amount)]
    parts = [amount for amount in told if ONE_OF_SEVERAL.search(_before(text, amount))] or _in_turn(text, told)
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
        if (by := _TIMES_AFTER.match(text, amount.end)) and (n := int(by["n"])) > 1:
            return PaymentTotal(amount.times(n), n, more)
        surely = amount.sure or _AS_RED_PACKETS.match(text, amount.end)
        if surely and (same := _TIMES_SAME.search(before)) and (n := _count(same["n"])) > 1:
            return PaymentTotal(amount.times(n) if _figures(amount.low) <= _ROUND_FIGURES else amount, n, more)
    main, parts_added = _main(text, words, told)
    return PaymentTotal(main, count if count is not None else (parts_added if parts_added > 1 else None), more)


def _sum_of_the_demanded(text: str, amounts: Sequence[Amount]) -> Amount | None:
    """The last of several sums, where those demanded before it add up to it: 「喊先打两千 又喊打三千 我打了五千」."""
    before, last = amounts[:-1], amounts[-1:]
    if len(before) < _FEWEST_LISTED or any(one.currency != last[0].currency for one in before):
        return None
    if not (_CALLED_FOR.search(_before(text, before[-1])) and _WAS_PAID.search(_before(text, last[0]))):
        return None
    added = (sum(one.low for one in before[-count:]) for count in range(_FEWEST_LISTED, len(before) + 1))
    return last[0] if last[0].low in added else None


def _counting(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """The sums that are surely sums, those of a rail and those joined to one (2300和1700); all, where none is sure."""
    kept: list[Amount] = []
    for amount in amounts:
        joined = kept and text[kept[-1].end : amount.start].strip() in JOINTS
        before = _before(text, amount)
        named = any(words.search(before) for words in (ONE_OF_SEVERAL, _BY_RAIL, FEE, _TOTAL, _FIRST, _THEN, _IT_WAS))
        if amount.sure or joined or named:
            kept.append(amount)
    return kept or list(amounts)


def _listed(text: str, amounts: Sequence[Amount], count: int | None) -> Sequence[Amount]:
    """The sums that make up a list, where as many payments are told: 「三次 500 800 1200」; else none."""
    if len(amounts) < _FEWEST_LISTED or any(amount.currency != amounts[0].currency for amount in amounts):
        return ()
    between = (text[one.end : other.start] for one, other in pairwise(amounts))
    told = _TIMES_SAME.search(_before(text, amounts[0]))
    many = _count(told["n"]) if told else count
    return amounts if many == len(amounts) and all(gap and not gap.strip(_SEPARATING) for gap in between) else ()


def _in_turn(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """The sums, where each is told as coming after the one before; else none."""
    first, then = amounts[:1], amounts[1:]
    told = first and _FIRST.search(_before(text, first[0])) and all(_THEN.search(_before(text, one)) for one in then)
    return list(amounts) if told else []


def _unpaid(text: str, amount: Amount) -> bool:
    """Whether the sum is wanted, meant or asked about, and not paid."""
    before, after = _before(text, amount), text[amount.end : amount.end + _PHRASE]
    if any(words.search(before) for words in (_ALMOST, _DENIED, _LEFT, _RECURRING, _OF_ANOTHER, _CAME_BACK)):
        return True
    if _GONE.match(after):
        return False
    wanted = _DEMANDED.search(before)
    asked = wanted or _ASKED_FOR.search(before)
    if _PAID.search(before, asked.start() if asked else 0) or _PAID_AFTER.match(after):
        return False
    if _RECURRING_AFTER.match(after):
        return True
    return bool(wanted or any(words.match(after) for words in (_REFUSED, _ASKED_ABOUT, _OFFERED_AFTER)))


def _figures(value: Decimal) -> int:
    """How many figures of a sum are none of its last zeros: 1 of 5000, 3 of 49800."""
    return len(f"{value:f}".replace(".", "").strip("0"))


def _main(text: str, words: SumWords, amounts: Sequence[Amount]) -> tuple[Amount | None, int]:
    for amount in amounts:
        if _CORRECTED.search(_before(text, amount)):
            return amount, 1
    only_fees = all(FEE.search(_before(text, amount)) for amount in amounts)
    beside = () if only_fees else amounts
    aside = [a for a in beside if words.aside.search(_before(text, a)) and not _GONE.match(text, a.end)]
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
    for told_apart in (_BY_RAIL, FEE):
        own, other = told_apart.search(before), told_apart.search(since)
        if own and other:
            return own[1] != other[1]
    return first.low != amount.low and bool(_WAS_PAID.search(before) and _WAS_PAID.search(since))


def _before(text: str, amount: Amount) -> str:
    """The words right before an amount that may say what it is: as many as any such phrase has."""
    return text[max(0, amount.start - _PHRASE) : amount.start].rstrip(" ")


def _paying(text: str, amount: Amount) -> bool:
    return bool(PAYING.search(_before(text, amount))) or text[amount.start - 1 : amount.start] in JOINTS


def _payments(text: str) -> int | None:
    match = _PAYMENTS.search(text)
    if match is None:
        return None
    said = match["n"] or match["strokes"] or match["packets"] or match["fees"] or match["all"]
    return _count(said) if said else 0


def _count(written: str) -> int:
    value = parse_quantity(written)
    return int(value[0]) if value and value[0] == value[1] else 0
