"""The one format of fitted models: what is written is read again, and what is no model is refused."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import read_fitted_to, read_models
from dialogs.text.fingerprints import INPUTS, fingerprints, outdated
from dialogs.text.linear_model import BUCKETS, FORMAT, LinearModel, Weights, bucket, dump, grams
from tests.each import each

LARGEST = 5_000_000  # bytes of all models together
WEIGHT = st.floats(-8, 8)
ROWS = st.dictionaries(st.integers(0, BUCKETS - 1), st.tuples(st.floats(0.1, 9), st.tuples(WEIGHT, WEIGHT)), max_size=8)


def test_grams_are_runs_of_three_tokens_with_their_places() -> None:
    assert grams("收88 hacker?") == {
        "收": 0, "^收": 0, "0": 1, "收0": 0, "^收0": 0, "0 ": 1, "收0 ": 0, "<hacker>": 4, " <hacker>": 3,
        "0 <hacker>": 1, "?": 10, "<hacker>?": 4, " <hacker>?": 3, "?$": 10, "<hacker>?$": 4,
    }  # fmt: skip


def test_a_long_number_is_no_amount() -> None:
    assert "00000" in grams("138001")
    assert "0" in grams("1380.5")


@given(st.text(max_size=50))
def test_every_gram_stands_in_the_text(text: str) -> None:
    assert all(0 <= place < max(1, len(text)) for place in grams(text).values())
    assert all(0 <= bucket(gram) < BUCKETS for gram in grams(text))


@settings(max_examples=settings.default.max_examples // 2)
@given(ROWS)
def test_what_is_written_is_read_again(rows: dict[int, tuple[float, tuple[float, float]]]) -> None:
    model = LinearModel(dump(Weights(("a", "b"), (0.5, -0.5), rows, {"=cue": (1.0, 2.0)})))
    assert model.totals((), ["=cue", "=other"]) == [1.5, 1.5]
    largest = max((abs(weight) for _, row in rows.values() for weight in row), default=1.0) or 1.0
    assert model.step == pytest.approx(largest / 127, rel=1e-4)
    again = LinearModel(dump(Weights(("a", "b"), (0.5, -0.5), rows, {"=cue": (1.0, 2.0)})))
    assert model.unlike(again) == 0


def test_a_text_has_the_length_one_whatever_it_holds() -> None:
    rows = {bucket("转"): (1.0, (1.0,)), bucket("错"): (2.0, (2.0,))}
    alone = LinearModel(dump(Weights(("a",), (0.0,), rows)))
    assert alone.totals(["转", "错", "无"]) == pytest.approx([3.0 / math.sqrt(5)], rel=0.01)
    assert alone.explained(["转", "错", "无"], 0) == (
        alone.totals(["转", "错"]),
        pytest.approx([1.0, 2.0, 0.0], rel=0.01),
    )


@each("weights", [(8.0,) * 4, (-8.0,) * 4, (0.0, -8.0, 0.0, 8.0), (3.0, 0.0, 0.0, 0.0)])
def test_a_long_text_has_the_sums_of_all_its_grams(weights: tuple[float, ...]) -> None:
    found = [f"<{number}>" for number in range(700)]
    few = (0.0, 0.0, 0.0, 8.0)
    rows = {bucket(gram): (1.0, few if number % 2 else weights) for number, gram in enumerate(found)}
    model = LinearModel(dump(Weights(("a", "b", "c", "d"), (0.5, 0.0, 0.0, -0.5), rows)))
    length = math.sqrt(len(found))
    for column, bias in enumerate(model.bias):
        totals, each = model.explained(found, column)
        assert totals[column] == pytest.approx(bias + sum(each) / length)
        assert model.totals(found) == totals


def test_models_are_compared_weight_by_weight() -> None:
    rows = {bucket("转"): (1.0, (1.0, 0.0))}
    one = LinearModel(dump(Weights(("a", "b"), (0.0, 0.0), rows)))
    other = LinearModel(dump(Weights(("a", "b"), (0.0, 0.0), {**rows, bucket("错"): (1.0, (0.0, 0.5))})))
    assert one.unlike(other) == pytest.approx(0.5, rel=0.02)
    assert one.unlike(LinearModel(dump(Weights(("a", "c"), (0.0, 0.0), rows)))) == math.inf


@each("data", [b"", b"{}", b"not json", f'{{"format": "{FORMAT}"}}\n'.encode(), b"[]\nx", b"1\n"])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=FORMAT):
        LinearModel(data)


@each("name", sorted(INPUTS))
def test_a_cut_or_changed_model_is_refused(name: str) -> None:
    data = read_models()[name]
    head, _, body = data.partition(b"\n")
    shorter = json.dumps(json.loads(head) | {"buckets": 1}).encode() + b"\n" + body
    for broken in (data[:-7], shorter):
        with pytest.raises(ValueError, match=FORMAT):
            LinearModel(broken)


def test_too_many_columns_are_refused() -> None:
    names = tuple(map(str, range(65_536)))
    with pytest.raises(ValueError, match="65536 columns"):
        dump(Weights(names, (0.0,) * 65_536, {}))


def test_the_models_are_small() -> None:
    assert read_models().keys() == INPUTS.keys()
    assert sum(map(len, read_models().values())) < LARGEST


def test_a_model_knows_that_its_phrases_were_changed() -> None:
    name, path, table = "models/checking.bin", "checking/texts/others.yaml", "text.yaml"
    files = {path: "# 说明\n- 一句\n", table: "kept: []"}
    data = dump(Weights(("a",), (0.0,), {}, fitted_to=fingerprints(name, files)))
    assert outdated(name, data, files) == []
    assert outdated(name, data, {**files, path: "- 一句"}) == []
    assert outdated(name, data, {**files, path: "- 一句\n- 又一句"}) == [path]
    assert outdated(name, data, {path: files[path]}) == [table]
    assert outdated(name, data, {**files, "contacts.yaml": "a: b"}) == []


def test_the_packaged_inputs_can_be_fingerprinted() -> None:
    assert all(fingerprints(name, read_fitted_to()) for name in INPUTS)
