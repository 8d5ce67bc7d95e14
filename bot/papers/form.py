"""Makes the places of a PDF that are to be filled in into form fields.

typst writes no form fields, but links, whose rectangles are exact: the style sheet of papers (`paper.typ`) draws a link
to ``fill:`` and the label in hex over each place with room, and here each such link becomes a text field.
"""

from __future__ import annotations

import io
from typing import Any

from bot.extras import optional_module
from bot.papers.tools import EXTRA

MARK = "fill:"
# 宋体 by the name under which readers of PDF know their own, with the encoding of Unicode; it is not embedded. Latin
# letters are half as wide. No appearances are drawn: readers do so.
_FORM = b"""<< /NeedAppearances true /DA (/Song 10 Tf 0 g) /DR << /Font << /Song <<
    /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<<
        /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]
        /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>
    >>]
>> >> >> >>"""
# A text field that is printed.
_FIELD = b"<< /Subtype /Widget /FT /Tx /F 4 /DA (/Song 10 Tf 0 g) >>"


def fillable(pdf: bytes) -> bytes:
    """The PDF with a text field for each place marked; without any it stays as it is. Raises MissingExtraError."""
    pypdf = optional_module("pypdf", EXTRA)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    if not any(_label(note.get_object()) is not None for page in reader.pages for note in page.get("/Annots", ())):
        return pdf
    writer, kinds = pypdf.PdfWriter(clone_from=reader), pypdf.generic

    def read(source: bytes, **more: Any) -> Any:
        """A dictionary as PDF writes it, with `more`."""
        made = kinds.read_object(io.BytesIO(source), None)
        made.update({kinds.NameObject(f"/{name}"): value for name, value in more.items()})
        return made

    fields = kinds.ArrayObject()
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            label = _label(note := reference.get_object())
            if label is not None:
                for key in ("/A", "/Border", "/BS"):
                    note.pop(key, None)
                name = kinds.TextStringObject(f"{len(fields) + 1} {label}")
                note.update(read(_FIELD, T=name, TU=kinds.TextStringObject(label)))
                fields.append(reference)
    writer.root_object[kinds.NameObject("/AcroForm")] = read(_FORM, Fields=fields)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _label(note: Any) -> str | None:
    """What is to be filled in where a link marks a place; None for any other annotation."""
    address = str(note.get("/A", {}).get("/URI", ""))
    return bytes.fromhex(address.removeprefix(MARK)).decode() if address.startswith(MARK) else None
