"""What stands in an edition's own files, and the checksum by which an entry knows the words it was made after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel

from dialogs.library.models.facts import Fact

READ = frozenset({
    "synonyms", "asks", "keywords", "article_rows", "facts", "own", "id",
    "unknown_words", "skip_words", "none_words", "yes_words", "agree_words", "no_words", "rude_words", "leave_words",
    "empty_words", "all_words", "except_words", "lost_words", "kept_words", "where_words", "done_words", "undone_words",
    "thanks_words", "finish", "later", "left", "another", "given_up", "back", "heard", "called", "lead",
    "no_answer", "asks_back", "marks", "only_asked",
})  # fmt: skip
"""Fields that the program reads and nobody is shown."""


def said(value: Any) -> Any:
    """The words of a record as plain data, without what only the program reads."""
    if isinstance(value, BaseModel):
        return {name: said(getattr(value, name)) for name in type(value).model_fields if name not in READ}
    if isinstance(value, Mapping):
        return {str(name): said(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [said(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def checksum(words: Any, facts: Iterable[Fact]) -> str:
    """Eight digits that change with the words of a record or template, or with what its facts state."""
    grounds = sorted({(fact.id, fact.statement) for fact in facts})
    return hashlib.sha256(json.dumps([said(words), grounds], ensure_ascii=False, default=str).encode()).hexdigest()[:8]


def merged(under: Any, over: Any) -> Any:
    """Plain data with the fields of other data put over it, however deep they stand."""
    if isinstance(under, Mapping) and isinstance(over, Mapping):
        return {**under, **{name: merged(under.get(name), one) for name, one in over.items()}}
    return over
