"""What a text states: its sentences and clauses, and whether a word in one is asserted, denied or asked about.

Words and sentences are compared after NFKC, in lower case, without spaces and quotation marks, all dashes written `-`.
Only plain substring search is used, so the time grows linearly with the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NEAR = 6  # characters on either side of a word in which a denial counts
CLOSE = 3  # characters before a word in which "need not" counts
AFTERWORD = 12  # characters of the next sentence in which "that is a rumour" counts


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Denials of the word they stand near.
_NEGATORS = _words(
    "不能 不会 没有 没法 无法 并不 并非 不是 不可 不支持 不适用 不等于 不代表 不算 不保证 不了 不行 没用 无用 无效 "
    "未必 不管 不归 不属于 不在 不含 不包括 不处理 不受理 不办 不保 不赔 不许 不准 不得 不要 请勿 切勿 千万别 绝不 "
    "从不 从未 查不到 找不到"
)
# Denials only directly before a word: elsewhere they speak of something else.
_CLOSE_NEGATORS = _words("不用 不必 无需 无须 不需要 用不着 别去 别再")
_ADJACENT_NEGATORS = frozenset("不没未无非别勿莫")
# What is said of a claim: in its own sentence, or at the start of the next one.
_CORRECTIONS = _words(
    "谣言 辟谣 谣传 误传 误区 不实 不属实 不成立 不准确 假消息 假的 假话 别信 别当真 不要信 不要相信 勿信 不可信 "
    "不可采信 不靠谱 没有依据 没有根据 毫无根据 无依据 无根据 没依据 查无 没有来源 没有任何来源 没有出处 未证实 "
    "未经证实 没有官方 说法有误 没查到 没有查到 没找到 没有找到 错误说法 行不通 新型诈骗 是骗局 是骗人 都是骗 是诈骗 "
    "是骗子 骗人的"
)
_AFTERWORDS = _words("错的 不对 不是真的 没这回事 没有这回事 其实不 瞎说")
# Warnings, reports of what swindlers say, and doubts: nobody who writes so spreads the claim.
_RESERVATIONS = _words(
    "误解 轻信 没有数据 不存在 编造 骗子说 骗子称 骗子会 骗子常 自称 谎称 声称 宣称 冒充 假冒 警惕 谨防 当心 提防 圈套 "
    "陷阱 套路 二次诈骗 再次被骗 骗走 诈骗分子 不法分子 犯罪分子 嫌疑人 对方称 称您 网传 流传 传言 传成 没有任何软件 "
    "没有任何工具 没有任何人 没有软件 真的吗 真的假的 是真是假 真假 对吗 是吗 靠谱吗 可信吗 能信吗 对不对"
)

_ASKING_ENDS = ("吗", "么", "呢", "嘛", "吧", "不", "没", "?")
_ASKING = _words("能不能 可不可以 可以不可以 能否 可否 是否 是不是 会不会 有没有 要不要 行不行")
_HOW = ("怎么", "如何", "怎样", "咋")
_TEACHING = _words("教你 教大家 教程 方法 技巧 攻略 步骤 详解 一招 分享")

_SENTENCE_ENDS = re.compile(r"[。！？；!?;\n\r\u2028\u2029]")
_CLAUSE_ENDS = re.compile(r"[，,：:|｜（）()—]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~∼〜", "-"))
_DROPPED = str.maketrans(dict.fromkeys("\"'“”‘’「」『』《》〈〉【】\u200b\u200c\u200d\u2060\ufeff", None))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas: where it stands in the text and in the compared spelling."""

    text_start: int
    text_end: int
    start: int
    end: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, line or table row in the compared spelling; `denied` when the writer does not hold what it says."""

    plain: str
    clauses: tuple[Clause, ...]
    denied: bool

    def clause_at(self, position: int) -> Clause:
        """The clause that holds a character of the compared spelling."""
        return self.clauses[bisect_right(self.clauses, position, key=lambda clause: clause.start) - 1]


def comparable(text: str) -> str:
    """The spelling in which words are compared; empty when the text is only spaces and quotation marks."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_DASHES).translate(_DROPPED)
    return "".join(plain.split())


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text that hold anything but blanks, in order.

    A sentence is denied when it or the start of the next one says so, or when it stands in the paragraph under a
    heading like "these are rumours:".
    """
    spans = [span for span in _spans(text, _SENTENCE_ENDS, 0, len(text)) if text[span[0] : span[1]].strip()]
    under_denial = False
    for number, (start, end) in enumerate(spans):
        plain = comparable(text[start:end])
        following = comparable(text[slice(*spans[number + 1])])[:AFTERWORD] if number + 1 < len(spans) else ""
        if number and text.count("\n", spans[number - 1][1], start) > 1:
            under_denial = False  # a heading that denies ends with its paragraph
        corrected = any_in(_CORRECTIONS, plain)
        denied = corrected or any_in(_RESERVATIONS, plain) or any_in((*_CORRECTIONS, *_AFTERWORDS), following)
        under_denial = under_denial or (corrected and plain.endswith(":"))
        yield Sentence(plain, _clauses(text, start, end), denied or under_denial)


def is_stated(sentence: Sentence, spelling: str, start: int, end: int) -> bool:
    """Whether the word at `start`:`end` is asserted: its clause asks nothing, and no denial stands near it.

    `spelling` is the sentence as denials are looked for in it: of the same length, with everything that cannot be
    one blotted out.
    """
    clause = sentence.clause_at(start)
    if clause.asks:
        return False
    window = spelling[max(clause.start, start - NEAR) : min(max(clause.end, end), end + NEAR)]
    before = spelling[max(clause.start, start - CLOSE) : start]
    return not (any_in(_NEGATORS, window) or any_in(_CLOSE_NEGATORS, before) or before[-1:] in _ADJACENT_NEGATORS)


def any_in(words: Sequence[str], plain: str) -> bool:
    """Whether any of the words occurs."""
    return any(word in plain for word in words)


def _spans(text: str, ends: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between separators; a separator itself belongs to no stretch."""
    for match in ends.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _clauses(text: str, start: int, end: int) -> tuple[Clause, ...]:
    clauses = []
    offset = 0
    asked = text[end : end + 1] in {"?", "？"}
    for left, right in _spans(text, _CLAUSE_ENDS, start, end):
        plain = comparable(text[left:right])
        asks = _asks(plain + ("?" if asked and right == end else ""))
        clauses.append(Clause(left, right, offset, offset + len(plain), asks))
        offset += len(plain) + len(comparable(text[right : right + 1] if right < end else ""))
    return tuple(clauses)


def _asks(clause: str) -> bool:
    how = any_in(_HOW, clause) and not any_in(_TEACHING, clause)
    return how or clause.endswith(_ASKING_ENDS) or any_in(_ASKING, clause)
