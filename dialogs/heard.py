"""What a message was heard as: commands over a closed vocabulary, in the field's names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dialogs.case import PASSED_OVER, Case
from dialogs.library.library import TRIAGE, Library
from dialogs.machine import situation_of


class Name(StrEnum):
    """The vocabulary. The first ten are named as in the literature on dialogue understanding, the others are ours."""

    START_FLOW = "start_flow"
    SET_SLOT = "set_slot"
    CORRECT_SLOT = "correct_slot"
    CLARIFY = "clarify"
    KNOWLEDGE_ANSWER = "knowledge_answer"
    CANCEL_FLOW = "cancel_flow"
    HUMAN_HANDOFF = "human_handoff"
    CHITCHAT = "chitchat"
    SKIP_QUESTION = "skip_question"
    CANNOT_HANDLE = "cannot_handle"
    DANGER = "danger"
    DRAFT = "draft"
    DO = "do"
    CHECK = "check"
    SECRET = "secret"  # noqa: S105 - something secret was typed, not a secret of ours


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a message was heard to say or want.

    `subject` is the situation, question, knowledge entry, danger, paper kind, command or remark it is about, `value`
    the answer in it. Of what is typed into a paper only the field is named.
    """

    name: Name
    subject: str = ""
    value: str = ""

    def to_json(self) -> dict[str, str]:
        """A plain dict without the parts that are empty."""
        parts = {"command": self.name.value, "subject": self.subject, "value": self.value}
        return {name: part for name, part in parts.items() if part}


def told_by(library: Library, before: Case, after: Case) -> Iterator[Command]:
    """The commands that what a case gained tells of: a situation started, answers set, corrected or passed over."""
    new, old = situation_of(library, after.answers), situation_of(library, before.answers)
    if new is not None and new != old:
        yield Command(Name.START_FLOW, new)
    for question, value in after.answers.items():
        had = before.answers.get(question)
        if had == value or question == TRIAGE or question.startswith("which_"):
            continue
        if value == PASSED_OVER:
            yield Command(Name.SKIP_QUESTION, question)
        else:
            name = Name.SET_SLOT if had in {None, PASSED_OVER} else Name.CORRECT_SLOT
            yield Command(name, question, value if question in library.questions else "")
    if after.offered and after.offered != before.offered:
        yield Command(Name.CLARIFY, after.offered)


def asked_for(request: str) -> Command:
    """The command in a request (a class of the head ``request`` of ``content/models/messages.bin``)."""
    kind, _, paper = request.partition(":")
    if kind == "draft":
        return Command(Name.DRAFT, paper)
    return Command(_REQUESTED.get(kind, Name.DO), kind)


_REQUESTED = {
    "human": Name.HUMAN_HANDOFF, "stop": Name.CANCEL_FLOW, "solved": Name.CANCEL_FLOW, "thanks": Name.CHITCHAT,
    "goodbye": Name.CHITCHAT, "greeting": Name.CHITCHAT, "are_you_human": Name.CHITCHAT, "who_are_you": Name.CHITCHAT,
    "doubt_you": Name.CHITCHAT, "wait": Name.CHITCHAT, "acknowledged": Name.CHITCHAT, "off_topic": Name.CHITCHAT,
}  # fmt: skip
