"""Writes a talk as the reading of its screenshot gives it, to fit the checker to it: without breaks between the
messages, with names, times and notices among them, and with characters that were misread.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

_MISREAD = {
    "天": "夭", "已": "己", "己": "已", "干": "千", "进": "迸", "一": "-", "人": "入", "信": "僖", "有": "肴",
    "吧": "巴", "在": "茬", "你": "亻尔", "没": "设", "那": "哪", "自": "白", "转": "砖", "群": "裙", "问": "间",
    "就": "京尤", "要": "耍", "么": "幺", "日": "曰", "了": "孓", "子": "孑", "好": "奵", "行": "彳亍", "再": "冉",
    "先": "无", "名": "各",
}  # fmt: skip
_NAMES = (
    "阿强", "小雨", "A 财务小李", "晴天", "老周", "随风", "琳琳", "张三丰", "平安是福", "一路向北", "Amy", "王小二",
    "花开富贵", "CC", "岁月静好", "客服 08", "李经理", "刘姐", "木子", "大鹏",
)  # fmt: skip
_NOTICES = (
    "我通过了你的朋友验证请求,现在我们可以开始聊天了", "以上是打招呼的内容", "对方正在输入", "撤回了一条消息",
    "[语音通话]已取消", "按住说话", "昨天", "星期三", "上午", "下午", "晚上", "凌晨", "微信", "消息", "返回", "发送",
    "查看更多消息", "语音输入",
)  # fmt: skip
_JOINTS = ("", "", "", "", "。", ",", "_", " ", "^", ";")
_MISREAD_SHARE, _NOTICE_SHARE, _NAME_SHARE, _LOST_SHARE = 0.03, 0.1, 0.15, 0.05


def as_read(lines: Sequence[str], chance: random.Random) -> str:
    """The messages of a talk, read without their breaks."""
    name = chance.choice(_NAMES) if chance.randrange(2) else ""
    pieces = [name] if chance.randrange(2) else []
    for line in lines:
        if chance.random() < _LOST_SHARE:
            continue
        if chance.random() < _NOTICE_SHARE:
            pieces.append(chance.choice((*_NOTICES, f"{chance.randrange(24)}:{chance.randrange(60):02}")))
        if name and chance.random() < _NAME_SHARE:
            pieces.append(name)
        pieces.append(_misread(line.replace(" ", chance.choice(("", ",", " "))), chance) + chance.choice(_JOINTS))
    return "".join(pieces)


def _misread(line: str, chance: random.Random) -> str:
    return "".join(_MISREAD.get(char, char) if chance.random() < _MISREAD_SHARE else char for char in line)
