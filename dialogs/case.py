"""A case: what one person has told us, and nothing that can be found again from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

SCHEMA = 1
OPENED = "triage"  # `met` of a case that has seen the first aid but has no situation yet
PASSED_OVER = "passed_over"  # the answer to a question that was passed over: nothing is known of it


@dataclass(frozen=True, slots=True)
class Case:
    """The ordered answers of one person, keyed by question name, plus what they ticked off.

    `answers` keeps the order in which questions were answered; values are JSON text (an option id, an
    amount such as ``"5000"`` or ``"200/300"``, a time as ISO 8601 or an ISO interval ``start/end``).
    The dialog's state is never stored: it is replayed from the answers (see `dialogs.replay`).
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    changing: str | None = None  # the question being answered anew
    paper: str | None = None  # the kind of paper being written
    field: str | None = None  # the field of it being answered anew; without a paper, the day asked: ``event.<start>``
    reminding: bool = False  # whether reminders are switched on
    offered: str | None = None  # the situation just offered instead, until the next input
    declined: tuple[str, ...] = ()  # the situations that were offered in vain
    left: str | None = None  # the situation before the present one
    view: str | None = None  # what is looked at until the next input: `dialogs.modes`
    checked: str | None = None  # the verdict just given on somebody else's message, until the next input
    misses: int = 0  # how often in a row the person was not understood
    receipts: str | None = None  # payments read off pictures that nobody has confirmed yet (`dialogs.receipts`)
    said_in: int = 0  # the number of the last typed message, and in `said` the answers it gave: an edit gives them anew
    said: tuple[str, ...] = ()
    met: str | None = None  # the situation whose opening words were said
    advice: tuple[str, ...] = ()  # fact ids of the last advice, for /source
    language: str | None = None  # the tag of the language that was chosen
    written: str | None = None  # that of the language in which the person writes, where it is not the client's
    client: str = ""  # the language code of the person's client, as it came with the input; not stored
    revision: int = 0

    def answered(self, name: str, value: str) -> Case:
        """This case with one answer set; a new answer comes last, a changed one keeps its place."""
        return replace(self, answers={**self.answers, name: value}, changing=None, misses=0)

    def without(self, *names: str) -> Case:
        """This case with some answers taken back."""
        return replace(self, answers={k: v for k, v in self.answers.items() if k not in names}, changing=None)

    def declining(self) -> Case:
        """This case without the situation just offered, which is not offered again."""
        declined = tuple(dict.fromkeys((*self.declined, *((self.offered,) if self.offered else ()))))
        return replace(self, offered=None, declined=declined)

    def anew(self) -> Case:
        """A case of the same person with nothing told."""
        return Case(revision=self.revision, language=self.language, written=self.written, client=self.client)

    def to_json(self) -> dict[str, Any]:
        """A plain dict for storage."""
        return {
            "v": SCHEMA,
            "answers": [[k, v] for k, v in self.answers.items()],
            "ticks": list(self.ticks),
            "changing": self.changing,
            "paper": self.paper,
            "field": self.field,
            "reminding": self.reminding,
            "offered": self.offered,
            "declined": list(self.declined),
            "left": self.left,
            "view": self.view,
            "checked": self.checked,
            "misses": self.misses,
            "receipts": self.receipts,
            "said_in": self.said_in,
            "said": list(self.said),
            "met": self.met,
            "advice": list(self.advice),
            "language": self.language,
            "written": self.written,
            "revision": self.revision,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Case:
        """The case in a stored dict; fields that this version does not know are dropped, missing ones are empty."""
        return cls(
            answers={str(k): str(v) for k, v in data.get("answers", ())},
            ticks=tuple(data.get("ticks", ())),
            changing=data.get("changing"),
            paper=data.get("paper"),
            field=data.get("field"),
            reminding=bool(data.get("reminding", False)),
            offered=data.get("offered"),
            declined=tuple(data.get("declined", ())),
            left=data.get("left"),
            view=data.get("view"),
            checked=data.get("checked"),
            misses=int(data.get("misses", 0)),
            receipts=data.get("receipts"),
            said_in=int(data.get("said_in", 0)),
            said=tuple(data.get("said", ())),
            met=data.get("met"),
            advice=tuple(data.get("advice", ())),
            language=data.get("language"),
            written=data.get("written"),
            revision=int(data.get("revision", 0)),
        )
