"""What one text was understood to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SCAM_OTHER = "scam_other"
_SURELY_DENIED = 0.75
OUT_OF_SCOPE = "out_of_scope"

DANGERS = (
    "cash_courier", "screen_sharing", "card_on_phone", "bank_lie", "police_at_door", "locked_in_call", "relative_now",
    "still_transferring", "secret_given", "access_wanted",
    "deductions", "pictures_out", "threatened", "violence", "despair", "minor",
)  # fmt: skip
"""What cannot wait, the most urgent first. Each has its words in the message ``danger_<id>``."""

ABOUT_UNDOING = frozenset({"ask.undo", "ask.bank_undo", "ask.alipay_undo", "ask.red_packet", "ask.pending"})
"""Questions of who wants a payment undone, and names nobody who would do it."""

HOW_PAID = frozenset({"amount", "paid_parts", "paid_at", "channel"})
"""The questions that tell how a payment was made."""


@dataclass(frozen=True, slots=True)
class Details:
    """The facts of a case that a text tells; None (or empty) is what it does not tell.

    `amount` is a decimal string or an interval ``low/high`` in `currency` (ISO 4217, or ``USDT``);
    `paid_at` an ISO 8601 time or a half-open interval ``start/end``. The other fields hold option ids of
    the question of the same subject in ``content/questions.yaml``.
    """

    amount: str | None = None
    currency: str | None = None
    payments: int | None = None
    paid_at: str | None = None
    channel: str | None = None
    accepted: str | None = None
    arrival: str | None = None
    region: str | None = None
    for_whom: str | None = None
    contact: str | None = None
    blocked: bool | None = None
    police: str | None = None
    tried: tuple[str, ...] = ()
    tool_installed: bool | None = None
    fee_paid: bool | None = None
    own_debt: bool | None = None

    def to_json(self) -> dict[str, object]:
        """A plain dict with every field, None when unknown, for machine-readable output."""
        return {
            name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in self.__slots__
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A text understood: which situation, what it already answers, and what is urgent in it.

    `situation` is None when nothing can be said (a greeting, garbage). `score` and the scores of the runners-up are
    0..1, best first. `answers` maps question names to values as `dialogs.case` stores them. `danger` holds ids of
    `DANGERS`, the most urgent first. `topics` holds ids of myths and of knowledge answers that the text asks about,
    the nearest first, `perhaps_asked` those that a part may ask, with their probabilities; `surely_asked` and
    `surely_in_danger` hold what of topics and dangers is beyond doubt. `asking` tells whether it asks anything,
    `interrogative` whether a word of it does; `stated` are the answers in the parts that neither do nor say what was
    not so, which are `statements`, and `denied` the answers that it says are not so; the situations that it says are
    not are `not_about`, with their scores.
    `plain` is the text as it was read, and `told` all answers in it, those too that belong to no question of the
    situation: what `read_answer` needs not find again. `clauses` are its parts, plain, `telling` those that do not
    tell the program what to do. `request` is what it asks the program to do or says to it (a class of the head
    ``request`` of ``content/models/messages.bin``), `feeling` what it tells of its writer's state; it `amends` what
    they said before, or holds what somebody else `reported`; a sum that it states is `part` of what they told:
    ``MORE``, ``WHOLE`` or "". One that `denies_all` says of some deeds that they were not done, and nothing else.
    """

    situation: str | None = None
    score: float = 0.0
    alternatives: tuple[tuple[str, float], ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    details: Details = field(default_factory=Details)
    danger: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    perhaps_asked: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    surely_asked: frozenset[str] = frozenset()
    surely_in_danger: frozenset[str] = frozenset()
    asking: bool = False
    interrogative: bool = False
    stated: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    denied: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    not_about: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    request: str | None = None
    feeling: str | None = None
    amends: bool = False
    part: str = ""
    reported: bool = False
    denies_all: bool = False
    plain: str = field(default="", repr=False)
    clauses: tuple[str, ...] = field(default=(), repr=False)
    telling: tuple[str, ...] = field(default=(), repr=False)
    statements: tuple[str, ...] = field(default=(), repr=False)
    told: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)


def surely_denied(not_about: Mapping[str, float]) -> frozenset[str]:
    """The situations that are beyond doubt among those, with their scores, that a text says it does not tell of."""
    return frozenset(name for name, score in not_about.items() if score >= _SURELY_DENIED)
