"""The audits: a secret is found, and nothing that was not looked up passes for safe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from bot.store.cipher import make_key

ROOT = Path(__file__).resolve().parents[2]
HOOK = Path(sys.executable).with_name("detect-secrets-hook")
# Not in one piece, or this file would hold what it looks for.
TOKEN = "8123456789:" + "AAE-q7Zk_3vRw9L" + "xTb2NcYp5HdUg8FmJs1Q"
AWS = "AKIA" + "Q3EGRT5PWLX7ZBN2"
PRIVATE = "-----BEGIN " + "PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n"


@pytest.fixture(scope="session")
def audit() -> ModuleType:
    loader = SourceFileLoader("audit", str(ROOT / "scripts" / "audit"))
    spec = spec_from_loader("audit", loader)
    assert spec
    module = module_from_spec(spec)
    dont, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # scripts/ stays as it is
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = dont
    return module


def report(**packages: list[str] | None) -> str:
    """pip-audit's JSON: flaws by package; None for one that the service does not know."""
    return json.dumps(
        {
            "dependencies": [
                {"name": name, "skip_reason": "not found"}
                if flaws is None
                else {
                    "name": name,
                    "version": "1.0",
                    "vulns": [{"id": flaw, "fix_versions": ["1.1"], "aliases": []} for flaw in flaws],
                }
                for name, flaws in packages.items()
            ],
            "fixes": [],
        }
    )


@pytest.mark.parametrize(
    ("code", "said", "messages", "verdict", "words"),
    [
        (0, report(jinja2=[]), "No known vulnerabilities found", "clean", "in 1 packages"),
        (1, report(jinja2=["PYSEC-1"], six=[]), "Found 1 known", "found", "jinja2 1.0: PYSEC-1, fixed in 1.1"),
        (1, report(jinja2=["PYSEC-1"], six=None), "Found 1 known", "found", "PYSEC-1"),
        (0, report(jinja2=[], six=None), "", "clean", "NOT KNOWN to the service: six"),
        # What a mirror of the index makes pip-audit say.
        (0, report(jinja2=None, six=None), "No known vulnerabilities found", "skipped", "NOTHING WAS LOOKED UP"),
        (1, "", "requests.exceptions.ProxyError: no", "skipped", "NOTHING WAS LOOKED UP"),
        (1, "", "ERROR:pip_audit._cli:Could not connect to the vulnerability feed", "skipped", "NOTHING"),
        (1, "", "pip_audit._service.interface.ServiceError", "skipped", "NOTHING"),
        (1, "", "ERROR: requirement x is not pinned", "broken", "is not pinned"),
        (0, "", "", "broken", "pip-audit failed"),
    ],
)
def test_what_a_run_of_pip_audit_means(
    audit: ModuleType, code: int, said: str, messages: str, verdict: str, words: str
):
    found, sentence = audit.judge(code, said, messages)
    assert found == verdict
    assert words in sentence


@pytest.fixture
def service(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A service that knows every package; by name what it answers instead: "flawed", "down", "unknown"."""
    answers: dict[str, str] = {}

    def look_up(pins: list[str]) -> tuple[int, str, str]:
        names = [pin.split("==", 1)[0] for pin in pins]
        kinds = {answers.get(name, answers.get("", "known")) for name in names}
        if "down" in kinds:
            return 1, "", "requests.exceptions.ConnectionError: no"
        flaws = {"flawed": ["PYSEC-1"], "unknown": None}
        found = {name: flaws.get(answers.get(name, answers.get("", "known")), []) for name in names}
        return int("flawed" in kinds), report(**found), ""

    monkeypatch.setattr(audit, "look_up", look_up)
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: None)  # the set-up
    return answers


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, 0),
        ({"jinja2": "flawed"}, 1),
        ({"aiogram": "flawed"}, 1),  # of the benchmarks' lock alone
        ({"": "down"}, 3),
        ({"": "unknown"}, 3),
        ({"aiogram": "down"}, 3),  # gone in the middle
        ({"jinja2": "flawed", "aiogram": "down"}, 1),
    ],
)
def test_the_exit_code_tells_a_flaw_from_a_look_up_that_was_none(
    answers: dict[str, str],
    code: int,
    service: dict[str, str],
    audit: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    service |= answers
    monkeypatch.setattr(sys, "argv", ["audit", "dependencies"])
    assert audit.main() == code
    assert ("NOTHING WAS LOOKED UP" in capsys.readouterr().out) == bool({"down", "unknown"} & set(answers.values()))


def test_every_pin_of_every_lock_is_looked_up(audit: ModuleType, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def look_up(pins: list[str]) -> tuple[int, str, str]:
        asked.extend(pin.split(" ", 1)[0] for pin in pins)
        return 0, report(x=[]), ""

    monkeypatch.setattr(audit, "look_up", look_up)
    verdicts = [verdict for verdict, _ in audit.audit_dependencies()]
    locks = sorted((ROOT / "requirements").iterdir())
    assert verdicts == ["clean"] * len(locks)
    pin = re.compile(r"^[a-z0-9][^\s;]*==[^\s;]+", re.MULTILINE)
    pinned = {found for lock in locks for found in pin.findall(lock.read_text("utf-8"))}
    assert len(pinned) > 100
    assert set(asked) == pinned
    assert {pin.split("==")[0] for pin in asked[: len(audit.KNOWN)]} == set(audit.KNOWN)


@pytest.fixture(params=[0, 1, 3])
def exits(request: pytest.FixtureRequest, tmp_path: Path) -> int:
    """A folder whose scripts/audit exits with this code."""
    fake = tmp_path / "scripts" / "audit"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\nexit {request.param}\n", "utf-8")
    fake.chmod(0o700)
    return int(request.param)


def test_ci_goes_on_where_nothing_could_be_looked_up_and_stops_where_something_was_found(exits: int, tmp_path: Path):
    [line] = [line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if "scripts/audit" in line]
    done = subprocess.run(
        ["bash", "-e", "-c", f"{line}\necho went on"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == ("went on" in done.stdout) == (exits != 1)


def test_the_weekly_run_fails_by_name_where_nothing_was_looked_up(exits: int, tmp_path: Path):
    weekly = yaml.load((ROOT / ".github/workflows/audit.yml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # texts only
    assert weekly["on"]["schedule"]
    [script] = [step["run"] for step in weekly["jobs"]["audit"]["steps"] if "run" in step]
    done = subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == exits
    assert ("::error title=Nothing was looked up::" in done.stdout) == (exits == 3)


@pytest.mark.parametrize("secret", [f"token: {TOKEN}\n", f"id = '{AWS}'\n", PRIVATE, f"api_key: {TOKEN[11:]}\n"])
@pytest.mark.calendar
def test_a_secret_is_found(secret: str, tmp_path: Path):
    planted = tmp_path / "planted.yaml"
    planted.write_text(secret, "utf-8")
    told = ["--no-verify", "--baseline", ROOT / ".secrets.baseline"]
    done = subprocess.run([HOOK, *told, planted], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "planted.yaml:1" in done.stdout


def test_no_secret_setting_has_its_value_in_the_repository():
    """The scanner does not know what our own keys look like, least of all in a .env file."""
    names = r"TRANSFER_AID_(?:KEY|TELEGRAM_TOKEN|WEBHOOK_SECRET)|POSTGRES_PASSWORD|PGPASSWORD"
    given = re.compile(rf"(?:{names})[\"']?\s*[:=]\s*[\"']?([A-Za-z0-9_:/+-]{{16,}}=?)")
    assert given.search(f"TRANSFER_AID_KEY={make_key()}")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    kept = [file for file in files if file.is_file() and file.suffix not in {".lock", ".model", ".docx"}]
    held = {file.relative_to(ROOT).as_posix(): given.findall(file.read_text("utf-8", "replace")) for file in kept}
    assert {name: values for name, values in held.items() if values} == {}


def test_no_file_holds_a_bare_key():
    line = re.compile(r"^[A-Za-z0-9_-]{43}=$", re.MULTILINE)
    assert line.search(make_key())
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert [file for file in files if file.is_file() and line.search(file.read_text("utf-8", "replace"))] == []


def test_the_rules_of_the_scan_hold_no_finding_and_no_network():
    rules = json.loads((ROOT / ".secrets.baseline").read_text("utf-8"))
    assert rules["results"] == {}
    assert "TelegramBotTokenDetector" in {plugin["name"] for plugin in rules["plugins_used"]}
    assert not any("verif" in one["path"] for one in rules["filters_used"])
