"""Somebody else's words within one's own: 「有人发「内部渠道，先款后撤」，是骗局吗」 asks what the quotation is."""

from __future__ import annotations

import re

from dialogs.dialog import Dialog
from dialogs.forwards import WITH_A_CARD
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified_characters
from dialogs.together import asks_about, only_asks

_LEAST, _MOST = 8, 400  # characters of a quotation that is looked at
_QUOTATION = Expression(rf"[「『“\"]([^「」『』“”\"]{{{_LEAST},{_MOST}}})[」』”\"]")
_AFTER_A_COLON = Expression(
    rf"(?:有人|群友|他|她|对方|别人|群里|收到|看到|刷到)[^，。,:：\n]{{0,12}}(?:发|说|贴|收到|看到|刷到)[^，。,:：\n]{{0,16}}[:：]\s{{0,4}}(.{{{_LEAST},{_MOST}}})",
    re.DOTALL,
)
_ASKED_FIRST = Expression(rf"([^:：\n【]{{2,24}}?)\s{{0,4}}(?:[:：\n]|(?=【))\s{{0,4}}([\s\S]{{{_LEAST},{_MOST}}})")
_SIGNED = Expression(rf"([^【]{{2,40}})(【[^】]{{2,16}}】[\s\S]{{{_LEAST},{_MOST}}})")
_ASKED_LAST = Expression(rf"(【[^】]{{2,16}}】[\s\S]{{{_LEAST},{_MOST}}}?)[\s。!！]{{1,4}}([^\s。!！]{{2,20}})")
_PASSES_ON = Expression(
    r"群(?:里|友|主|员)|管理员|有人(?:发|在)|收到|刷到|看到|转发|帮我?(?:看|查)|是不是|是(?:真|假|骗)|真的|骗(?:人|局|子)?的?(?:吧|吗|么|嘛)|"
    r"可信|靠谱|能信|[?？]|这个(?:呢|是)"
)
_ASKED_AFTER = Expression(
    r"[\s,，。]{0,4}(?:这个?|这条)?(?:是不是|是骗|是真|真的|骗人|骗局|可信|靠谱|能信|能不能信)[^,，。]{0,10}$"
)
_CAUGHT = Expression(r"我(?:已经|都|也|刚|就)?(?:转|付|交|给|充|装|加)了|转过去了|付了钱|被骗了")


def quoted_offer(dialog: Dialog, text: str) -> str | None:
    """The trap that a typed message quotes to ask about it; None where it quotes none, or its writer was caught by it.

    The quotation stands in quotation marks, or after a colon that says whose it is. Where nothing but a question
    stands before or after a message (「帮我看看是真的吗：【某某】…」), that is what is asked about, trap or not.
    """
    if (first := _ASKED_FIRST.fullmatch(text)) and only_asks(first[1]) and not _CAUGHT.search(first[2]):
        return first[2]
    if (signed := _SIGNED.fullmatch(text)) and not _CAUGHT.search(text):  # 「群里有人发的 大家看看真假【某某】…」
        before = signed[1].translate(simplified_characters())
        if asks_about(before) or _PASSES_ON.search(before):
            return signed[2]
    if (last := _ASKED_LAST.fullmatch(text)) and only_asks(last[2]) and not _CAUGHT.search(last[1]):
        return last[1]
    plain = text.translate(simplified_characters())
    found = _QUOTATION.search(text) or _AFTER_A_COLON.search(plain)
    if found is None:
        return None
    start, end = found.span(1)
    if asked := _ASKED_AFTER.search(plain, start, end):
        end = asked.start()
    own = plain[:start] + plain[end:]
    if _CAUGHT.search(own) or not _PASSES_ON.search(own):
        return None
    return text[start:end] if dialog.checker.check(text[start:end]).verdict in {*WITH_A_CARD, "caution"} else None
