"""Checks of the fact records and of everything that rests on them. No date is one of them: see `dialogs.proof.due`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.figures import numbers_in
from dialogs.library.fact import Fact, SourceKind
from dialogs.library.loader import LOCALE, Library, Problem
from dialogs.proof.sayings import Saying


def fact_problems(library: Library) -> Iterator[Problem]:
    """Records without a sound source, with checks or days out of order, or without words for when they are unfit."""
    for fact in library.facts.values():
        for what in (*_order(fact), *_sources(fact)):
            yield Problem(fact_file(fact), fact.id, what)
        if fact.last_fit and not fact.fallback:
            yield Problem(fact_file(fact), fact.id, f"has no fallback, and none stands for {fact.kind} in facts.yaml")
    yield from _fallback_numbers(library)


def fact_file(fact: Fact) -> str:
    """The file in which a record stands."""
    field, _, number = fact.id.partition(".")
    return f"facts/{field}/{number[0].lower()}.yaml"


def _order(fact: Fact) -> Iterator[str]:
    days = [seen.on for seen in fact.seen]
    if days != sorted(days):
        yield "the checks under seen must stand in order of their days"
    if fact.due <= max(days):
        yield f"review_by must be after the last check on {max(days)}"
    if fact.last_fit and fact.last_fit < fact.due:
        yield f"unfit_after must not be before the next check, {fact.due}"


def _sources(fact: Fact) -> Iterator[str]:
    for source in fact.sources:
        if source.address and not source.address.startswith(("https://", "http://")):
            yield f"not an address: {source.address}"
        if source.kind is SourceKind.OWN and source.address:
            yield "own knowledge has no address"


def _fallback_numbers(library: Library) -> Iterator[Problem]:
    """A telephone number in a fallback must stand in some statement, like any other."""
    held = {number for fact in library.facts.values() for number in numbers_in(fact.statement)}
    said = {f"facts.yaml: {kind}": words for kind, words in library.fact_words.fallbacks.items()}
    said |= {fact.id: fact.fallback for fact in library.facts.values() if fact.fallback}
    for where, words in said.items():
        for number in sorted(numbers_in(words) - held):
            yield Problem(f"{LOCALE}/facts.yaml", where, f"the number {number} of the fallback stands in no fact")


def reference_problems(library: Library, sayings: Iterable[Saying]) -> Iterator[Problem]:
    """Words that name a fact which does not exist or is for editors only."""
    for saying in sayings:
        for name in saying.facts:
            if name not in library.facts:
                yield Problem(saying.file, saying.where, f"unknown fact {name}")
            elif library.facts[name].internal:
                yield Problem(saying.file, saying.where, f"{name} is for editors only")
    for contact in library.contacts:
        for name in contact.facts:
            if name not in library.facts:
                yield Problem("contacts.yaml", contact.id, f"unknown fact {name}")
