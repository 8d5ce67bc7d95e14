"""Traditional characters read as simplified ones, one for one, by the table of opencc."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import opencc

_CHINESE = ((0x3400, 0x4DC0), (0x4E00, 0xA000))


@cache
def simplified_characters() -> Mapping[int, str]:
    """The simplified character by the code point of each traditional one, for `str.translate`."""
    characters = [chr(code) for first, end in _CHINESE for code in range(first, end)]
    # One character a line: side by side they make words, which opencc converts differently.
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {ord(was): now for was, now in pairs if was != now and len(now) == 1}


def simplified(text: str) -> str:
    """The text with each traditional character as a simplified one."""
    return text.translate(simplified_characters())
