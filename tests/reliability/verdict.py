"""Reading the answers: what did the kills cost?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

_NOTES = 20


@dataclass
class Verdict:
    """Everything but `repeated` must be 0; `repeated` is bounded by one message per chat and kill."""

    kills: int = 0
    chats: int = 0
    updates: int = 0
    lost: int = 0
    applied_twice: int = 0
    out_of_order: int = 0
    wrong_state: int = 0
    repeated: int = 0
    worst_repeats_of_one_chat_in_one_kill: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        broken = self.lost + self.applied_twice + self.out_of_order + self.wrong_state
        return broken == 0 and self.worst_repeats_of_one_chat_in_one_kill <= 1

    def note(self, what: str) -> None:
        """Keep the first few oddities for whoever looks into it."""
        if len(self.notes) < _NOTES:
            self.notes.append(what)

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"good": self.good}


def judge(verdict: Verdict, said: Sequence[str], heard: Sequence[tuple[str, str]]) -> None:
    """Add one chat: what was said to the bot, and what it answered as (process and kills so far, message), in order."""
    expected = [f"{number}:{text}{mark}" for number, text in enumerate(said, 1) for mark in ("", " ✓")]
    place = {message: index for index, message in enumerate(expected)}
    verdict.chats += 1
    verdict.updates += len(said)
    reached, repeats = -1, dict[str, int]()
    for kill, message in heard:
        index = place.get(message)
        if index is None:
            same_text = any(message.split(":", 1)[1] == other.split(":", 1)[1] for other in expected)
            verdict.applied_twice += same_text
            verdict.wrong_state += not same_text
            verdict.note(f"unexpected {message}")
        elif index == reached + 1:
            reached = index
        elif index <= reached:
            verdict.repeated += 1
            repeats[kill] = repeats.get(kill, 0) + 1
            if index < reached:
                verdict.out_of_order += 1
                verdict.note(f"{message} again after {expected[reached]}")
        else:
            verdict.out_of_order += 1
            verdict.note(f"{message} came before {expected[reached + 1]}")
            reached = index
    verdict.lost += len(expected) - 1 - reached
    worst = max(repeats.values(), default=0)
    verdict.worst_repeats_of_one_chat_in_one_kill = max(verdict.worst_repeats_of_one_chat_in_one_kill, worst)
