"""Word and PDF files: whole, the same each time, fast, and a clear word where the extra is missing."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest

from bot.extras import MissingExtraError
from bot.papers import tools
from bot.papers.export import FORMATS, Format, build
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
        word = squeezed(docx_text(build(PAPERS, paper, "docx")))
        reader = pypdf.PdfReader(io.BytesIO(build(PAPERS, paper, "pdf")))
        pdf = squeezed("".join(page.extract_text() for page in reader.pages))
        assert word.startswith(squeezed(paper.title) if kind.form is not Form.MESSAGE else "您好")
        for part in ("机器人未核实事实", "待填" if fullness == "empty" else "本文书"):
            assert part in plain
            assert part in word
            assert part in pdf
        assert f"1/{len(reader.pages)}" in pdf  # page numbers


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


def test_the_same_paper_is_the_same_bytes():
    kind = PAPERS.kinds["civil_complaint"]
    paper = compose(PAPERS, kind, guarded(kind, PaperData(known("wrong_recipient"))), NOW)
    for form in FORMATS:
        assert build(PAPERS, paper, form) == build(PAPERS, paper, form)


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
    assert "transfer-aid[papers]" in PAPERS.words.missing_extra.format(extra=missing.value.extra)
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
