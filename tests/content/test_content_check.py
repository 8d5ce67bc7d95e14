"""The content check finds every kind of fault that it promises to find, names the place, and finds nothing else."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from bot.cli import BAD_USAGE, DONE, FOUND, main
from dialogs.drawing import draw, page
from dialogs.library.load import load_content
from dialogs.modes import LAYERS
from tests.content.checked import problems_of
from tests.content.faults import FAULTS, HELP, Texts

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).parents[2]


@cache
def known_problems(files: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(problems_of(dict(files)))


def of_today(texts: Texts) -> frozenset[str]:
    """What is wrong with the content as it is: nothing, or one test says so and the others still mean something."""
    return known_problems(tuple(texts.items()))


def test_the_packaged_content_holds_together(texts: Texts):
    assert of_today(texts) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_in_its_place_and_nothing_else_is_blamed(texts: Texts, fault: str):
    spoil, expected = FAULTS[fault]
    assert problems_of(spoil(texts)) - of_today(texts) == expected


def test_all_faults_are_found_at_once(texts: Texts):
    together = ["checks out of order", "a missing message", "a dead end", "words without a step", "a label over length"]
    spoilt, expected = texts, set[str]()
    for fault in together:
        spoil, what = FAULTS[fault]
        spoilt = spoil(spoilt)
        expected |= what
    # A dead end leaves the outcome reachable another way, so nothing else follows from it.
    assert problems_of(spoilt) - of_today(texts) == expected


def test_all_faults_of_unreadable_files_are_found_at_once(texts: Texts):
    together = ["a field misspelled", "not a list"]
    spoilt, expected = texts, set[str]()
    for fault in together:
        spoil, what = FAULTS[fault]
        spoilt = spoil(spoilt)
        expected |= what
    assert problems_of(spoilt) == expected


# --- the commands ----------------------------------------------------------------------------------


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of the content that an editor works on."""
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "content"


def test_the_command_prints_every_problem_and_their_number(draft: Path, capsys: pytest.CaptureFixture[str]):
    (draft / HELP).unlink()
    (draft / "zh-Hans/messages/hello.md.j2").write_text("你好", "utf-8")
    assert main(["content", "check", "--content", str(draft)]) == FOUND
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "zh-Hans/messages/hello.md.j2: 没有地方用这个文件，多半是文件名打错了",
        f"{HELP}: 缺这个文件",
    ]
    assert said.err.strip() == "2 problems"


def test_the_command_checks_a_folder_of_flows(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    flows = tmp_path / "flows"
    shutil.copytree(ROOT / "dialogs/flows", flows)
    text = (flows / "comparison.yaml").read_text("utf-8")
    (flows / "comparison.yaml").write_text(text.replace("start: comparison_table", "start: table"), "utf-8")
    assert main(["content", "check", "--flows", str(flows)]) == FOUND
    assert "flows/comparison.yaml: start: 这条路线里没有 table 这个问题或结果" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["content", "check", "--content", str(tmp_path / "nothing")]) == BAD_USAGE
    assert "cannot read the content" in capsys.readouterr().err


def test_a_file_in_another_encoding_is_a_problem(draft: Path, capsys: pytest.CaptureFixture[str]):
    (draft / "contacts.yaml").write_bytes("- id: 报警\n".encode("gb18030"))
    assert main(["content", "check", "--content", str(draft)]) == FOUND
    assert "contacts.yaml: 第 1 行: 编码看来是 GBK" in capsys.readouterr().out


def test_flows_are_drawn_as_mermaid(texts: Texts):
    library = load_content(texts).library
    drawn = draw(library.flows["wrong_recipient"])
    assert drawn.startswith("flowchart TD\n    start([wrong_recipient]) --> channel\n")
    assert "channel -->|acceptance_matters| accepted" in drawn
    assert 'return_plan(["return_plan"])' in drawn
    whole = page(library)
    for flow in library.flows.values():
        assert f"## {flow.situation}: {library.flow_words[flow.situation].title}" in whole
        assert draw(flow).rstrip("\n") in whole
    assert whole.count("```mermaid") == len(library.flows) + 2  # the triage, and what stands over them all
    assert all(f"| {layer.mode}\n" in whole for layer in LAYERS)


def test_the_drawing_kept_in_the_repository_is_that_of_the_flows(capsys: pytest.CaptureFixture[str]):
    assert main(["flow", "draw", "-o", str(ROOT / "docs/flows.md"), "--check"]) == DONE, capsys.readouterr().err


def test_an_old_drawing_is_noticed_and_renewed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    kept = tmp_path / "flows.md"
    assert main(["flow", "draw", "-o", str(kept), "--check"]) == FOUND
    assert main(["flow", "draw", "-o", str(kept)]) == DONE
    assert main(["flow", "draw", "-o", str(kept), "--check"]) == DONE
    kept.write_text(kept.read_text("utf-8") + "\nx", "utf-8")
    assert main(["flow", "draw", "-o", str(kept), "--check"]) == FOUND
    assert "is out of date" in capsys.readouterr().err


def test_one_flow_is_drawn_and_an_unknown_one_is_bad_usage(capsys: pytest.CaptureFixture[str]):
    assert main(["flow", "draw", "comparison"]) == DONE
    assert "start([comparison]) --> comparison_table" in capsys.readouterr().out
    assert main(["flow", "draw", "no_such_flow"]) == BAD_USAGE


def test_a_phrase_that_no_model_knows_is_told_and_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns("__pycache__"))
    phrases = content / "zh-Hans" / "phrases" / "situations" / "wrong_recipient.yaml"
    phrases.write_text(phrases.read_text("utf-8") + "  - 把红包钱打给了不认识的阿伯\n", "utf-8")
    assert main(["content", "check", "--content", str(content)]) == DONE
    said = capsys.readouterr().err
    older = "is older than zh-Hans/phrases/situations/wrong_recipient.yaml: run ./scripts/fit-models"
    assert f"models/situation.bin {older}" in said
    assert f"models/checking.bin {older}" in said


def test_a_content_folder_without_models_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns("__pycache__", "*.bin"))
    assert main(["content", "check", "--content", str(content)]) == DONE
    assert "there is no models/situation.bin: run ./scripts/fit-models" in capsys.readouterr().err
