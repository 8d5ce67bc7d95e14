"""Files in Telegram: papers, the timeline and the case, as documents that open."""

from __future__ import annotations

import io
import json
import zipfile
from functools import partial

import pypdf
import pytest
import vobject

from bot.papers.export import build_file
from dialogs.dialog import Dialog
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.test_reminding import WAITING, turn
from tests.dialogs.opened import open_dialog
from tests.telegram_double.person import Person
from tests.telegram_double.rules import Sent

MISTAKE = "刚转错人了微信转账2000，对方已经收了，拉黑我了"


@pytest.fixture(scope="module")
def dialog() -> Dialog:
    return open_dialog(can_remind=True)


async def document(person: Person) -> Sent:
    """The next file that arrives."""
    while (sent := await person.sees()).file_name is None:
        pass
    return sent


async def test_a_paper_arrives_as_word_and_as_pdf(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog), build_file=build_file):
        for words in (MISTAKE, "没有，就是转错了", "/papers"):
            await ming.says(words)
        await bench.double.until(lambda: any("证据清单" in sent.labels for sent in ming.history))
        await ming.taps("证据清单")
        await bench.double.until(lambda: any("先这样，看看" in sent.labels for sent in ming.history))
        await ming.taps("先这样，看看")
        await bench.double.until(lambda: any("就这样写" in sent.labels for sent in ming.history))
        await ming.taps("就这样写")
        await bench.double.until(lambda: any("要 Word 文件" in sent.labels for sent in ming.history))
        await ming.taps("要 Word 文件")
        word = await document(ming)
        await ming.taps("要 PDF 文件")
        pdf = await document(ming)
    assert (word.file_name, pdf.file_name) == ("证据清单.docx", "证据清单.pdf")
    with zipfile.ZipFile(io.BytesIO(word.file_content)) as archive:
        assert "2,000.00" in archive.read("word/document.xml").decode()
    assert "2,000.00" in pypdf.PdfReader(io.BytesIO(pdf.file_content)).pages[0].extract_text()
    actions = [parameters["action"] for method, parameters in bench.double.calls if method == "sendChatAction"]
    assert actions.count("upload_document") == 2


async def test_the_timeline_and_the_case_arrive_as_files(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog), build_file=build_file):
        await ming.says(WAITING)
        await ming.says("/timeline")
        await bench.double.until(lambda: any("要日历文件" in sent.labels for sent in ming.history))
        await ming.taps("要日历文件")
        calendar = await document(ming)
        await ming.says("/export")
        case = await document(ming)
    assert (calendar.file_name, case.file_name) == ("时间线.ics", "我的情况.json")
    entries = [entry.summary.value for entry in vobject.readOne(calendar.file_content.decode()).vevent_list]
    assert any("自动退回" in entry for entry in entries)
    assert json.loads(case.file_content)["answers"]["amount"] == "5000"
