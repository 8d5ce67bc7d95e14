"""Whether words order that what is stored here be deleted, or only tell that something was."""

from __future__ import annotations

from dataclasses import replace

from dialogs.text.expression import Expression
from dialogs.understanding import Reading

FORGET = "forget"
"""The request that has all of a case deleted."""
_TELLS = Expression(
    r"(?:删|清空|清理|清|抹|毁)(?:除|掉|光|完|没|干净|空){0,2}(?:了|咗|啦|过)"
    r"|(?:记录|截图|账单|聊天|图片?|照片|流水|凭证)[^,，。;；]{0,6}(?:没了|不见|没有了|找不|丢了|冇咗)"
)
_ORDERS = Expression(
    r"[吧呗]|please|everything|you|my(?:data|info)|(?:行|可以|好|成|能)[吗不么]|帮我|给我|请|麻烦|你|机器人|^(?:那|就|都|快|全部|统统|现在){0,3}把(?!.{0,4}(?:聊天|截图|账单|微信|照片|流水))"
    r"|^(?:那|就|都|快|全部){0,3}(?:删|清空|忘)[掉光除]?了?我"
)


def tells_of_erasing(plain: str) -> bool:
    """Whether plain words tell that records are gone and order nothing: 「聊天记录我都删了」, not 「都删了吧」."""
    return bool(_TELLS.search(plain)) and not _ORDERS.search(plain)


def without_what_is_told(reading: Reading) -> Reading:
    """The reading without a request to forget that is none: it would take the whole case with it."""
    return replace(reading, request=None) if _is_none(reading) else reading


def _is_none(reading: Reading) -> bool:
    return reading.request == FORGET and tells_of_erasing("".join(reading.plain.split()))
