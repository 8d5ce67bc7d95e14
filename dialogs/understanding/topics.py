"""Which known questions a text asks, by the characters it shares with their wordings."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from dialogs.text.expression import Expression
from dialogs.text.sentences import clauses

_QUESTION = Expression(
    r"[?？]|吗|么|嘛|呢|不$|没$|怎|如何|咋|哪|啥|什么|多少|多久|几|能不能|可不可以|会不会|是不是|有没有|要不要|用不用|可以|能|会|真的|真假|是真|是假|还是|(.)不\1|靠谱|对不对|行不行|为何|区别"
)
# A plea for help asks no question of knowledge: 转错人了怎么办.
_PLEA = Expression(
    r"(?:我|应|该|要|这|可){0,4}(?:怎么办|咋办|咋整|怎么弄|怎么处理|如何处理|怎么解决|怎么搞|如何是好|怎样办)|求助|有什么办法|帮帮|能帮|可以帮"
)
_DROPPED = Expression(r"[^\u3400-\u9fffa-z0-9%]")
_IDLE = frozenset(
    "的了吗呢啊吧么嘛哦我你他她它们这那是有在不就都也还要会能可以怎样如何咋哪里儿多少什几啥谁为请问想一下个对方人用好处理办法样行道知"
)
_IDLE_WEIGHT = 0.35  # of pieces that only ask, and do not say about what
_NEAR = 0.42
_NEARLY_SAME = 0.65  # for what only pleads: 派出所不立案怎么办 is asked in just these words
_FLOOR = 0.35
_TELLING = 0.6  # of the wording's own pieces that say about what, so much must be met
_LONGEST = 45  # a text longer than that tells a story; its questions are read sentence by sentence
_SHORTEST = 4
_MOST = 2

# One word for many, so that a question is known in words that no wording has.
_SAME: tuple[tuple[str, str], ...] = (
    ("撤回", r"撤销|取消|撤掉|收回来|要回来|拿回来|反悔|撤(?!回)"),
    ("退回", r"退还|返还|回来|退(?![回款休货])"),
    ("起诉", r"打官司|告(?:他|她|对方|骗子)|上法院|告(?=吗|不|要)"),
    ("报警", r"报了?案|打110"),
    ("多久", r"多长时间|几天|多少天|几个?工作日|什么时候|啥时候|何时"),
    ("多少钱", r"多少费用|什么费用|几块钱|(?<!电话)(?<!号码)多少|花钱|要钱|收费|费用"),
    ("哪里", r"哪儿|何处|什么地方|哪(?!里|个)"),
    ("收款人", r"收钱的人|对方是谁|收款方|对方信息"),
    ("姓名", r"名字|真名|实名|身份"),
    ("断网", r"关网|断开网络|关掉?wifi|飞行模式|关流量|拔网线|关数据"),
    ("拉黑", r"删好友|删除好友|删了他|把他删|屏蔽"),
    ("警察", r"派出所|公安|警方|民警"),
    ("立案", r"受理|管(?=吗|不|$)"),
    ("延迟到账", r"延时到账|晚点到账|到账时间|延时转账"),
    ("红包", r"拼手气"),
    ("国外", r"境外|海外|外国|留学"),
    ("材料", r"东西(?=$|吗|呢)|资料|证据"),
    ("什么意思", r"啥意思|是什么|是啥|什么东西|干什么的|干嘛的"),
    ("凭证", r"凭证|回单|证明"),
    ("收", r"领取?|收款"),
    ("客服电话", r"客服热线|人工电话|客服号码|人工客服"),
)  # fmt: skip
_SAME_WORDS = Expression("|".join(f"(?P<w{i}>{pattern})" for i, (_, pattern) in enumerate(_SAME)))


def plain_wording(text: str) -> str:
    """What of a text is compared: Chinese characters, letters, and figures. A wording is plain when no normaliser would
    change that of it.
    """
    return _DROPPED.sub("", text.lower())


def asks(text: str) -> bool:
    """Whether normalised `text` asks something."""
    return bool(_QUESTION.search(_PLEA.sub("", text)))


class Topics:
    """An index over the wordings in which each topic is asked."""

    def __init__(self, wordings: Mapping[str, Sequence[str]]) -> None:
        """`wordings`: by topic id, in plain words (`plain_wording`)."""
        self._asked = [(plain_wording(text), topic) for topic, texts in wordings.items() for text in texts]
        self._exact = dict(self._asked)

    @cached_property
    def _index(self) -> _Index:
        return _Index(self._asked)  # most first messages ask nothing

    def exactly(self, text: str) -> tuple[str, ...]:
        """The topic whose very wording `text` is, normalised; none of them otherwise."""
        topic = self._exact.get(plain_wording(text))
        return (topic,) if topic else ()

    def first_of(self, *texts: str) -> tuple[str, ...]:
        """The topics of the first of some texts that asks about any."""
        return next(filter(None, map(self.find, texts)), ())

    def find(self, text: str) -> tuple[str, ...]:
        """The topics that normalised `text` asks about, the nearest first; none when it asks nothing."""
        best: dict[str, float] = {}
        if topic := self._exact.get(plain_wording(text)):
            best[topic] = 1.0
        for part in _questions(text):
            enough = _NEAR if asks(part) else _NEARLY_SAME
            for topic, score in self._index.scores(part):
                if score >= enough:
                    best[topic] = max(score, best.get(topic, 0.0))
        ranked = sorted(best, key=lambda topic: (-best[topic], topic))
        top = best[ranked[0]] if ranked else 0.0
        return tuple(topic for topic in ranked[:_MOST] if best[topic] > top - 0.05)


class _Index:
    """The pieces of many wordings, and how rare each is among them."""

    def __init__(self, wordings: Sequence[tuple[str, str]]) -> None:
        """`wordings`: each with its topic."""
        taken = [(topic, _grams(text)) for text, topic in wordings]
        known = Counter(gram for _, grams in taken for gram in grams)
        self._weight = {gram: _weight(gram, n, len(taken)) for gram, n in known.items()}
        self._total = len(taken)
        self._wordings: list[tuple[str, float, float]] = []
        self._where: dict[str, array[int]] = {}  # arrays: as many lists of numbers take three times the memory
        for index, (topic, grams) in enumerate(taken):
            self._wordings.append((topic, self._norm(grams), self._telling(grams)))
            for gram in grams:
                self._where.setdefault(gram, array("H")).append(index)

    def scores(self, text: str) -> Iterator[tuple[str, float]]:
        """The topics that share pieces with `text`, each with the likeness of one wording (0..1)."""
        grams = _grams(text)
        norm = self._norm(grams)
        shared: dict[int, float] = {}
        telling: dict[int, float] = {}
        for gram in grams:
            weight = self._weight.get(gram, 0.0) ** 2
            for index in self._where.get(gram, ()):
                shared[index] = shared.get(index, 0.0) + weight
                if len(gram) > 1 and not _IDLE.issuperset(gram):
                    telling[index] = telling.get(index, 0.0) + weight
        for index, dot in shared.items():
            topic, length, full = self._wordings[index]
            met = telling.get(index, 0.0) / full if full else 0.0
            yield topic, dot / (norm * length) * min(1.0, _FLOOR + (1 - _FLOOR) * met / _TELLING)

    def _norm(self, grams: frozenset[str]) -> float:
        return math.sqrt(sum(self._of(gram) ** 2 for gram in grams)) or 1.0

    def _telling(self, grams: frozenset[str]) -> float:
        return sum(self._of(gram) ** 2 for gram in grams if len(gram) > 1 and not _IDLE.issuperset(gram))

    def _of(self, gram: str) -> float:
        return self._weight.get(gram) or _weight(gram, 0, self._total)


def _weight(gram: str, count: int, total: int) -> float:
    rarity = math.log((1 + total) / (1 + count)) + 1
    return rarity * (_IDLE_WEIGHT if _IDLE.issuperset(gram) else 1.0)


def _questions(text: str) -> Iterator[str]:
    """What may be questions in a text: the whole of a short one, and its sentences."""
    if not _QUESTION.search(text):
        return
    if len(text) <= _LONGEST:
        yield text
    for part in clauses(text):
        if _SHORTEST <= len(part) < len(text) and _QUESTION.search(part):
            yield part


def _grams(text: str) -> frozenset[str]:
    """The pieces of one and two characters, words of one meaning made one, single idle characters left out."""
    plain = _SAME_WORDS.sub(_meaning, plain_wording(text))
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1)}
    return frozenset(pairs | (set(plain) - _IDLE))


def _meaning(match: re.Match[str]) -> str:
    return _SAME[int((match.lastgroup or "w0")[1:])][0]
