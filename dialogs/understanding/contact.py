"""Whether the two sides are still in contact: what of the question ``still_in_contact`` words tell at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.text.demands import data_wanted, no_money_wanted

IN_CONTACT = "still_in_contact"
WANTED, TALKING, STOPPED = "asked_for_more", "talking", "stopped"


def without_money_wanted(answers: Mapping[str, str], parts: Sequence[str]) -> Mapping[str, str]:
    """The answers, where plain parts ask for access or data and no money, with talking in place of a demand."""
    if not no_money_wanted(parts) or answers.get(IN_CONTACT, WANTED) != WANTED:
        return answers
    others = {name: value for name, value in answers.items() if name != IN_CONTACT}
    return others | ({IN_CONTACT: TALKING} if data_wanted(parts) else {})
