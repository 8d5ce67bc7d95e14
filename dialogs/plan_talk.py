"""What typed words mean for the plan: 「第 2 步」 shows that step, 「第二步做完了」 and 「密码改完了」 tick it off."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dialogs.case import Case
from dialogs.choosing import tick_step
from dialogs.dialog import Dialog, Line, Move
from dialogs.heard import Command, Name
from dialogs.library.library import Library
from dialogs.library.records import Deed
from dialogs.plan import possible_steps, steps_for
from dialogs.plan_screen import numbered, step_line
from dialogs.replay import Position
from dialogs.subject import CERTAIN
from dialogs.text.expression import Expression
from dialogs.text.sentences import about_to_call
from dialogs.text.simplified import simplified
from dialogs.told import noted_said
from dialogs.understanding import OUT_OF_SCOPE, Reading
from dialogs.understanding.typed import DONE

_NUMBER = r"([0-9]{1,2}|[一二三四五六七八九十])"
_STEP = Expression(rf"第?\s{{0,3}}{_NUMBER}\s{{0,3}}(?:(?:步|[.。、]|怎么).{{0,6}})?")
_STEP_ONLY = Expression(rf"第?\s{{0,3}}{_NUMBER}\s{{0,3}}步?")
_STEP_WITHIN = Expression(rf"{_NUMBER}\s?步")
_NUMBER_DONE = Expression(
    r"第?\s?([0-9]{1,2}|[一二三四五六七八九十](?=[步个]))\s?(?:步|个)?(?:已经|都|我)?(?:做|弄|搞|办|完成)(?:了|完|好)"
)
_IS_DONE = Expression("(?:了|过|好|完)$|已经")
_HAS_DONE = Expression("了|过|好$|完$|已经")
_ASKS = Expression("[吗呢么]|怎|哪|多久|多少|有用")
_NOT_MINE = Expression(
    "[没不别未冇被他她它吗呢]|对方|骗子|客服|平台|人家|老师|怎么|什么|怕|想|准备|正要|马上|等下|待会|让我|叫我|给我|找我|联系我|该|能|要|如果|假如|哪|多久|可以"
)
_BRIEF, _OF_A_DEED = 12, 16  # characters
_A_BANK, _BANK = Expression("[工农建中交招]行|招商银行|邮储|浦发|(?:建设|工商|农业|中国|交通)银行"), "银行"
_IDLE = frozenset("么吗的了我他她你是不有这那就还在要会能可去来到给对和说也都没什怎呢吧把被让")  # of questions
_HAN = Expression("[\u4e00-\u9fff]")
_WORD = Expression(r"[a-z0-9]{3,24}")
_STEM = 4  # letters: saved, saving and save are one word
_IDLE_STEMS = frozenset({
    "abou", "also", "and", "any", "anyb", "anyo", "are", "but", "can", "coul", "did", "does", "don", "done", "for",
    "from", "get", "gets", "gett", "had", "has", "have", "her", "here", "him", "his", "how", "its", "just", "keep",
    "know", "like", "may", "more", "much", "must", "need", "not", "noth", "now", "one", "only", "othe", "our",
    "out", "said", "say", "shal", "she", "shou", "some", "tell", "than", "that", "the", "thei", "them", "then",
    "ther", "thes", "they", "thin", "this", "thos", "told", "too", "want", "was", "well", "were", "what", "when",
    "wher", "whic", "who", "why", "will", "with", "woul", "yes", "yet", "you", "your",
})  # fmt: skip
_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}


def about_the_plan(
    dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime, told: Case
) -> Move | None:
    """The move that words about a step of the plan make; None for other words, and for a step that is not there.

    `told` is the case with all else that the words tell.
    """
    if position.outcome is None or case.changing:
        return None
    plan = numbered(dialog, position)
    titles = [step.title for _, step in plan]
    elsewhere = reading.situation not in {None, OUT_OF_SCOPE, position.situation} and reading.score >= CERTAIN
    tells = reading.request in {None, DONE} and not (reading.topics or elsewhere)
    if done := steps_done(titles, reading.statements) if tells else ():
        return _tick_all(dialog, case, told, [plan[number - 1][1].id for number in done], now)
    if reading.request == DONE and not _STEP_ONLY.fullmatch(text.strip()):  # 「第2步」 is to be shown
        within = _STEP_WITHIN.search(text)
        number = _counted(within.group(1)) if within else named_step(titles, text)
        if number is None:
            return _noted_only(dialog, case, position, reading)
        if not 1 <= number <= len(plan):
            return None
        return tick_step(dialog, case, position, plan[number - 1][1].id, now, done=True)
    number = (step_number(text) if position.question is None else None) or _step_named(reading.clauses)
    if number is None or not 1 <= number <= len(plan):
        return None
    move = Move(replace(case, misses=0), (step_line(dialog, position, number),), show=False)
    return replace(move, commands=(Command(Name.DO, "step", str(number)),))


def _tick_all(dialog: Dialog, before: Case, case: Case, steps: Sequence[str], now: dt.datetime) -> Move | None:
    """Several steps ticked off at once, and the plan after the last of them; what else was told is repeated."""
    *others, last = steps
    ticked = replace(case, misses=0, ticks=(*(name for name in case.ticks if name not in steps), *others))
    position = dialog.position(ticked, now)
    move = tick_step(dialog, ticked, position, last, now, done=True)
    also = noted_said(dialog, before, ticked, position)
    return replace(move, lines=(Line(also), *move.lines)) if move and also else move


def steps_done(titles: Sequence[str], clauses: Iterable[str]) -> tuple[int, ...]:
    """The numbers, from 1, of the steps that plain clauses say the writer has done: 「我已经断网了」, 「1做了」.

    A clause counts that has little else in it, speaks of nobody else and denies nothing; what it shares with a title
    must stand in no other.
    """
    found: list[int] = []
    for clause in (_A_BANK.sub(_BANK, clause) for clause in clauses):
        numbered_so = _NUMBER_DONE.match(clause)
        told = len(clause) <= _BRIEF and _IS_DONE.search(clause) and not _NOT_MINE.search(clause)
        number = _counted(numbered_so[1]) if numbered_so else named_step(titles, clause, _IDLE, 1.0) if told else None
        if number is not None and 1 <= number <= len(titles) and number not in found:
            found.append(number)
    return tuple(found)


def steps_told(dialog: Dialog, position: Position, reading: Reading) -> tuple[str, ...]:
    """The steps that the writer says to have done: of those that a deed does, the first of the plan that is undone.

    While questions are open, one that may still come into it will do.
    """
    library, known = dialog.library, position.known
    if known.situation is None:
        return ()
    planned = [step.id for step in steps_for(library, known)]
    possible = [step.id for step in possible_steps(library, known)] if position.question else []
    found = _numbers_done(dialog, position, reading) if position.outcome else []
    for deed in _deeds(library, reading):
        meant = [name for name in deed.steps if name in planned] or [name for name in deed.steps if name in possible]
        found += sorted((name for name in meant if name not in found), key=known.ticks.__contains__)[:1]
    return tuple(found)


def _numbers_done(dialog: Dialog, position: Position, reading: Reading) -> list[str]:
    """The steps that clauses call done by their number: 「第一步做了 帮我写报案材料」."""
    plan = dict(numbered(dialog, position))
    numbers = (_counted(done[1]) for part in reading.clauses if (done := _NUMBER_DONE.match(part)))
    return [plan[number].id for number in numbers if number in plan]


def _noted_only(dialog: Dialog, case: Case, position: Position, reading: Reading) -> Move | None:
    """What to say where something is done that is no step of the plan."""
    done = next(_deeds(dialog.library, reading), None)
    said = Line(dialog.words.message("reply_acknowledged", position.known))
    return Move(replace(case, misses=0), (said,), show=position.question is not None) if done else None


def _deeds(library: Library, reading: Reading) -> Iterator[Deed]:
    """What the clauses of a message say that the writer has done, and nobody else."""
    for clause in reading.clauses or (reading.plain,):
        done = _HAS_DONE.search(clause)
        if done is None or len(clause) > _OF_A_DEED or _ASKS.search(clause) or about_to_call(clause):
            continue
        told = clause[: done.end()]  # 「我发消息了他不理我」: then comes what another did
        for deed in library.deeds:
            rest = deed.rest_of(told)
            rest = deed.rest_of(clause) if rest is None else rest
            if rest is not None and not _NOT_MINE.search(rest):
                yield deed


def step_asked_about(dialog: Dialog, position: Position, text: str) -> Line | None:
    """The step in full whose title a question names: 「打 95017 有用吗」; None where it names none, or several."""
    titles = [step.title for _, step in numbered(dialog, position)]
    number = named_step(titles, text, _IDLE)
    return step_line(dialog, position, number) if number else None


def _step_named(clauses: Iterable[str]) -> int | None:
    """The step that a clause among others means by its number: 「发了他还是没回 第二步是什么」."""
    parts = (part for part in clauses if part.startswith("第") and not _NUMBER_DONE.match(part))
    return next((number for part in parts if (number := step_number(part))), None)


def step_number(text: str) -> int | None:
    """The step that words like 「第 2 步」, 「第二步怎么做」 or 「2」 mean."""
    match = _STEP.fullmatch(text.strip())
    return _counted(match.group(1)) if match else None


def named_step(titles: Sequence[str], text: str, idle: frozenset[str] = frozenset(), least: float = 0.0) -> int | None:
    """The number, from 1, of the title that shares most with some words; None where none does, or two as much.

    Pairs of characters are compared, a pair that stands in several titles counts less: 「密码改完了」 means
    「改支付密码」. A pair with one of the `idle` characters names nothing. Of words in Latin letters their stems are
    compared; two are wanted, or a number to call: many a question shares one word with a title by chance. `least` is
    what must be shared, counted in pairs that stand in no other title.
    """
    chinese = bool(_HAN.search(text))
    said = frozenset(pair for pair in _pairs(text) if idle.isdisjoint(pair)) if chinese else _stems(text)
    held = [(_pairs if chinese else _stems)(title) for title in titles]
    rare = Counter(pair for pairs in held for pair in pairs)
    scores = [
        sum(1 / rare[pair] for pair in shared) if chinese or _names(shared) else 0.0
        for shared in (pairs & said for pairs in held)
    ]
    best = max(scores, default=0.0)
    return scores.index(best) + 1 if best > 0 and best >= least and scores.count(best) == 1 else None


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(filter(str.isalnum, simplified(text.lower())))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word if word.isdigit() else word[:_STEM] for word in _WORD.findall(text.lower())) - _IDLE_STEMS


def _names(stems: frozenset[str]) -> bool:
    return len(stems) > 1 or any(map(str.isdigit, stems))


def _counted(digits: str) -> int:
    return _NUMERALS.get(digits) or int(digits)
