"""Checks of the fact records and of everything that rests on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from dialogs.library import files as at
from dialogs.library.library import Library
from dialogs.library.problems import Problem
from dialogs.library.records import SourceKind
from dialogs.library.checks.texts import Saying


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
                yield Problem(file, fact.id, f"不是网址：{source.address}")
            if source.kind is SourceKind.OWN and source.address:
                yield Problem(file, fact.id, "kind 是 own 的出处没有网址")


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
        held = [library.facts[name].statement for name in contact.facts if name in library.facts]
        for field, value in (("number", contact.number), ("address", contact.address)):
            if value and not any(stands_in(value, statement) for statement in held):
                where = f"{contact.id}.{field}"
                yield Problem(at.CONTACTS, where, f"{value} 不在 facts 所列事实的 statement 里，多半是写错了")


def stands_in(value: str, statement: str) -> bool:
    """Whether a number or address stands in a statement, and not as a part of a longer one."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9A-Za-z])", statement) is not None
