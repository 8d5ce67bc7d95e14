"""The short form: some texts of each kind; and what raises or is slow is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import trial
from tests.fuzz.readers import timed
from tests.fuzz.trial import open_corpus, try_piece


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
