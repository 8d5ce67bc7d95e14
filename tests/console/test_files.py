"""Files that come with replies: where they go, under which name, and what is said when there is none."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from functools import partial
from pathlib import Path
from stat import S_IMODE

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.console.interactive import converse
from bot.console.jsonl import serve
from bot.console.plain import plain_text
from bot.console.session import LONGEST, Session, safe_name, save_file, write_new
from bot.content import open_content
from bot.papers.export import build_file
from bot.papers.tools import pandoc_path
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.load import Content
from dialogs.library.models.channels import FileWords
from dialogs.messages import File
from tests.dialogs.talk import NOW
from tests.each import each

FRAUD = "我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了"
PAPER = File("报案材料.docx", "docx", "# 报案材料\n\n文\n")


@pytest.fixture
def words(content: Content) -> FileWords:
    return content.console.files


@each(
    ("name", "safe"),
    [
        ("报案材料.docx", "报案材料.docx"),
        ("微信支付投诉书（转错账，未获退还）.pdf", "微信支付投诉书（转错账，未获退还）.pdf"),
        ("../../etc/passwd", "_etc_passwd"),
        ("/etc/cron.d/x.txt", "_etc_cron_d_x.txt"),
        ("..", "_"),
        (".bashrc", "_.bashrc"),
        ("C:\\con.txt", "C_con.txt"),
        ("a\nb\x00c\x1b[2J.pdf", "a_b_c_[2J.pdf"),
        ("", "_"),
        ("长" * 300 + ".pdf", "长" * LONGEST + ".pdf"),
    ],
)
def test_names_are_made_safe(name: str, safe: str):
    assert safe_name(name) == safe


@given(st.text(max_size=200))
def test_no_name_leads_out_of_the_folder(name: str):
    safe = safe_name(name)
    assert safe
    assert "/" not in safe
    assert "\\" not in safe
    assert safe.isprintable()
    assert safe.strip(". ")
    assert Path(safe).name == safe
    assert len(safe.encode()) <= 255


WORDS = open_content()
IN_FOLDER = ["一 个 夹/我的情况.json"]


def test_nothing_is_overwritten(tmp_path: Path):
    for _ in range(3):
        write_new(tmp_path, "报案材料.txt", b"x")
    assert {path.name for path in tmp_path.iterdir()} == {"报案材料.txt", "报案材料 (2).txt", "报案材料 (3).txt"}


def test_a_link_that_waits_there_is_not_followed(tmp_path: Path):
    (tmp_path / "报案材料.txt").symlink_to(tmp_path / "elsewhere")
    assert write_new(tmp_path, "报案材料.txt", b"x").name == "报案材料 (2).txt"
    assert not (tmp_path / "elsewhere").exists()


def test_the_path_is_told_and_the_file_is_whole(tmp_path: Path, words: FileWords):
    told = save_file(PAPER, tmp_path, words)
    assert told == f"文件存好了：{tmp_path.resolve() / '报案材料.docx'}"
    with zipfile.ZipFile(tmp_path / "报案材料.docx") as archive:
        assert archive.testzip() is None


def test_without_the_extra_its_name_is_told(tmp_path: Path, words: FileWords, monkeypatch: pytest.MonkeyPatch):
    pandoc_path.cache_clear()
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    told = save_file(PAPER, tmp_path, words)
    pandoc_path.cache_clear()
    assert "./scripts/console --full" in told
    assert "pip" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_no_crash(tmp_path: Path, words: FileWords):
    assert save_file(PAPER, tmp_path / "absent", words) == words.not_saved
    assert save_file(PAPER, tmp_path / "\x00.docx", words) == words.not_saved


@each("form", ["json", "md", "txt"])
def test_texts_are_built_as_they_are(form: str):
    assert build_file(File(f"x.{form}", form, "一\n二")) == "一\n二".encode()


@each(("form", "content"), [("exe", ""), ("", ""), ("ics", "no timeline"), ("png", "{}")])
def test_what_is_no_file_of_ours_is_an_error(form: str, content: str):
    with pytest.raises(ValueError, match=r"no file of the form|no packed timeline"):
        build_file(File("x", form, content))


def lines(*inputs: dict[str, str]) -> list[str]:
    return [json.dumps(one, ensure_ascii=False) for one in inputs]


REPORT = lines(
    {"text": FRAUD}, *({"choice": option} for option in ("stopped", "not_yet", "mainland")),
    *({"choice": option} for option in ("paper:police_report", "finish", "file:docx")), {"command": "export"},
)  # fmt: skip


def test_programs_get_names_only(dialog: Dialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    out = [json.loads(line) for line in serve(dialog, REPORT, lambda: NOW)]
    names = [file for turn in out for reply in turn["replies"] for file in reply["files"]]
    assert names == [{"name": "报案材料.docx"}, {"name": "我的情况.json"}]
    assert list(tmp_path.iterdir()) == []


def test_programs_get_files_where_they_ask_for_them(dialog: Dialog, tmp_path: Path):
    out = list(serve(dialog, REPORT, lambda: NOW, keep=partial(save_file, place=tmp_path, words=WORDS.console.files)))
    assert out == list(serve(dialog, REPORT, lambda: NOW))
    assert {path.name for path in tmp_path.iterdir()} == {"报案材料.docx", "我的情况.json"}


def test_a_program_goes_on_with_a_case(dialog: Dialog):
    case = Case(answers={"situation": "wrong_recipient", "channel": "bank", "counterpart": "willing"})
    [out] = [json.loads(line) for line in serve(dialog, lines({"command": "plan"}), lambda: NOW, case)]
    assert out["state"] == "wrong_recipient.return_plan"


def test_at_a_terminal_files_go_into_the_folder(dialog: Dialog, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    at_terminal(dialog, "/export\r\x04", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["我的情况.json"]
    assert "文件存好了" in capsys.readouterr().out


def at_terminal(dialog: Dialog, keys: str, folder: Path | None = None) -> None:
    session = Session(dialog, lambda: NOW, Case(answers={"situation": "wrong_recipient"}), folder=folder)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        assert converse(session, lambda *_: None, WORDS) == 0


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("\r", []),
        ("\x03", []),
        ("case.json\r", ["case.json"]),
        ("absent\r", []),
        ("一 个 夹\r", IN_FOLDER),
        ("'一 个 夹'\r", IN_FOLDER),
        ("一\\ 个\\ 夹\r", IN_FOLDER),
    ],
)
def test_without_a_folder_the_person_is_asked_where(
    answer: str, written: list[str], dialog: Dialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("一 个 夹").mkdir()
    at_terminal(dialog, f"/export\r{answer}\x04")
    assert [path.as_posix() for path in Path().rglob("*.*")] == written


def test_the_place_may_stand_behind_export(dialog: Dialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for place in ("~/one.json", str(tmp_path), "~nobody-at-all/x.json"):
        at_terminal(dialog, f"/export {place}\r\x04")
    assert {path.name for path in tmp_path.iterdir()} == {"one.json", "我的情况.json"}


def test_only_its_owner_can_read_a_file(dialog: Dialog, tmp_path: Path):
    before = os.umask(0)
    try:
        at_terminal(dialog, f"/export {tmp_path}\r\x04")
    finally:
        os.umask(before)
    [written] = tmp_path.iterdir()
    assert S_IMODE(written.stat().st_mode) == 0o600


def test_a_file_that_is_there_stays_as_it_is(dialog: Dialog, tmp_path: Path, words: FileWords):
    there = tmp_path / "case.json"
    there.write_text("mine", "utf-8")
    at_terminal(dialog, f"/export {there}\r\x04")
    assert there.read_text("utf-8") == "mine"
    assert save_file(File("x.json", "json", "{}"), there, words) == words.taken


def test_text_to_paste_is_shown_as_it_is():
    shown = "看：\n\n```\n**一** \\* `x` <https://a.example>\n行二\n```\n\n**完**"
    assert plain_text(shown) == "看：\n\n**一** \\* `x` <https://a.example>\n行二\n\n完"
