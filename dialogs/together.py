"""Messages that came together as one input: an album, forwards in a row, a forward and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dialogs.messages import PICTURE, ForwardInput, Input, TextInput, UnreadableInput
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified_characters

MOST_TOGETHER = 10_000
"""Characters of messages that are one case; the longest message of a chat app has some 4,000."""
LONGEST_COMMENT = 20  # characters of a question about a message that is yet to come, or just came

# What asks whether something is true, or to look at it; what may stand around that; and what tells of a case of one's
# own, which waits for nothing.
_JUDGED = "真的|真|假的|可信|可靠|靠谱|能信|可以信[他她它]?|信得过|可以相信|骗子|骗人的?|呃人|诈骗|骗局|官方的"
_ASKED = Expression(
    f"(?:{_JUDGED})(?:吗|嘛|么|不|没|吧|呢|㗎|[?？])"
    "|(?:是不是|係咪|系咪|是否)(?:真|假|骗|诈|官方|呃人)(?:的|子|人|骗|局)?的?|真的?(?:还是|定)?假的?|是真是假|对不对|能不能信|靠不靠谱|可不可信"
    "|有没有这回事|真有这|真能.{2,6}吗"
    "|(?:帮|给|求|麻烦|请|大佬|你)(?:我|我们|忙|们|你)?(?:来)?(?:看|查|鉴|辨)(?:看|查|定|别|一下|一眼|下)*"
    "|(?:看|查|鉴定|鉴别)(?:看|查|一下|下|一眼)(?=这|那|它|$)"
    "|is (?:this|it) (?:real|true|legit|a scam)|scam or not",
    re.IGNORECASE,
)
_AROUND = Expression(
    "请问|麻烦|大家|大佬|你们|各位|帮我|那个|这个|这条|这种|这段|这话|这说法|这消息|这短信|这公众号|这软件|说的|这是|这|那|它|是|一下|消息|短信|"
    "信息|东西|群里看到的|群里发的|别人发的|朋友发的|家里人发的|我?[妈爸]发的|有人发我的|[他她]发的|到底|究竟|帮|吗|呢|吧|啊|呀|哦|的|谢谢|急|在线等|"
    r"[\s,，.。!！?？~～…、:：👇👆🙏]"
)
_OWN = Expression(
    r"\d|被骗|转错|[转付给收装做发填点]了|没[收付转给]|报[警案]|立案|追回来|要回来|到账|材料|步骤|我是|你是|(?<![帮给替])我[看查](?!.*[吗真假])"
)


def asks_about(text: str) -> bool:
    """Whether a short message asks about another one: 「这是真的吗」, 「群里看到的，可信吗」."""
    if len(text) > LONGEST_COMMENT:
        return False
    plain = text.translate(simplified_characters())
    return _OWN.search(plain) is None and _ASKED.search(plain) is not None


def only_asks(text: str) -> bool:
    """Whether a message does nothing but ask whether another one is true."""
    return asks_about(text) and not _AROUND.sub("", _ASKED.sub("", text.translate(simplified_characters())))


def merged(inputs: Sequence[Input]) -> Input:
    """One input with the words of all, in order; at least one is given.

    Words of the person's own (a caption under a picture, a question sent with a forward) are what they say about it.
    """
    if len(inputs) == 1:
        return inputs[0]
    forwards = [one for one in inputs if isinstance(one, ForwardInput)]
    own = [one for one in inputs if isinstance(one, TextInput)]
    if forwards:
        unread = [kind for one in forwards for kind in one.unread]
        unread += [one.kind for one in inputs if isinstance(one, UnreadableInput) and one.kind != "photo"]
        return ForwardInput(
            text=_lines(one.text for one in forwards),
            caption=_lines(one.caption for one in forwards),
            image_text=_lines(one.image_text for one in forwards),
            origin=forwards[0].origin,
            comment=_lines([*(one.comment for one in forwards), *(one.text for one in own)]),
            unread=tuple(dict.fromkeys(unread)),
            parts=tuple(words for one in forwards if (words := one.words.strip())) if len(forwards) > 1 else (),
        )
    return replace(own[-1], text=_lines(one.text for one in own)) if own else inputs[0]


def with_picture(given: Input, text: str) -> Input:
    """An input with the words of a picture that came with it; words of the person's own are what they say about it."""
    if isinstance(given, ForwardInput):
        return replace(given, image_text=PICTURE.join(filter(None, (given.image_text, text))))
    comment = given.text if isinstance(given, TextInput) else ""
    return ForwardInput(image_text=text, origin="picture", comment=comment)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))[:MOST_TOGETHER]
