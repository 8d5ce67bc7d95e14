"""Reading the answers: what did the kills cost?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

_NOTES = 20
STOP = 10  # seconds within which a stop is promised


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came in: its number (all chats count together), and the process it came from."""

    number: int
    life: str
    text: str


@dataclass
class Verdict:
    """Everything from `lost` to `died_by_itself` must be 0; a kill may repeat one message of a chat, and no more."""

    kills: int = 0
    at_work: int = 0  # kills that came while somebody was waiting for an answer
    chats: int = 0
    updates: int = 0
    lost: int = 0
    applied_twice: int = 0
    out_of_order: int = 0
    wrong_state: int = 0
    repeated_without_kill: int = 0
    died_by_itself: int = 0
    repeated: int = 0
    worst_repeats_of_one_chat_by_one_kill: int = 0
    integrity: str = ""  # what SQLite finds in the file afterwards
    seconds: float = 0.0
    slowest_stop: float = 0.0  # seconds, where it was told to stop and not killed
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        broken = self.lost + self.applied_twice + self.out_of_order + self.wrong_state
        broken += self.repeated_without_kill + self.died_by_itself
        if broken or self.slowest_stop > STOP:
            return False
        return self.worst_repeats_of_one_chat_by_one_kill <= 1 and self.integrity in {"", "ok"}

    def note(self, what: str) -> None:
        """Keep the first few oddities for whoever looks into it."""
        if len(self.notes) < _NOTES:
            self.notes.append(what)

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"good": self.good}


def judge(verdict: Verdict, said: Sequence[str], heard: Sequence[Heard], deaths: Mapping[str, int]) -> None:
    """Add one chat: what was said to the bot, and what it answered, in order.

    `deaths` has each killed process with the number of the last message before its end. A repeated message is put
    down to the death of the process that it came from before.
    """
    expected = [f"{number}:{text}{mark}" for number, text in enumerate(said, 1) for mark in ("", " ✓")]
    place = {message: index for index, message in enumerate(expected)}
    verdict.chats += 1
    verdict.updates += len(said)
    reached, last_life, repeats = -1, "", dict[str, int]()
    for one in heard:
        index = place.get(one.text)
        if index is None:
            same_text = any(one.text.partition(":")[2] == other.partition(":")[2] for other in expected)
            verdict.applied_twice += same_text
            verdict.wrong_state += not same_text
            verdict.note(f"unexpected {one.text}")
            continue
        if index == reached and last_life != one.life and deaths.get(last_life, one.number) < one.number:
            verdict.repeated += 1
            repeats[last_life] = repeats.get(last_life, 0) + 1
        elif index == reached:
            verdict.repeated_without_kill += 1
            verdict.note(f"{one.text} again from {one.life}, though {last_life} had not been killed")
        elif index != reached + 1:
            verdict.out_of_order += 1
            verdict.note(f"{one.text} after {expected[reached] if reached >= 0 else 'nothing'}")
        reached, last_life = max(reached, index), one.life
    verdict.lost += len(expected) - 1 - reached
    worst = max(repeats.values(), default=0)
    verdict.worst_repeats_of_one_chat_by_one_kill = max(verdict.worst_repeats_of_one_chat_by_one_kill, worst)
