"""The short form: some texts of each kind; and what raises or is slow is told."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fuzz import __main__ as command
from tests.fuzz import trial
from tests.fuzz.readers import timed
from tests.fuzz.trial import Piece, Tally, open_corpus, try_piece


def test_nothing_raises(tmp_path: Path):
    corpus = tmp_path / "corpus"
    corpus.write_text('{"text": "昨天转错了3000，对方不肯退"}\n{"text": "验证码也给了"}\n{"no": 1}\n', "utf-8")
    open_corpus(corpus)
    for kind in ("random", "mutated"):
        tally = try_piece((kind, 40, 7))
        assert tally.counts == {kind: 40}
        assert [one for one in tally.found if one["error"]] == []
        assert {"turn", "forward", "secrets", "answer shown"} <= tally.slowest_ms.keys()


def test_what_raises_is_told_by_its_place_and_what_is_slow_by_its_time(monkeypatch: pytest.MonkeyPatch):
    def fails(_text: str) -> None:
        raise ValueError("what somebody typed")

    taken, error = timed(fails, "")
    assert (taken, error) == (0.0, "ValueError at ?")
    monkeypatch.setattr(trial, "MOST_MS", 0.0)
    tally = try_piece(("random", 1, 7))
    assert {one["reader"] for one in tally.found} == tally.slowest_ms.keys()


def test_a_long_run_goes_on_where_it_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    tried, broken = list[Piece](), [True]

    def some(piece: Piece) -> Tally:
        tried.append(piece)
        if broken and len(tried) == 2:
            raise RuntimeError("cut off")
        return Tally(Counter({piece[0]: piece[1]}), Counter({"turn": piece[2] % 10}), [], 1.5)

    class Pool(ThreadPoolExecutor):
        def __init__(self, *_: object) -> None:
            super().__init__(1)

    monkeypatch.setattr(command, "try_piece", some)
    monkeypatch.setattr(command, "ProcessPoolExecutor", Pool)
    whole = ["--random", "2500", "--seed", "3", "--kept", str(tmp_path / "kept")]
    with pytest.raises(RuntimeError, match="cut off"):
        command.main(whole)
    before = len(tried)
    broken.clear()
    assert command.main(whole) == 0
    assert len(tried) - before == 2
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["random"], outcome["slowest_ms"], outcome["seconds"]) == (2500, {"turn": 2}, 4.5)
    tried[:] = []
    assert command.main(["--random", "9000", "--seed", "3", "--from", "2000", "--count", "1500"]) == 0
    assert [(count, seed) for _, count, seed in tried] == [(1000, 3_000_002), (500, 3_000_003)]
