"""Word and PDF files: whole, the same each time, fast, and a clear word where the extra is missing."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest

from bot.content import open_content
from bot.extras import MissingExtraError
from bot.papers import tools
from bot.papers.export import Format, build
from bot.papers.tools import ToolFailedError, font_folders, pandoc, pandoc_path
from dialogs.known import Known
from dialogs.library.models.papers import Form, PaperKind
from dialogs.papers.data import PaperData
from dialogs.papers.paper import compose
from tests.dialogs.talk import NOW
from tests.papers.cases import KINDS, PAPERS, fill, guarded, known, offers, versions
from tests.papers.test_escape import W, docx_text, squeezed

pytestmark = pytest.mark.calendar

SAMPLES = [next(pair for pair in offers() if pair[0] is kind) for kind in KINDS]


@pytest.mark.parametrize(("kind", "case"), SAMPLES, ids=lambda part: getattr(part, "id", ""))
def test_every_kind_becomes_a_file(kind: PaperKind, case: Known):
    for fullness, data in versions(kind, case).items():
        if fullness == "half" and kind.form is not Form.PAPER:
            continue
        paper = compose(PAPERS, kind, data, NOW)
        plain = squeezed(build(PAPERS, paper, "txt").decode())
        # Half of a paper holds nothing that the whole or the empty one does not: only its pages are laid out otherwise.
        word = squeezed(docx_text(build(PAPERS, paper, "docx"))) if fullness != "half" else plain
        reader = pypdf.PdfReader(io.BytesIO(build(PAPERS, paper, "pdf")))
        pages = [squeezed(page.extract_text()) for page in reader.pages]
        pdf = "".join(pages)
        assert word.startswith(squeezed(paper.title) if kind.form is not Form.MESSAGE else squeezed(paper.body)[:2])
        printed = ["机器人未核实事实"] if kind.form is Form.PAPER else []
        for part in (*printed, *(["待填"] if fullness == "empty" and kind.form is not Form.MESSAGE else [])):
            assert part in plain
            assert part in word
            assert part in pdf
        assert pages[0].endswith(f"第1页共{len(pages)}页")
        signed = next((page for page in pages if "（签名）" in page), "")
        assert not signed or re.search(r"[。：件证院].*（签名）.*日期", signed), "a signature alone on its page"


def test_a_word_file_looks_like_a_paper():
    kind = PAPERS.kinds["police_report"]
    made = build(PAPERS, compose(PAPERS, kind, fill(kind, PaperData(known("scam_rebate"))), NOW), "docx")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        styles = archive.read("word/styles.xml").decode()
        document = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - made here
        footers = "".join(archive.read(n).decode() for n in archive.namelist() if "footer" in n and n.endswith(".xml"))
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))  # noqa: S314 - made here
    assert "宋体" in styles
    assert "黑体" in styles
    assert 'firstLineChars="200"' in styles
    assert "insideV" in styles
    assert "PAGE" in footers
    assert "NUMPAGES" in footers
    tables = list(document.iter(f"{W}tbl"))
    assert len(tables) == 4
    named = {style.get(f"{W}val") for style in document.iter(f"{W}pStyle")}
    assert {"Heading1", "Heading2", "SmallTable", "TableText", "BlockText"} <= named
    defined = set(re.findall(r'w:styleId="([^"]+)"', styles))
    assert named <= defined


def test_a_file_tells_when_it_was_made_and_not_by_whom():
    kind = PAPERS.kinds["civil_complaint"]
    paper = compose(PAPERS, kind, guarded(kind, PaperData(known("wrong_recipient"))), NOW)
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with zipfile.ZipFile(io.BytesIO(build(PAPERS, paper, "docx"))) as archive:
        core = archive.read("docProps/core.xml").decode()
    pdf = pypdf.PdfReader(io.BytesIO(build(PAPERS, paper, "pdf"))).metadata
    times = [dt.datetime.fromisoformat(found) for found in re.findall(r">(\d{4}-[^<]+)</dcterms", core)]
    assert pdf is not None
    assert pdf.creation_date is not None
    for made in (*times, pdf.creation_date):
        assert before <= made <= dt.datetime.now(dt.UTC)
    assert len(times) == 2
    assert "<dc:creator></dc:creator>" in core
    assert "lastModifiedBy" not in core
    assert pdf.author is None


def test_a_printed_page_has_serif_text_and_numbers_on_two_lines_at_most():
    pytest.importorskip("pylopdf_fonts_zh_cn")
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_rebate")))
    reader = pypdf.PdfReader(io.BytesIO(build(PAPERS, compose(PAPERS, kind, data, NOW), "pdf")))
    fonts = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert any("NotoSerifSC" in name for name in fonts)
    assert any("NotoSansCJK" in name for name in fonts)
    text = "\n".join(page.extract_text() for page in reader.pages)
    for payment in data.payments:
        number = payment.order_number or ""
        assert re.search(rf"{number[:16]}\n?{number[16:]}", text), number
    assert len(re.findall(r"2026 ?年 ?11 ?月 ?22 ?日\n? ?15 ?时 ?20 ?分 ?31 ?秒", text)) >= len(data.payments)


@pytest.mark.parametrize("name", ["退款专员（*明）", "一二三（*明）", "某某公司李*华", "退款专员**华"])
def test_the_hidden_part_of_a_name_is_printed_in_one_piece(name: str):
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_rebate")), payments=1)
    data = data.with_payment(0, data.payments[0].with_value("payee_shown", name))
    reader = pypdf.PdfReader(io.BytesIO(build(PAPERS, compose(PAPERS, kind, data, NOW), "pdf")))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert re.search(r"[*]+[明华]", text)
    assert not re.search(r"[*]\s*\n", text)


@pytest.mark.parametrize(("name", "whole"), [("小李（*明）", "（*明）"), ("李*华", "李*华"), ("专员**华", "员**华")])
def test_the_hidden_part_of_a_name_is_in_one_piece_in_word(name: str, whole: str):
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_rebate")), payments=1)
    data = data.with_payment(0, data.payments[0].with_value("payee_shown", name))
    text = docx_text(build(PAPERS, compose(PAPERS, kind, data, NOW), "docx"))
    assert "\u2060".join(whole) in text
    assert not re.search(r"[*](?!\u2060)", text)


@pytest.fixture
def fresh():
    """The tools as if nothing was looked for yet, before and after."""
    pandoc_path.cache_clear()
    font_folders.cache_clear()
    yield
    pandoc_path.cache_clear()
    font_folders.cache_clear()


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(("form", "package"), [("docx", "pypandoc"), ("pdf", "pypandoc"), ("pdf", "typst")])
def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch, form: Format, package: str):
    kind = PAPERS.kinds["refund_request"]
    paper = compose(PAPERS, kind, guarded(kind, PaperData(known("wrong_recipient"))), NOW)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError) as missing:
        build(PAPERS, paper, form)
    assert missing.value.extra == "papers"
    said = open_content().console.files.missing_extra.format(extra=missing.value.extra)
    assert "papers" in said
    assert "./scripts/console --full" in said
    assert build(PAPERS, paper, "txt")  # the plain text needs nothing


@pytest.mark.usefixtures("fresh")
def test_without_the_font_it_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tools.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match="fonts"):
        font_folders()


def test_a_tool_that_fails_is_told_without_the_words(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ToolFailedError) as failed:
        pandoc("秘密", "no-such-format")
    assert "秘密" not in str(failed.value)
    monkeypatch.setattr(tools, "LONGEST_RUN", 0.0)
    with pytest.raises(ToolFailedError, match="too long"):
        pandoc("x", "docx")


def test_pandoc_reaches_no_other_file():
    made = pandoc("![](/etc/hostname) x\n\n<iframe src='/etc/passwd'></iframe>", "docx", "--sandbox")
    assert "root:" not in docx_text(made)


def test_the_reference_document_is_the_one_its_script_makes(tmp_path: Path):
    root = Path(__file__).parents[2]
    made = tmp_path / "reference.docx"
    subprocess.run([sys.executable, str(root / "scripts/make-reference-docx"), str(made)], check=True)
    with zipfile.ZipFile(made) as fresh, zipfile.ZipFile(root / "content/papers/reference.docx") as kept:
        assert fresh.read("word/styles.xml") == kept.read("word/styles.xml")
        assert fresh.read("word/footer1.xml") == kept.read("word/footer1.xml")
        assert fresh.namelist() == kept.namelist()
