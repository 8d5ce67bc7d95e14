"""Whether a paper is made: for which situations, on which conditions, and only when its sums agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dialogs.known import Known
from dialogs.library.models.papers import PaperKind, PaperLibrary, Rule
from dialogs.papers import money
from dialogs.papers.abroad import told_abroad
from dialogs.papers.data import SKIPPED, UNKNOWN, PaperData, Payment
from dialogs.papers.fields import applies, value_of
from dialogs.predicates import fits

NOT_FOR_THIS = "not_for_this"
SUM_NOT_AS_SAID = "sum_not_as_said"
CONTRARY = {"yes": {"no"}, "no": {"yes"}, "known": {UNKNOWN, SKIPPED}}  # to what a precondition must be
WHOLE_SUM = frozenset({"wrong_amount"})  # here the amount said may be only the part paid too much


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a paper is not made. `reason` names its words; `text` is what is shown, `facts` what it rests on."""

    reason: str
    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a paper in yuan; None where something needed for one is not known."""

    total: Decimal | None
    due: Decimal | None
    returned: Decimal | None
    claim: Decimal | None

    @property
    def net(self) -> Decimal | None:
        """What is still lost: everything paid, less what was owed and what came back."""
        if self.total is None or self.due is None or self.returned is None:
            return None
        return self.total - self.due - self.returned

    @property
    def most(self) -> Decimal | None:
        """The most that can be asked back: everything paid, less what is known to have been owed and come back."""
        return None if self.total is None else self.total - (self.due or 0) - (self.returned or 0)

    @property
    def principal(self) -> Decimal | None:
        """What is asked back: the sum claimed, else the net loss."""
        return self.net if self.claim is None else self.claim


def offered(library: PaperLibrary, kind: PaperKind, known: Known) -> Obstacle | None:
    """None when a paper is offered in this case; else why it is refused and what to do instead."""
    rule = _refusing(kind, known)
    if rule and rule.reason:
        return obstacle(library, rule.reason)
    return None if any(fits(rule, known) for rule in kind.offer) else obstacle(library, NOT_FOR_THIS)


def in_its_place(kind: PaperKind, known: Known) -> str:
    """The kind of paper that does in this case what this one does in others; itself, where there is none."""
    rule = _refusing(kind, known)
    return (rule and rule.instead) or kind.id


def obstacles(library: PaperLibrary, kind: PaperKind, data: PaperData) -> tuple[Obstacle, ...]:
    """Everything that stands against making the paper now: the situation, its preconditions, its sums."""
    refused = offered(library, kind, data.known)
    found = [refused] if refused else []
    return (*found, *unmet(library, kind, data), *check_sums(library, kind, data))


def unmet(library: PaperLibrary, kind: PaperKind, data: PaperData, *, so_far: bool = False) -> tuple[Obstacle, ...]:
    """Preconditions that do not hold; a strict one counts as unmet until it is answered, unless `so_far` is meant."""
    found: list[Obstacle] = []
    for condition in kind.preconditions:
        if not applies(library, data, condition.field):
            continue
        value = value_of(library, data, condition.field)
        contrary = value in CONTRARY[condition.must]
        open_ = value is None and so_far
        if contrary or (condition.strict and value != condition.must and not open_):
            found.append(obstacle(library, condition.reason))
    return tuple(dict.fromkeys(found))


def sums(library: PaperLibrary, kind: PaperKind, data: PaperData) -> Sums:
    """The sums of what was paid, for kinds that list payments, and what is claimed, for kinds that make a claim.

    What was due counts where too much was paid, what came back where the kind asks for it: unanswered, both are None.
    """
    payments = payments_of(data) if kind.payments else ()
    abroad = any(payment.other for payment in payments)  # what is claimed in yuan is then not known
    return Sums(
        total=None if abroad else money.total(payment.amount for payment in payments),
        due=_amount(library, data, "due_amount") if applies(library, data, "due_amount") else Decimal(0),
        returned=_amount(library, data, "returned_amount") if "returned_amount" in kind.fields else Decimal(0),
        claim=_amount(library, data, "claim") if kind.claims else None,
    )


def check_sums(library: PaperLibrary, kind: PaperKind, data: PaperData) -> tuple[Obstacle, ...]:
    """Why the sums do not agree, or nothing. What is not known yet disagrees with nothing."""
    if not kind.payments or not data.payments:
        return ()
    found: list[Obstacle] = []
    counted = sums(library, kind, data)
    said = data.known.amount
    if counted.total is None:
        return ()
    values = {"total": money.grouped(counted.total)}
    if said and data.known.situation not in WHOLE_SUM and not said[0] <= counted.total <= said[1]:
        said_text = "–".join(money.grouped(end) for end in dict.fromkeys(said))
        found.append(obstacle(library, SUM_NOT_AS_SAID, said=said_text, **values))
    most, claim = counted.most or Decimal(0), counted.claim
    if most < 0:
        found.append(obstacle(library, "sum_below_zero", **values))
    elif claim is not None and (claim > most if counted.net is None else claim != most):
        shown = {"net": money.grouped(most), "claim": money.grouped(claim)}
        found.append(obstacle(library, "sum_not_as_claimed", **shown, **values))
    return tuple(found)


def payments_of(data: PaperData) -> tuple[Payment, ...]:
    """The payments; while none were entered, the one that the dialog's own answers tell of."""
    if data.payments or data.known.get("paid_parts") == "several":
        return data.payments
    amount = data.known.amount
    yuan = money.sound(amount[0]) if amount and amount[0] == amount[1] else None
    return (Payment(amount=yuan, other=told_abroad(data.known)),)


def _refusing(kind: PaperKind, known: Known) -> Rule | None:
    return next((rule for rule in kind.refuse if rule.reason and fits(rule, known)), None)


def obstacle(library: PaperLibrary, reason: str, **values: str) -> Obstacle:
    """A reason in words."""
    words = library.words.reasons[reason]
    return Obstacle(reason, words.text.format(**values) if values else words.text, words.facts)


def _amount(library: PaperLibrary, data: PaperData, name: str) -> Decimal | None:
    value = value_of(library, data, name) if applies(library, data, name) else None
    return money.sound(money.read_amount(value)) if value else None
