"""Traditional characters read as the simplified ones, one for one.

The table comes from opencc and is made at first need.
"""

from __future__ import annotations

from collections.abc import Mapping

_CHINESE = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
_table: dict[int, str] = {}


def table() -> Mapping[int, str]:
    """The simplified character by the code of each other one, for `str.translate`."""
    if not _table:
        _table.update(_from_opencc())
    return _table


def simplified(text: str) -> str:
    """The text in simplified characters; as many as it had."""
    return text.translate(table())


def _from_opencc() -> Mapping[int, str]:
    import opencc  # noqa: PLC0415  # see above

    characters = [chr(code) for first, end in _CHINESE for code in range(first, end)]
    # Each on a line of its own: side by side they would make words, which have spellings of their own.
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {ord(was): now for was, now in pairs if was != now and len(now) == 1}
