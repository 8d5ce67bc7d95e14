"""What was parsed before is read again, and only for the bytes it was parsed from."""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path

import pytest

from bot import content
from bot.content import read_sources
from dialogs.library.decoding import Parsed, decode, parse_yaml

with_data = inspect.unwrap(content.with_data)  # the tests' own remembers what it was asked
FILE = "a.yaml"
SOURCE = b"- {id: x, on: 2026-11-23, 110: true, none: , many: [1, 2.5]}\n"


@pytest.fixture(autouse=True)
def _may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "__pycache__/parsed.json"


def never(_: str) -> None:
    raise AssertionError("parsed again")


def test_what_is_kept_is_what_the_content_says(kept: Path, monkeypatch: pytest.MonkeyPatch):
    sources = read_sources()
    with_data(sources, kept)
    monkeypatch.setattr(content, "parse_yaml", never)
    again = with_data(sources, kept)
    assert again == sources
    for name, source in again.items():
        if name.endswith(".yaml"):
            assert isinstance(source, Parsed)
            assert source.data == parse_yaml(decode(sources[name])), name


def test_a_changed_file_is_parsed_anew_and_the_old_one_forgotten(kept: Path):
    with_data({FILE: SOURCE}, kept)
    changed = with_data({FILE: b"- new\n"}, kept)[FILE]
    assert isinstance(changed, Parsed)
    assert changed.data == ["new"]
    assert len(json.loads(kept.read_bytes())) == 1


def test_what_json_would_give_back_otherwise_is_not_kept(kept: Path):
    numbers = with_data({FILE: SOURCE, "b.yaml": b"{date: '2026-11-23'}\n"}, kept)
    assert all(isinstance(source, Parsed) for source in numbers.values())
    assert json.loads(kept.read_bytes()) == {}


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"x": {"date": 3}}', "\x00"])
def test_a_damaged_file_is_written_anew(kept: Path, damaged: str):
    kept.parent.mkdir()
    kept.write_text(damaged, "utf-8")
    assert isinstance(with_data({FILE: b"- 1\n"}, kept)[FILE], Parsed)
    assert json.loads(kept.read_bytes())


def test_a_file_that_is_wrong_is_left_to_be_told(kept: Path):
    assert not isinstance(with_data({FILE: b"{a: [\n"}, kept)[FILE], Parsed)


def test_where_nothing_may_be_written_nothing_is(kept: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert with_data({FILE: SOURCE}, kept) == {FILE: SOURCE}
    assert with_data({FILE: SOURCE}, None) == {FILE: SOURCE}
    assert not kept.exists()
