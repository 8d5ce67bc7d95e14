"""Checks of the fact records and of everything that rests on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from dialogs.library.loader import Library, Problem
from dialogs.library.records import SourceKind
from dialogs.proof.sayings import Saying


def fact_problems(library: Library, today: dt.date) -> Iterator[Problem]:
    """Records that are unsourced, not yet checked or past their review date."""
    for fact in library.facts.values():
        file = f"facts/{fact.id.partition('.')[0]}/{fact.id.partition('.')[2][0].lower()}.yaml"
        if fact.review_by < today:
            yield Problem(file, fact.id, f"expired: to be reviewed by {fact.review_by}")
        if fact.checked_on > today:
            yield Problem(file, fact.id, f"checked on {fact.checked_on}, which is in the future")
        if fact.review_by <= fact.checked_on:
            yield Problem(file, fact.id, "review_by must be after checked_on")
        for source in fact.sources:
            if source.address and not source.address.startswith(("https://", "http://")):
                yield Problem(file, fact.id, f"not an address: {source.address}")
            if source.kind is SourceKind.OWN and source.address:
                yield Problem(file, fact.id, "own knowledge has no address")


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
