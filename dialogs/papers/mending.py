"""What is said to be wrong in a paper, and what stands in its place: 「金额是4000」, 「不是小李，是小莉」."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from dialogs.library.models.papers import FieldKind, PaperLibrary
from dialogs.papers.data import PAYMENTS, PREFIX, PaperData
from dialogs.papers.fields import Ask, Entry
from dialogs.papers.moments import FAR_AHEAD, read_moment
from dialogs.papers.reading import Value, read_field
from dialogs.papers.spoken import Hear
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified

A_CORRECTION = 40  # characters of a message that mends something while something else is asked
_A_STORY = 120  # characters of a field in which a course of events is told, corrections among it
_NUMBERED = Expression(r"第\s?([0-9]{1,3}|[一二三四五六七八九十])\s?笔")
_THAT_ONE = Expression(r"[那这上]面?那?[笔个次]")
_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}
_A_ZERO = Expression(r"[写打输记]?[多少]了?[写打输]?了?一?个[零0]")  # is told of a sum, not of payments
_A_SUM_OF = Expression(r"(?:金额|数额|钱数|数目|数字|钱)[写说打填记输]?[多少]了?[写说打填记]?")  # 「金额写少了」
_SAID = r"[^,，。\s是]{1,20}"
_INSTEAD = (
    Expression(rf"(?:不是|唔系)(?P<wrong>{_SAID}?)[\s,，。而]{{0,2}}(?:应该|其实|应当)?[是系](?P<right>[^,，。\s]{{1,20}})$"),
    Expression(rf"(?:[是系]|^|[\s,，])(?P<right>{_SAID}?)[\s,，而]{{0,2}}(?:不是|唔系)(?P<wrong>{_SAID})$"),
    Expression(rf"(?P<wrong>{_SAID}?)[\s,，]?(?:要|应该|请|帮我)?(?:改成|改为|换成)[\s:：]?(?P<right>[^,，。\s]{{1,20}})$"),
    Expression(rf"(?P<wrong>\d[\d.,]{{0,12}}[元块万千]?)(?:写|打|填)?(?:[多少高低]|错|不对|有误)了?[\s,，]?"
               rf"(?:实际|应该|其实|只)?[有是]?(?P<right>{_SAID})$"),
    Expression(rf"(?P<wrong>\d[\d.,]{{0,12}}[元块万千]?)(?:其实|实际上?|应该)[是为](?P<right>{_SAID})$"),
)  # fmt: skip
_JOINT = Expression(
    r"^[\s,，:：]{0,4}我?(?:不对|(?:写|填|说|打|记|搞|弄|输|抄)?[错多少]了|(?:写|填|说|打|记|搞|弄|输|抄)错(?:咗|啦)?|有误)?[\s,，。]{0,4}"
    r"(?:应该|其实|实际|要|得)?(?P<be>改成|改为|改|是|系|为|成|叫)?[\s:：]{0,4}|^改$"
)
_CORRECTS = Expression(
    r"[写填说打记选搞弄输抄发][错反]|不对|有误|[错反]了|改[成为]|换成|不是.{1,14}是|是.{1,14}不是|(?:其实|应该|实际)是?"
    r"|[多少]了|漏|忘[了记]?说|还[有少差缺].{0,3}[一两二三几\d][笔次]|[少缺].{0,2}[一两二三几\d][笔次]"
)
_COMPLAINS = Expression(r"[错反](?:了|咗|啦)?$|不对$|有误$|要改$")
_SAID_WRONG = Expression(r"[错反]了?|[错反]咗|不对|有误")
_JOINTS = ("是", "系", "叫", "成", "为", "改")  # before a value that is said to be one: 「名字打错了，是小丽」
_LOOKS_BACK = Expression(r"^(?:刚才|刚刚|前面|上面|之前|哦?对了|等等|等一?下|不对|哦|啊|更正)")

_CLAUSE = Expression(r"[,，。;；!！\n]+")
_IS = Expression(r"\s?(?:是|为|叫|[:：])\s?")
_ONLY_A_NAME = 20  # characters of a field that holds a name


class Mend(NamedTuple):
    """What is wrong, and the words of what stands in its place, "" where none was told."""

    entry: Entry
    right: str


def mend_said(
    library: PaperLibrary, data: PaperData, shown: Sequence[Entry], text: str, now: dt.datetime, hear: Hear
) -> Mend | None:
    """What words mend of what a paper says, by what stood there, by its name, or by the payment it is of."""
    return (
        _denied(library, data, shown, text, now, hear)
        or _named(library, shown, text)
        or _of_a_payment(library, shown, text, now, hear)
    )


def mends_in_passing(
    library: PaperLibrary, data: PaperData, shown: Sequence[Entry], ask: Ask, text: str, now: dt.datetime, hear: Hear
) -> Mend | None:
    """What words mend while something else is asked; None where they may as well answer that question."""
    plain = hear(text, now).plain
    looks_back = bool(_LOOKS_BACK.search(plain))
    in_a_story = ask.field.kind is FieldKind.TEXT and ask.field.max_length > _A_STORY and not looks_back
    if ask.field.kind is FieldKind.PAYMENTS or len(text) > A_CORRECTION or in_a_story or not _CORRECTS.search(plain):
        return None
    others = [one for one in shown if one.ask.key != ask.key]
    mend = mend_said(library, data, others, text, now, hear)
    if mend is None or _denied(library, data, others, text, now, hear):
        return mend
    if not mend.right or _COMPLAINS.search(simplified(mend.right)):
        return Mend(mend.entry, "") if _COMPLAINS.search(plain) else None
    before = simplified(text[: -len(mend.right)]).rstrip()
    same, is_text = mend.entry.ask.field.kind is ask.field.kind, mend.entry.ask.field.kind is FieldKind.TEXT
    may_be_the_answer = same and not looks_back and not _SAID_WRONG.search(before)
    return None if may_be_the_answer or (is_text and not before.endswith(_JOINTS)) else mend


def _denied(
    library: PaperLibrary, data: PaperData, shown: Sequence[Entry], text: str, now: dt.datetime, hear: Hear
) -> Mend | None:
    """The one item whose value is said to be wrong, and what stands there instead: 「是前天，不是昨天」."""
    for pattern in _INSTEAD:
        said = pattern.search(text)
        found = [one for one in shown if said and _says(library, data, one, said["wrong"], now, hear)]
        if said and len(found) == 1:
            return Mend(found[0], said["right"])
    return None


def _says(library: PaperLibrary, data: PaperData, entry: Entry, words: str, now: dt.datetime, hear: Hear) -> bool:
    """Whether an item holds what words say, read as it is read itself; a day alone is that of any hour of it."""
    kind, stored = entry.ask.field.kind, _stored(data, entry.ask.key)
    if kind is FieldKind.TEXT or stored is None:
        return simplified(entry.shown) == simplified(words)
    if kind not in {FieldKind.AMOUNT, FieldKind.TIME, FieldKind.CHOICE}:
        return False
    got = read_field(library.reading, entry.ask.field, words, now, hear)
    if not isinstance(got, Value):
        return False
    if kind is FieldKind.TIME:
        said, there = read_moment(got.text, now), read_moment(stored, FAR_AHEAD)
        return bool(said and there) and said.at.date() == there.at.date()  # type: ignore[union-attr]
    if kind is FieldKind.AMOUNT and all(re.fullmatch(r"\d+(?:\.\d+)?", one) for one in (got.text, stored)):
        return Decimal(got.text) == Decimal(stored)
    return got.text == stored


def _stored(data: PaperData, key: str) -> str | None:
    """The stored text under a key of one field."""
    if key.startswith(PREFIX):
        return data.fields.get(key.removeprefix(PREFIX))
    _, place, name = key.split(".") if key.count(".") > 1 else ("", "", "")
    return data.payments[int(place)].to_json().get(name) if place and int(place) < len(data.payments) else None


def blanks_said(library: PaperLibrary, blanks: Sequence[Ask], text: str) -> list[tuple[Ask, str]]:
    """The blanks that words begin to tell by their names, clause by clause, with what is told of each.

    A clause that names none goes on with the one before where that takes more than a name: 「我叫阿明，本来要转给房东，
    点错了人」 tells of two.
    """
    said: list[tuple[Ask, str]] = []
    for clause in filter(None, (one.strip() for one in _CLAUSE.split(text))):
        read = simplified(clause)
        named = [
            (len(name), ask, name)
            for ask in blanks
            for called in (ask.label, *library.reading.fields[ask.field.id].called)
            if read.startswith(name := simplified(called))
        ]
        length, ask, _ = max(named, key=lambda one: one[0], default=(0, None, ""))
        if ask and not (said and said[-1][0] == ask):
            joint = _IS.match(read, length)
            said.append((ask, clause[joint.end() :].strip() if joint else clause))
        elif said and said[-1][0].field.max_length > _ONLY_A_NAME:
            said[-1] = said[-1][0], f"{said[-1][1]}，{clause}"
    return said


def _named(library: PaperLibrary, shown: Sequence[Entry], plain: str) -> Mend | None:
    """What will be written that words name, the longest name first, and the rest of the words."""
    numbered = _NUMBERED.search(plain)
    number = _number(numbered)
    bare = _A_ZERO.sub("", plain.replace(numbered[0], "", 1) if numbered else plain)
    read = simplified(bare)  # a character for each, so that the rest stays as it was typed
    found = [
        (len(name), place, entry, name)
        for place, entry in enumerate(shown)
        if entry.ask.number in ({number} if number else {None, 1})
        for said in (entry.ask.label, *library.reading.fields[entry.ask.field.id].called)
        if (name := simplified(said)) in read
    ]
    items = [one for one in found if one[2].ask.key != PAYMENTS]
    if _A_SUM_OF.search(read):
        found = items or found
    if not found:
        return None
    _, _, entry, name = max(found, key=lambda one: (one[0], -one[1]))
    start = read.index(name) + len(name)
    for other in library.reading.fields[entry.ask.field.id].called:  # 「收款人名字我打错了，叫小黎」 names it twice
        start += len(other) if read.startswith(simplified(other), start) else 0
    joint = _JOINT.match(read[start:])
    return Mend(entry, bare[start + (joint.end() if joint else 0) :].strip())


def _of_a_payment(
    library: PaperLibrary, shown: Sequence[Entry], plain: str, now: dt.datetime, hear: Hear
) -> Mend | None:
    """What of a payment words tell that name only the payment: 「第一笔其实是8号转的」, 「上面那笔是支付宝」."""
    numbered, only = _NUMBERED.search(plain), {one.ask.number for one in shown} <= {None, 1}
    found = numbered or (_THAT_ONE.search(plain) if only else None)
    if found is None:
        return None
    number, rest = _number(numbered) or 1, plain[found.end() :]
    joint = _JOINT.match(rest)
    rest = rest[joint.end() :].strip() if joint else rest
    return next((Mend(entry, rest) for entry in _told_of(library, shown, number, rest, now, hear)), None)


def _told_of(
    library: PaperLibrary, shown: Sequence[Entry], number: int, words: str, now: dt.datetime, hear: Hear
) -> Iterator[Entry]:
    """The items of one payment that words can be read for."""
    for entry in shown:
        readable = entry.ask.field.kind in {FieldKind.TIME, FieldKind.AMOUNT, FieldKind.CHOICE}
        if readable and entry.ask.number == number and entry.ask.key.count(".") > 1:
            got = read_field(library.reading, entry.ask.field, words, now, hear)
            if isinstance(got, Value) and got.text not in {"?", "-"}:
                yield entry


def _number(numbered: re.Match[str] | None) -> int | None:
    return (_NUMERALS.get(numbered[1]) or int(numbered[1])) if numbered else None
