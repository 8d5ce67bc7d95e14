"""What a message only quotes: words of which its writer says that others say them.

A warning quotes the offer that it warns of. A swindler who puts a notice in front of an offer quotes nobody, even where
the offer stands in quotation marks: nothing says whose words they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.checking.artifacts import gives_contact
from dialogs.text.expression import Expression

_QUOTED = Expression('“[^“”\n]{2,200}”|「[^「」\n]{2,200}」|『[^『』\n]{2,200}』|"[^"\n]{2,200}"')
# What a swindler says in a talk that somebody else has written down: nobody gives themselves the name.
_SPEAKER = "骗子|骗徒|诈骗分子|犯罪嫌疑人|嫌疑人|假客服"
_SAID = Expression(rf"(?<![心防惕绝是报打击离])(?:{_SPEAKER})[甲乙0-9]?:(?P<said>[^:\n]{{4,200}})")
_BEFORE, _BEHIND, _FAR_BEHIND = 12, 12, 40  # characters in which it is said whose words they are, and what they are
_TOLD_BEFORE = Expression(
    "(?:[说称发叫喊写贴弹骗]|话术|原话|所谓|那种|这种|这类|什么|冒充|冒用|打着|凡是|名义|标榜|打出|宣传|承诺|看到|刷到|收到|接到|"
    "揭露|揭秘|曝光|警惕|谨防|当心|小心|切勿|别信|不信|相信|轻信|案例|诱|广告|短信|类似|比如|例如|以|用|卧底|禁止|第一句(?:话)?[都就]?是|开口[都就]是)[^。!?\n]{0,6}$"
)
_TOLD_BEHIND = Expression(
    "^[,—:]*(?:的(?:[,。都人那]|骗|诈|广告|电话|短信|信息|名义|评论|话术|帖|招|邀|消息|说法|套路)|等|之类|这|那|为由|名义|话术|骗|假|诈|广告|套路|背后|[都全]是|均|[都也还]是?[提取拿退]不|字样|招募|招聘|手段|信息|诱|要求|[^,。!?\n]{0,6}(?:别信|勿信|骗))"
)
_WARNED_OF = Expression("骗|假的|冒充|诈|拉黑|举报|报警|别|不要|勿|犯罪|违法|抓获|从不|从未|不会|警惕|小心|当心|踢")
# What stands between two quotations of one list or of the steps of one story.
_GOES_ON = Expression(
    "^[,、。;:和或及与]{0,3}(?:第[一二三四五六七八九十][步招句]|[0-9]{1,2}[.、)]|"
    "还有|以及|然后|接着|再|最后)?(?:是|说)?[,、:]{0,3}$"
)
_ASKS = Expression("[私加找联滴戳扫](?:我|他|她|系|信|聊|滴|码)|扣1")
_OWN_WORDS = 8  # Chinese characters that the writer must add to what they quote
_CHINESE = Expression("[\u3400-\u4dbf\u4e00-\u9fff]")


def told_quotations(text: str) -> list[tuple[int, int]]:
    """Where a plain or masked text quotes others, in quotation marks or, where none are, in the lines of a talk.

    Nowhere if its writer says little themselves.
    """
    told = [span for run in _runs(text) for span in _told_of(text, run)]
    told = told or [found.span("said") for found in _SAID.finditer(text) if not _leads(found["said"])]
    return told if len(_CHINESE.findall(without(text, told))) >= _OWN_WORDS else []


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without some stretches of it, a pause in place of each."""
    return ",".join(_rest(text, spans))


def reachable(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether the words quoted lead to anybody: they give an account or address."""
    return any(gives_contact(text[start:end]) for start, end in spans)


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """The quotations of a text, those of one list or of the steps of one story together."""
    run: list[tuple[int, int]] = []
    for found in _QUOTED.finditer(text):
        if run and not _GOES_ON.search(text[run[-1][1] : found.start()]):
            yield run
            run = []
        run.append(found.span())
    if run:
        yield run


def _told_of(text: str, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The quotations of a run that are told of: all where one is, but for those that lead to somebody unwarned."""
    if any(_said(text, *span) for span in run):
        for start, end in run:
            if not _leads(text[start:end]) or _WARNED_OF.search(text[end : end + _FAR_BEHIND]):
                yield start, end


def _said(text: str, start: int, end: int) -> bool:
    """Whether somebody is said to say what stands at a place."""
    before, behind = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    return bool(_TOLD_BEFORE.search(before) or _TOLD_BEHIND.search(behind))


def _leads(said: str) -> bool:
    """Whether words would have their reader get in touch with somebody."""
    return gives_contact(said) or bool(_ASKS.search(said))


def _rest(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    done = 0
    for start, end in spans:
        yield text[done:start]
        done = end
    yield text[done:]
