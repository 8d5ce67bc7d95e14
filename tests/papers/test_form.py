"""A PDF has form fields where there is room to fill in, and nowhere else."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

from bot.papers.export import to_pdf
from bot.papers.form import MARK, fillable
from dialogs.papers.data import PaperData
from dialogs.papers.paper import compose
from tests.dialogs.talk import NOW
from tests.papers.cases import PAPERS, fill, knowledge
from tests.papers.test_escape import HOSTILE

BY_HAND = "【请线下填写】"
SITUATIONS = {"police_report": "scam_rebate", "civil_complaint": "wrong_recipient", "demand_letter": "wrong_recipient"}


def markdown_of(kind_id: str) -> str:
    """A paper of this kind with every answer."""
    kind, situation = PAPERS.kinds[kind_id], SITUATIONS[kind_id]
    case = knowledge(kind, situation)
    assert case is not None
    return compose(PAPERS, kind, fill(kind, PaperData(case)), NOW).markdown


def notes(pdf: bytes) -> list[tuple[int, Any]]:
    """Every annotation with the number of its page."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [(number, one.get_object()) for number, page in enumerate(pages) for one in page.get("/Annots", ())]


@pytest.mark.parametrize("kind", ["police_report", "civil_complaint"])
def test_each_place_to_write_by_hand_is_a_field_of_its_own(kind: str):
    markdown = markdown_of(kind)
    found = notes(to_pdf(markdown))
    assert len(found) >= markdown.count(BY_HAND) > 3
    assert {note["/Subtype"] for _, note in found} == {"/Widget"}
    assert len({note["/T"] for _, note in found}) == len(found)
    for place, (page, note) in enumerate(found):
        left, bottom, right, top = (float(side) for side in note["/Rect"])
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842
        assert right - left > 100  # room for an address
        assert top - bottom > 10
        for other_page, other in found[:place]:
            apart = float(other["/Rect"][1]) >= top or float(other["/Rect"][3]) <= bottom
            assert apart or other_page != page


def test_a_field_is_called_as_the_form_calls_it_and_keeps_what_is_typed():
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(markdown_of("police_report"))))
    names = list(reader.get_fields() or {})
    assert [name.partition(" ")[2] for name in names[:2]] == ["姓名", "性别"]
    assert names[-1].endswith("付款银行卡完整卡号")
    writer = pypdf.PdfWriter(clone_from=reader)
    writer.update_page_form_field_values(writer.pages[0], {names[0]: "欧阳小满"}, auto_regenerate=False)
    kept = io.BytesIO()
    writer.write(kept)
    assert (pypdf.PdfReader(kept).get_form_text_fields() or {})[names[0]] == "欧阳小满"


def test_a_paper_with_nothing_to_fill_in_has_no_form():
    pdf = to_pdf("# 信\n\n没有空格。\n")
    assert pypdf.PdfReader(io.BytesIO(pdf)).get_fields() is None
    assert fillable(pdf) == pdf


@pytest.mark.parametrize("said", [*HOSTILE[:6], f"<{MARK}zz>", f"[a]({MARK}61)"])
def test_what_people_type_makes_no_field(said: str):
    kind = PAPERS.kinds["demand_letter"]
    case = knowledge(kind, "wrong_recipient")
    assert case is not None
    data = fill(kind, PaperData(case)).with_field("mistake_reason", said)
    assert not notes(to_pdf(compose(PAPERS, kind, data, NOW).markdown))
