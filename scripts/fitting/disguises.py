"""Writes a text as people do who get past filters, to fit the checker to it. Its tables are not those of the tests."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_ANY, _SPELLED, _MARKED = 0.04, 0.4, 0.7  # the share of characters that are changed
_HAN = re.compile("[\u4e00-\u9fff]")
_SIMILAR = {
    "款": "歀欵", "黑": "墨嘿", "团": "因", "队": "认", "追": "逭迫", "骗": "偏遍", "钱": "钺浅", "提": "堤题",
    "现": "砚", "收": "枚牧", "费": "贵", "付": "附村", "网": "冈罔", "赌": "堵睹", "被": "彼", "出": "岀",
    "回": "囬", "平": "苹", "台": "抬", "加": "伽", "微": "徽薇", "信": "訫佶", "专": "砖", "业": "亚", "成": "戍",
    "功": "攻", "联": "联", "系": "糸", "撤": "澈", "转": "砖", "账": "胀", "资": "姿", "金": "全", "技": "枝",
    "术": "木", "客": "容", "服": "报", "损": "捐", "失": "矢", "发": "友", "票": "飘", "代": "伐", "开": "幵",
    "卡": "咔", "号": "呺", "上": "丄", "下": "丅", "门": "们", "贷": "货",
}  # fmt: skip
_SOUNDS = {
    "被": "背贝", "骗": "片", "黑": "嘿", "出": "初", "款": "宽", "追": "椎", "回": "会徊", "收": "手首",
    "费": "飞废", "先": "现", "后": "厚候", "团": "湍", "队": "对", "赌": "堵肚", "网": "往忘", "钱": "前乾",
    "加": "嘉家", "我": "沃", "联": "连帘", "系": "细", "咨": "姿资", "询": "寻巡", "专": "砖", "业": "夜页",
    "成": "城程", "功": "工公", "提": "题", "现": "线献", "转": "赚", "账": "帐", "发": "法", "票": "漂",
    "贷": "带袋", "上": "尚", "门": "闷", "兼": "肩", "职": "值", "日": "曰", "结": "节洁", "招": "昭",
}  # fmt: skip
_PINYIN = {
    "款": "kuan", "黑": "hei", "骗": "pian", "追": "zhui", "钱": "qian", "收": "shou", "费": "fei", "网": "wang",
    "赌": "du", "出": "chu", "加": "jia", "信": "xin", "群": "qun", "票": "piao", "卡": "ka", "贷": "dai",
    "资": "zi", "金": "jin", "被": "bei", "团": "tuan", "队": "dui", "提": "ti", "现": "xian", "回": "hui",
    "转": "zhuan", "账": "zhang",
}  # fmt: skip

Disguise = Callable[[str, random.Random], str]


def _swapped(text: str, chance: random.Random, table: dict[str, str], share: float) -> str:
    return "".join(chance.choice(table[c]) if c in table and chance.random() < share else c for c in text)


def similar(text: str, chance: random.Random) -> str:
    """Some characters as others that look like them, and a few as any other character."""
    text = _swapped(text, chance, _SIMILAR, 0.5)
    return _HAN.sub(lambda found: chr(0x4E00 + chance.randrange(8000)) if chance.random() < _ANY else found[0], text)


def by_sound(text: str, chance: random.Random) -> str:
    """Some characters as others that sound like them."""
    return _swapped(text, chance, _SOUNDS, 0.6)


def half_pinyin(text: str, chance: random.Random) -> str:
    """Some characters in pinyin."""
    return "".join(_PINYIN[c] if c in _PINYIN and chance.random() < _SPELLED else c for c in text)


def lines_between(text: str, chance: random.Random) -> str:
    """A mark or a letter after most characters."""
    mark = chance.choice("│┃ˊ、·")
    return _HAN.sub(lambda found: found[0] + mark if chance.random() < _MARKED else found[0], text)


def noticed(text: str, chance: random.Random, notices: Sequence[str]) -> str:
    """A notice in front."""
    return chance.choice(notices) + chance.choice(("", "\n", " ")) + text


def surrounded(text: str, chance: random.Random, talk: Sequence[str]) -> str:
    """Harmless talk before and behind."""
    before, behind = (chance.sample(talk, chance.randrange(1, 4)) for _ in range(2))
    return "\n".join([*before, text, *behind])


DISGUISES: tuple[Disguise, ...] = (similar, by_sound, half_pinyin, lines_between)
