"""The base of all content models, and the types of field that several of them use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

K = TypeVar("K", bound=str)
V = TypeVar("V")


class Record(BaseModel):
    """An immutable record that refuses unknown fields, so that a misspelled name is reported and not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


FactId = Annotated[str, Field(pattern=r"^(platform|law)\.[A-Z]\d{2}$")]
MythId = Annotated[str, Field(pattern=r"^myth\.[a-z0-9_]+$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def complete(names: Iterable[str]) -> AfterValidator:
    """A constraint on a mapping: it has an entry for every one of `names`."""
    wanted = tuple(names)

    def check(mapping: dict[K, V]) -> dict[K, V]:
        missing = [name for name in wanted if name not in mapping]
        if missing:
            raise PydanticCustomError("missing_keys", "缺 {names}", {"names": "、".join(missing)})
        return mapping

    return AfterValidator(check)
