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


def test_the_packages_that_every_service_knows_stand_in_the_lock(audit: ModuleType):
    pins = audit.pins_of(audit.KNOWN)
    assert tuple(re.findall(r"^([a-z0-9-]+)==", pins, re.MULTILINE)) == audit.KNOWN
    assert pins.count("--hash=sha256:") > len(audit.KNOWN)


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


def test_the_rules_of_the_scan_hold_no_finding_and_no_network():
    rules = json.loads((ROOT / ".secrets.baseline").read_text("utf-8"))
    assert rules["results"] == {}
    assert "TelegramBotTokenDetector" in {plugin["name"] for plugin in rules["plugins_used"]}
    assert not any("verif" in one["path"] for one in rules["filters_used"])
