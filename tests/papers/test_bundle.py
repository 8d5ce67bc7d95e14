"""A paper with all that goes with it: parts in order, pages numbered through, nothing claimed that nobody said."""

from __future__ import annotations

import io

import pypdf
import pytest

from bot.papers.export import to_pdf
from dialogs.papers.bundle import bundled, make_bundle
from dialogs.papers.data import PaperData
from dialogs.papers.paper import NotMade
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW
from tests.papers.cases import PAPERS, fill, known
from tests.papers.test_escape import squeezed

TABLE = open_dialog().timetable
REPORT = PAPERS.kinds["police_report"]


def test_the_parts_stand_in_order_on_pages_numbered_through():
    data = fill(REPORT, PaperData(known("scam_rebate"))).with_field("evidence_have", "order_page chat")
    made = make_bundle(PAPERS, TABLE, REPORT, data, NOW)
    pages = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(to_pdf(made.markdown))).pages]
    parts = ["报案材料（整套）本套材料", "报案材料致：", "证据清单提交", "时间线时间事情"]
    places = [next(place for place, page in enumerate(pages) if page.startswith(part)) for part in parts]
    assert places == sorted(set(places))
    assert [page.rpartition("第")[2] for page in pages] == [f"{n + 1}页共{len(pages)}页" for n in range(len(pages))]
    assert "1转账详情页截图和转账单号" in pages[-1]
    assert "2与收款人的聊天记录" in pages[-1]
    assert "2026年11月22日15时20分转出5000元" in pages[-1]


def test_nothing_is_listed_that_nobody_said():
    made = make_bundle(PAPERS, TABLE, REPORT, PaperData(known("scam_rebate")), NOW)
    copies = made.markdown.partition("# 随附复印件清单")[2]
    assert "| 1 | 【待填：名称】 |" in copies
    assert not any(name in copies for name in PAPERS.reading.fields["evidence_have"].options.values())


def test_a_list_of_evidence_that_is_for_somebody_else_does_not_say_so():
    suit = PAPERS.kinds["civil_complaint"]
    data = PaperData(known("wrong_recipient")).with_field("evidence_for", "police")
    data = data.with_field("induced", "no").with_field("other_relation", "no")
    assert "提交给" not in make_bundle(PAPERS, TABLE, suit, data, NOW).markdown


def test_a_message_stands_alone_and_a_refused_paper_is_in_no_bundle():
    assert not bundled(PAPERS.kinds["refund_request"])
    assert not bundled(PAPERS.kinds["evidence_list"])
    with pytest.raises(NotMade):
        make_bundle(PAPERS, TABLE, REPORT, PaperData(known("wrong_recipient")), NOW)
