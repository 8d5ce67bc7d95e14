"""Builds the `PaperLibrary` from the text of content files, or reports everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.library.fact import Fact
from dialogs.library.loader import LOCALE, ContentError, Problem, parse_yaml, validated, validated_rows
from dialogs.papers.data import PAYMENT_FIELDS
from dialogs.papers.kinds import FieldKind, FieldSpec, Kind, KindWords, PaperLibrary, PaperWords, Reading, Tip
from dialogs.predicates import PREDICATES
from dialogs.words import facts_named

KINDS = "documents.yaml"
FIELDS = "paper_fields.yaml"
FOLDER = f"{LOCALE}/documents/"
WORDS = f"{FOLDER}words.yaml"
READING = f"{LOCALE}/paper_fields.yaml"
TEMPLATE_END = ".md.j2"
OWN_FIELDS = frozenset({"more_payments"})  # asked between two payments; no kind names it
FACTLESS = frozenset({"refund_request"})  # states nothing but what the person said


def load_papers(files: Mapping[str, str], facts: Mapping[str, Fact]) -> PaperLibrary:
    """Build the library of papers.

    Args:
        files: text by path inside `content/`; others than the papers' own are ignored.
        facts: the fact records, by id.

    Raises:
        ContentError: with all problems found, not only the first.
    """
    problems: list[Problem] = []
    words = validated(WORDS, PaperWords, parse_yaml(WORDS, files.get(WORDS, ""), problems), "", problems)
    reading = validated(READING, Reading, parse_yaml(READING, files.get(READING, ""), problems), "", problems)
    kinds = validated_rows(KINDS, Kind, parse_yaml(KINDS, files.get(KINDS, ""), problems) or (), problems)
    fields = validated_rows(FIELDS, FieldSpec, parse_yaml(FIELDS, files.get(FIELDS, ""), problems) or (), problems)
    if words is None or reading is None:
        raise ContentError(problems)
    library = PaperLibrary(
        kinds={kind.id: kind for kind in kinds},
        fields={field.id: field for field in fields},
        words=words,
        reading=reading,
        templates={
            name.removeprefix(FOLDER): text
            for name, text in files.items()
            if name.startswith(FOLDER) and name.endswith(TEMPLATE_END)
        },
        facts=facts,
    )
    problems += _doubled(KINDS, [kind.id for kind in kinds]) + _doubled(FIELDS, [field.id for field in fields])
    problems += [problem for kind in kinds for problem in _kind_problems(library, kind)]
    problems += [problem for field in fields for problem in _field_problems(library, field)]
    problems += _unused(library)
    if problems:
        raise ContentError(problems)
    return library


def template_of(kind: Kind) -> str:
    """The name of a kind's template."""
    return f"{kind.id}{TEMPLATE_END}"


def facts_of(library: PaperLibrary, kind: Kind) -> tuple[str, ...]:
    """The fact ids a paper rests on: those named in the first line of its template."""
    return facts_named(library.templates[template_of(kind)])


def _doubled(file: str, ids: list[str]) -> list[Problem]:
    return [Problem(file, name, "this id is used twice") for name in sorted({n for n in ids if ids.count(n) > 1})]


def _kind_problems(library: PaperLibrary, kind: Kind) -> Iterator[Problem]:
    words = library.words
    reasons = [p.reason for p in kind.preconditions] + [rule.reason for rule in kind.refuse]
    yield from (
        Problem(KINDS, kind.id, f"unknown field {name}")
        for name in (*kind.fields, *kind.offline)
        if name not in library.fields
    )
    yield from (
        Problem(KINDS, kind.id, f"unknown payment field {name}") for name in kind.payments if name not in PAYMENT_FIELDS
    )
    yield from (Problem(KINDS, kind.id, f"no such reason: {name}") for name in reasons if name not in words.reasons)
    yield from (
        Problem(KINDS, kind.id, f"no such predicate: {name}")
        for name in (*kind.unpaid_when, *_predicates(kind))
        if name not in PREDICATES
    )
    yield from (Problem(KINDS, kind.id, f"no such law: {name}") for name in kind.articles if name not in words.laws)
    if kind.id not in words.kinds:
        yield Problem(WORDS, f"kinds.{kind.id}", "missing")
    if template_of(kind) not in library.templates:
        yield Problem(f"{FOLDER}{template_of(kind)}", "", "missing")
    elif not facts_of(library, kind) and kind.id not in FACTLESS:
        yield Problem(f"{FOLDER}{template_of(kind)}", "", "the first line names no facts")
    else:
        yield from _unknown_facts(library, template_of(kind), facts_of(library, kind))


def _predicates(kind: Kind) -> Iterator[str]:
    for rule in (*kind.offer, *kind.refuse):
        yield from (*rule.when, *rule.unless)


def _unknown_facts(library: PaperLibrary, where: str, ids: tuple[str, ...]) -> Iterator[Problem]:
    for name in ids:
        fact = library.facts.get(name)
        if fact is None or fact.internal:
            yield Problem(f"{FOLDER}{where}", name, "no such fact" if fact is None else "this fact is for editors only")


def _field_problems(library: PaperLibrary, field: FieldSpec) -> Iterator[Problem]:
    words = library.reading.fields.get(field.id)
    if words is None:
        yield Problem(READING, f"fields.{field.id}", "missing")
        return
    if words.ask is None and not field.sensitive:
        yield Problem(READING, f"fields.{field.id}.ask", "missing")
    if set(words.options) != set(field.options):
        yield Problem(READING, f"fields.{field.id}.options", f"must name exactly {', '.join(field.options) or 'none'}")
    chosen = field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}
    if chosen != bool(field.options):
        yield Problem(FIELDS, field.id, "options go with the kinds choice and choices, and only with them")


def _tips(words: KindWords) -> tuple[Tip, ...]:
    return words.tips if words.costs is None else (*words.tips, words.costs)


def _unused(library: PaperLibrary) -> Iterator[Problem]:
    """Words without an owner, and facts that reasons and tips name but nobody recorded."""
    used = {name for kind in library.kinds.values() for name in (*kind.fields, *kind.offline, *kind.payments)}
    yield from (
        Problem(FIELDS, name, "no kind uses this field") for name in library.fields if name not in used | OWN_FIELDS
    )
    yield from (
        Problem(READING, f"fields.{name}", "no such field")
        for name in library.reading.fields
        if name not in library.fields
    )
    yield from (
        Problem(WORDS, f"kinds.{name}", "no such kind") for name in library.words.kinds if name not in library.kinds
    )
    said = [(f"reasons.{name}", reason.facts) for name, reason in library.words.reasons.items()]
    said += [(f"kinds.{name}", tip.facts) for name, words in library.words.kinds.items() for tip in _tips(words)]
    for where, ids in said:
        yield from (
            Problem(WORDS, where, f"no such fact: {name}")
            for name in ids
            if name not in library.facts or library.facts[name].internal
        )
