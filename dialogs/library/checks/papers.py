"""What papers and timelines name: fields, reasons, laws, predicates, situations, questions, facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dialogs.library import files as at
from dialogs.library.checks.cases import unknown_names
from dialogs.library.library import Library
from dialogs.library.models.papers import FieldKind, FieldSpec, PaperKind, PaperLibrary
from dialogs.library.models.timeline import DeadlineKind, Remind, Timetable
from dialogs.library.problems import Problem
from dialogs.papers.data import PAYMENTS, STORY
from dialogs.predicates import PREDICATES

FOLDER = f"{at.LOCALE}/documents/"
OWN_FIELDS = frozenset(
    {STORY, PAYMENTS, "channel", "payee_account", "payee_bank"}
)  # of every paper; no kind names them
FACTLESS = frozenset({"refund_request"})  # states nothing but what the person said


def paper_problems(papers: PaperLibrary, library: Library) -> Iterator[Problem]:
    """Everything that the files of papers name and that does not exist, and words without an owner."""
    for kind in papers.kinds.values():
        yield from (Problem(at.PAPER_KINDS, kind.id, what) for what in _kind(papers, library, kind))
        yield from _kind_files(papers, kind)
    for field in papers.fields.values():
        yield from _field(papers, library, field)
    yield from _unused(papers, library)
    for step in library.steps.values():
        for name in step.documents:
            if name not in papers.kinds:
                yield Problem("steps/", step.id, f"没有 {name} 这种材料")


def timetable_problems(table: Timetable, library: Library) -> Iterator[Problem]:
    """Periods, starts and rules of the timeline that do not fit together."""
    rules, words = table.rules, table.words
    ids, starts = {deadline.id for deadline in table.deadlines}, {deadline.start for deadline in table.deadlines}
    for part, names in (("starts", rules.starts.keys()), ("asks", rules.asks.keys())):
        for name in names - starts:
            yield Problem(at.TIMELINE, f"{part}.{name}", "deadlines.yaml 里没有期限从这里算起")
    for name in rules.applies.keys() - ids:
        yield Problem(at.TIMELINE, f"applies.{name}", "deadlines.yaml 里没有这个期限")
    for part, named, worded in (
        ("happened", set(rules.happened), words.happened.keys()),
        ("starts", rules.asks.keys(), words.starts.keys()),
    ):
        for name in named ^ worded:
            what = "timeline.yaml 里没有这一项" if name in worded else "缺这一项的话"
            yield Problem(at.TIMELINE_WORDS, f"{part}.{name}", what)
    for name in words.bring.keys() - ids:
        yield Problem(at.TIMELINE_WORDS, f"bring.{name}", "deadlines.yaml 里没有这个期限")
    for deadline in table.deadlines:
        last_day = deadline.kind is DeadlineKind.ACT_BEFORE and deadline.remind is not Remind.EXPLAIN_ONLY
        if last_day and deadline.id not in words.bring:
            yield Problem(at.TIMELINE_WORDS, f"bring.{deadline.id}", "缺要带什么、交到哪里")
    for part, named_rules in (("applies", rules.applies), ("asks", rules.asks)):
        for name, rule in named_rules.items():
            yield from (Problem(at.TIMELINE, f"{part}.{name}", what) for what in unknown_names(library, rule))
    for deadline in table.deadlines:
        yield from (Problem(at.DEADLINES, deadline.id, what) for what in _unknown_facts(library, deadline.facts))


def _kind(papers: PaperLibrary, library: Library, kind: PaperKind) -> Iterator[str]:
    reasons = [p.reason for p in kind.preconditions] + [rule.reason for rule in kind.refuse]
    yield from (f"没有 {name} 这个字段" for name in (*kind.fields, *kind.offline) if name not in papers.fields)
    yield from (f"没有 {name} 这个理由" for name in reasons if name not in papers.words.reasons)
    if kind.answers and kind.answers not in library.knowledge:
        yield f"没有 {kind.answers} 这个问题"
    if kind.short and kind.short not in papers.kinds:
        yield f"没有 {kind.short} 这种材料"
    others = {rule.instead for rule in kind.refuse if rule.instead} - papers.kinds.keys()
    yield from (f"没有 {name} 这种材料" for name in sorted(others))
    yield from (f"没有 {name} 这个条件" for name in kind.unpaid_when if name not in PREDICATES)
    yield from (f"没有 {name} 这部法" for name in kind.articles if name not in papers.words.laws)
    for rule in (*kind.offer, *kind.refuse):
        yield from unknown_names(library, rule)


def _kind_files(papers: PaperLibrary, kind: PaperKind) -> Iterator[Problem]:
    file = f"{FOLDER}{kind.template}"
    if kind.id not in papers.words.kinds:
        yield Problem(at.PAPER_WORDS, f"kinds.{kind.id}", "缺这种材料的话")
    if kind.template not in papers.templates:
        yield Problem(file, "", "缺这个文件")
        return
    named = papers.facts_of(kind)
    if not named and kind.id not in FACTLESS:
        yield Problem(file, "第 1 行", "第一行没写所依据的事实")
    for name in named:
        fact = papers.facts.get(name)
        if fact is None or fact.internal:
            what = "没有这条事实" if fact is None else "这条事实只给编辑看，不能对用户说"
            yield Problem(file, name, what)


def _unknown_situations(library: Library, names: Iterable[str]) -> Iterator[str]:
    yield from (f"没有 {name} 这种遭遇" for name in names if name not in library.flows)


def _unknown_facts(library: Library, names: Iterable[str]) -> Iterator[str]:
    yield from (f"没有 {name} 这条事实" for name in names if name not in library.facts)


def _field(papers: PaperLibrary, library: Library, field: FieldSpec) -> Iterator[Problem]:
    yield from (Problem(at.PAPER_FIELDS, field.id, what) for what in _field_rules(library, field))
    words = papers.reading.fields.get(field.id)
    if words is None:
        yield Problem(at.FIELD_READING, f"fields.{field.id}", "缺这一项")
        return
    if words.ask is None and not field.sensitive:
        yield Problem(at.FIELD_READING, f"fields.{field.id}.ask", "缺这一项")
    if set(words.options) != set(field.options):
        wanted = "、".join(field.options) or "没有选项"
        yield Problem(at.FIELD_READING, f"fields.{field.id}.options", f"应正好是 {wanted}")
    yes_no = {"yes", "no"} if field.kind is FieldKind.YES_NO else set()
    for option in words.heard.keys() - {*field.options, *yes_no}:
        yield Problem(at.FIELD_READING, f"fields.{field.id}.heard.{option}", "没有这个选项")
    for pattern in (one for said in words.heard.values() for one in said):
        try:
            re.compile(pattern)
        except re.error:
            yield Problem(at.FIELD_READING, f"fields.{field.id}.heard", f"“{pattern}” 不是正则表达式")


def _field_rules(library: Library, field: FieldSpec) -> Iterator[str]:
    chosen = field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}
    if chosen != bool(field.options):
        yield "kind 是 choice 或 choices 的才有 options，而且必须有"
    yield from _unknown_situations(library, (*field.situations, *field.not_situations))
    named = [(rule.question, tuple(rule.values)) for rule in (field.known,) if rule]
    named += [(rule.question, rule.values) for rule in (field.unless,) if rule]
    for question, options in named:
        if question not in library.questions:
            yield f"没有 {question} 这个问题"
            continue
        unknown = [name for name in options if name not in library.options(question)]
        yield from (f"问题 {question} 没有 {name} 这个选项" for name in unknown)


def _unused(papers: PaperLibrary, library: Library) -> Iterator[Problem]:
    """Words without an owner, and facts that reasons and tips name but nobody recorded."""
    words = papers.words
    used = {name for kind in papers.kinds.values() for name in (*kind.fields, *kind.offline, *kind.payments)}
    for name in papers.fields.keys() - used - OWN_FIELDS:
        yield Problem(at.PAPER_FIELDS, name, "没有材料用这个字段")
    for name in papers.reading.fields.keys() - papers.fields.keys():
        yield Problem(at.FIELD_READING, f"fields.{name}", "没有这个字段")
    for name in words.kinds.keys() - papers.kinds.keys():
        yield Problem(at.PAPER_WORDS, f"kinds.{name}", "没有这种材料")
    for name in words.channels.keys() ^ set(library.answerable("channel")):
        what = "缺这种付款方式的叫法" if name not in words.channels else "没有这种付款方式"
        yield Problem(at.PAPER_WORDS, f"channels.{name}", what)
    for name in words.ways.keys() - library.flows.keys():
        yield Problem(at.PAPER_WORDS, f"ways.{name}", "没有这种遭遇")
    named = {law for kind in papers.kinds.values() for law in kind.articles}
    for name in words.laws.keys() - named:
        yield Problem(at.PAPER_WORDS, f"laws.{name}", "没有材料用这部法")
