"""The repository itself: sizes, names, locks, versions, and documents that tell the truth."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sysconfig
import tomllib
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from bot.cli import COMMANDS
from bot.settings import Settings
from dialogs.library.decoding import parse_yaml
from dialogs.library.library import Library
from dialogs.library.models.facts import Fact
from dialogs.library.records import Step
from tests.each import each

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("runtime", "slim", "full", "dev")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LONGEST = 400  # lines; a file is cut by meaning, and one that grows past this has taken on a second job
LEFT_BEHIND = {".git", ".venv", "__pycache__", "dist", "build", ".hypothesis"}
TEXT_LIMIT = 2_000_000

# Registries, their mirrors, and folders of somebody's machine. One letter of each stands in brackets, so that this file
# does not hold them itself.
NAMED = [
    r"py[p]i\.org",
    r"python[h]osted\.org",
    r"tuna\.tsin[g]hua",
    r"mirrors?\.(?:ali[y]un|aliyuncs|ustc|163|tencent|huawei)",
    r"douban(?:io)?\.com/simpl[e]",
    r"npm[j]s\.",
    r"proxy\.g[o]lang",
    r"crates\.[i]o",
    r"[g]hcr\.io",
    r"anac[o]nda\.org",
    r"(?<![\w.:/-])/(?:[r]oot|[h]ome|[w]ork|Use[r]s)/\w",
    r"(?<![\w.:/-])/opt/p[y]pi",
    r"[A-Z]:\\\\?Use[r]s",
]


def tracked() -> list[Path]:
    """The files that belong to the repository."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        names = [name for name in listed.stdout.decode().split("\0") if name]
        return [ROOT / name for name in names if (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not _left_behind(path.relative_to(ROOT))]


def _left_behind(path: Path) -> bool:
    return any(
        part in LEFT_BEHIND or part.endswith(("_cache", ".egg-info")) or part == ".hypothesis" for part in path.parts
    )


def pins(lock: str) -> set[tuple[str, str]]:
    """Each package of a lock file with its version; one that differs between Pythons stands there twice."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", text, re.MULTILINE))


def normal(requirement: str) -> str:
    """The name of a requirement, as locks write it."""
    [name] = re.findall(r"^[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", name).lower()


def test_python_files_can_be_read_in_one_sitting():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in tracked()
        if path.suffix == ".py" and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_no_class_name_stands_for_two_things_in_a_layer():
    """The layers: each package of `bot`, and `dialogs`."""
    named = Counter(
        (layer.name, node.name)
        for layer in (ROOT / "dialogs", *(path for path in (ROOT / "bot").iterdir() if path.is_dir()))
        for file in layer.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in named.items() if count > 1] == []


def test_no_group_of_a_pattern_is_possessive():
    """Python before 3.11.5, which Debian 12 has, does not find what such a group should; an atomic one it finds."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{{1,2}[0-9,]+\}{1,2})\+(?=[^\s=]|$)")
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "dialogs").rglob("*.py"), *(ROOT / "content").rglob("*.yaml")]
    assert possessive.search(r"(?:[a-z]{1,63}+\.){1,4}+[a-z]")
    found = [
        f"{file.name}: {line.strip()}"
        for file in sources
        for line in file.read_text("utf-8").splitlines()
        if possessive.search(line)
    ]
    assert found == []


def test_no_registry_and_no_machine_is_named():
    patterns = re.compile("|".join(NAMED))
    named = []
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" in raw[:8000] or len(raw) > TEXT_LIMIT:
            continue
        named += [(path.relative_to(ROOT).as_posix(), hit) for hit in patterns.findall(raw.decode(errors="replace"))]
    assert named == []


def test_the_wall_clock_is_read_in_few_places_and_never_by_a_test():
    reads = re.compile(r"datetime\.(?:now|utcnow|today)\(|date\.today\(|\btime\.(?:time|time_ns|localtime|gmtime)\(")
    sources = [file for folder in ("bot", "dialogs", "tests") for file in (ROOT / folder).rglob("*.py")]
    found = {file.relative_to(ROOT).as_posix() for file in sources if reads.search(file.read_text("utf-8"))}
    assert {name for name in found if not name.startswith("tests/benchmarks/")} == {
        "bot/cli/_arguments.py",
        "bot/cli/content_command.py",
        "bot/papers/export.py",  # when a file was made
        "bot/papers/tools.py",
        "bot/telegram/clock.py",
        "bot/telegram/service.py",
        "tests/bot/telegram/test_bot.py",  # from when to when a certificate is good
        "tests/papers/test_files.py",  # when a file was made
    }


def test_what_reads_the_wall_clock_is_repeated_on_another_day():
    runs = re.compile(
        r"^import subprocess$|^from bot\.cli import .*\bmain\b|^from tests\.cli\.program import", re.MULTILINE
    )
    tests = {file: file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py")}
    assert [file.name for file, text in tests.items() if runs.search(text) and "pytest.mark.calendar" not in text] == []
    assert " -m calendar\n" in (ROOT / ".ci" / "run").read_text("utf-8")


@each("lock", LOCKS)
def test_locks_hold_versions_and_hashes_and_no_address(lock: str):
    text = (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock)) > len(PROJECT["dependencies"])
    assert [block.splitlines()[0] for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block)] == []
    assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted-host| @ ", text)


def test_locks_hold_what_the_project_asks_for_in_the_same_versions():
    runtime, slim, full, dev = map(pins, LOCKS)
    extras = [name for wanted in PROJECT["optional-dependencies"].values() for name in wanted]
    assert {normal(wanted) for wanted in PROJECT["dependencies"]} <= dict(runtime).keys()
    assert {normal(wanted) for wanted in (*PROJECT["dependencies"], *extras)} <= dict(full).keys()
    needed = (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["postgres"])
    assert {normal(wanted) for wanted in needed} <= dict(slim).keys()
    assert slim <= full
    assert not {"onnxruntime", "rapidocr", "typst", "pypandoc-binary"} & dict(slim).keys()
    assert full <= dev
    assert runtime <= dev
    assert {"hatchling", "editables"} <= dict(runtime).keys()


def test_the_environment_finds_the_project_in_any_locale():
    """Python reads this file in the locale's encoding, and a clone may lie in a folder with a Chinese name."""
    [way] = Path(sysconfig.get_path("purelib")).glob("_editable_impl_transfer_aid.pth")
    assert way.read_bytes().isascii()
    assert not Path(way.read_text("ascii")).is_absolute()
    assert (way.parent / way.read_text("ascii").strip()).resolve() == ROOT


@pytest.mark.skipif(os.name != "posix", reason="only POSIX files say whether they can be run")
@pytest.mark.parametrize("script", sorted((ROOT / "scripts").iterdir()), ids=lambda path: path.name)
def test_scripts_can_be_run_and_have_plain_names(script: Path):
    if script.is_dir():
        return
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", script.name)
    assert os.access(script, os.X_OK)
    assert re.match(r"#!/(?:bin/sh|usr/bin/env (?:bash|python3))\n", script.read_text("utf-8"))


def test_ci_runs_the_readmes_own_test_command():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "\n./scripts/test\n" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert "\n./scripts/test " in (ROOT / "README.md").read_text("utf-8")


def test_the_version_is_that_of_the_newest_change():
    [newest, *_] = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest == PROJECT["version"]


@each("document", DOCUMENTS)
def test_commands_and_files_named_in_documents_exist(document: Path):
    text = document.read_text("utf-8")
    for name in re.findall(r"\./(scripts/[a-z-]+)", text):
        assert (ROOT / name).is_file(), name
    for command in re.findall(r"transfer-aid ([a-z]+(?:-[a-z]+)*)\b", text):
        assert command in COMMANDS, command
        assert find_spec(f"bot.cli.{command.replace('-', '_')}_command"), command
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (document.parent / link).exists(), link


@each("page", ("README.md", "README.en.md"))
def test_the_readmes_numbers_stand_in_the_facts_it_names(page: str, library: Library):
    readme = (ROOT / page).read_text("utf-8")
    [first_aid] = re.findall(r"## (?:出事了|In trouble).*?\n## ", readme, re.DOTALL)
    facts = set(re.findall(r"\b[WIHC]\d{2}\b", first_aid))
    known = {name.removeprefix("platform."): fact.statement for name, fact in library.facts.items()}
    said = re.sub(r"（出处.*?）|\(Sources.*?\)", "", first_aid)
    numbers = set(re.findall(r"\d+", said))
    assert numbers
    assert facts <= known.keys()
    assert all(any(number in known[fact] for fact in facts) for number in numbers)


def test_the_examples_for_editors_are_real_records(library: Library):
    text = (ROOT / "docs" / "content-editing.md").read_text("utf-8")
    [[step], [fact]] = [parse_yaml(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    assert Step.model_validate(step) == library.steps[step["id"]]
    assert Fact.model_validate(fact).id in library.facts


def test_the_example_settings_are_the_settings():
    example = (ROOT / ".env.example").read_text("utf-8")
    named = re.findall(r"^#?TRANSFER_AID_([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_hooks_fetch_nothing():
    config = yaml.load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"), yaml.CSafeLoader)
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)


def test_the_image_is_built_from_locks_and_runs_as_nobody_special():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    installs = re.findall(r"pip install ([^\n]*)", text)
    assert installs
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)
    [user] = re.findall(r"^USER (\d+):\d+$", text, re.MULTILINE)
    assert int(user) > 0
    assert "\nHEALTHCHECK " in text
    assert 'ENTRYPOINT ["transfer-aid"]\nCMD ["telegram", "--health", "127.0.0.1:8080"]' in text
    let_in = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    copied = [name for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE) for name in line.split()]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert any(Path(name).match(pattern) for pattern in let_in), name
