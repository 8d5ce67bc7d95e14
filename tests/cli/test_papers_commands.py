"""``transfer-aid draft``, ``fees`` and a case taken along."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest

from bot.content import open_content
from bot.papers.tools import pandoc_path
from dialogs.case import Case
from dialogs.papers.case_file import write_case
from tests.cli.program import Run
from tests.dialogs.talk import NOW
from tests.papers.cases import KINDS

pytestmark = pytest.mark.calendar

FRAUD = {
    "situation": "scam_rebate", "still_in_contact": "stopped", "channel": "transfer", "accepted": "received",
    "police": "not_yet", "region": "mainland", "amount": "30000", "paid_at": "2026-11-22T21:30:00+08:00",
}  # fmt: skip
MISTAKE = {
    "situation": "wrong_recipient", "channel": "transfer", "accepted": "received", "counterpart": "refused",
    "relation": "none", "amount": "87500", "paper.induced": "no",
}  # fmt: skip
AT = ("--now", "2026-11-23T21:00:00+08:00")


@pytest.fixture
def fraud(tmp_path: Path) -> str:
    return stored(tmp_path, "fraud.json", FRAUD)


@pytest.fixture
def mistake(tmp_path: Path) -> str:
    return stored(tmp_path, "mistake.json", MISTAKE)


def stored(folder: Path, name: str, answers: dict[str, str]) -> str:
    (folder / name).write_text(write_case(Case(answers=answers), NOW), "utf-8")
    return name


def test_fees_are_exact(run: Run):
    done = run("fees", "87500", "--json")
    assert done.code == 0
    assert done.json == {
        "acceptance": "1987.50",
        "acceptance_halved": "993.75",
        "preservation": "895.00",
        "payment_order": "662.50",
        "enforcement": "1212.50",
        "source": {
            "reference": "《诉讼费用交纳办法》（国务院令第481号）",
            "effective_from": "2007-04-01",
            "facts": ["law.E01", "law.E02", "law.E03", "law.E04", "law.E05"],
            "checked_on": "2026-11-23",
        },
    }


@pytest.mark.parametrize("amount", ["87,500", "8.75万", "￥87500.00", "87500元"])
def test_an_amount_may_be_written_as_people_do(run: Run, amount: str):
    assert run("fees", amount, "--json").out == run("fees", "87500", "--json").out


@pytest.mark.parametrize(
    ("amount", "acceptance", "preservation"),
    [("1000", "50.00", "30.00"), ("1000.01", "50.00", "30.00"), ("10000.01", "50.00", "120.00"),
     ("895999", "12759.99", "5000.00"), ("896000", "12760.00", "5000.00"), ("20000000.01", "141800.00", "5000.00")],
)  # fmt: skip
def test_the_boundaries_hold(run: Run, amount: str, acceptance: str, preservation: str):
    fees = run("fees", amount, "--json").json
    assert (fees["acceptance"], fees["preservation"]) == (acceptance, preservation)


def test_fees_for_people(run: Run):
    done = run("fees", "20000")
    assert done.code == 0
    assert "300.00  案件受理费" in done.out
    assert "以法院缴费通知为准" in done.out


@pytest.mark.parametrize("words", [("0",), ("-5",), ("abc",), ("1.234",), ("1e9",), ("9" * 20,), (), ("1", "2")])
def test_what_is_no_amount_is_bad_usage(run: Run, words: tuple[str, ...]):
    done = run("fees", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert "Traceback" not in done.err


def test_no_fees_are_told_for_a_day_without_rules(run: Run):
    done = run("fees", "1000", "--now", "2003-01-01")
    assert done.code == 2
    assert "2003-01-01" in done.err


def test_all_kinds_are_listed(run: Run):
    rows = run("draft", "--list", "--json").json["kinds"]
    assert [row["id"] for row in rows] == [kind.id for kind in KINDS]
    assert all(row["title"] and row["about"] and row["doc"].startswith("DOC-") for row in rows)
    text = run("draft", "--list").out
    assert all(row["id"] in text and row["title"] in text for row in rows)


def test_for_a_case_the_list_says_what_helps_and_why_not(run: Run, fraud: str):
    rows = {row["id"]: row for row in run("draft", "--list", "--case", fraud, "--json", *AT).json["kinds"]}
    assert rows["police_report"]["offered"]
    assert rows["police_report"]["refused"] is None
    assert not rows["demand_letter"]["offered"]
    assert rows["demand_letter"]["refused"]["reason"] == "fraud_no_contact"
    assert "打草惊蛇" in run("draft", "--list", "--case", fraud).out


def test_what_is_missing_is_told(run: Run, fraud: str):
    done = run("draft", "--missing", "police_report", "--case", fraud, "--json", *AT)
    assert done.code == 0
    assert done.json["kind"] == "police_report"
    assert done.json["refused"] == []
    fields = [row["field"] for row in done.json["missing"]]
    assert fields[0] == "payments.*.order_number"
    assert "paper.place" in fields
    assert "payments" not in fields  # it was told
    assert all(row["label"] and row["question"] for row in done.json["missing"])
    assert "付款时你在哪里" in run("draft", "police_report", "--missing", "--case", fraud).out


def test_a_refused_paper_names_its_reasons(run: Run, fraud: str):
    done = run("draft", "--missing", "demand_letter", "--case", fraud, "--json")
    assert done.code == 1
    assert [reason["reason"] for reason in done.json["refused"]] == ["fraud_no_contact"]
    done = run("draft", "demand_letter", "--case", fraud)
    assert (done.code, done.out) == (1, "")
    assert "打草惊蛇" in done.err
    assert run("draft", "police_report").code == 1  # no case: no situation


@pytest.mark.parametrize("form", ["md", "txt"])
def test_a_paper_as_text(run: Run, fraud: str, form: str):
    done = run("draft", "police_report", "--case", fraud, "--format", form, *AT)
    assert done.code == 0
    assert "叁万元整" in done.out
    assert "2026年11月22日21时30分" in done.out
    assert "本文书由用户自行填写并核对" in done.out
    assert ("## " in done.out) == (form == "md")
    run("draft", "police_report", "--case", fraud, "-o", f"x.{form}", *AT)
    assert Path(f"x.{form}").read_text("utf-8") == done.out


def test_a_paper_as_files(run: Run, mistake: str):
    made = run("draft", "civil_complaint", "--case", mistake, "-o", "a.docx", *AT)
    assert (made.code, str(Path("a.docx").resolve()) in made.err) == (0, True)
    with zipfile.ZipFile("a.docx") as archive:
        assert "捌万柒仟伍佰元整" in archive.read("word/document.xml").decode()
    assert run("draft", "civil_complaint", "--case", mistake, "--format", "pdf", "-o", "a.out", *AT).code == 0
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(Path("a.out").read_bytes())).pages)
    assert "捌万柒仟伍佰元整" in text.replace("\n", "")


def test_a_paper_with_all_that_goes_with_it(run: Run, fraud: str):
    done = run("draft", "police_report", "--bundle", "--case", fraud, *AT)
    assert done.code == 0
    parts = ["报案材料（整套）", "# 报案材料\n", "# 证据清单", "# 时间线", "# 随附复印件清单"]
    assert sorted(parts, key=done.out.find) == parts


def test_a_case_may_come_by_standard_input(run: Run, fraud: str):
    text = Path(fraud).read_text("utf-8")
    assert (
        run("draft", "police_report", "--case", "-", *AT, stdin=text).out
        == run("draft", "police_report", "--case", fraud, *AT).out
    )


@pytest.mark.parametrize(
    "words",
    [
        ("draft",),
        ("draft", "nope"),
        ("draft", "nope", "--list"),
        ("draft", "--missing"),
        ("draft", "police_report", "--json"),
        ("draft", "refund_request", "--bundle", "--case", "fraud.json"),
        ("draft", "police_report", "--format", "odt"),
        ("draft", "police_report", "--format", "pdf", "--case", "fraud.json"),
        ("draft", "police_report", "-o", "x.odt", "--case", "fraud.json"),
        ("draft", "police_report", "-o", "no/such/folder/x.md", "--case", "fraud.json"),
        ("draft", "police_report", "--case", "absent.json"),
        ("draft", "police_report", "--case", "."),
        ("draft", "police_report", "--case", "other.json"),
        ("draft", "--list", "--missing"),
        ("console", "--case", "absent.json"),
        ("console", "--case", "other.json"),
        ("console", "--files", "other.json"),
        ("console", "--replay", "other.json", "--files", "x"),
    ],
)
@pytest.mark.usefixtures("fraud")
def test_bad_usage_says_why(run: Run, words: tuple[str, ...]):
    Path("other.json").write_text('{"format": "other"}', "utf-8")
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()
    assert "Traceback" not in done.err


def test_an_unknown_kind_is_answered_with_the_kinds(run: Run):
    assert all(kind.id in run("draft", "nope").err for kind in KINDS)


def test_without_the_extra_the_sentence_is_told(run: Run, fraud: str, monkeypatch: pytest.MonkeyPatch):
    pandoc_path.cache_clear()
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    done = run("draft", "police_report", "--case", fraud, "-o", "x.docx")
    pandoc_path.cache_clear()
    assert done.code == 2
    assert done.err.strip() == open_content().console.files.missing_extra.format(extra="papers")
    assert not Path("x.docx").exists()


def test_what_a_case_file_holds_wrongly_is_told_and_left_out(run: Run, fraud: str):
    data = json.loads(Path(fraud).read_text("utf-8"))
    data["answers"]["channel"] = "pigeon"
    Path("odd.json").write_text(json.dumps(data), "utf-8")
    done = run("draft", "--missing", "evidence_list", "--case", "odd.json", "--json")
    assert done.code == 0
    assert "answers.channel" in done.err


def test_the_console_goes_on_with_a_case(run: Run, fraud: str):
    done = run("--plain", "--case", fraud, *AT, stdin="/start\n")
    assert "又见面了" in done.out
    assert "打 110，请警方紧急止付" in done.out
    out = run("console", "--jsonl", "--case", fraud, *AT, stdin='{"command": "plan"}\n').lines
    assert out[0]["state"] == "scam_rebate.fraud_plan"


def test_what_was_exported_is_loaded_again(run: Run):
    first = run("--plain", "--files", "out", *AT, stdin="刚转错人了微信转账2000，对方已经收了，拉黑我了\n1\n/export\n")
    assert first.code == 0
    [exported] = Path("out").iterdir()
    again = run("--plain", "--case", str(exported), *AT, stdin="/export 我的.json\n")
    assert (again.code, again.err) == (0, "")
    assert "金额：2000 元" in again.out
    written = [json.loads(path.read_text("utf-8")) for path in (exported, Path("我的.json"))]
    assert written[0] == written[1]


def test_files_go_into_the_folder_that_was_named(run: Run, fraud: str):
    done = run(
        "--plain",
        "--case",
        fraud,
        "--files",
        "out",
        *AT,
        stdin="/papers\n报案材料\n先这样，看看\n就这样写\n要 Word 文件\n",
    )
    assert [path.name for path in Path("out").iterdir()] == ["报案材料.docx"]
    assert done.out.index("正在生成文件") < done.out.index("文件存好了")
    assert str(Path("out").resolve()) in done.out
