"""The ways in which a message may be meant to be read: as it stands, and where it is written to hide, as it is shown.

Every reading is plain text whose characters know their place in the message.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.text.expression import Expression
from dialogs.text.plain import Normaliser
from dialogs.text.traced import Edit, Traced

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# One or two letters alone between Chinese characters, or a mark: strewn in where there are many of them.
_STREWN = Expression(rf"(?<=[{_HAN}])(?: ?(?:[a-z]{{1,2}}|[^\w\s{_HAN}]{{1,3}}) ?)(?=[{_HAN}])")
_ONLY_LETTERS = Expression("[a-z丨]")
_CHINESE = Expression(f"[{_HAN}]")
_LEAST, _CHARACTERS_EACH = 4, 6
_COMMON = (
    "可以|我们|联系|微信|收费|被骗|追回|撤回|转账|团队|专业|成功|平台|提款|出款|出黑|资金|咨询|服务|添加|付款|技术|黑客|损失|不收|处理|解决|"
    "保证|到账|客服|先追|先出|后付|骗子|提现|找我|私聊|挽回|转错|误转|红包|软件|神器|撤销|帮你|帮您|需要|免费|官方|内部|渠道|操作|验证|截图|下载|"
    "链接|安装|只要|对方|收款|退回|受骗|诈骗|律师|维权|冻结|解冻|投资|网赌|佣金|兼职|发票|上门|贷款|代理|招聘|日结|注册"
)
_FORWARDS = Expression(_COMMON)
_BACKWARDS = Expression("|".join(word[::-1] for word in _COMMON.split("|") if word != word[::-1]))
_CLEARLY = 2  # common words that a text must hold backwards


def readings(text: str, normaliser: Normaliser) -> Iterator[Traced]:
    """Every reading of a message, first as it stands; the same for the same text, and at least one."""
    for plain in normaliser.readings(text):
        yield plain
        if (bare := _without_strewn(plain)) is not plain:
            yield bare
        if _is_backwards(plain.text):
            yield plain.reordered(range(len(plain.text) - 1, -1, -1))


def _without_strewn(traced: Traced) -> Traced:
    found = list(_STREWN.finditer(traced.text))
    letters = sum(bool(_ONLY_LETTERS.search(one[0])) for one in found)
    many = letters >= _LEAST and letters * _CHARACTERS_EACH >= len(_CHINESE.findall(traced.text))
    return traced.edited(Edit(*one.span(), "") for one in found) if many else traced


def _is_backwards(text: str) -> bool:
    there = len(_BACKWARDS.findall(text))
    return there >= _CLEARLY and there > len(_FORWARDS.findall(text))
