"""Checks of the fact records and of everything that rests on them. No date is one of them: see `due`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from dialogs.figures import numbers_in
from dialogs.library import files as at
from dialogs.library.checks.texts import Saying
from dialogs.library.library import Library
from dialogs.library.models.facts import Fact, SourceKind
from dialogs.library.problems import Problem


def fact_problems(library: Library) -> Iterator[Problem]:
    """Records without a sound source, with checks or days out of order, or without words for when they are unfit."""
    for fact in library.facts.values():
        for what in (*_order(fact), *_sources(fact)):
            yield Problem(fact_file(fact), fact.id, what)
        if fact.last_fit and not fact.fallback:
            yield Problem(fact_file(fact), fact.id, f"没有 fallback，{at.FACT_WORDS} 里也没有 {fact.kind} 的")
    yield from _fallback_numbers(library)


def fact_file(fact: Fact) -> str:
    """The file in which a record stands."""
    field, _, number = fact.id.partition(".")
    return f"facts/{field}/{number[0].lower()}.yaml"


def _order(fact: Fact) -> Iterator[str]:
    days = [seen.on for seen in fact.seen]
    if days != sorted(days):
        yield "seen 要按日子先后排"
    if fact.due <= max(days):
        yield f"review_by 应在最后一次核对（{max(days)}）之后"
    if fact.last_fit and fact.last_fit < fact.due:
        yield f"unfit_after 不能早于下次核对（{fact.due}）"


def _sources(fact: Fact) -> Iterator[str]:
    for source in fact.sources:
        if source.address and not source.address.startswith(("https://", "http://")):
            yield f"不是网址：{source.address}"
        if source.kind is SourceKind.OWN and source.address:
            yield "kind 是 own 的出处没有网址"


def _fallback_numbers(library: Library) -> Iterator[Problem]:
    """A telephone number in a fallback must stand in some statement, like any other."""
    held = {number for fact in library.facts.values() for number in numbers_in(fact.statement)}
    said = {f"facts.yaml: {kind}": words for kind, words in library.fact_words.fallbacks.items()}
    said |= {fact.id: fact.fallback for fact in library.facts.values() if fact.fallback}
    for where, words in said.items():
        for number in sorted(numbers_in(words) - held):
            yield Problem(at.FACT_WORDS, where, f"fallback 里的数字 {number} 不在任何事实里")


def reference_problems(library: Library, sayings: Iterable[Saying]) -> Iterator[Problem]:
    """Words that name a fact which does not exist or is for editors only."""
    for saying in sayings:
        for name in saying.facts:
            if name not in library.facts:
                yield Problem(saying.file, saying.where, f"没有 {name} 这条事实")
            elif library.facts[name].internal:
                yield Problem(saying.file, saying.where, f"{name} 只给编辑看，不能对用户说")


def contact_problems(library: Library) -> Iterator[Problem]:
    """Contacts on unknown facts, and numbers or addresses that stand in none of the facts named."""
    for contact in library.contacts:
        for name in contact.facts:
            if name not in library.facts:
                yield Problem(at.CONTACTS, contact.id, f"没有 {name} 这条事实")
        facts = [library.facts[name] for name in contact.facts if name in library.facts]
        statements = [fact.statement for fact in facts]
        if contact.number and not _stands_in(contact.number, statements):
            what = f"{contact.number} 不在 facts 所列事实的 statement 里，多半是写错了"
            yield Problem(at.CONTACTS, f"{contact.id}.number", what)
        sources = [source.address or "" for fact in facts for source in fact.sources]
        if contact.address and not _stands_in(urlsplit(contact.address).netloc, [*statements, *sources]):
            what = f"{contact.address} 的网站不在 facts 所列事实的 statement 和出处里，多半是写错了"
            yield Problem(at.CONTACTS, f"{contact.id}.address", what)


def _stands_in(value: str, texts: Iterable[str]) -> bool:
    """Whether a number or a host's name stands in one of the texts, and not as a part of a longer one."""
    whole = re.compile(rf"(?<![\w-]){re.escape(value)}(?![\w-])", re.ASCII)
    return any(whole.search(text) for text in texts)
