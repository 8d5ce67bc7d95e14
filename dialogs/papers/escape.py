"""The one place where words that people typed become Markdown that means nothing but themselves.

The template environment sends every value through `inline` unless it is `Markdown` already, so that a template can
not forget it. What comes out is CommonMark; the formats made from it (docx, PDF, plain text) are as safe as it is.
"""

from __future__ import annotations

import re
import unicodedata

from dialogs.text.expression import Expression

_MEANT = Expression(r"([\\`*_\[\]<>#~$^{}])")
_BLOCK_START = Expression(r"^(?=[-+=])|^(\d{1,9})(?=[.)](?:\s|$))")
_BLANKS = Expression(r"[^\S\n]+")
_STACKED = Expression(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f"
    r"\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_SCHEME = Expression(r"(?<![a-z0-9+])(?!hxxp|fxp)([a-z][a-z0-9+-]{1,15})(://)", re.IGNORECASE)
_SCHEMES = {"http": "hxxp://", "https": "hxxps://", "ftp": "fxp://", "ftps": "fxps://"}
_HOST = Expression(
    r"(?<![\w.-])((?:[\w-]{1,63}\.){1,6})"
    r"(?:(?!(?:jpe?g|png|gif|pdf|docx?|xlsx?|txt|mp[34]|apk)\b)([a-z]{2,24})(?!\w)"
    r"|(中国|中國|公司|网络|網絡|集团|在线|商城|网址|网店|香港|我爱你))",
    re.IGNORECASE,
)
_ADDRESS = Expression(r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w.])")
_SENTENCE_ENDS = "。！？!?…；;"
_KEPT_FORMATS = "\u200d"  # joins the parts of one emoji
_SELDOM = re.compile(r"[^\n -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")  # may be one that cannot be printed
_LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})


class Markdown(str):
    """Text that is Markdown already and goes into a template as it is."""

    __slots__ = ()


def clean(text: str) -> str:
    r"""What was typed, without what cannot be printed.

    Control characters, direction marks, zero-width characters and lone surrogates go; line ends become ``\n``,
    runs of blanks one space; accents piled on one letter stop at three; private-use characters become □.
    """
    few = _STACKED.sub(r"\1", text)  # first: composing a long pile takes as long as the square of its height
    lines = unicodedata.normalize("NFC", few.replace("\r\n", "\n").translate(_LINE_ENDS).replace("\t", " "))
    kept = _SELDOM.sub(lambda found: _printable(found[0]), lines)
    kept = _STACKED.sub(r"\1", kept)
    return "\n".join(stripped for line in kept.split("\n") if (stripped := _BLANKS.sub(" ", line).strip()))


def _printable(char: str) -> str:
    if char == "\n" or char in _KEPT_FORMATS:
        return char
    category = unicodedata.category(char)
    if category in {"Cc", "Cf", "Cs"} or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF:  # noqa: PLR2004
        return ""
    return "□" if category == "Co" else char


def defanged(text: str) -> str:
    """Addresses written so that nothing turns them into a link (law.md DOC-09).

    ``hxxp://example[.]com``, ``weixin[:]//dl``, ``1[.]2[.]3[.]4``; names of common files stay as they are.
    """
    without = _SCHEME.sub(lambda m: _SCHEMES.get(m[1].lower(), f"{m[1]}[:]//"), text)
    without = _HOST.sub(lambda m: m[1].replace(".", "[.]") + (m[2] or m[3]), without)
    return _ADDRESS.sub(r"\1[.]\2[.]\3[.]\4", without)


def as_shown(text: str) -> str:
    """What a reader of any format sees of a typed text, lines kept."""
    return defanged(clean(text))


def inline(value: object) -> Markdown:
    """Any value as Markdown on one line."""
    if isinstance(value, Markdown):
        return value
    text = _MEANT.sub(r"\\\1", as_shown(str(value)).replace("\n", " "))
    text = text.replace("&", "&amp;").replace("|", "&#124;")
    return Markdown(_BLOCK_START.sub(lambda m: f"{m[1]}\\" if m[1] else "\\", text))


def paragraphs(value: object) -> Markdown:
    """A typed text as Markdown paragraphs, one for each of its lines."""
    return (
        value if isinstance(value, Markdown) else Markdown("\n\n".join(map(inline, as_shown(str(value)).split("\n"))))
    )


def sentence(value: object) -> str:
    """A text with a full stop, if it has no end of its own; still to be escaped."""
    text = str(value).strip()
    return text if not text or text[-1] in _SENTENCE_ENDS else f"{text.rstrip('，,、.')}。"
