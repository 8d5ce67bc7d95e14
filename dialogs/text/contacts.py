"""Ways to reach somebody in a plain text, by grammar: a channel in any spelling, what joins it to it, an account.

The channel may stand before the account or right behind it, or be left out where the words ask to be added. Every
pattern is possessive or has a bounded length, so that each reads the text once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.text.expression import Expression


class ContactMention(NamedTuple):
    """An account at `text[start:end]` and the channel it is for."""

    channel: str
    start: int
    end: int


_WORDS: dict[str, str] = {
    "wechat": "微信|wechat|weixin|威信|微号|微|威|薇|维|嶶|徽|葳|蔚|唯|卫星|绿泡泡|绿色软件|vx|wx|wei|v|w",
    "qq": "qq|qqk|扣扣|企鹅|球球|扣k|扣|抠|叩|蔻|腾讯号|q",
    "telegram": "telegram|电报|飞机|纸飞机|tg|teleg",
    "whatsapp": "whatsapp|whats|瓦塔普|瓦次普|ws|wa",
    "line": "line|赖",
    "account": "蝙蝠|土豆|potato|signal|skype|钉钉|快手|抖音|微博",
    "phone": "电话|热线|手机|专线|致电|来电|电",
}
_CHANNEL = {word: channel for channel, words in _WORDS.items() for word in words.split("|")}
_ANY = "|".join(sorted(_CHANNEL, key=len, reverse=True))
CHANNELS = frozenset(_WORDS)
"""The kinds of contact; "account" is one of no channel that is named here."""

_LETTERS = r"(?<![a-z])"
# What may stand between a channel and its account: marks and a few words, at most eight in a row.
_JOINED = (
    r"(?>(?:[号群码]|账号|id|名|加|搜索|搜|联系|咨询|客服|老师|黑客|技术|添加|好友|同号|备用|是|为|"
    r"[ :()\[\]【】「」《》〈〉{}<>=_\-~|/、,*+→↓●█★☆♥❤\n]){0,8})"
)
_HANDLE = (
    r"@?(?P<account>[a-z][-_a-z0-9]{4,19}|[a-z]{1,3}\d{3,12}|"
    r"[1-9]\d{4,11}(?! ?[元块万个粉多次条人笔点])"
    r")(?![-_a-z0-9.@])"
)
# Letters typed one by one: 「a b c 1 2 3」.
_SPACED = r"(?P<spaced>(?:[a-z0-9] ){4,18}[a-z0-9])(?![a-z0-9])"
_LED = Expression(rf"{_LETTERS}(?P<channel>{_ANY})(?P<joint>{_JOINED})(?:{_HANDLE}|{_SPACED})")
_FOLLOWED = Expression(
    r"(?<![-_a-z0-9@.])(?P<account>[a-z][-_a-z]*\d[-_a-z0-9]{2,16})"
    r"(?P<channel>微|威|薇|嶶|扣|飞机|微信)"
)
_ASKED = Expression(
    r"(?:加我|加他|加她|联系我?|咨询|私我?|找我?|添加|详谈|详询|滴滴?)[ :,()【】\[\]+]{0,4}"
    r"(?P<account>(?=[-_a-z]{0,15}\d)[a-z][-_a-z0-9]{4,19})"
    r"(?![-_a-z0-9.@])"
)
_AT = Expression(r"(?<![a-z0-9._])@ ?(?P<account>[a-z][a-z0-9_]{4,31})(?![a-z0-9_.])")
# A mobile telephone of Hong Kong, in two halves.
_HALVED = Expression(
    r"(?:电话?|[致来]电|联[系络]|热线|查询|whatsapp|ws|signal|微信)[ :()]{0,3}"
    r"(?P<account>[4-79]\d{3}[ -]\d{4})(?![ -]?\d)"
)
_LEADING = Expression(rf"(?:添加|加|联系|咨询|搜索?|找)?{_LETTERS}(?:{_ANY})(?![a-z])")
_CLAUSE_ENDS = Expression(r"[,;!?。\n]")
_IN_WORD = Expression("(?<=[a-z])[a-z]+")
_LEADING_ELSE = 6  # characters that are taken where no channel is named
_LEADING_LONGEST = 14  # characters before an account among which the words that lead to it are looked for
_LATIN_LETTER = Expression("[a-z]")
_ENDS = Expression(r"[\n,;!?。)\]}】」》、]")
_SHORT = 1  # characters of a channel that is also a letter or a common character
_DIGITS = Expression(r"\d")


def contacts(text: str) -> Iterator[ContactMention]:
    """The accounts that a plain text gives, in no order; a place may be found twice."""
    for found in _AT.finditer(text):
        yield ContactMention("telegram", *found.span("account"))
    for found in _LED.finditer(text):
        name = "spaced" if found["spaced"] else "account"
        if _believable(found["channel"], found["joint"], found[name]):
            yield ContactMention(_CHANNEL[found["channel"]], *found.span(name))
    for found in _FOLLOWED.finditer(text):
        yield ContactMention(_CHANNEL[found["channel"]], *found.span("account"))
    for found in _ASKED.finditer(text):
        yield ContactMention("account", *found.span("account"))
    for found in _HALVED.finditer(text):
        yield ContactMention("phone", *found.span("account"))


def led_from(text: str, account: int) -> int:
    """Where the words that lead to the account at `account` begin: its channel and the verb before it, else a few."""
    first = max(0, account - _LEADING_LONGEST)
    first = max((found.end() for found in _CLAUSE_ENDS.finditer(text, first, account)), default=first)
    if leading := _LEADING.search(text, first, account):
        return leading.start()
    few = max(first, account - _LEADING_ELSE)
    within = _IN_WORD.match(text, few, account)
    return within.end() if within else few


def named_accounts(text: str) -> Iterator[tuple[int, int]]:
    """Where accounts stand whose letters may spell a word (`chehui8866`), and are none: they say whom to add.

    Only where nothing counts behind them (`chehui5000元` may be a sum), and letters without a digit only alone behind
    a colon.
    """
    for _, start, end in contacts(text):
        account, after = text[start:end], text[end : end + 1]
        if " " in account or not _LATIN_LETTER.match(account):
            continue
        if _DIGITS.search(account):
            if not after or after not in "%元块万千百笔次天":
                yield start, end
        elif text[start - 1] == ":" and (not after or _ENDS.match(after)):
            yield start, end


def _believable(channel: str, joint: str, account: str) -> bool:
    """Whether an account is one: of a short channel only where it holds a digit and something joins the two."""
    if len(channel) > _SHORT:
        return bool(joint.strip(" ")) or channel.isascii() or bool(_DIGITS.search(account)) or "_" in account
    marked = bool(joint.strip()) if account.isdecimal() else bool(joint) or not channel.isascii()
    return marked and bool(_DIGITS.search(account))
