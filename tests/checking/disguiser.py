"""Writes a message as swindlers do to get past filters. Its tables are its own, not those of the checker."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import opencc

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_EMOJI = "🔥💰✨⭐🌟🍀❤🎉😀👍💎☀"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BIDI = "\u200e\u200f\u202a\u202c\u202d\u2066\u2067\u2068\u2069"
_MARKS = ("。。", "，，", "!!", "...", "、、", "~~", "--", "**", "//")
_LETTERS = {
    "a": "аａ",
    "c": "сｃ",
    "e": "еｅ",
    "i": "іｉ",
    "o": "οоｏ",
    "p": "рｐ",
    "q": "ԛｑ",
    "v": "ѵｖ",
    "x": "хｘ",
    "w": "ԝｗ",
}
_LOOK_ALIKES = {
    "微信": ("薇❤", "V信", "蔚信", "薇信", "v❤", "徽信"),
    "加我": ("加/我", "➕我"),
    "转账": ("转帐",),
    "qq": ("扣扣", "企鹅", "🐧"),
    "撤回": ("徹回", "撤囬"),
    "追回": ("追囬",),
    "黑客": ("嘿客", "黒客"),
}
_SPLIT = {
    "转": "车专",
    "你": "亻尔",
    "付": "亻寸",
    "骗": "马扁",
    "加": "力口",
    "信": "亻言",
    "件": "亻牛",
    "钱": "钅戋",
}
_PINYIN = {
    "转账": "zhuanzhang",
    "撤回": "chehui",
    "追回": "zhuihui",
    "追款": "zhuikuan",
    "微信": "weixin",
    "黑客": "heike",
    "软件": "ruanjian",
    "收费": "shoufei",
    "被骗": "beipian",
    "联系": "lianxi",
    "资金": "zijin",
    "团队": "tuandui",
    "客服": "kefu",
}
_INITIALS = {"微信": ("wx", "vx", "VX"), "支付宝": ("zfb",), "qq": ("QQ",), "加微信": ("加v", "+v")}
_TRADITIONAL = opencc.OpenCC("s2t")

Disguise = Callable[[str, random.Random], str]


def full_width(text: str, chance: random.Random) -> str:
    """ASCII letters and digits as full-width ones."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and chance.random() < 0.9 else c for c in text)


def _between(text: str, chance: random.Random, marks: str | tuple[str, ...], share: float) -> str:
    return _PAIR.sub(lambda _: chance.choice(marks) if chance.random() < share else "", text)


def zero_width(text: str, chance: random.Random) -> str:
    """Invisible characters between the others."""
    return _between(text, chance, _INVISIBLE, 0.7)


def bidi(text: str, chance: random.Random) -> str:
    """Direction marks between the characters."""
    return _between(text, chance, _BIDI, 0.5)


def spaces(text: str, chance: random.Random) -> str:
    """Blanks between Chinese characters."""
    return _between(text, chance, (" ", "  ", "\u3000"), 0.8)


def emoji(text: str, chance: random.Random) -> str:
    """Pictures between Chinese characters."""
    return _between(text, chance, _EMOJI, 0.4)


def punctuation(text: str, chance: random.Random) -> str:
    """Repeated marks between Chinese characters."""
    return _between(text, chance, _MARKS, 0.3)


def traditional(text: str, chance: random.Random) -> str:
    """Traditional characters."""
    del chance
    return str(_TRADITIONAL.convert(text))


def _replaced(text: str, chance: random.Random, table: dict[str, tuple[str, ...]]) -> str:
    pattern = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))), re.IGNORECASE)
    return pattern.sub(lambda found: chance.choice(table[found[0].lower()]), text)


def look_alikes(text: str, chance: random.Random) -> str:
    """Words in characters that look or sound like theirs, letters of other alphabets."""
    text = _replaced(text, chance, _LOOK_ALIKES)
    return "".join(chance.choice(_LETTERS[c]) if c in _LETTERS and chance.random() < 0.5 else c for c in text)


def split(text: str, chance: random.Random) -> str:
    """Characters as their parts."""
    return "".join(_SPLIT[c] if c in _SPLIT and chance.random() < 0.8 else c for c in text)


def pinyin(text: str, chance: random.Random) -> str:
    """Some telling words in pinyin, whole or by half."""
    for word, spelled in _PINYIN.items():
        if chance.random() < 0.7:
            text = text.replace(word, spelled)
    return text


def initials(text: str, chance: random.Random) -> str:
    """Names of apps as initials."""
    return _replaced(text, chance, _INITIALS)


DISGUISES: dict[str, Disguise] = {
    "full_width": full_width,
    "zero_width": zero_width,
    "bidi": bidi,
    "spaces": spaces,
    "emoji": emoji,
    "punctuation": punctuation,
    "traditional": traditional,
    "look_alikes": look_alikes,
    "split": split,
    "pinyin": pinyin,
    "initials": initials,
}
