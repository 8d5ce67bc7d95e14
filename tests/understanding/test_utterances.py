"""The written set that nothing was fitted to. Its figures stand in the README of this folder."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dialogs.understanding import Reading, Understander
from tests.each import each
from tests.understanding.conftest import MOMENT, samples

ROWS: list[dict[str, Any]] = samples("utterances.yaml")
AT_LEAST = {"situation": 0.95, "amount": 0.97, "paid_at": 0.97}


def told(reading: Reading, name: str) -> str | None:
    return reading.situation if name == "situation" else getattr(reading.details, name)


def share_right(readings: Mapping[str, Reading], name: str) -> float:
    right = sum(told(readings[row["text"]], name) == row.get(name) for row in ROWS)
    return right / len(ROWS)


@each("name", AT_LEAST)
def test_enough_is_understood(readings: Mapping[str, Reading], name: str):
    assert share_right(readings, name) >= AT_LEAST[name]


@each("name", AT_LEAST)
def test_the_readme_tells_the_figures_as_they_are(readings: Mapping[str, Reading], name: str):
    readme = (Path(__file__).parent / "README.md").read_text("utf-8")
    stated = re.search(rf"\| {name} \|[^|]*\| ([\d.]+) % \|", readme)
    assert stated, name
    assert float(stated[1]) == round(100 * share_right(readings, name), 1)


def test_the_set_is_large_and_each_text_is_there_once():
    texts = [row["text"] for row in ROWS]
    assert len(texts) >= 300
    assert len(texts) == len(set(texts))


@cache
def fitted_phrases() -> frozenset[str]:
    folder = Path(__file__).parents[2] / "content" / "zh-Hans" / "phrases"
    lines = (line for path in folder.glob("*.yaml") for line in path.read_text("utf-8").splitlines())
    return frozenset(line.removeprefix("  - ").strip("'") for line in lines)


def test_no_utterance_is_one_the_model_was_fitted_to():
    small_talk = {row["text"] for row in ROWS if "situation" not in row}
    assert {row["text"] for row in ROWS} & fitted_phrases() <= small_talk


def test_reading_is_pure(understander: Understander, readings: Mapping[str, Reading]):
    for row in ROWS[::7]:
        assert understander.read(row["text"], MOMENT) == readings[row["text"]]


def test_a_time_without_zone_is_china_time(understander: Understander):
    reading = understander.read("今早8点转错人了", dt.datetime(2026, 11, 23, 16))  # noqa: DTZ001
    assert reading.details.paid_at == "2026-11-23T08:00:00+08:00"
