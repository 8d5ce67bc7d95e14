"""Papers: their kinds, the fields they need, and the words of both (`documents.yaml`, `paper_fields.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import Field

from dialogs.library.headers import facts_named
from dialogs.library.models.base import FactId, Name, Record, Text, complete
from dialogs.library.models.facts import Fact
from dialogs.library.records import ForCases

PaymentField = Literal[
    "time", "amount", "channel", "method", "card_tail", "order_number", "merchant_number", "payee_shown",
    "payee_account", "payee_bank", "accepted",
]  # fmt: skip
FeeName = Literal["amount", "acceptance", "acceptance_halved", "preservation", "payment_order", "enforcement"]
CaseFileProblemName = Literal[
    "too_large", "not_json", "not_a_case", "newer_version", "bad_answer", "bad_value", "unknown_field", "unknown_step",
]  # fmt: skip
MisreadName = Literal[
    "empty", "offline_only", "secret", "personal_number", "no_answer", "too_long", "rude", "date_unreadable",
    "time_unreadable", "in_future", "time_impossible", "amount_unreadable", "amount_too_fine", "amount_impossible",
    "order_unreadable", "order_repeated", "other_payments", "only_last_four", "choose_one", "choose_some", "yes_or_no",
    "payments_unreadable", "half_of_day",
]  # fmt: skip


EventName = Literal["paid", "police", "complaint", "contact", "found", "called"]
"""What people tell the time of in one breath with what is asked."""

SourceName = Literal["paper", "dialog", "story", "inferred"]
"""Where a value of a paper comes from: typed for a paper, told in the dialog, told first of all, or worked out."""


class Rule(ForCases):
    """When something is offered or refused.

    A predicate about a question that was not answered does not hold. `reason` names the words that explain a refusal,
    `instead` the kind that is begun in place of one refused to who asks for it in words.
    """

    reason: Name | None = None
    instead: Name | None = None


class Precondition(Record):
    """A field on which a kind depends. A strict one must be answered before the paper is made at all.

    It `must` be answered with yes or with no; or be `known`, which "I don't know" contradicts.
    """

    field: Name
    must: Literal["yes", "no", "known"]
    strict: bool = False
    reason: Name


class Form(StrEnum):
    """How a paper reads: a chat message, a text pasted into a form, or a paper to print and sign."""

    MESSAGE = "message"
    LETTER = "letter"
    PAPER = "paper"


class PaperKind(Record):
    """One kind of paper.

    Fields are asked in the order listed, required ones first; `offline` ones never. `short` is the kind of message
    that says the same in a few lines and comes first where the words ask for this one; `answers` is the question of
    knowledge that it answers better than the general words. `at_once` puts its button under the questions that only
    refine a plan: it is the first act of who needs it. `claims` says that the sum
    claimed is checked against the payments; `unpaid_when` names predicates under which there are none. `articles` are
    the only ones the template may cite, by law.
    """

    id: Name
    doc: Annotated[str, Field(pattern=r"^DOC-\d\d[a-d]?$")]
    form: Form
    offer: Annotated[tuple[Rule, ...], Field(min_length=1)]
    refuse: tuple[Rule, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    payments: tuple[PaymentField, ...] = ()
    unpaid_when: tuple[Name, ...] = ()
    required: tuple[Name, ...] = ()
    optional: tuple[Name, ...] = ()
    offline: tuple[Name, ...] = ()
    short: Name | None = None
    answers: str | None = None
    at_once: bool = False
    claims: bool = False
    articles: dict[Name, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"{self.id}.md.j2"

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that may be asked, in asking order: what decides first, then what is needed, then the rest."""
        guards = tuple(p.field for p in self.preconditions)
        return tuple(dict.fromkeys((*guards, *self.required, *self.optional)))


class FieldKind(StrEnum):
    """What a field holds, and so how it is read and written."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    ORDER_NUMBER = "order_number"
    CARD_TAIL = "card_tail"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PAYMENTS = "payments"


class FromAnswer(Record):
    """A field that the dialog's own answers may settle already."""

    question: Name
    values: dict[Name, str]


class Unless(Record):
    """Answers of the dialog with which a field makes no sense."""

    question: Name
    values: tuple[Name, ...]


class FieldSpec(Record):
    """A field of a paper.

    `numbers` allows any phone, card and account number, else one's own is refused; `polite` refuses threats and abuse;
    `future` allows a moment that is still to come, `zero` a sum of nothing, `undone` the answer that it was not done;
    `draft` takes what the person told first until they write it themselves; `situations` and `not_situations` limit
    where it is asked, `unless` names answers with which it is not; `wish` asks what somebody wants, where 「好」
    is a yes; `sensitive` ones are never asked at all. `event` is what a time is of; `holds` tells of words what they
    are: a `number` of a document, a `name`, or a `place` of the person's own.
    """

    id: Name
    kind: FieldKind = FieldKind.TEXT
    max_length: Annotated[int, Field(gt=0, le=2000)] = 200
    options: tuple[Name, ...] = ()
    known: FromAnswer | None = None
    situations: tuple[Name, ...] = ()
    not_situations: tuple[Name, ...] = ()
    unless: Unless | None = None
    numbers: bool = False
    polite: bool = False
    future: bool = False
    zero: bool = False
    undone: bool = False
    draft: bool = False
    wish: bool = False
    sensitive: bool = False
    event: EventName | None = None
    returned: bool = False
    holds: Literal["number", "name", "place"] | None = None


class FieldWords(Record):
    """The words of a field: its name in a paper and in a list, the question, a hint, the names of its options.

    `heard` holds for an option the patterns by which plain text says it; the longest match counts. Where words tell of
    two options, an option counts only if the others are among those that it `gives_way` to: else it is asked again.
    `called` holds other names by which somebody who mends it calls it, `lead` patterns of what stands before the value
    itself: 「我叫」.
    """

    label: Text
    ask: Text | None = None
    hint: Text | None = None
    options: dict[Name, Text] = Field(default_factory=dict)
    heard: dict[Name, tuple[Text, ...]] = Field(default_factory=dict)
    gives_way: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    called: tuple[Text, ...] = ()
    lead: tuple[Text, ...] = ()


class Tip(Record):
    """Something to know when handing a paper in."""

    text: Text
    facts: tuple[FactId, ...] = ()


class KindWords(Record):
    """The words about a kind of paper: its title, what it is for, what to know when handing it in, what it costs."""

    title: Text
    about: Text
    tips: tuple[Tip, ...] = ()
    costs: Tip | None = None  # with {amount} and the names of `dialogs.papers.fees.Fees`


class Refusal(Record):
    """Why a paper is not made, and what to do instead."""

    text: Text
    facts: tuple[FactId, ...] = ()


class PaperWords(Record):
    """The words that all papers share."""

    unknown: Text
    offline: Text
    blank: Text  # with {label}
    yes: Text
    no: Text
    not_applicable: Text
    which_payment: Text  # with {number}
    in_yuan: Text  # with {amount}
    paid_in_all: Text  # with {count}, {total}
    about_amount: Text  # with {low}, {high}
    between: Text  # with {start}, {end}
    day_only: Text  # with {day}
    undone: Text
    done_untimed: Text
    nothing: Text
    notice: Text  # with {date}
    bundle: Text  # the name of a paper with all that goes with it, with {title}
    signature_date: Text
    listed: Text  # with {key}, {value}: a table cell in plain text
    laws: dict[Name, Text]
    article: Text  # with {number}
    branch_article: Text  # with {number}, {branch}
    channels: dict[Name, Text]
    ways: dict[Name, Text]
    reasons: dict[Name, Refusal]
    kinds: dict[Name, KindWords]
    sources: Annotated[dict[SourceName, str], complete(get_args(SourceName))]
    file_problems: Annotated[dict[CaseFileProblemName, Text], complete(get_args(CaseFileProblemName))]  # with {where}
    # What each of `dialogs.papers.fees.Fees` is called.
    fees: Annotated[dict[FeeName, Text], complete(get_args(FeeName))]
    fees_source: Text  # with {reference}, {effective_from}, {checked_on}


class FieldReading(Record):
    """The words by which typed answers are understood, and what is said when they are not."""

    unknown_words: tuple[Text, ...]
    empty_words: tuple[Text, ...]  # beside "I don't know" they name nothing
    skip_words: tuple[Text, ...]
    leave_words: tuple[Text, ...]  # in a short answer: the item is to be left out
    none_words: tuple[Text, ...]
    yes_words: tuple[Text, ...]
    agree_words: tuple[Text, ...]  # a yes to a wish, and to no question of fact
    no_words: tuple[Text, ...]
    all_words: tuple[Text, ...]
    except_words: tuple[Text, ...]
    lost_words: tuple[Text, ...]
    kept_words: tuple[Text, ...]
    where_words: tuple[Text, ...]
    done_words: tuple[Text, ...]
    undone_words: tuple[Text, ...]
    rude_words: tuple[Text, ...]
    thanks_words: tuple[Text, ...]
    finish: tuple[Text, ...]  # patterns: no more questions
    later: tuple[Text, ...]  # patterns: go on another time
    another: tuple[Text, ...]  # patterns: how a paper is asked for in the midst of another
    given_up: tuple[Text, ...]  # patterns: of a clause that leaves the present paper
    back: tuple[Text, ...]  # patterns: the last answer was wrong, and is asked anew
    left: tuple[Text, ...]  # patterns: how many questions are left
    no_answer: tuple[Text, ...]  # patterns: of a whole text that tells nothing of what is asked
    asks_back: tuple[Text, ...]  # patterns: of a whole text that asks about the question
    skip_hint: Text
    problems: Annotated[dict[MisreadName, Text], complete(get_args(MisreadName))]
    fields: dict[Name, FieldWords]


@dataclass(frozen=True, slots=True)
class PaperLibrary:
    """Everything papers are made of. `templates` maps a template's name (without folder) to its source."""

    kinds: Mapping[str, PaperKind]
    fields: Mapping[str, FieldSpec]
    words: PaperWords
    reading: FieldReading
    templates: Mapping[str, str]
    facts: Mapping[str, Fact]
    currencies: Mapping[str, str]  # names by code

    def facts_of(self, kind: PaperKind) -> tuple[str, ...]:
        """The ids of the facts a paper rests on: those its template names."""
        return facts_named(self.templates[kind.template])

    def label(self, field: str) -> str:
        """What a field is called."""
        return self.reading.fields[field].label
