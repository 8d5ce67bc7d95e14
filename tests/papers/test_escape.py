"""Whatever a person typed comes out as plain words, in every format."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from xml.etree import ElementTree as ET

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.papers.export import to_docx, to_pdf
from bot.papers.tools import pandoc
from dialogs.papers.data import PaperData, Payment
from dialogs.papers.escape import Markdown, as_shown, clean, inline, paragraphs, sentence
from dialogs.papers.paper import render
from dialogs.papers.plain import to_text
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import ORDER, PAPERS, fill, known

LISTED = PAPERS.words.listed
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = [
    "**粗** _斜_ `码` ~~删~~ ||藏||",
    "# 标题\n## 二\n---\n===",
    "- 甲\n+ 乙\n1. 丙\n2) 丁",
    "| a | b |\n|---|---|",
    "[点我](http://evil.example.com/a?b=c) ![图](x.png) <http://a.cn>",
    "<script>alert(1)</script> &lt;b&gt; &amp; <!-- x -->",
    "{{ 7*7 }} {% for x in y %} {# z #}",
    '#panic("x") #set page(width: 1cm) $x^2$ @ref <label> = 标题',
    "\\input{/etc/passwd} \\textbf{x} % 注释 \\\\ ~",
    "{ INCLUDETEXT \"C:\\\\x\" } { HYPERLINK \"http://x.cn\" } =cmd|'/c calc'!A1 <w:t>x</w:t>",
    "$$E=mc^2$$ \\(x\\) \\[y\\]",
    "\u202e倒写\u202c \u2066隔\u2069 \u200f\u200e\u061c零\u200b宽\ufeff",
    "עברית ועוד العربية",
    "😀👨\u200d👩\u200d👧 🇨🇳 ❤️",
    "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307b",
    "\x00\x07\x1b[31m红\x7f\ufffe\ud800",
    "一行\r\n二行\u2028三行\t\t制表",
    "\\", "|", "\\|", "`", "```", "&", "<", "0", " ", "：", ">", "!", "[^1]: 注", "***", "~~~", "a\\\nb", "&#124;",
]  # fmt: skip
LONG = "长" * 10_000
LONG_WORD = "x" * 10_000
TYPED = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="\\`*_[]<>#~$^{}|!&-+=.:()'\"@/ \n1a中", max_size=60),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map(" ".join),
)


def squeezed(text: str) -> str:
    """A text without blanks and joiners, for comparing what layout may have broken into lines or kept together."""
    return re.sub(r"[\s\u2060]", "", text)


@given(TYPED)
@example("\u2028".join(HOSTILE))
def test_markdown_gives_back_the_very_words(text: str):
    shown = as_shown(text).replace("\n", " ")
    table = f"| a | b | c |\n|---|---|---|\n| x | {inline(text)} | z |"
    document = f"前{inline(text)}后\n\n{inline(text)}\n\n- {inline(text)}\n\n{table}\n"
    blocks = to_text(document, LISTED).rstrip("\n").split("\n\n")
    row = "a：x\n" + (f"b：{shown}\n" if shown else "") + "c：z"
    assert blocks == [
        block for block in (f"前{shown}后", shown, f"- {shown}".rstrip() if shown else "- ", row) if block
    ]


@given(TYPED)
def test_lines_become_paragraphs(text: str):
    expected = as_shown(text)
    assert (
        to_text(f"一\n\n{paragraphs(text)}\n\n二", LISTED)
        == "\n\n".join(filter(None, ["一", *expected.split("\n"), "二"])) + "\n"
    )


@given(TYPED)
def test_cleaning_leaves_nothing_that_hides(text: str):
    cleaned = clean(text)
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\u200d"]
    assert clean(cleaned) == cleaned
    assert as_shown(as_shown(text)) == as_shown(text)


@each(
    ("typed", "shown"),
    [
        ("http://a.cn/x", "hxxp://a[.]cn/x"),
        ("https://www.evil.com/?q=1.5", "hxxps://www[.]evil[.]com/?q=1.5"),
        ("ftp://x.org", "fxp://x[.]org"),
        ("bit.ly/x", "bit[.]ly/x"),
        ("evil.中国看看", "evil[.]中国看看"),
        ("evil.zip", "evil[.]zip"),
        ("1.2.3.4/x", "1[.]2[.]3[.]4/x"),
        ("weixin://dl/business", "weixin[:]//dl/business"),
        ("去 evil.com.", "去 evil[.]com."),
        ("加我 t.me/abc 或 a@b.com", "加我 t[.]me/abc 或 a@b[.]com"),
        ("见图 IMG_1.jpg 和 合同.pdf", "见图 IMG_1.jpg 和 合同.pdf"),
        ("转了3.5元，11.22日", "转了3.5元，11.22日"),
        ("HTTP://A.CN", "hxxp://A[.]CN"),
    ],
)
def test_addresses_can_not_be_followed(typed: str, shown: str):
    assert as_shown(typed) == shown


def test_what_is_markdown_already_stays():
    assert inline(Markdown("**x**")) == "**x**"
    assert inline("**x**") == "\\*\\*x\\*\\*"
    assert sentence("好了") == "好了。"
    assert sentence("好了！") == "好了！"
    assert sentence("好了，") == "好了。"


def hostile_paper() -> tuple[str, list[str]]:
    """A report in which every typed field is an attack, and the words that must be found in it."""
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_rebate")))
    texts = [f"始{index}甲{text}乙{index}终" for index, text in enumerate(HOSTILE)]
    names = [
        "place",
        "posed_as",
        "reason_given",
        "suspect_accounts",
        "suspect_apps",
        "suspect_other",
        "how_met",
        "what_said",
        "why_believed",
        "before_payments",
        "discovered_how",
        "accomplices",
        "witnesses",
        "own_part",
        "police_office",
    ]
    shown = []
    for position, name in enumerate(names):
        part = texts[position :: len(names)]
        data = data.with_field(name, "\n".join(part))
        shown += part
    data = data.with_payment(
        0, Payment.from_json({"amount": "10000", "payee_shown": HOSTILE[0] + HOSTILE[3], "order_number": ORDER})
    )
    return render(PAPERS, kind, data, NOW), [as_shown(text).replace("\n", " ") for text in shown]


def docx_text(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - made here
    return "\n".join("".join(run.text or "" for run in part.iter(f"{W}t")) for part in root.iter(f"{W}p"))


def test_hostile_words_in_a_word_file():
    markdown, words = hostile_paper()
    made = to_docx(markdown)
    text = squeezed(docx_text(made))
    for part in words:
        assert squeezed(part) in text
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        document = archive.read("word/document.xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert not re.search(r"<w:(instrText|fldSimple|hyperlink|object|pict|drawing)\b|<m:oMath", document)
    assert "evil" not in relations


def test_hostile_words_in_a_pdf():
    markdown, words = hostile_paper()
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(markdown)))
    text = squeezed("".join(page.extract_text() for page in reader.pages)).replace("\u200b", "")
    for part in words:
        plain = "".join(c for c in squeezed(part) if c.isascii() or "\u4e00" <= c <= "\u9fff")
        kept = "".join(c for c in text if c.isascii() or "\u4e00" <= c <= "\u9fff")
        if part.isascii() or not any(unicodedata.bidirectional(c) in {"R", "AL"} for c in part):
            assert re.sub(r"\d+/\d+", "", plain) in re.sub(r"\d+/\d+", "", kept), part
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert all(note["/Subtype"] == "/Widget" and "/A" not in note and "/AA" not in note for note in notes)  # no link


@settings(max_examples=settings.default.max_examples // 5)
@given(st.lists(TYPED, min_size=30, max_size=30))
def test_pandoc_reads_the_same_words_as_we_do(texts: list[str]):
    document = "\n\n".join(f"始{inline(text)}终" for text in texts)
    cells = "| a | b | c |\n|---|---|---|\n" + "".join(f"| 始{inline(t)}终 | 始 {inline(t)} 终 | z |\n" for t in texts)
    text = squeezed(docx_text(pandoc(f"{document}\n\n{cells}", "docx")))
    expected = [squeezed(as_shown(t)) for t in texts]
    assert text == "".join(f"始{e}终" for e in expected) + "abc" + "".join(f"始{e}终始{e}终z" for e in expected)


@pytest.mark.parametrize(
    "text", [LONG, LONG_WORD, "👨\u200d👩\u200d👧" * 500, "字 " * 4000], ids=["long", "word", "emoji", "blanks"]
)
def test_very_long_words_fit_on_the_pages(text: str):
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_rebate"))).with_field("what_said", text).with_field("suspect_apps", text)
    markdown = render(PAPERS, kind, data, NOW)
    assert squeezed(as_shown(text)) in squeezed(docx_text(to_docx(markdown)))
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(markdown)))
    found = "".join(page.extract_text() for page in reader.pages)
    for char in set(text) - {" ", "\u200d"}:
        assert found.count(char) >= 2 * text.count(char)
