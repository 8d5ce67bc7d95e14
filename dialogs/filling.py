"""Filling in a paper in the dialog: what it is filled with, its questions one by one, and how they are answered.

Which paper is being written stands in the case (`Case.paper`, and `Case.field` while one field is answered anew); the
answers stand beside the others under ``paper.<field>`` and ``payments`` and feed every paper. What a paper needs is
asked first; then it is shown, and what may stay out is asked only where the person wants to go on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.known import Known
from dialogs.library.models.papers import FieldKind, PaperKind
from dialogs.messages import Option
from dialogs.papers.data import EVENT, FINISHED, PAYMENTS, PREFIX, PaperData, Payment
from dialogs.papers.fields import MORE, Ask, accept, changeable, missing, next_field, put, shown_payment
from dialogs.papers.offer import sums
from dialogs.papers.reading import Value
from dialogs.replay import Position
from dialogs.words import Said

MAX_LABEL = 40
PAYMENT = ("amount", "paid_at", "paid_parts")
ALIKE = frozenset({"method", "card_tail", "payee_shown", "accepted"})  # often the same in the next payment
WHOLE = "+"  # stands after the kind in `FINISHED` where what may stay out is asked as well
SAME, UNKNOWN, SKIP = "=", "?", "-"


def paper_data(case: Case, position: Position) -> PaperData:
    """What papers are filled with: the answers that count, what was answered for papers, and how much was paid when.

    The payment is what it was, whether or not the way to this plan asks about it.
    """
    payment = {name: case.answers[name] for name in PAYMENT if name in case.answers}
    fields = {
        name: value for name, value in case.answers.items() if name == PAYMENTS or name.startswith((PREFIX, EVENT))
    }
    data = PaperData.of(replace(position.known, answers={**payment, **position.known.answers, **fields}))
    return data if data.payments else replace(data, payments=_payments_said(data.known))


def _payments_said(known: Known) -> tuple[Payment, ...]:
    """The one payment whose sum was already told exactly, so that it is not asked again."""
    amount = known.amount
    if amount is None or amount[0] != amount[1] or known.get("paid_parts") == "several":
        return ()
    return (Payment().with_value("amount", str(amount[0])),)


def open_field(dialog: Dialog, case: Case, kind: PaperKind, data: PaperData) -> Ask | None:
    """The question that is open; None when the paper is to be shown."""
    if case.field:
        pairs = changeable(dialog.papers, kind, data)
        again = next((ask for ask, _ in pairs if ask.key == case.field), None)
        if again:
            return again
    wanted = case.answers.get(FINISHED)
    if wanted == kind.id:
        return None
    return next_field(dialog.papers, kind, data, optional=wanted == f"{kind.id}{WHOLE}")


def hear_field(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """A typed answer to the paper's open question."""
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    ask = open_field(dialog, case, kind, data)
    if ask is None:
        return Move(case, (Line(dialog.words.message("paper_is_done", position.known)),))
    got = accept(dialog.papers, ask, text, now)
    if not isinstance(got, Value):
        return Move(case, (Line(Said(dialog.papers.reading.problems[got.problem])),))
    stored = put(_divided(data, ask, got.text), ask, got.text).stored()
    others = {name: value for name, value in case.answers.items() if name not in stored}
    return Move(replace(case, answers={**others, **stored}, field=None, misses=0))


def _divided(data: PaperData, ask: Ask, value: str) -> PaperData:
    """The sum that was told first was that of all payments: where there are more, the first one's own is asked."""
    said = data.known.amount
    if ask.field.id != MORE or value != "yes" or said is None or len(data.payments) != 1:
        return data
    first = data.payments[0]
    return data.with_payment(0, first.without("amount")) if first.amount == said[0] == said[1] else data


def choose_field(dialog: Dialog, case: Case, position: Position, value: str, now: dt.datetime) -> Move | None:
    """A pressed answer to the open question: an option, ``?`` not known, ``-`` skip, ``=`` as in the last payment."""
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    ask = open_field(dialog, case, kind, data)
    if ask is None:
        return None
    reading = dialog.papers.reading
    words = {UNKNOWN: reading.unknown_words[0], SKIP: reading.skip_words[0], **dict(_choices(dialog, ask))}
    if (before := _before(data, ask)) is not None:
        words[SAME] = str(getattr(before, ask.field.id))
    return hear_field(dialog, case, position, words[value], now) if value in words else None


def reopen(dialog: Dialog, case: Case, position: Position, place: int) -> Move | None:
    """Ask one answered field anew."""
    kind = dialog.papers.kinds[case.paper or ""]
    pairs = changeable(dialog.papers, kind, paper_data(case, position))
    return Move(replace(case, field=pairs[place][0].key)) if 0 <= place < len(pairs) else None


def finish(case: Case) -> Move:
    """Show the paper as it is; what was not answered stands in it as a blank."""
    return Move(replace(case, answers={**case.answers, FINISHED: case.paper or ""}, field=None))


def resume(case: Case) -> Move:
    """Go on with the questions, those of what may stay out among them."""
    return Move(replace(case, answers={**case.answers, FINISHED: f"{case.paper}{WHOLE}"}, field=None))


def take_total(dialog: Dialog, case: Case, position: Position) -> Move | None:
    """Take the sum of the payments for the sum that was told first."""
    kind = dialog.papers.kinds[case.paper or ""]
    total = sums(dialog.papers, kind, paper_data(case, position)).total
    return None if total is None else Move(replace(case, answers={**case.answers, "amount": str(total)}))


def asking(dialog: Dialog, kind: PaperKind, data: PaperData, ask: Ask) -> Line:
    """A field's question with what can be pressed: its options, as before, not known, skip, enough."""
    hint = ask.hint
    if ask.field.kind is FieldKind.CHOICES:
        numbered = "\n".join(f"{place}. {label}" for place, (_, label) in enumerate(ask.options, start=1))
        hint = "\n\n".join(filter(None, (hint, numbered)))
    left = len(missing(dialog.papers, kind, data))
    said = dialog.words.message("paper_ask", data.known, ask=ask, hint=hint, left=left)
    options = [Option(f"set:{value}", label) for value, label in _choices(dialog, ask)]
    if (before := _before(data, ask)) is not None:
        alike = dialog.words.button("same")
        options.insert(0, Option(f"set:{SAME}", clipped(alike + shown_payment(dialog.papers, before, ask.field.id))))
    if ask.field.kind is not FieldKind.YES_NO:
        unanswered = (SKIP, dialog.words.button("skip")) if ask.optional else (UNKNOWN, dialog.words.button("unknown"))
        options.append(Option(f"set:{unanswered[0]}", unanswered[1]))
    options.append(Option("finish", dialog.words.button("finish")))
    return Line(said, tuple(options))


def clipped(label: str) -> str:
    """A button's label, not too long."""
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…"


def _choices(dialog: Dialog, ask: Ask) -> tuple[tuple[str, str], ...]:
    if ask.field.kind is FieldKind.YES_NO:
        return (("yes", dialog.papers.words.yes), ("no", dialog.papers.words.no))
    return ask.options if ask.field.kind is FieldKind.CHOICE else ()


def _before(data: PaperData, ask: Ask) -> Payment | None:
    """The payment before the one that is asked about, where its answer may well be the same."""
    if ask.number is None or ask.number <= 1 or ask.field.id not in ALIKE:
        return None
    before = data.payments[ask.number - 2]
    return before if getattr(before, ask.field.id) is not None else None
