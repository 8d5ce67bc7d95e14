"""Recognises secrets that people paste in panic, so that they are neither understood nor kept.

Kinds: ``bot_token``, ``wallet_key`` (seed words, private keys), ``id_card`` (identity cards of the mainland, Hong Kong
and Taiwan, passports), ``bank_card`` (with its security code), ``payment_password``, ``sms_code``.

Secrets are looked for in plain characters (half width, simplified, figures for 一 and 壹, nothing invisible) and struck
out of the text as it was written. A short number is a code by a word near it, in either order; a long one need not pass
its check digit, nor have all its figures where it is said what it is: who mistypes or forgets one has shown the other
seventeen. What is called an order, a serial or a tracking number is none of these, nor is the account that the money
went to, which a report needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from dialogs.text.characters import compatible, visible
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified_characters
from dialogs.text.traced import Traced

STRUCK = "■"
CARD_LENGTHS = range(16, 20)

_FIGURES = {"〇": "0", "○": "0", "幺": "1"} | {
    char: str(value) for row in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for value, char in enumerate(row)
}
_PLAIN = str.maketrans(dict(zip(ascii_uppercase, ascii_lowercase, strict=True)) | _FIGURES)
_GAP = r"[ \t\n\-./·–—_,、*|]{0,3}"  # what people put between the figures of one number
_RUN = Expression(rf"(?<![\da-z])\d(?>(?:{_GAP}\d)*)(?:{_GAP}x(?![a-z]))?")
_GROUP = Expression(r"\d+x?|x")
_LABEL = 16  # characters before a number that may say what it is
_NO_SECRET = Expression(r"(?:单号|订单|流水|交易号|商户号|编号|快递|运单|票号|案号|凭证号|电话|手机|单据)[^\d]{0,6}$")
_IDENTITY_WORD = Expression(r"(?:身[份分]证?|证件|护照|通行证|id card|id no|passport)[^\d]{0,8}$")
_CARD_WORD = Expression(r"(?:卡|账号|帐号|card)[^\d]{0,6}$")
# Whose account it is, by the last word before it that says so; a report needs the one that the money went to.
_WHOSE = Expression(
    r"(?P<theirs>(?:[他她]|对方|骗子|客服|卖家)(?:[给发报提供]{0,2}我?的|收款|银行|[账帐卡户])|给我的|收款|户名"
    r"|[转汇打][账款]?[给到去入进])|我|自己|本人|[爸妈]|老[公婆]"
)

# A number of four to ten figures is a code where a word for one is near, and nothing says that it is something else.
_CODE_FIGURES = range(4, 11)
_NEAR = 30
_IN_NAMES = (*ascii_lowercase, "_", "@")
_CODE_RUN = Expression(rf"(?<!\d)\d(?>(?:{_GAP}\d)*)")
_PASSWORD_WORD = (
    r"[密秘]\s?[码马吗](?!锁|红包)|卡密|口令(?!红包)|手势码|password|passcode|passwd|pass(?=\s?[:=])"  # noqa: S105
    r"|(?<![a-z])(?:pwd?|mima|mm|pin)(?![a-z])"
)
_TOLD = r"(?:报|念|读|讲|告诉|回|told|sent|gave)(?:[了咗给俾他她佢过去的是:,\s]|him|her|them|it){0,8}$"
_CODE_WORD = (
    r"[验检校认]\s?[证正验]\s?[码马吗号]|动\s?态\s?[码口]|短\s?信\s?码|确认码|授权码|保安编?码|令牌"
    r"|(?:短信|简讯|sms)[^\d,.;。]{0,8}?(?:数字|number|[46][位个])|短信(?=[:\s]{0,2}$)|数字(?=[是为就系:=\s]{1,3}$)"
    rf"|(?:短信|简讯|sms|text(?:ed|s| message))[^\d;。]{{0,12}}?{_TOLD}"
    r"|[46][位码]数?|(?<![a-z])(?:otp|yzm|codes?)(?![a-z])"
    r"|(?<![维形请款扫编号密起筹取货家条代件券员康车荐页品工])码(?=(?:[是为就系:=\s]{0,3}|呢?[?!,]{1,2}我?[说报念讲]了?\s?)$)"
)
_WORD = Expression(rf"(?P<payment_password>{_PASSWORD_WORD})|(?P<sms_code>{_CODE_WORD})")
_WORD_AFTER = Expression(
    r"(?:(?:(?![转扣刷花骗没输])[^\d,.;!?。\n]){0,12}?(?:,\s?[这那]?个?就?[是叫][^\d,.;!?。\n]{0,10}?)?"
    rf"|\s?(?:is|was|as) [a-z ]{{0,40}}?)(?:{_WORD.pattern}|[这那]个码)"
)
_MEASURED = Expression(
    r"\s?(?:元|块|万|千|百|多|人民币|[次秒天年月条名人股米路室楼栋个位岁单]|分(?!别)|号(?!密)|小时|rmb|[wk](?![a-z])|%|[:.]\d|开头|打头"
    r"|也?打不?通|没人接|[就都也]{0,2}没了)"
)
_OTHER_NUMBER = Expression(
    r"(?:[转付扣充花损亏骗赔退剩汇刷盗划投买差欠借拨共额钱¥￥$]|少了|没了|电话|热线|手机|尾号|[单编账帐户工订型股]号|号码|用户名|qq"
    r"|微信号|错误|代码|提示)[^\d,。;】]{0,5}$"
)
# A round sum, a year, a day or a hotline may stand beside the word as well, unless it is said that this is the code.
_DOUBTFUL = Expression(
    r"\d{2,3}00|\d{3}000|(?:19|20)\d\d|(?:19|20)\d\d[01]\d[0-3]\d|95\d{3}|100\d\d|12[13]\d\d|106\d{1,7}"
)
_SAID = Expression(r"(?:[是为系:=(「“]|[就设输念填]的?|生日[,:]?)\s?$")
_NO_CODE = Expression(
    r"(?<!\d)(?:\d\d?[-./]\d\d?|(?:19|20)\d\d[-./]\d\d?[-./]\d\d?|\d{1,3}(?:,\d{3}){1,2}(?:\.\d\d?)?|\d{1,8}\.\d\d?"
    r"|0\d{2,3}-?\d{7,8})"
)
_MIXED = r"[a-z\d@!#$%^&*_+.~-]"
# What may stand between the word and a password of letters: nothing that says whose name or page the letters are.
_FILLER = (
    r"(?:(?!微信(?![支登])|[账帐]户|[微账帐编单型工]号|网[址站页]|链接|软件|昵称|下载|转|付|买|群)"
    r"(?:[^a-z\d.;?。]|is|was|1[个样])){0,24}?"
)
_AMOUNT = r"\$\d+(?![a-z@!#$%^&*_+~])|\d+(?:\.\d+)?(?:rmb|usdt?|yuan|cny|hkd|ntd?|[uwk])(?![a-z\d])"
_PHONES = r"(?:iphone|ipad|huawei|xiaomi|oppo|vivo|windows)\d"
_PAGE = r"(?:[a-z\d-]{1,20}\.){1,3}(?:com|cn|net|org|top|xyz|vip|cc|io|me|app|shop|info|link|site|club)(?![a-z\d])"
_PASSWORD = Expression(
    rf"(?:{_PASSWORD_WORD}){_FILLER}(?P<secret>(?=[a-z@!#$%^&*_+.~-]{{0,19}}\d)(?![\d.~-]+(?!{_MIXED})|{_AMOUNT}|{_PAGE}|{_PHONES})"
    rf"{_MIXED}{{5,20}}(?!{_MIXED}|\s?(?:元|块|万|位|次)))"
    rf"|(?:{_PASSWORD_WORD})\s{{0,2}}(?:是|为|就是|设的是|:|=)\s{{0,2}}[\"'「“]?(?P<letters>[a-z]{{6,20}})"
    rf"|密码\s?(?P<pinyin>[a-z]{{6,20}})|(?:{_PASSWORD_WORD}){_FILLER}(?P<alike>[468]个\d)(?!\d)"
    rf"|(?:[账帐户]号|用户名|微信号?)[和跟与及/、]?密码[\s:是为]{{0,3}}[a-z\d@._-]{{3,30}}[\s,/|]{{1,3}}(?P<second>{_MIXED}{{4,20}})"
    rf"|(?<![a-z\d])(?P<mixed>(?=[a-z]{{1,19}}\d|\d{{1,19}}[a-z]){_MIXED}{{6,20}})\s?(?:是|就是|这是|为|is)[^\d,.;]{{0,10}}"
    rf"(?:{_PASSWORD_WORD})"
)
_PAYMENT_CODE = Expression(rf"付款[码条][^\d]{{0,8}}(?P<secret>(?:1[0-5]|2[5-9]|30)(?:{_GAP}\d){{14,22}})(?!\d)")
_FIGURE_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPELT_CODE = Expression(
    r"(?<![a-z])(?:otp|codes?|password|passcode|pin)(?![a-z])[^\d.;\n]{0,20}?(?<![a-z])"
    rf"(?P<secret>{_FIGURE_WORD}(?:[\s,-]{{1,2}}{_FIGURE_WORD}){{3,9}})(?![a-z])"
)
_GOOGLE_CODE = Expression(r"(?<![a-z\d])(?P<secret>g-\d{6})(?!\d)")
_CVV = Expression(
    r"(?:cvv2?|cvc2?|安全码|security code|校验位"
    r"|(?:背面|反面|后面)[^\d,.;]{0,3}(?:[末后]?3[位个码](?![客老朋专警人])数?字?|数字?)"
    r"|(?:信用卡|有效期)[^;。\n]{0,40}?[后末]3[位码]"
    r"|卡[^\d,.;]{0,2}[后末]3[位码])"
    r"(?:(?![转扣刷花骗付没交])[^\d。;\n]){0,12}?(?P<secret>\d[ -]?\d[ -]?\d(?:[ -]?\d)?)"
    r"(?![\d%]|\s?(?:元|块|万|千|百|次|天|年|月|小时|分))"
)
_EXPIRY = Expression(
    r"(?:有效期|到期[日时]?|(?<![a-z])exp(?:iry|ires)?)[^\da-z]{0,6}(?P<secret>(?:0[1-9]|1[0-2])\s?[/-]?\s?[2-4]\d)(?![\d年月天])"
)
_END_OF_IDENTITY = Expression(
    r"身[份分]证[^\d,;。]{0,4}(?:最?后|末)[46][位码](?:数字?)?[^\d]{0,4}(?P<secret>\d{3,5}[\dx])(?![\da-z])"
)
_BEGINNING_OF_IDENTITY = Expression(
    r"身[份分]证[^;。\n]{0,30}?(?<!\d)(?P<secret>[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])\d{0,5})(?!\d)"
)
_SEED_NAME = r"助记[词码]|恢复(?:词|短语)|种子词|seed|mnemonic|recovery"
_SEED_WORDS = Expression(
    rf"(?:{_SEED_NAME})[^a-z]{{0,12}}(?:(?:phrase|words?)[^a-z]{{1,6}}(?:(?:is|was|are|were)[^a-z]{{1,4}})?)?"
    r"(?P<secret>(?:[a-z]{3,8}[\s,.\d]{1,4}){11,23}[a-z]{3,8})"
    rf"|(?:{_SEED_NAME})[^\d\n]{{0,6}}?(?P<characters>(?:[\u4e00-\u9fff\d][\s,、]{{1,2}}){{11,23}}[\u4e00-\u9fff\d])"
    r"|(?P<counted>(?:(?<!\d)\d{1,2}[.、):\s]{1,2}[a-z]{3,8}[\s,;]{1,3}){11,23}\d{1,2}[.、):\s]{1,2}[a-z]{3,8})"
    r"|(?<![a-z])(?P<before>(?:[a-z]{3,8}[\s,]{1,3}){11,23}[a-z]{3,8})[^a-z\d]{0,6}(?:[这那]?[\d十]{0,3}个?(?:单|英文)?[词字]|助记)"
)
_PRIVATE_KEY = Expression(
    r"(?:私[钥匙]|私密钥|priv(?:ate)? ?key|secret key|密钥)[^\da-z]{0,8}(?:(?:is|was)[^\da-z]{0,3})?"
    r"(?P<secret>(?:0x)?[0-9a-f]{64}|[5kl][1-9a-z]{50,51})(?![0-9a-z])"
    r"|(?<![a-z\d])(?P<alone>[5kl][1-9a-hj-np-z]{50,51}|[xyz]prv[1-9a-z]{100,110})(?![a-z\d])"
)
_HONG_KONG = Expression(r"(?<![a-z\d])(?P<secret>[a-z]{1,2}\d{6}\s?\(\s?[\da]\s?\))")
_OTHER_PAPERS = Expression(
    r"(?:身[份分]证?|证件|护照|通行证|台胞证|回乡证|id card|passport)[^\da-z]{0,8}(?:no\.?|number)?[^\da-z]{0,4}"
    r"(?P<secret>[a-z]{1,2}\d{7,10})(?!\d)"
    r"|passport[^\da-z]{0,3}(?:no\.?|number)?[^\da-z]{0,3}(?:is|was)?[^\da-z]{0,3}(?P<figures>[a-z]?\d{8,9})(?!\d)"
    r"|(?:台胞证|回乡证|社保卡?)号?[^\da-z]{0,6}(?P<bare>[a-z]?\d{8,10})(?!\d)"
    r"|(?<![a-z\d])(?P<alone>[a-z][12]\d{8})(?!\d)"
)
_TOKEN = Expression(r"(?<!\d)(?P<secret>\d{8,10}:[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])")

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_18 = Expression(rf"{_PROVINCE}(?:19|20)\d\d{_DAY}\d{{3}}[\dx]")
_BIRTH = Expression(rf"[1-9]\d{{5}}(?:19|20)\d\d{_DAY}\d{{3}}[\dx]")
_ID_15 = Expression(rf"{_PROVINCE}\d\d{_DAY}\d{{3}}")
_ID_LENGTHS = (15, 18)
_NEARLY_ID_LENGTHS = (14, 16, 17, 19)  # figures forgotten or too many, where it is said what the number is
_NEARLY_CARD_LENGTHS = (14, 15, 20, 21)
_LONGEST_GROUP = 8  # figures written together where a number is written in groups
_CARD_START = Expression(r"62|4|5[1-5]|2[2-7]\d\d|3[57]|60|81|9[0-9]")
_AFTER_CARD = Expression(
    r"(?:(?:[\s,/|]{1,3}(?:0[1-9]|1[0-2]))?\s?/\s?[2-4]\d(?:[\s,/|]{1,3}\d{3})?"
    r"|[\s,/|]{1,3}(?:0[1-9]|1[0-2])[2-4]\d[\s,/|]{1,3}\d{3})(?!\d)"
)  # until when it is good, and its security code
_TAIWAN_LETTERS = dict(zip("abcdefghjklmnpqrstuvxywzio", range(10, 36), strict=True))

Stretch = tuple[int, int]
Lengths = range | tuple[int, ...]
Finder = Callable[[str], Iterator[Stretch]]


@dataclass(frozen=True, slots=True)
class Screened:
    """A text with its secrets struck out, and the kinds that were in it."""

    text: str
    kinds: tuple[str, ...]


def screen(text: str) -> Screened:
    """Strike secrets out of a text of any length; time grows with the length only.

    Order matters: a token holds figures that would look like a card, and a number of a card is no code.
    """
    kinds: list[str] = []
    plain: dict[bool, Traced] = {}
    for kind, found in (
        ("bot_token", _matches(_TOKEN)),
        ("wallet_key", _matches(_SEED_WORDS, _PRIVATE_KEY)),
        ("id_card", _identity),
        ("bank_card", _cards),
        ("payment_password", _codes("payment_password", _PASSWORD)),
        ("sms_code", _codes("sms_code", _PAYMENT_CODE, _GOOGLE_CODE, _SPELT_CODE)),
    ):
        cased = kind == "bot_token"
        seen = plain.get(cased) or plain.setdefault(cased, _plain(text, cased=cased))
        places = [seen.origin(start, end) for start, end in found(seen.text)]
        if places:
            kinds.append(kind)
            text = _struck(text, places)
            plain.clear()
    return Screened(text, tuple(kinds))


def is_id_card(number: str) -> bool:
    """Whether 18 characters hold a date of birth and the check character of an identity card (GB 11643-1999)."""
    plain = _plain(number).text
    if not _BIRTH.fullmatch(plain):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(plain[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == plain[17]


def is_bank_card(number: str) -> bool:
    """Whether 16 to 19 digits pass the Luhn check (ISO/IEC 7812-1) and begin as payment cards do (3 to 6, 9)."""
    digits = [int(char) for char in number if char.isdecimal()]
    if len(digits) not in CARD_LENGTHS or digits[0] not in {3, 4, 5, 6, 9}:
        return False
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(odd) + sum(sum(divmod(2 * digit, 10)) for digit in even)) % 10 == 0


def _plain(text: str, *, cased: bool = False) -> Traced:
    """The text in plain characters, each of which knows where it stood."""
    seen = visible(compatible(Traced.of(text)))
    return seen if cased else seen.translated(seen.text.translate(simplified_characters()).translate(_PLAIN))


def _struck(text: str, places: list[Stretch]) -> str:
    pieces, done = [], 0
    for start, end in sorted(places):
        if start >= done:
            pieces += [text[done:start], STRUCK * 4]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _matches(*patterns: Expression) -> Finder:
    """Finds what the named groups of some patterns match."""

    def find(text: str) -> Iterator[Stretch]:
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield match.span(match.lastgroup or 0)

    return find


def _codes(kind: str, *patterns: Expression) -> Finder:
    """Finds the numbers that a word of this kind stands near to, and what some patterns match."""

    def find(text: str) -> Iterator[Stretch]:
        yield from _matches(*patterns)(text)
        for start, end in _short_numbers(text):
            if _kind_of_code(text, start, end) == kind:
                yield start, end

    return find


def _short_numbers(text: str) -> Iterator[Stretch]:
    """What may be codes: 4829 13 is one, 482913 5561 are two."""
    for run in _CODE_RUN.finditer(text):
        if run.end() - run.start() < _CODE_FIGURES[0]:
            continue
        groups = [(run.start() + found.start(), run.start() + found.end()) for found in re.finditer(r"\d+", run[0])]
        if len(groups) > 1 and _MEASURED.match(text, groups[-1][1]):
            groups.pop()  # 5820, 5 minutes
        short = any(end - start < _CODE_FIGURES[0] for start, end in groups)
        whole = [run.span()] if short and sum(end - start for start, end in groups) in _CODE_FIGURES else []
        for start, end in whole or groups:
            if (whole or end - start in _CODE_FIGURES) and not _NO_CODE.fullmatch(text, start, end):
                yield start, end


def _kind_of_code(text: str, start: int, end: int) -> str | None:
    """What the number is by the word nearest before it, else by the one right after it; None when it is no code."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + 2 * _NEAR]
    word = next(reversed([*_WORD.finditer(before)]), None)
    between = before[word.end() :] if word else before
    if _MEASURED.match(after) or _OTHER_NUMBER.search(between):
        return None
    if _DOUBTFUL.fullmatch(text, start, end) and not _SAID.search(between):
        return None
    if between.endswith(_IN_NAMES) or after.startswith(_IN_NAMES):
        return None  # part of a name: wx12345
    if word := word or _WORD_AFTER.match(after):
        return word.lastgroup or "sms_code"
    return None


def _identity(text: str) -> Iterator[Stretch]:
    for start, end, number in _numbers(text, _ID_LENGTHS, _NEARLY_ID_LENGTHS):
        label = text[max(0, start - _LABEL) : start]
        named = _IDENTITY_WORD.search(label) is not None
        likely = any(pattern.fullmatch(number) for pattern in (_ID_18, _ID_15))
        if named or (likely and not _NO_SECRET.search(label)):
            yield start, end
    yield from _matches(_HONG_KONG, _BEGINNING_OF_IDENTITY, _END_OF_IDENTITY)(text)
    for match in _OTHER_PAPERS.finditer(text):
        if not match["alone"] or is_taiwan_id(match["alone"]):
            yield match.span(match.lastgroup or 0)


def is_taiwan_id(number: str) -> bool:
    """Whether a letter and nine digits pass the check of an identity card of Taiwan."""
    code = _TAIWAN_LETTERS[number[0]]
    digits = [code // 10, code % 10, *map(int, number[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def _cards(text: str) -> Iterator[Stretch]:
    for start, end, number in _numbers(text, CARD_LENGTHS, _NEARLY_CARD_LENGTHS):
        label = text[max(0, start - _LABEL) : start]
        whose = next(reversed([*_WHOSE.finditer(label)]), None)
        if whose and whose["theirs"]:
            continue
        named = _CARD_WORD.search(label) is not None
        likely = len(number) in CARD_LENGTHS and _CARD_START.match(number) is not None and not number.startswith("2")
        if number.isdigit() and (named or (likely and not _NO_SECRET.search(label))):
            more = _AFTER_CARD.match(text, end)
            yield start, more.end() if more else end
    yield from _matches(_CVV, _EXPIRY)(text)


def _numbers(text: str, lengths: Lengths, otherwise: Lengths) -> Iterator[tuple[int, int, str]]:
    """The numbers of some lengths, written in one piece or in groups; each with where it stands.

    A row of groups is read from each of them, since a telephone may stand before a card; of the lengths that its first
    groups make up, the longest counts, unless one group is a whole number by itself. Where none of the lengths comes
    out, a row whose figures are as many as one of the other lengths is taken, from its beginning to its end.
    """
    for run in _RUN.finditer(text):
        if run.end() - run.start() < min(*lengths, *otherwise):
            continue
        groups = [(run.start() + m.start(), run.start() + m.end(), m[0]) for m in _GROUP.finditer(run[0])]
        place, none = 0, True
        while place < len(groups):
            last = _last_group(groups, place, lengths)
            if last:
                yield groups[place][0], groups[last - 1][1], "".join(group[2] for group in groups[place:last])
                none = False
            place = last or place + 1
        if none and (number := "".join(group[2] for group in groups)) and len(number) in otherwise:
            yield run.start(), run.end(), number


def _last_group(groups: Sequence[tuple[int, int, str]], place: int, lengths: Lengths) -> int:
    """Where the number that begins with this group ends, 0 where none does."""
    number, last, found = "", place, 0
    while last < len(groups) and len(number) + len(groups[last][2]) <= max(lengths) and not number.endswith("x"):
        number += groups[last][2]
        last += 1
        if len(number) in lengths:
            found = last
            if len(groups[last - 1][2]) > _LONGEST_GROUP:
                break
    return found
