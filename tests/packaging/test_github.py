"""The files for the page that hosts the repository: workflows, issue forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def read(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # texts only


WORKFLOWS = {file.stem: read(file) for file in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
STEPS = {
    f"{name}:{job}": steps
    for name, workflow in WORKFLOWS.items()
    for job, told in workflow["jobs"].items()
    for steps in [told["steps"]]
}


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
def test_a_workflow_may_read_and_ends(workflow: dict[str, Any]):
    assert workflow["permissions"] == {"contents": "read"}
    assert all(int(job["timeout-minutes"]) <= 90 for job in workflow["jobs"].values())


@pytest.mark.parametrize("steps", STEPS.values(), ids=list(STEPS))
def test_actions_have_a_version_and_commands_exist(steps: list[dict[str, Any]]):
    for step in steps:
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert re.fullmatch(r"(?:actions|docker)/[a-z-]+@(?:v\d+|[0-9a-f]{40})", step["uses"])
        for name in re.findall(r"(?:\./)?(scripts/[a-z-]+|\.ci/run)\b", step.get("run", "")):
            assert (ROOT / name).is_file(), name


def test_no_workflow_hands_what_others_write_to_a_shell():
    """A title or a branch's name in `run` would be carried out; the environment holds it as data."""
    runs = [step.get("run", "") for steps in STEPS.values() for step in steps]
    assert not [run for run in runs if "${{" in re.sub(r"\$\{\{ matrix\.\w+ \}\}", "", run)]


def test_ci_runs_what_everybody_runs():
    assert STEPS["ci:run"][-1]["run"] == ".ci/run"


def test_images_are_those_of_the_dockerfile():
    stages = set(re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE))
    assert re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE)[-1] == "full"  # what compose.yaml builds
    built = set(WORKFLOWS["image"]["jobs"]["build"]["strategy"]["matrix"]["target"])
    pushed = {one["target"] for one in WORKFLOWS["release"]["jobs"]["image"]["strategy"]["matrix"]["include"]}
    assert built == pushed == {"full", "slim"} <= stages
    [push] = [step["with"] for step in STEPS["release:image"] if "push" in step.get("with", {})]
    assert (push["sbom"], push["provenance"]) == ("true", "mode=max")


@pytest.mark.parametrize("form", FORMS, ids=[form.stem for form in FORMS])
def test_a_form_asks_in_both_languages_and_for_nobodys_data(form: Path):
    told = read(form)
    asked = [field for field in told["body"] if field["type"] != "markdown"]
    assert [label for field in asked if " · " not in (label := field["attributes"]["label"])] == []
    assert len({field["id"] for field in asked}) == len(asked)
    assert any(field.get("validations", {}).get("required") == "true" for field in asked)
    assert told["body"][0]["type"] == "markdown"
