"""What an item of the evidence guide may hold, as a type."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dialogs.library.models.base import FactId, Name, Text
from dialogs.library.records import ForCases


class EvidenceItem(ForCases):
    """One thing to save as evidence, in the order in which it is saved; title and body may be Jinja templates."""

    id: Name
    title: Text
    body: Text
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]
