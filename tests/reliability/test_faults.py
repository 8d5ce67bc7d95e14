"""The short form of the bad weather; the long one is ``python -m tests.reliability faults``."""

from __future__ import annotations

from pathlib import Path

from tests.each import each
from tests.reliability.faults import KINDS, Faults, judge, suffer
from tests.telegram_double import Sent

SEED = 1958  # its first 8 calls of getUpdates and its first 13 of sendMessage meet every kind of fault


async def test_everybody_hears_everything_in_order_though_three_calls_out_of_ten_fail(tmp_path: Path) -> None:
    verdict = await suffer(f"sqlite:///{tmp_path / 'cases.sqlite3'}", chats=6, messages=6, seed=SEED)
    assert verdict.good, verdict.as_dict()
    assert (verdict.chats, verdict.updates, verdict.messages) == (6, 36, 72)
    for method in ("getUpdates", "sendMessage"):
        assert verdict.injected[method].keys() == set(KINDS)
    assert "sendDocument" in verdict.calls
    assert 0.2 < verdict.share < 0.4
    assert verdict.repeated > 0


@each(
    ("heard", "field"),
    [
        ("a b c", "good"),
        ("a! a b c", "good"),
        ("a! a! a b c! c", "good"),
        ("a a b c", "repeated_without_reason"),
        ("a! a a b c", "repeated_without_reason"),
        ("a! b a c", "repeated_without_reason"),
        ("a b", "missing"),
        ("a c", "out_of_order"),
        ("b a c", "out_of_order"),
        ("a x b c", "out_of_order"),
        ("a! b c", "answers_lost"),
    ],
)
def test_the_judge_sees_what_went_wrong(heard: str, field: str) -> None:
    sent = [Sent(number, 1, words.rstrip("!")) for number, words in enumerate(heard.split(), 1)]
    unheard = {number for number, words in enumerate(heard.split(), 1) if words.endswith("!")}
    verdict = Faults()
    judge(verdict, ["a", "b", "c"], sent, unheard)
    assert verdict.good is (field == "good"), verdict.as_dict()
    assert getattr(verdict, field)
