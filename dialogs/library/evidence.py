"""What an item of the evidence guide may hold, as a type."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dialogs.library.models.base import FactId, Name, Record, Text
from dialogs.library.records import Family


class EvidenceItem(Record):
    """One thing to save as evidence, in the order in which it is saved; title and body may be Jinja templates.

    It is for the cases of its families or situations in which its predicates hold; with neither, for all.
    """

    id: Name
    title: Text
    body: Text
    families: tuple[Family, ...] = ()
    situations: tuple[Name, ...] = ()
    not_situations: tuple[Name, ...] = ()
    when: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]
