"""How the types of the content are made, and the constraints on their fields.

A record is a plain dataclass, so that a process which only uses checked records need not load what checks them; the
constraints are notes in its annotations, which `dialogs.library.validation` reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """The class as an immutable dataclass with keyword arguments only, which refuses unknown fields when checked.

    Making one by hand checks nothing but its own `__post_init__`, whose ValueError is a fault of the record.
    """
    made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    made.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return made


@dataclass(frozen=True, slots=True)
class Written:
    """A text in which a pattern is found."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "pattern": self.pattern}


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without spaces around it, which says something."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "strip_whitespace": True, "min_length": 1}


FactId = Annotated[str, Written(r"^(platform|law)\.[A-Z]\d{2}$")]
MythId = Annotated[str, Written(r"^myth\.[a-z0-9_]+$")]
Name = Annotated[str, Written(r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Stripped()]
