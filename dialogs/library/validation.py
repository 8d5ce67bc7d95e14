"""Checks data from content files against the models, and says what is wrong in the editors' language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from dialogs.library.problems import Problem

_WHAT = {  # by pydantic's type of error; filled with what the error's context holds
    "missing": "缺这一项",
    "extra_forbidden": "没有这一项，多半是名字打错了",
    "string_type": "应是文字（数字和 yes、no 要加引号）",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "写法不对：{input}，应符合 {pattern}",
    "enum": "不能是 {input}，应是 {expected} 之一",
    "literal_error": "不能是 {input}，应是 {expected} 之一",
    "int_type": "应是整数",
    "int_parsing": "应是整数，不是 {input}",
    "int_from_float": "应是整数，不是 {input}",
    "float_type": "应是数",
    "float_parsing": "应是数，不是 {input}",
    "decimal_type": "应是数",
    "decimal_parsing": "应是数，不是 {input}",
    "bool_type": "应是 true 或 false",
    "bool_parsing": "应是 true 或 false，不是 {input}",
    "date_type": "应是日期，例如 2026-11-23",
    "date_parsing": "不是日期：{input}，应像 2026-11-23",
    "date_from_datetime_parsing": "没有这一天，或写法不对：{input}，应像 2026-11-23",
    "date_from_datetime_inexact": "应是日期，不带钟点，例如 2026-11-23",
    "tuple_type": "应是列表",
    "list_type": "应是列表",
    "dict_type": "应是「名字: 内容」的对照",
    "model_type": "应是「名字: 内容」的对照",
    "model_attributes_type": "应是「名字: 内容」的对照",
    "too_short": "太少，至少 {min_length} 项",
    "too_long": "太多，最多 {max_length} 项",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "value_error": "{error}",
}
_KEY = "[key]"  # pydantic's mark for the key of a mapping


def validate(file: str, kind: Any, data: Any) -> tuple[Any, tuple[Problem, ...]]:
    """`data` as `kind`, or None with every problem.

    Args:
        file: the file that the problems name.
        kind: a model, or a type made of models such as ``tuple[Fact, ...]``.
        data: what the file holds; an item of a list is named by its ``id`` or ``name`` where it has one.
    """
    try:
        return _adapter(kind).validate_python(data), ()
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, tuple(
            Problem(file, _where(data, one["loc"]), _what(one)) for one in found if not _follows(one, found)
        )


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _where(data: Any, path: tuple[str | int, ...]) -> str:
    """The path to a field, its parts joined by dots."""
    parts = []
    for part in path:
        data = _inside(data, part)
        name = data.get("id", data.get("name")) if isinstance(part, int) and isinstance(data, Mapping) else None
        if part != _KEY:
            parts.append(str(part if name is None else name))
    return ".".join(parts)


def _follows(error: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Whether a list is called too short only because of an item in it that is wrong itself."""
    place = error["loc"]
    return error["type"] == "too_short" and any(
        one["loc"][: len(place)] == place and len(one["loc"]) > len(place) for one in found
    )


def _inside(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def _what(error: ErrorDetails) -> str:
    said = _WHAT.get(error["type"])
    if said is None:
        return error["msg"]
    context = {name: _said(value) for name, value in error.get("ctx", {}).items()}
    given = error["input"]
    return said.format(**{**context, "input": "…" if isinstance(given, dict | list) else given})


def _said(value: Any) -> str:
    """A value of an error's context: a number without idle decimals, a list of choices without its quotation marks."""
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace(", ", "、").replace(" or ", "、").replace("'", "")
