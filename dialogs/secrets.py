"""Recognises secrets that people paste in panic, so that they are neither understood nor kept.

Kinds: ``bot_token``, ``wallet_key`` (seed words, private keys), ``id_card`` (identity cards of the mainland, Hong Kong
and Taiwan, passports), ``bank_card`` (with its security code), ``payment_password``, ``sms_code``.

Secrets are looked for in plain characters (half width, simplified, nothing invisible) and struck out of the text as it
was written. A number need not pass its check digit: somebody who mistypes one digit has shown the other seventeen. What
is called an order, a serial or a tracking number is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from dialogs.text.characters import compatible, visible
from dialogs.text.simplified import simplified_characters
from dialogs.text.traced import Traced

STRUCK = "■"
CARD_LENGTHS = range(16, 20)

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_GAP = r"[ \t\n\-./·–—_,*|]{0,3}"  # what people put between the figures of one number
_RUN = re.compile(rf"(?<![\da-z])\d(?>(?:{_GAP}\d)*)(?:{_GAP}x(?![a-z]))?")
_GROUP = re.compile(r"\d+x?|x")
_LABEL = 14  # characters before a number that may say what it is
_NO_SECRET = re.compile(r"(?:单号|订单|流水|交易号|商户号|编号|快递|运单|票号|案号|凭证号|电话|手机|单据)[^\d]{0,6}$")
_IDENTITY_WORD = re.compile(r"(?:身份证?|证件|护照|通行证|id card|id no|passport)[^\d]{0,8}$")
_CARD_WORD = re.compile(r"(?:卡|账号|帐号|card)[^\d]{0,6}$")

_CODE_WORD = r"验\s?证\s?码|校\s?验\s?码|动\s?态\s?码|动\s?态\s?口\s?令|短\s?信\s?码|确认码|授权码|otp|code"
_PASSWORD_WORD = r"密\s?码|口令|password|passcode|passwd|pwd|pin(?:码|\s?code)?(?![a-z])|手势码"  # noqa: S105
_FILLER = (
    r"(?:[\s:=,;\"'「『“”()\[\]【】!]|是|为|就|叫|即|等于|分别|都|的|呢|我|他|她|您|你|设|填|念|报|[四六46]位|[四六]个|数|输|写|改|收到|告诉|给|发|来|了|成|"
    r"过|去|对方|骗子|那个|这个|号|数字|短信|刚刚?|现在|应该|好像|有|一个|说|is|was){0,9}?"
)
_FIGURE = r"[\d零〇一二三四五六七八九幺]"
_CODE = rf"(?:g-)?{_FIGURE}(?:[ \-.\n]{{0,2}}{_FIGURE}){{3,7}}"
_NO_CODE_AFTER = rf"(?!{_FIGURE}|\s?(?:元|块|万|千|百|多|人民币|次|分钟|秒|天|小时|位|个|条|年|月|号|rmb|w|k|%|[.:]\d))"
_MORE_CODES = rf"(?:[\s,、/]{{0,2}}(?:和|跟|与|还有|、|,|/|\s){{1,2}}{_CODE}{_NO_CODE_AFTER}){{0,3}}"
_OWNER = (
    r"(?:[我您你他她的了]|本次|这次|本|登录|登陆|微信|支付|付款|银行|卡|手机|短信|动态|收到|取款|一个"
    r"|your |my |the |wechat |login |verification |security ){0,7}"
)
_SAID = r"(?:[\s」』”\"]{0,2}(?:是|为|就是|这个|这组|这串|作为|就|当|即|的|\(|:|=|is)\s{0,2}|\s{0,2}\()"

_SMS_CODE = re.compile(
    rf"(?:{_CODE_WORD}){_FILLER}(?P<secret>{_CODE}{_NO_CODE_AFTER}{_MORE_CODES})"
    rf"|(?<![\d.])(?P<before>{_CODE}){_SAID}{_OWNER}(?:{_CODE_WORD})"
    rf"|(?:(?<![维形请款扫编号密起筹取货家])码|短信(?:里|上|中)?的?(?:那?[四六46]位)?数字?|[四六46]位数字?)(?:是|为|就是|:|=|\s){{0,2}}(?P<named>{_CODE}{_NO_CODE_AFTER})"
    r"|(?<![a-z\d])(?P<google>g-\d{6})(?!\d)"
)
_MIXED = r"[a-z\d@!#$%^&*_+.~-]"
_PASSWORD = re.compile(
    rf"(?:{_PASSWORD_WORD}){_FILLER}(?P<secret>(?:{_CODE}{_NO_CODE_AFTER}|(?=[a-z@!#$%^&*_+.~-]{{0,19}}\d){_MIXED}{{5,20}}"
    rf"(?!{_MIXED}|\s?(?:元|块|万|位|次))){_MORE_CODES})"
    rf"|(?:{_PASSWORD_WORD})\s{{0,2}}(?:是|为|就是|设的是|:|=)\s{{0,2}}[\"'「“]?(?P<letters>[a-z]{{6,20}})"
    rf"|(?<![\d.])(?P<before>{_CODE}){_SAID}{_OWNER}(?:{_PASSWORD_WORD})"
    rf"|(?<![a-z\d])(?P<mixed>(?=[a-z]{{1,19}}\d|\d{{1,19}}[a-z]){_MIXED}{{6,20}}){_SAID}{_OWNER}(?:{_PASSWORD_WORD})"
)
_CVV = re.compile(
    r"(?:cvv2?|cvc2?|安全码|校验位|背面[的后]?三位(?:数字?)?|(?:后|末)三位安全码)(?:[\s:=,]|是|为|就是|的|数字){0,5}"
    r"(?P<secret>\d[ -]?\d[ -]?\d(?:[ -]?\d)?)(?!\d)"
)
_SEED_WORDS = re.compile(
    r"(?:助记词|恢复词|种子词|seed|mnemonic|recovery)[^a-z]{0,12}(?:(?:phrase|words?)[^a-z]{1,6})?(?P<secret>(?:[a-z]{3,8}[\s,.\d]{1,4}){11,23}[a-z]{3,8})"
)
_PRIVATE_KEY = re.compile(
    r"(?:私钥|private key|密钥)[^\da-z]{0,8}(?P<secret>(?:0x)?[0-9a-f]{64}|[5kl][1-9a-z]{50,51})(?![0-9a-z])"
)
_HONG_KONG = re.compile(r"(?<![a-z\d])(?P<secret>[a-z]{1,2}\d{6}\s?\(\s?[\da]\s?\))")
_OTHER_PAPERS = re.compile(
    r"(?:身份证?|证件|护照|通行证|台胞证|回乡证|id card|passport)[^\da-z]{0,8}(?:no\.?|number)?[^\da-z]{0,4}"
    r"(?P<secret>[a-z]{1,2}\d{7,9})(?!\d)"
    r"|(?<![a-z\d])(?P<alone>[a-z][12]\d{8})(?!\d)"
)
_TOKEN = re.compile(r"(?<!\d)(?P<secret>\d{8,10}:[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])")

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_18 = re.compile(rf"{_PROVINCE}(?:19|20)\d\d{_DAY}\d{{3}}[\dx]")
_BIRTH = re.compile(rf"[1-9]\d{{5}}(?:19|20)\d\d{_DAY}\d{{3}}[\dx]")
_ID_15 = re.compile(rf"{_PROVINCE}\d\d{_DAY}\d{{3}}")
_ID_LENGTHS = (15, 18)
_LONGEST_GROUP = 8  # figures written together where a number is written in groups
_CARD_START = re.compile(r"62|4|5[1-5]|2[2-7]\d\d|3[57]|60|81|9[0-9]")
_TAIWAN_LETTERS = dict(zip("abcdefghjklmnpqrstuvxywzio", range(10, 36), strict=True))

Stretch = tuple[int, int]


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
        ("payment_password", _matches(_PASSWORD)),
        ("sms_code", _matches(_SMS_CODE)),
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
    return seen if cased else seen.translated(seen.text.translate(simplified_characters()).translate(_LOWER))


def _struck(text: str, places: list[Stretch]) -> str:
    pieces, done = [], 0
    for start, end in sorted(places):
        if start >= done:
            pieces += [text[done:start], STRUCK * 4]
            done = end
    return "".join([*pieces, text[done:]])


class _matches:  # noqa: N801  # a function with patterns of its own
    """Finds what the groups of some patterns match."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        self._patterns = patterns

    def __call__(self, text: str) -> Iterator[Stretch]:
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                group = match.lastgroup or 0
                if not _round(match, group):
                    yield match.span(group)


def _round(match: re.Match[str], group: str | int) -> bool:
    """Whether what follows a word is a round sum and nothing says that it is the code: 给了验证码5000就没了."""
    value = match[group]
    return value.isdigit() and value.endswith("00") and not re.search(r"[是为:=(]", match[0])


def _identity(text: str) -> Iterator[Stretch]:
    for start, end, number in _numbers(text, _ID_LENGTHS):
        label = text[max(0, start - _LABEL) : start]
        named = _IDENTITY_WORD.search(label) is not None
        likely = (_ID_18 if len(number) == _ID_LENGTHS[1] else _ID_15).fullmatch(number) is not None
        if named or (likely and not _NO_SECRET.search(label)):
            yield start, end
    yield from _matches(_HONG_KONG)(text)
    for match in _OTHER_PAPERS.finditer(text):
        if match["secret"] or is_taiwan_id(match["alone"]):
            yield match.span(match.lastgroup or 0)


def is_taiwan_id(number: str) -> bool:
    """Whether a letter and nine digits pass the check of an identity card of Taiwan."""
    code = _TAIWAN_LETTERS[number[0]]
    digits = [code // 10, code % 10, *map(int, number[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def _cards(text: str) -> Iterator[Stretch]:
    for start, end, number in _numbers(text, CARD_LENGTHS):
        label = text[max(0, start - _LABEL) : start]
        named = _CARD_WORD.search(label) is not None
        likely = number.isdigit() and _CARD_START.match(number) is not None and not number.startswith("2")
        if number.isdigit() and (named or (likely and not _NO_SECRET.search(label))):
            yield start, end
    yield from _matches(_CVV)(text)


def _numbers(text: str, lengths: range | tuple[int, ...]) -> Iterator[tuple[int, int, str]]:
    """The numbers of some lengths, written in one piece or in groups; each with where it stands.

    A row of groups is read from each of them, since a telephone may stand before a card; of the lengths that its first
    groups make up, the longest counts, unless one group is a whole number by itself.
    """
    for run in _RUN.finditer(text):
        groups = [(run.start() + m.start(), run.start() + m.end(), m[0]) for m in _GROUP.finditer(run[0])]
        place = 0
        while place < len(groups):
            number, last, found = "", place, 0
            while (
                last < len(groups) and len(number) + len(groups[last][2]) <= max(lengths) and not number.endswith("x")
            ):
                number += groups[last][2]
                last += 1
                if len(number) in lengths:
                    found = last
                    if len(groups[last - 1][2]) > _LONGEST_GROUP:
                        break
            if found:
                yield groups[place][0], groups[found - 1][1], "".join(group[2] for group in groups[place:found])
                place = found
            else:
                place += 1
