"""Whether words hold what a field of words asks for: a name, a place or a number, and not only a time or a sum."""

from __future__ import annotations

import datetime as dt

from dialogs.library.models.papers import FieldSpec
from dialogs.papers.order_numbers import LONG_ORDER
from dialogs.papers.spoken import Hear
from dialogs.text.expression import Expression

_FILLING = Expression(
    r"[转打付汇发给过报投诉案警联系收退的了是在我他她都就也还大概吧啊呢嘛哦左右多钱元块笔号整约只共总一个那这,，。.;；:：!！~\s]"
)
_FIGURE = Expression(r"\d|[零〇一二三四五六七八九]{4}")
_ANOTHER_NUMBER = Expression(r"警号|工号|电话|手机|卡号|尾号|身份证|微信号|金额")
_THAT_ONE = Expression(r"^[^,，。]{0,8}(?:那|这)(?:个|家|边|里|儿|地方)$")
_DEED = Expression(r"报(?:了|过|的)?[警案]|投诉")
_OF_THE_OTHER = Expression(r"^(?:那个?|这个?)?(?:骗子|[他她]们?|对方|人家|客服)(?!.*[我咱俺])")


def holds(field: FieldSpec, typed: str, now: dt.datetime, hear: Hear) -> bool:
    """Whether an answer may be what a field holds; true of a field of which nothing is said."""
    if field.holds is None:
        return True
    heard = hear(typed, now)
    left = _without(heard.plain, [one.span for one in heard.times])
    if field.holds == "number":
        return bool(_FIGURE.search(left)) and not _ANOTHER_NUMBER.search(left)
    if field.holds == "place" and (_OF_THE_OTHER.search(heard.plain) or _DEED.search(heard.plain)):
        return False
    if _THAT_ONE.search("".join(heard.plain.split())):
        return False
    sums = [(one.start, one.end) for one in heard.amounts]
    named = _without(heard.plain, [*(one.span for one in heard.times), *sums])
    return bool(_FILLING.sub("", LONG_ORDER.sub("", named))) or not (heard.times or sums or LONG_ORDER.search(named))


def is_only_a_time(typed: str, now: dt.datetime, hear: Hear) -> bool:
    """Whether words tell a time and nothing else: 「昨天晚上九点」."""
    heard = hear(typed, now)
    return bool(heard.times) and not _FILLING.sub("", _without(heard.plain, [one.span for one in heard.times]))


def _without(plain: str, spans: list[tuple[int, int]]) -> str:
    cut = set[int]().union(*(range(*span) for span in spans))
    return "".join(" " if place in cut else one for place, one in enumerate(plain))
