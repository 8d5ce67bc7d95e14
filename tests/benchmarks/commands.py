"""How well the commands that a message is heard as (`dialogs.heard`) are told apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

# Commands that are told apart by what is known already count as one; an item names one of these groups.
GROUPS = {
    "set_slot": "slot", "correct_slot": "slot", "start_flow": "flow", "clarify": "flow", "draft": "request",
    "do": "request", "human_handoff": "request", "cancel_flow": "request", "danger": "danger",
    "knowledge_answer": "knowledge_answer", "chitchat": "chitchat",
}  # fmt: skip
MEANT = {
    "answer": "slot", "fact": "slot", "correction": "slot", "other_situation": "flow", "command": "request",
    "danger": "danger", "question": "knowledge_answer", "smalltalk": "chitchat",
}  # fmt: skip


def share(good: int, all_: int) -> float | None:
    """A share, rounded; None of nothing."""
    return round(good / all_, 4) if all_ else None


def score_commands(heard: Iterable[tuple[Json, frozenset[str]]]) -> Json:
    """Precision, recall and F1 of each group of commands.

    What a message says besides what its item is about counts against precision.
    """
    rows = [
        (
            "flow" if item["at"].startswith("triage") and item["kind"] == "answer" else MEANT.get(item["kind"]),
            {GROUPS[name] for name in names if name in GROUPS},
        )
        for item, names in heard
    ]
    scores = {}
    for group in sorted(set(GROUPS.values())):
        right = sum(meant == group and group in found for meant, found in rows)
        found_at_all = sum(group in found for _, found in rows)
        precision, recall = share(right, found_at_all), share(right, sum(meant == group for meant, _ in rows))
        both = (precision or 0.0) + (recall or 0.0)
        f1 = round(2 * (precision or 0.0) * (recall or 0.0) / both, 4) if both else None
        scores[group] = {"precision": precision, "recall": recall, "f1": f1}
    return scores
