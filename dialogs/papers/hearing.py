"""Which option of a question is heard in the words of an answer; none where the words tell of two that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from dialogs.library.models.papers import FieldWords
from dialogs.text.expression import Expression

_DENIED = Expression(  # right before words: 「没去派出所」, 「他说不会退」, 「没给他发过」
    r"(?:没有?|未|不是|并非|不能|不会|不想|不敢|不肯|没法|无法|别|甭)[敢去在被有用]{0,2}[给跟和向把从]?[他她它我]?$|不$"
)
_FAILED = Expression(
    r"(?:里|里面)?的?钱?(?:不够|不行|限额|超额|超限|没成功?|没转成|失败|转不了|付不了|不让)|也(?:没用|白|是白|没啥用)|有(?:啥|什么|没有?|个屁)用"
)
_DENIES = ("没", "未", "不", "别", "还没", "无")


class _Heard(NamedTuple):
    option: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def apart_from(self, other: _Heard) -> bool:
        return self.end <= other.start or self.start >= other.end


def heard_option(words: FieldWords | None, plain: str) -> str | None:
    """The option whose words stand in plain text, the longest of them; None where none does, or two that differ do."""
    found = _heard(words, plain)
    return found.option if found else None


def heard_words(words: FieldWords | None, plain: str) -> str:
    """The words of the option that is heard."""
    found = _heard(words, plain)
    return plain[found.start : found.end] if found else ""


def said(patterns: Iterable[str], plain: str) -> str:
    """The longest match of some patterns in plain text; nothing where none matches."""
    return max((found[0] for one in patterns for found in pattern(one).finditer(plain)), key=len, default="")


@cache
def pattern(source: str) -> Expression:
    """A pattern of the content, compiled once."""
    return Expression(source)


def _heard(words: FieldWords | None, plain: str) -> _Heard | None:
    """What is heard: of words that overlap the longest, of options apart from each other the one that goes first."""
    found = sorted(_matches(words.heard, plain) if words else (), key=lambda one: -one.length)
    apart: list[_Heard] = []
    for one in found:
        if all(one.apart_from(other) for other in apart):
            apart.append(one)
    kept = [one for one in apart if not any(_gives_way(words, one, other) for other in apart)]
    return kept[0] if kept and len({one.option for one in kept}) == 1 else None


def _gives_way(words: FieldWords | None, one: _Heard, other: _Heard) -> bool:
    return words is not None and other.option in words.gives_way.get(one.option, ())


def _matches(heard: Mapping[str, tuple[str, ...]], plain: str) -> Iterator[_Heard]:
    for option, patterns in heard.items():
        for one in patterns:
            for found in pattern(one).finditer(plain):
                if found[0].startswith(_DENIES) or not _void(plain, found.start(), found.end()):
                    yield _Heard(option, found.start(), found.end())


def _void(plain: str, start: int, end: int) -> bool:
    """Whether words are denied, or tell of a way that did not work: 「不是微信」, 「零钱不够」."""
    return bool(_DENIED.search(plain[:start]) or _FAILED.match(plain, end))
