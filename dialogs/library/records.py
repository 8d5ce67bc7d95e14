"""What a content file may hold, as types.

Each class is one kind of record in `content/` or `dialogs/flows/`. Unknown fields are refused, so that
a typing error in a file is a reported problem and not a silently ignored line. What one record says
about another (an id that must exist) is checked in `dialogs.library.checks`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from dialogs.library.models.base import FactId, MythId, Name, Record, Text

AnswerId = Annotated[str, Field(pattern=r"^(ask|myth)\.[a-z0-9_]+$")]


class MythVerdict(StrEnum):
    """What a myth's claim is worth."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    UNVERIFIABLE = "unverifiable"
    PARTLY = "partly"


class Family(StrEnum):
    """Kinds of situation that share first aid."""

    MISTAKE = "mistake"
    SCAM = "scam"
    RECALL = "recall"
    ACCOUNT = "account"
    DISPUTE = "dispute"
    LEARN = "learn"
    OUT_OF_SCOPE = "out_of_scope"


class Route(Record):
    """Where an answer leads: to the first route whose predicates all hold."""

    to: Name
    when: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()


class ForCases(Record):
    """What is for the cases of its families or situations in which its predicates hold.

    With neither `families` nor `situations` it is for all; `not_situations` takes some out again.
    """

    families: tuple[Family, ...] = ()
    situations: tuple[Name, ...] = ()
    not_situations: tuple[Name, ...] = ()
    when: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()

    def is_for(self, situation: str | None, family: Family | None) -> bool:
        """Whether it is written for a situation, whatever its conditions."""
        for_all = not self.families and not self.situations
        meant = for_all or family in self.families or situation in self.situations
        return meant and situation not in self.not_situations


class AnswerRoute(ForCases):
    """Another answer to a question of knowledge, by its id, that may be true where one is not, and for which cases."""

    to: AnswerId


class Answer(ForCases):
    """What is said to a question of knowledge, where it is true.

    In any other case the first answer of `otherwise` is given that its route allows and that is true there, or none.
    One that is `only_asked` is said to who asks for it, and beside no statement that tells of the case.
    """

    otherwise: tuple[AnswerRoute, ...] = ()
    only_asked: bool = False


class Myth(Answer):
    """A claim that circulates, and what is true instead.

    `marks` recognises it: the claim is met when, for one of the alternatives, every group has at least
    one of its words (separated by `|`) within one sentence.
    """

    id: MythId
    claim: Text
    verdict: MythVerdict
    truth: Text
    facts: tuple[FactId, ...]
    asks: Annotated[tuple[Text, ...], Field(min_length=1)]
    marks: tuple[tuple[Text, ...], ...] = ()
    article_rows: tuple[str, ...] = ()


class Knowledge(Answer):
    """A question of knowledge that people ask in passing, with its short answer (a Jinja template)."""

    id: Annotated[str, Field(pattern=r"^ask\.[a-z0-9_]+$")]
    asks: Annotated[tuple[Text, ...], Field(min_length=1)]
    answer: Text
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]


class Contact(Record):
    """A number or an official address that helps, in one region."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z0-9_]+$")]
    region: Name
    name: Text
    number: str | None = None
    address: str | None = None
    use: Text
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]


class DeviceCheck(Record):
    """One thing that an editor does with two phones or by a call, what they note, and the facts it settles."""

    do: Text
    look: Text
    how: Literal["device", "call"]
    facts: tuple[FactId, ...] = ()


AT_EASE = frozenset({Family.LEARN, Family.OUT_OF_SCOPE})
"""Where nothing is at stake: any real story takes over."""


class Flow(Record):
    """One situation: its questions in visiting order, where each leads, and its outcomes.

    `menu` is the triage question under which people find it, `menu_order` its place there (small first). With
    `from_words` false it is entered by its button alone: words that sound like it are too often a cry for help.
    One that is `like` another asks what that one asks, and ends as it does.
    """

    situation: Name
    family: Family
    menu: Name
    menu_order: int
    like: Name | None = None
    start: Name = ""
    asks: dict[Name, tuple[Route, ...]] = Field(default_factory=dict)
    outcomes: tuple[Name, ...] = ()
    from_words: bool = True


class FlowWords(Record):
    """The names of a situation in one locale: `title` in a sentence, `label` on a button."""

    title: Text
    label: Text
    synonyms: tuple[Text, ...] = ()


class Typed(StrEnum):
    """What a question reads from typed words, besides its options."""

    NOTHING = "nothing"
    AMOUNT = "amount"
    TIME = "time"


class Implied(Record):
    """An answer that follows from others, so that the question need not be asked."""

    value: Name
    when: tuple[Name, ...]


class Question(Record):
    """A question any flow may ask. Its words are in the locale folder under the same name.

    A triage menu (`which_…`) lists no options here: they are the flows that name it as their menu. The answer to a
    question marked `everywhere` is worth keeping in any situation (of `families`, where these are named); any other
    only where the flow asks it. Options that are `unlisted` have no button, and are answered in words. What is told of
    a question marked `at_once` counts before the flow comes to it.
    """

    name: Name
    options: tuple[Name, ...] = ()
    unlisted: tuple[Name, ...] = ()
    everywhere: bool = False
    families: tuple[Family, ...] = ()
    may_change: bool = False
    at_once: bool = False
    implied: tuple[Implied, ...] = ()
    typed: Typed = Typed.NOTHING
    page_size: Annotated[int, Field(ge=2, le=6)] = 4

    def worth_keeping(self, family: Family) -> bool:
        """Whether its answer is kept in a situation of a family whose flow does not ask it."""
        return self.everywhere and (not self.families or family in self.families)


class OptionWords(Record):
    """How an option is shown, and in which other words people choose it.

    `noted` is how it is repeated to who told it, where the label alone does not say what it is about.
    """

    label: Text
    noted: Text | None = None
    synonyms: tuple[Text, ...] = ()


class QuestionWords(Record):
    """The words of a question in one locale. `ask` is a Jinja template."""

    ask: Text
    short: Text  # what the answer is called in "what you told me"
    options: dict[Name, OptionWords]
    facts: tuple[FactId, ...] = ()
    own: tuple[str, ...] = ()  # numbers that are ours (an example, an age range), not facts


class RailKind(StrEnum):
    """Whose rules hold for a way of paying."""

    WECHAT = "wechat"
    MAINLAND = "mainland"
    LOCAL = "local"  # a bank or wallet outside the mainland
    GOODS = "goods"  # cash, gold, cards
    CRYPTO = "crypto"


class Undo(StrEnum):
    """Until when the payer can take a payment back."""

    NEVER = "never"
    UNTIL_ACCEPTED = "until_accepted"  # not the payer, but it comes back unaccepted
    UNTIL_DEPOSITED = "until_deposited"
    UNTIL_ENROLLED = "until_enrolled"
    UNKNOWN = "unknown"


class Rail(Record):
    """A way of paying: an option of the question `channel`. `regions` is where it is used; none: anywhere."""

    id: Name
    kind: RailKind
    regions: tuple[Name, ...] = ()
    undo: Undo
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]


class Region(Record):
    """Where somebody is: an option of the question `region`, with its money and the ids of its contacts."""

    id: Name
    currency: Name | None = None
    police: str
    anti_scam: str | None = None
    despair: str | None = None


class Urgency(StrEnum):
    """When a step should be done; plans run in this order."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


ORDER = {urgency: place for place, urgency in enumerate(Urgency)}


class DeadlineRule(Record):
    """A moment counted from an answer that holds a time."""

    start: Name
    hours: Annotated[int, Field(gt=0)]
    kind: Literal["act_before", "happens_at"]
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]


class Step(ForCases):
    """One thing to do."""

    id: Name
    urgency: Urgency
    order: int
    deadline: DeadlineRule | None = None
    documents: tuple[str, ...] = ()
    facts: tuple[FactId, ...] = ()

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it stands in a plan; the same in whatever order the files are read."""
        return ORDER[self.urgency], self.order, self.id


class StepWords(Record):
    """The words of a step in one locale; both may be Jinja templates over the known answers."""

    title: Text
    body: Text


class Deed(Record):
    """Something that people say they have done, and the steps that it does, the likeliest first.

    Each line of `said` holds words, apart from each other by blanks, that stand in this order in one clause.
    """

    said: Annotated[tuple[Text, ...], Field(min_length=1)]
    steps: Annotated[tuple[Name, ...], Field(min_length=1)]

    def rest_of(self, clause: str) -> str | None:
        """What a plain clause holds besides the words that say it; None where it does not say it."""
        return next((rest for line in self.said if (rest := _without(clause, line.split())) is not None), None)


def _without(clause: str, words: list[str]) -> str | None:
    rest, at = "", 0
    for word in words:
        found = clause.find(word, at)
        if found < 0:
            return None
        rest, at = rest + clause[at:found], found + len(word)
    return rest + clause[at:]
