"""How the types of the content are made, and the constraints on their fields.

A record is a plain dataclass, so that a process which only uses checked records need not load what checks them; the
constraints are notes in its annotations, which `dialogs.library.validation` reads. (The package annotated-types has the
same and many more: half a MiB of them.)
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
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


@dataclass(frozen=True, slots=True)
class Sized:
    """A text, list or mapping of `least` to `most` characters or items."""

    least: int = 0
    most: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), **_given({"min_length": self.least or None, "max_length": self.most})}


@dataclass(frozen=True, slots=True)
class Between:
    """A number within bounds: at least `ge`, more than `gt`, at most `le`, less than `lt`."""

    ge: int | None = None
    gt: int | None = None
    le: int | None = None
    lt: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), **_given(asdict(self))}


def _given(bounds: dict[str, int | None]) -> dict[str, int]:
    return {name: bound for name, bound in bounds.items() if bound is not None}


FactId = Annotated[str, Written(r"^(platform|law)\.[A-Z]\d{2}$")]
MythId = Annotated[str, Written(r"^myth\.[a-z0-9_]+$")]
Name = Annotated[str, Written(r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Stripped()]
