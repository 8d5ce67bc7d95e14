"""What the two sides are to each other: whether they are in contact, and what only the other side says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.text.demands import data_wanted, no_money_wanted
from dialogs.text.expression import Expression

IN_CONTACT = "still_in_contact"
WANTED, TALKING, STOPPED = "asked_for_more", "talking", "stopped"
# What the other side may say and need not be so, by question.
_CLAIMS = {
    IN_CONTACT: frozenset({STOPPED}),
    "relation": frozenset({"loan", "sale"}),
    "police": frozenset({"reported"}),
    "accepted": frozenset({"not_yet"}),
}
_THEY_SAY = Expression(
    r"^(?:[他她]们?|对方|人家|那边|骗子|客服|老师|导师|平台|中介|房东|卖家)(?:还|又|就|也|刚才?|一直|还在|非){0,2}"
    r"(?:说|讲|威胁|吓唬?|告诉我|骗我说?)"
)


def without_money_wanted(answers: Mapping[str, str], parts: Sequence[str]) -> Mapping[str, str]:
    """The answers, where plain parts ask for access or data and no money, with talking in place of a demand."""
    if not no_money_wanted(parts) or answers.get(IN_CONTACT, WANTED) != WANTED:
        return answers
    others = {name: value for name, value in answers.items() if name != IN_CONTACT}
    return others | ({IN_CONTACT: TALKING} if data_wanted(parts) else {})


def may_be_claimed(question: str, option: str) -> bool:
    """Whether an answer is one that the other side gives without its being so: 「他说我欠他的」, 「他说他没收到」."""
    return option in _CLAIMS.get(question, ())


def own_parts(parts: Sequence[str]) -> tuple[str, ...]:
    """The plain parts in which not the other side is told to say something."""
    return tuple(part for part in parts if not _THEY_SAY.match(part))
