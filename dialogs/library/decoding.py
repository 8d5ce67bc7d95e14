"""Decodes content files: bytes into text, text into YAML or JSON data. Every error names the line and the cause."""

from __future__ import annotations

import codecs
from typing import Any, Self

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "请用 UTF-8（不带 BOM）另存"


class DecodingError(ValueError):
    """The file cannot be decoded; `faults` are pairs of the line (``第 3 行``, empty where unknown) and the cause."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"{where}: {what}" if where else what for where, what in self.faults)


class Parsed(bytes):
    """The bytes of a YAML file together with the data they hold, so that they need not be parsed."""

    data: Any

    def __new__(cls, source: bytes, data: Any) -> Self:
        """These bytes, which hold this."""
        made = super().__new__(cls, source)
        made.data = data
        return made


def decode(source: str | bytes) -> str:
    """The text of a file, which must be UTF-8 without a byte-order mark.

    Raises:
        DecodingError: it is in another encoding or has a byte-order mark.
    """
    if isinstance(source, str):
        return source
    if source.startswith(codecs.BOM_UTF8):
        raise DecodingError([("第 1 行", f"文件开头有字节顺序标记（BOM），{_SAVE}")])
    if source.startswith(_UTF16):
        raise DecodingError([("", f"编码是 UTF-16，{_SAVE}")])
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = numbered(source.count(b"\n", 0, error.start))
        raise DecodingError([(line, f"{_other_encoding(source)}，{_SAVE}")]) from error


def parse_yaml(text: str) -> Any:
    """The mappings, lists, texts, numbers and dates in a YAML text.

    A date that does not exist stays text, so that the field it stands in is named when its type is checked.

    Raises:
        DecodingError: the text is not YAML, or a mapping has a key twice.
    """
    # Here, so that who finds everything parsed before (`Parsed`) does not load the parser.
    from dialogs.library.parsing import parsed  # noqa: PLC0415

    return parsed(text)


def numbered(line: int) -> str:
    """What a line, counted from 0, is called."""
    return f"第 {line + 1} 行"


def _other_encoding(source: bytes) -> str:
    try:
        source.decode("gb18030")
    except UnicodeDecodeError:
        return "不是 UTF-8 编码的文字"
    return "编码看来是 GBK（GB18030），不是 UTF-8"
