"""What a told time is of: people say in one breath when they paid, when they were asked and when they reported it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from dialogs.library.models.papers import EventName
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified

_CLAUSE_END = Expression(r"[,，。;；!！\n]+|(?<=[的了过警案吧呢啊])\s+")
_NAMED: Mapping[EventName, Expression] = {
    "paid": Expression(
        r"[转轉付汇刷扣]|打(?:款|钱|给|过去|了?[他她]?\d)|扫码?|充|给(?:了|过)?[他她对]|交(?:了|的|过|钱)|买|红包|下单|支出"
    ),
    "police": Expression(r"报(?:了|的|过|完)?[警案]|报的$|派出所|110|笔录|立案|公安|警察"),
    "complaint": Expression(r"投诉"),
    "contact": Expression(
        r"联系|[找问](?:了|的|过)?[他她对]|发(?:了|过|的)?(?:微信|消息|短信|信息)|[跟和][他她]说|告诉[他她]|打(?:了|过|的)?.{0,3}电话|通知"
    ),
    "found": Expression(r"发现|[得觉]不对|不对劲|反应过来|醒悟|才知道|告诉我|看到|看见|意识到|想明白|察觉"),
    "called": Expression(r"打(?:了|过|的|完|通)|[打拨]\d|电话|客服|9[56]\d{3}|联系|柜台|银行|挂失|去(?:了|的|过)"),
}
_ELSE = Expression(
    r"收到?(?:的|了)?货|认识|加(?:的|了|上|过)?(?:我|他|她|微信|好友)|退(?:款|回|了|给)|要钱|来要|又来|又要|催我?|骂|聊|签(?:的|了)?合同"
)


def of_event(event: EventName, text: str) -> str | None:
    """The clauses that may tell of an event: without those of another one; None where nothing is left.

    A clause that names no event goes with the one before, the first ones with the asked: 「昨天，晚上九点转的」.
    """
    kept: list[str] = []
    follows = True
    for clause in filter(None, (part.strip() for part in _CLAUSE_END.split(text))):
        named, of_another = names(clause), bool(_ELSE.search(simplified(clause)))
        follows = event in named or (follows and not named and not of_another)
        if follows:
            kept.append(clause)
    return "，".join(kept) or None


def names(clause: str) -> frozenset[EventName]:
    """The events that a clause names."""
    plain = simplified(clause)
    return frozenset(event for event, said in _NAMED.items() if said.search(plain))


def is_of(event: EventName, text: str) -> str | None:
    """The clauses that name an event, with the ones right before them that name none; None where none names it."""
    clauses = [part.strip() for part in _CLAUSE_END.split(text) if part and part.strip()]
    if not any(event in names(clause) for clause in clauses):
        return None
    before = [first for first, second in pairwise(clauses) if event in names(second) and not names(first)]
    own = [one for one in clauses if event in names(one) or one in before]
    return "，".join(own)
