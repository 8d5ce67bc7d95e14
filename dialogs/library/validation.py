"""Checks data from content files against the types of records. Nothing else knows with what it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

_UNKNOWN_FIELD = "unexpected_keyword_argument"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the path to it, its parts joined by dots (empty for the whole), and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class NotWellFormed(ValueError):  # noqa: N818 - reads as what is the case
    """The data is not of the kind that is wanted; `faults` holds everything that was found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def checked(kind: type[T], data: Any) -> T:
    """`data` as a record, or as a tuple of records.

    Args:
        kind: a class made by `record`, or a type of them such as ``tuple[Fact, ...]``.
        data: what a YAML file holds: mappings, lists, texts, numbers, dates.

    Raises:
        NotWellFormed: with all faults, not only the first.
    """
    validate, refused = _validator(kind)  # type: ignore[arg-type]  # mypy sees no hash in a type[T]
    try:
        made: T = validate(data)
    except refused as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise NotWellFormed(tuple(Fault(_path(one["loc"]), _what(one["type"], one["msg"])) for one in found)) from error
    return made


@cache
def _validator(kind: Any) -> tuple[Any, Any]:
    """What checks data against a kind, and the error that it raises; both made once."""
    # Imported here since it costs 12 MiB, which a process that gets its records checked need not pay.
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    return TypeAdapter(kind).validate_python, ValidationError


def _path(parts: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in parts)


def _what(fault: str, message: str) -> str:
    # Records are dataclasses: what the words of a message call an argument is a line in somebody's file.
    return "there is no such field" if fault == _UNKNOWN_FIELD else message
