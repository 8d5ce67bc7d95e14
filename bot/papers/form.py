"""Makes the places of a PDF that are to be filled in into form fields.

typst writes no form fields, but links, whose rectangles are exact: the style sheet of papers (`paper.typ`) draws a link
to ``fill:`` and the label in hex over each place with room, and here each such link becomes a text field.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, cast

from bot.extras import optional_module
from bot.papers.tools import EXTRA

MARK = "fill:"
FONT = "Song"  # one of those that readers of PDF bring along for Chinese; it is not embedded
SIZE = 10
PRINTED = 4  # the flag of an annotation that is printed


def fillable(pdf: bytes) -> bytes:
    """The PDF with a text field for each place marked; without any it stays as it is. Raises MissingExtraError."""
    pypdf = optional_module("pypdf", EXTRA)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    if not any(_label(note) is not None for page in reader.pages for note in _notes(page)):
        return pdf
    writer, kinds = pypdf.PdfWriter(clone_from=reader), pypdf.generic
    fields = kinds.ArrayObject()
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            label = _label(note := reference.get_object())
            if label is not None:
                _become_field(kinds, note, f"{len(fields) + 1} {label}", label)
                fields.append(reference)
    form = {"Fields": fields, "DA": _string(kinds, _appearance()), "NeedAppearances": kinds.BooleanObject(value=True)}
    form["DR"] = _named(kinds, {"Font": _named(kinds, {FONT: _font(kinds)})})
    writer.root_object.update(_named(kinds, {"AcroForm": _named(kinds, form)}))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _notes(page: Any) -> Iterator[Any]:
    return (reference.get_object() for reference in page.get("/Annots", ()))


def _label(note: Any) -> str | None:
    """What is to be filled in where a link marks a place; None for any other annotation."""
    address = str(note.get("/A", {}).get("/URI", ""))
    return bytes.fromhex(address.removeprefix(MARK)).decode() if address.startswith(MARK) else None


def _become_field(kinds: Any, note: Any, name: str, label: str) -> None:
    for key in ("/A", "/Border", "/BS"):
        note.pop(key, None)
    field = {
        "Subtype": kinds.NameObject("/Widget"),
        "FT": kinds.NameObject("/Tx"),
        "T": _string(kinds, name),
        "TU": _string(kinds, label),
        "F": kinds.NumberObject(PRINTED),
        "DA": _string(kinds, _appearance()),
    }
    note.update(_named(kinds, field))


def _appearance() -> str:
    return f"/{FONT} {SIZE} Tf 0 g"


def _font(kinds: Any) -> Any:
    """宋体 by the name under which readers of PDF know their own, with the encoding of Unicode."""
    system = {
        "Registry": _string(kinds, "Adobe"),
        "Ordering": _string(kinds, "GB1"),
        "Supplement": kinds.NumberObject(4),
    }
    glyphs = {
        "Type": kinds.NameObject("/Font"),
        "Subtype": kinds.NameObject("/CIDFontType0"),
        "BaseFont": kinds.NameObject("/STSong-Light"),
        "CIDSystemInfo": _named(kinds, system),
        "DW": kinds.NumberObject(1000),
        "W": kinds.ArrayObject(kinds.NumberObject(number) for number in (1, 95, 500)),  # Latin letters are half as wide
    }
    font = {
        "Type": kinds.NameObject("/Font"),
        "Subtype": kinds.NameObject("/Type0"),
        "BaseFont": kinds.NameObject("/STSong-Light"),
        "Encoding": kinds.NameObject("/UniGB-UCS2-H"),
        "DescendantFonts": kinds.ArrayObject([_named(kinds, glyphs)]),
    }
    return _named(kinds, font)


def _named(kinds: Any, entries: dict[str, Any]) -> Any:
    return kinds.DictionaryObject({kinds.NameObject(f"/{name}"): value for name, value in entries.items()})


def _string(kinds: Any, text: str) -> str:
    return cast("str", kinds.TextStringObject(text))
