"""Filling in a paper in the dialog: what it is filled with, its questions one by one, and how they are answered.

Which paper is being written stands in the case (`Case.paper`, and `Case.field` while one field is answered anew); the
answers stand beside the others under ``paper.<field>`` and ``payments`` and feed every paper. What a paper needs is
asked first; then the person sees what will be written, mends it or has it written; what may stay out is asked only
where they want to go on. How far that has come stands under `FINISHED`: the kind alone when it was written, with
`WHOLE` after it while all is asked, with `SEEN` when no more is to be asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.known import Known
from dialogs.library.models.papers import FieldKind, FieldReading, Form, PaperKind
from dialogs.library.records import Family
from dialogs.messages import Option
from dialogs.papers import guard
from dialogs.papers.abroad import told_abroad
from dialogs.papers.beside import with_what_is_told_beside
from dialogs.papers.data import (
    EVENT,
    FINISHED,
    PAYMENTS,
    PREFIX,
    STORY,
    PaperData,
    Payment,
    read_payments,
)
from dialogs.papers.fields import SHORTEST_STORY, Ask, entries, missing, next_field, payments_ask
from dialogs.papers.mending import mend_said, mends_in_passing
from dialogs.papers.moments import BEIJING, read_moment
from dialogs.papers.offer import sums
from dialogs.papers.reading import Value
from dialogs.papers.spoken import half_unsaid
from dialogs.papers.taking import accept, put
from dialogs.replay import Position
from dialogs.secrets import screen
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified
from dialogs.understanding.days import DAY
from dialogs.words import Said

MAX_LABEL = 40
LONGEST_TURN = 14  # characters that turn the questions of a paper; more tell something
PAYMENT = ("amount", "paid_at", "paid_parts")
WHOLE, SEEN = "+", "?"  # after the kind in `FINISHED`
UNKNOWN, SKIP = "?", "-"
LONGEST_STORY = 400  # characters, as many as the field of a paper takes
TELLING = frozenset({Family.MISTAKE, Family.SCAM, Family.RECALL, Family.ACCOUNT, Family.DISPUTE})
_BACK = {"今": 0, "昨": 1, "前": 2, "大前": 3}
_RELATIVE = Expression(
    r"(?P<back>大前|(?<![以之目])前|昨|今)(?P<part>[天日晚夜早])(?:上(?=[^\u4e00-\u9fff]|$|[零一二两三四五六七八九十\d]))?(?!年)"
)
_LEFT_OUT = Expression(
    r"[加添补]上?[一两二三四五六七八九十\d]{1,2}笔|还有|还[缺差少]|缺|漏|忘[了记]?说|少[了记写说算]{0,2}.{0,2}[笔次个]|[是有][一两二三四五六七八九十\d]{1,2}笔"
)
_TOO_MANY = Expression(r"多[了记出]|重复|少[了记写说]")  # 「写少了，是5500」 may be of a sum: all are asked anew
_COMPLAINS = Expression(r"(?:那|这|不|[写填记弄搞]?[错反]了?)(?!.{0,40}(?:应该|改|其实|正确))")
_TWICE = Expression(r"^(.{1,4}?)\1+$")
_HALVES = ("凌晨", "上午", "下午", "晚上")  # by the hour that was told before
_BETWEEN = Expression(r"[\s,，。.!！~]+")


def paper_data(case: Case, position: Position) -> PaperData:
    """What papers are filled with: the answers that count, what was answered for papers, and how much was paid when.

    The payment is what it was, whether or not the way to this plan asks about it.
    """
    payment = {name: case.answers[name] for name in PAYMENT if name in case.answers}
    fields = {
        name: value for name, value in case.answers.items() if name == PAYMENTS or name.startswith((PREFIX, EVENT))
    }
    data = PaperData.of(replace(position.known, answers={**payment, **position.known.answers, **fields}))
    data = replace(data, told=frozenset(case.answers))
    return data if data.payments else replace(data, payments=_payments_said(data.known))


def _payments_said(known: Known) -> tuple[Payment, ...]:
    """The one payment whose sum was already told exactly, so that it is not asked again."""
    amount, abroad = known.amount, told_abroad(known)
    if known.get("paid_parts") == "several":
        return ()
    if abroad:
        return (Payment(other=abroad),)
    return (Payment().with_value("amount", str(amount[0])),) if amount and amount[0] == amount[1] else ()


def with_story(before: Position, case: Case, position: Position, text: str) -> Case:
    """The case with the words by which its situation was found, as the first draft of a paper's story.

    Nothing is kept of somebody who only asks, of a few words, or of a message with something secret in it.
    """
    if before.situation or position.known.family not in TELLING or f"{PREFIX}{STORY}" in case.answers:
        return case
    if screen(text).kinds or len(text) < SHORTEST_STORY:
        return case
    story = _dated(" ".join(text.split()), position.known.now)[:LONGEST_STORY]
    return replace(case, answers={**case.answers, f"{PREFIX}{STORY}": story})


def without_story(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers without the draft of a story, which no question asks for."""
    return {name: value for name, value in answers.items() if name != f"{PREFIX}{STORY}"}


def _dated(story: str, now: dt.datetime) -> str:
    """A story with its 昨天 and 昨晚 as dates, since a paper is read on another day."""

    def date(match: re.Match[str]) -> str:
        day = now.astimezone(BEIJING).date() - dt.timedelta(days=_BACK[match["back"]])
        part = {"晚": "晚上", "夜": "夜里", "早": "早上"}.get(match["part"], "")
        return f"{day.month}月{day.day}日{part}"

    return _RELATIVE.sub(date, story)


def stage(case: Case, kind: PaperKind) -> str:
    """How far the writing of a kind has come: "" while it is asked, `WHOLE`, `SEEN`, or the kind when it is written."""
    wanted = case.answers.get(FINISHED, "")
    if wanted == kind.id:
        return wanted
    return wanted[-1] if wanted[:-1] == kind.id else ""


def open_field(dialog: Dialog, case: Case, kind: PaperKind, data: PaperData) -> Ask | None:
    """The question that is open; None when the paper, or what will be written in it, is to be shown."""
    if case.field == PAYMENTS:
        return payments_ask(dialog.papers)
    if case.field:
        again = next((one.ask for one in entries(dialog.papers, kind, data) if one.ask.key == case.field), None)
        if again:
            return again
    now = stage(case, kind)
    if now in {kind.id, SEEN}:
        return None
    return next_field(dialog.papers, kind, data, optional=now == WHOLE)


def asks_for_a_story(dialog: Dialog, case: Case, position: Position) -> bool:
    """Whether the open question of a paper takes free words, in which a danger may be what happened."""
    if not case.paper:
        return False
    ask = open_field(dialog, case, dialog.papers.kinds[case.paper], paper_data(case, position))
    return ask is not None and ask.field.kind in {FieldKind.TEXT, FieldKind.PAYMENTS}


def hear_field(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """A typed answer to the paper's open question; where none is open, what is to be mended in it."""
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    ask = open_field(dialog, case, kind, data)
    if ask is None:
        return _mend(dialog, case, position, text, now)
    return _answered(dialog, case, data, ask, text, now)


def navigated(dialog: Dialog, case: Case, position: Position, text: str) -> Move | None:
    """What a few words say about the questions themselves: enough of them, another time, how many are left."""
    reading = dialog.papers.reading
    plain = "".join(dialog.understander.plain(text).split()).strip("。.!！~？?")
    if len(plain) > LONGEST_TURN or stage(case, dialog.papers.kinds[case.paper or ""]) == case.paper:
        return None
    if any(Expression(one).search(plain) for one in reading.finish):
        return finish(dialog, case)
    if any(Expression(one).search(_TWICE.sub(r"\1", plain)) for one in reading.back) and _asks(dialog, case, position):
        return Move(step_back(dialog, case))
    if any(Expression(one).search(plain) for one in reading.later):
        return Move(case, (Line(dialog.words.message("reply_goodbye", position.known)),), show=False)
    return Move(case) if any(Expression(one).search(plain) for one in reading.left) else None


def _answered(dialog: Dialog, case: Case, data: PaperData, ask: Ask, text: str, now: dt.datetime) -> Move:
    got = accept(dialog.papers, ask, data, text, now, dialog.understander.mentions)
    if not isinstance(got, Value):
        problem = Line(Said(dialog.papers.reading.problems[got.problem]))
        return Move(case, (problem, asking(dialog, dialog.papers.kinds[case.paper or ""], data, ask)), show=False)
    filled = put(data, ask, got.text)
    kind = dialog.papers.kinds[case.paper or ""]
    stored = with_what_is_told_beside(
        dialog.papers, kind, filled, ask, text, now, dialog.understander.mentions
    ).stored()
    others = {name: value for name, value in case.answers.items() if name not in stored}
    return Move(replace(case, answers={**others, **stored}, field=None, misses=0))


def _mend(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """Words over what will be written: a yes has it written, a name opens its question, a name and a value mend it."""
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    plain = text.strip().rstrip("。.!！~")
    if guard.has_secret(text) or guard.has_identity_number(text):
        problem = "secret" if guard.has_secret(text) else "personal_number"
        return Move(case, (Line(Said(dialog.papers.reading.problems[problem])),))  # type: ignore[index]
    reading = dialog.papers.reading
    agrees = any(_agrees(reading, one) for one in (plain, dialog.understander.plain(plain)))
    if agrees or plain == dialog.words.button("write"):
        return write(case)
    shown = entries(dialog.papers, kind, data)
    mend = mend_said(dialog.papers, data, shown, plain, now, dialog.understander.mentions)
    if mend is None:
        return Move(case, (Line(dialog.words.message("paper_mend", position.known)),))
    entry, rest = mend
    if rest and not (entry.ask.field.kind is FieldKind.TEXT and _COMPLAINS.match(simplified(rest))):
        mended = _mended(dialog, case, data, entry.ask, plain, rest, now)
        if mended.case is not case:
            return mended
    return Move(replace(case, field=entry.ask.key))


def mended_in_passing(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move | None:
    """What words mend of what was answered before, while something else is asked; that stays asked."""
    kind, data = dialog.papers.kinds[case.paper or ""], paper_data(case, position)
    ask, hear = open_field(dialog, case, kind, data), dialog.understander.mentions
    if ask is None or screen(text).kinds:
        return None
    shown = entries(dialog.papers, kind, data)
    mend = mends_in_passing(dialog.papers, data, shown, ask, text.strip().rstrip("。.!！~"), now, hear)
    if mend is None:
        return None
    key = mend.entry.ask.key
    if not mend.right:
        return Move(replace(case, field=key))
    mended = _mended(dialog, case, data, mend.entry.ask, text, mend.right, now)
    if mended.case.answers == case.answers:
        return None
    after = paper_data(mended.case, position)
    now_shown = next((one for one in entries(dialog.papers, kind, after) if one.ask.key == key), None)
    said = now_shown and Line(dialog.words.message("paper_mended", position.known, entry=now_shown))
    return Move(replace(mended.case, field=case.field), (said,) if said else ())


def _asks(dialog: Dialog, case: Case, position: Position) -> bool:
    """Whether a question of the paper is open."""
    return open_field(dialog, case, dialog.papers.kinds[case.paper or ""], paper_data(case, position)) is not None


def _agrees(reading: FieldReading, plain: str) -> bool:
    """Whether words are a yes, said once or twice, with thanks or without: 「可以可以，谢谢哈」."""
    parts = [_TWICE.sub(r"\1", part) for part in _BETWEEN.split(plain) if part and part not in reading.thanks_words]
    return bool(parts) and all(part in {*reading.yes_words, *reading.agree_words} for part in parts)


def _mended(dialog: Dialog, case: Case, data: PaperData, ask: Ask, plain: str, rest: str, now: dt.datetime) -> Move:
    """A value named beside what it mends: a payment left out is added, an hour alone is of the day that was there."""
    left_out = ask.key == PAYMENTS and _LEFT_OUT.search(simplified(plain))
    if ask.key == PAYMENTS and not left_out and _TOO_MANY.search(simplified(plain)):
        return Move(case)
    if left_out:
        got = accept(dialog.papers, ask, data, plain, now, dialog.understander.mentions)
        if not isinstance(got, Value):
            return Move(case)
        both = replace(data, payments=(*data.payments, *read_payments(got.text)), entered=True)
        return Move(replace(case, answers={**case.answers, **both.stored()}, field=None, misses=0))
    if ask.field.kind is FieldKind.TIME and ask.number and not DAY.search(rest):
        at = data.payments[ask.number - 1].time
        now = min(now, at.at.replace(hour=23, minute=59, second=59)) if at else now
        if at and at.precision != "day" and half_unsaid(rest, now, dialog.understander.mentions):
            rest = _HALVES[min(at.at.hour // 6, 3)] + rest  # of the half of the day that was there
    elif ask.field.kind is FieldKind.TIME and ask.number and (at := data.payments[ask.number - 1].time):
        got = accept(dialog.papers, ask, data, rest, now, dialog.understander.mentions)
        day = read_moment(got.text, now) if isinstance(got, Value) else None
        if day and day.precision == "day" and at.precision != "day":  # 「日期是29号」 leaves the hour as it was
            rest = replace(at, at=dt.datetime.combine(day.at.date(), at.at.timetz())).iso()
    return _answered(dialog, case, data, ask, rest, now)


def choose_field(dialog: Dialog, case: Case, position: Position, value: str, now: dt.datetime) -> Move | None:
    """A pressed answer to the open question: an option, ``?`` not known, ``-`` skip."""
    kind = dialog.papers.kinds[case.paper or ""]
    ask = open_field(dialog, case, kind, paper_data(case, position))
    if ask is None:
        return None
    reading = dialog.papers.reading
    words = {UNKNOWN: reading.unknown_words[0], SKIP: reading.skip_words[0], **dict(_choices(dialog, ask))}
    return hear_field(dialog, case, position, words[value], now) if value in words else None


def reopen(dialog: Dialog, case: Case, position: Position, place: int) -> Move | None:
    """Ask one answered field anew."""
    kind = dialog.papers.kinds[case.paper or ""]
    shown = entries(dialog.papers, kind, paper_data(case, position))
    return Move(replace(case, field=shown[place].ask.key)) if 0 <= place < len(shown) else None


def step_back(dialog: Dialog, case: Case) -> Case:
    """The case one question of its paper back: the last answer given for it is asked anew; none left, it is closed."""
    kind = dialog.papers.kinds[case.paper or ""]
    if case.field:
        return replace(case, field=None)
    if stage(case, kind):
        return case.without(FINISHED)
    own = [name for name in case.answers if name.removeprefix(PREFIX) in kind.fields and name.startswith(PREFIX)]
    if own:
        return case.without(own[-1])
    if PAYMENTS in case.answers and kind.payments:
        return case.without(PAYMENTS)
    return replace(case, paper=None)


def finish(dialog: Dialog, case: Case) -> Move:
    """Ask no more: show what will be written, or the message as it is."""
    message = dialog.papers.kinds[case.paper or ""].form is Form.MESSAGE
    return Move(_at(case, case.paper or "") if message else _at(case, f"{case.paper}{SEEN}"))


def write(case: Case) -> Move:
    """Write the paper as it is; what was not answered stands in it as a blank."""
    return Move(_at(case, case.paper or ""))


def resume(case: Case) -> Move:
    """Go on with the questions, those of what may stay out among them."""
    return Move(_at(case, f"{case.paper}{WHOLE}"))


def _at(case: Case, wanted: str) -> Case:
    return replace(case, answers={**case.answers, FINISHED: wanted}, field=None)


def take_total(dialog: Dialog, case: Case, position: Position) -> Move | None:
    """Take the sum of the payments for the sum that was told first."""
    kind = dialog.papers.kinds[case.paper or ""]
    total = sums(dialog.papers, kind, paper_data(case, position)).total
    return None if total is None else Move(replace(case, answers={**case.answers, "amount": str(total)}))


def asking(dialog: Dialog, kind: PaperKind, data: PaperData, ask: Ask) -> Line:
    """A field's question with what can be pressed: its options, not known, skip, enough."""
    hint = ask.hint
    if ask.field.kind is FieldKind.CHOICES:
        numbered = "\n".join(f"{place}. {label}" for place, (_, label) in enumerate(ask.options, start=1))
        hint = "\n\n".join(filter(None, (hint, numbered)))
    left = len(missing(dialog.papers, kind, data))
    said = dialog.words.message("paper_ask", data.known, ask=ask, hint=hint, left=left)
    options = [Option(f"set:{value}", label) for value, label in _choices(dialog, ask)]
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
