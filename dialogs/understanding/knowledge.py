"""Answers to common questions of knowledge that are no myths."""

from __future__ import annotations

from typing import Annotated

import yaml
from pydantic import Field, StringConstraints, TypeAdapter

from dialogs.library.records import FactId, Record, Text


class Knowledge(Record):
    """A question people ask in passing, and what is true. Every number in `answer` stands in one of `facts`."""

    id: Annotated[str, StringConstraints(pattern=r"^ask\.[a-z0-9_]+$")]
    asks: Annotated[tuple[Text, ...], Field(min_length=6)]
    answer: Annotated[Text, StringConstraints(max_length=150)]
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]


def load_knowledge(text: str) -> tuple[Knowledge, ...]:
    """The answers in the text of ``content/zh-Hans/knowledge.yaml``.

    Raises:
        pydantic.ValidationError: a record is not as it should be.
        ValueError: an id is used twice.
    """
    records = TypeAdapter(tuple[Knowledge, ...]).validate_python(
        yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    )
    ids = [record.id for record in records]
    if len(ids) != len(set(ids)):
        raise ValueError(f"used twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return records
