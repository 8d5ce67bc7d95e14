"""The labels of the buttons that are not options of a question: `zh-Hans/buttons.yaml`."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from dialogs.library.models.base import Text, complete

ButtonName = Literal[
    "menu", "neither", "copy", "first", "share", "poster", "receipt_yes", "receipt_no", "copy_order",
    "leave", "stay", "switch", "rest", "plan", "change", "source", "done", "undo", "evidence", "got",
    "not_got", "next_item", "papers", "resume", "finish", "write", "mend", "police_call", "field",
    "skip", "unknown", "total", "timeline",
    "remind_on", "remind_off", "export", "docx", "pdf", "bundle", "ics", "png",
    "language", "unpaid",
]  # fmt: skip

LONGEST_LABEL = 24
"""Characters that a button shows on a phone."""
NUMBERED = frozenset({"done", "undo", "got", "not_got"})
"""The buttons that say a number."""


def _places(labels: dict[ButtonName, str]) -> dict[ButtonName, str]:
    """The labels, each with the place for a number if it says one, and without any other place."""
    for name, label in labels.items():
        try:
            places = {place for _, place, _, _ in Formatter().parse(label) if place is not None}
        except ValueError as error:
            raise PydanticCustomError("places", "{name} 的花括号没有成对", {"name": name}) from error
        wanted = {"number"} if name in NUMBERED else set()
        if places != wanted:
            asked = "要有 {number}，不能有别的花括号" if wanted else "不填东西，不能有花括号"
            raise PydanticCustomError("places", "{name} {asked}", {"name": name, "asked": asked})
    return labels


Buttons = Annotated[
    dict[ButtonName, Annotated[Text, Field(max_length=LONGEST_LABEL)]],
    complete(get_args(ButtonName)),
    AfterValidator(_places),
]
