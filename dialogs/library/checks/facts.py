"""Checks of the fact records and of everything that rests on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from dialogs.library import files as at
from dialogs.library.checks.texts import Saying
from dialogs.library.library import Library
from dialogs.library.problems import Problem
from dialogs.library.records import SourceKind


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
