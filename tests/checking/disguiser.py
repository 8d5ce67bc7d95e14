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
_SIMILAR = dict(
    zip(
        "款黑团队追骗提收费付网赌被平台专业成功系账资技术损失发开卡贷群私助理软件包秒",
        "蒄墨囤认迫偏堤枚贵附岗睹披坪苔砖亚戌巧糸胀咨枝木捐矢友幵咔货裙秕肋埋钦仵句抄",
        strict=True,
    )
)
_HOMOPHONES = dict(
    zip(
        "被骗追回款收费先后出黑团队提现转账联系专业成功资金技术损失客服发票贷赌网加",
        "贝片锥会宽首非鲜候初嘿抟兑题线赚丈莲戏砖叶城攻姿斤纪竖笋师课福法漂代肚王佳",
        strict=True,
    )
)
NOTICES = (
    "网络安全提示：", "【重要提醒】", "社区反诈宣传：", "请家人们注意防骗！", "骗子太猖狂了，",
    "远离诈骗，从我做起。", "据公安机关通报，", "本群提醒：防人之心不可无。", "注意，别被骗了。",
    "温馨提示：谨慎投资。", "举报诈骗请打 96110。", "新闻速递：诈骗团伙落网。", "曝光一批骗子，大家看好了：",
    "慎重！", "反诈小课堂开课啦。", "最近骗子多，", "假的真不了，", "警民同心，全民反诈。", "预警信息：",
    "看完不再被骗：",
)  # fmt: skip
_TALK = (
    "早上去菜市场买了两斤排骨，", "炖了一锅汤，孩子说好喝。", "下午要开家长会，", "老师说数学要多练。",
    "窗外下雨了，", "衣服还没收。", "邻居家的猫又跑到阳台上来了，", "它很喜欢晒太阳。", "周末打算去植物园看花，",
    "听说郁金香开了。", "昨晚的电影有点长，", "看到一半就睡着了。", "楼下新开了一家面馆，", "味道一般，分量很足。",
)  # fmt: skip
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


def similar(text: str, chance: random.Random) -> str:
    """Characters as others that look like them."""
    return _some(text, chance, _SIMILAR, 0.5)


def homophones(text: str, chance: random.Random) -> str:
    """Characters as others that sound like them."""
    return _some(text, chance, _HOMOPHONES, 0.5)


def letters_between(text: str, chance: random.Random) -> str:
    """A latin letter after most characters."""
    return _PAIR.sub(lambda _: chance.choice("abcdefghjkmnoprstuyz") if chance.random() < 0.8 else "", text)


def slashes(text: str, chance: random.Random) -> str:
    """Slashes between Chinese characters."""
    return _between(text, chance, "/", 0.9)


def upright_lines(text: str, chance: random.Random) -> str:
    """Vertical lines between Chinese characters."""
    return _between(text, chance, "|丨｜", 0.9)


def upright(text: str, chance: random.Random) -> str:
    """Each character on a line of its own."""
    del chance
    return "\n".join(char for char in text if not char.isspace())


def backwards(text: str, chance: random.Random) -> str:
    """The last character first."""
    del chance
    return text[::-1]


def noticed(text: str, chance: random.Random) -> str:
    """A notice in front, as if it were a warning."""
    return chance.choice(NOTICES) + text


def amid_talk(text: str, chance: random.Random) -> str:
    """In the middle of a long harmless text."""
    talk = chance.sample(_TALK, len(_TALK))
    half = len(talk) // 2
    return "".join([*talk[:half], "\n", text, "\n", *talk[half:]])


def _some(text: str, chance: random.Random, table: dict[str, str], share: float) -> str:
    return "".join(table[c] if c in table and chance.random() < share else c for c in text)


HARD: dict[str, Disguise] = {
    "similar": similar,
    "homophones": homophones,
    "letters_between": letters_between,
    "slashes": slashes,
    "upright_lines": upright_lines,
    "upright": upright,
    "backwards": backwards,
    "noticed": noticed,
    "amid_talk": amid_talk,
}
"""Disguises after which some messages are not to be known again."""

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
