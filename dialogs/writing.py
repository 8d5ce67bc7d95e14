"""Writing a paper in the dialog: choose one, answer what it still needs, look at it, change a field, take it along.

Which paper is being written stands in the case (`Case.paper`, and `Case.field` while one field is answered anew); the
answers stand beside the others under ``paper.<field>`` and ``payments`` and feed every paper.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.known import Known
from dialogs.messages import File, Option
from dialogs.papers.data import PAYMENTS, PREFIX, PaperData, Payment
from dialogs.papers.fields import Ask, accept, changeable, next_field, put
from dialogs.papers.kinds import FieldKind, Form, Kind
from dialogs.papers.offer import obstacles, offered, unmet
from dialogs.papers.paper import NotMade, Paper, compose
from dialogs.papers.plain import to_text
from dialogs.papers.reading import Value
from dialogs.replay import Position
from dialogs.showing import paged
from dialogs.words import Said

PAGE = 6
LONGEST = 1500  # characters of a paper shown in one message; papers may be longer than advice
FORMATS = ("docx", "pdf")
MAX_LABEL = 40
FINISHED = f"{PREFIX}finished"  # the kind for which nothing more is to be asked


def paper_data(case: Case, position: Position) -> PaperData:
    """What papers are filled with: the answers that count, and what was answered for papers."""
    fields = {name: value for name, value in case.answers.items() if name == PAYMENTS or name.startswith(PREFIX)}
    data = PaperData.of(replace(position.known, answers={**position.known.answers, **fields}))
    return data if data.payments else replace(data, payments=_payments_said(position.known))


def _payments_said(known: Known) -> tuple[Payment, ...]:
    """The one payment whose sum was already told exactly, so that it is not asked again."""
    amount = known.amount
    if amount is None or amount[0] != amount[1] or known.get("paid_parts") == "several":
        return ()
    return (Payment().with_value("amount", str(amount[0])),)


def offered_kinds(dialog: Dialog, case: Case, position: Position) -> list[Kind]:
    """The papers that help in this case."""
    known = paper_data(case, position).known
    return [kind for kind in dialog.papers.kinds.values() if offered(dialog.papers, kind, known) is None]


def menu_lines(dialog: Dialog, case: Case, position: Position, page: int = 0) -> list[Line]:
    """The papers offered, each a button; or the plain word that there are none."""
    kinds = offered_kinds(dialog, case, position)
    if not kinds:
        return [Line(dialog.words.message("papers_none", position.known))]
    options = [Option(f"paper:{kind.id}", dialog.papers.words.kinds[kind.id].title) for kind in kinds]
    said = dialog.words.message("papers_menu", position.known)
    shown = paged(options, PAGE, page, dialog.words.message("more", position.known))
    return [Line(said, tuple(Option(one.id.replace("more:", "papers:"), one.label) for one in shown))]


def begin(dialog: Dialog, case: Case, position: Position, kind: str) -> Move | None:
    """Start a paper, or say why it is not for this case."""
    if kind not in dialog.papers.kinds:
        return None
    data = paper_data(case, position)
    refusal = offered(dialog.papers, dialog.papers.kinds[kind], data.known)
    if refusal:
        return Move(case, (Line(Said(refusal.text, refusal.facts)),), show=False)
    about = dialog.papers.words.kinds[kind]
    intro = dialog.words.message("paper_begin", position.known, about=about)
    return Move(replace(case, paper=kind, field=None, changing=None), (Line(intro),))


def paper_lines(dialog: Dialog, case: Case, position: Position) -> list[Line]:
    """Where a paper stands: its next question, or the paper itself."""
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    ask = _open_field(dialog, case, kind, data)
    guards = {condition.field for condition in kind.preconditions}
    if ask and (ask.field.id in guards or not unmet(dialog.papers, kind, data)):
        return [_asking(dialog, position, ask)]
    return _finished(dialog, position, kind, data)


def hear_field(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """A typed answer to the paper's open question."""
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    ask = _open_field(dialog, case, kind, data)
    if ask is None:
        return Move(case, (Line(dialog.words.message("paper_is_done", position.known)),))
    got = accept(dialog.papers, ask, text, now)
    if not isinstance(got, Value):
        return Move(case, (Line(Said(dialog.papers.reading.problems[got.problem])),))
    stored = put(data, ask, got.text).stored()
    others = {name: value for name, value in case.answers.items() if name not in stored}
    return Move(replace(case, answers={**others, **stored}, field=None, misses=0))


def choose_field(dialog: Dialog, case: Case, position: Position, value: str, now: dt.datetime) -> Move | None:
    """A pressed answer to the paper's open question: one of its options, ``?`` for not known, ``-`` to skip."""
    kind = dialog.papers.kinds[case.paper or ""]
    ask = _open_field(dialog, case, kind, paper_data(case, position))
    if ask is None:
        return None
    reading = dialog.papers.reading
    words = {"?": reading.unknown_words[0], "-": reading.skip_words[0], **dict(_choices(dialog, ask))}
    return hear_field(dialog, case, position, words[value], now) if value in words else None


def change_lines(dialog: Dialog, case: Case, position: Position, page: int = 0) -> list[Line]:
    """Everything answered that this paper uses, each a button that asks it anew."""
    kind = dialog.papers.kinds[case.paper or ""]
    pairs = changeable(dialog.papers, kind, paper_data(case, position))
    options = [Option(f"field:{place}", _clipped(f"{ask.label}：{shown}")) for place, (ask, shown) in enumerate(pairs)]
    said = dialog.words.message("paper_change" if options else "nothing_to_change", position.known)
    shown = paged(options, PAGE, page, dialog.words.message("more", position.known))
    return [Line(said, tuple(Option(one.id.replace("more:", "fields:"), one.label) for one in shown))]


def reopen(dialog: Dialog, case: Case, position: Position, place: int) -> Move | None:
    """Ask one answered field anew."""
    kind = dialog.papers.kinds[case.paper or ""]
    pairs = changeable(dialog.papers, kind, paper_data(case, position))
    return Move(replace(case, field=pairs[place][0].key)) if 0 <= place < len(pairs) else None


def make_file(dialog: Dialog, case: Case, position: Position, form: str, now: dt.datetime) -> Move | None:
    """The paper as a file for the adapter to build; where it may not be made, why."""
    if form not in FORMATS:
        return None
    kind = dialog.papers.kinds[case.paper or ""]
    try:
        paper = compose(dialog.papers, kind, paper_data(case, position), now)
    except NotMade as refused:
        return Move(case, tuple(Line(Said(one.text, one.facts)) for one in refused.obstacles), show=False)
    said = dialog.words.message("paper_file", position.known, about=dialog.papers.words.kinds[kind.id])
    file = File(f"{paper.title}.{form}", form, paper.markdown)
    return Move(case, (Line(Said(said.text, paper.facts), _done_options(dialog, position, kind), (file,)),), show=False)


def _open_field(dialog: Dialog, case: Case, kind: Kind, data: PaperData) -> Ask | None:
    if case.field:
        pairs = changeable(dialog.papers, kind, data)
        again = next((ask for ask, _ in pairs if ask.key == case.field), None)
        if again:
            return again
    return None if case.answers.get(FINISHED) == kind.id else next_field(dialog.papers, kind, data)


def _choices(dialog: Dialog, ask: Ask) -> tuple[tuple[str, str], ...]:
    if ask.field.kind is FieldKind.YES_NO:
        return (("yes", dialog.papers.words.yes), ("no", dialog.papers.words.no))
    return ask.options if ask.field.kind is FieldKind.CHOICE else ()


def _asking(dialog: Dialog, position: Position, ask: Ask) -> Line:
    """A field's question with what can be pressed: its options, not known, skip, enough."""
    hint = ask.hint
    if ask.field.kind is FieldKind.CHOICES:
        numbered = "\n".join(f"{place}. {label}" for place, (_, label) in enumerate(ask.options, start=1))
        hint = "\n\n".join(filter(None, (hint, numbered)))
    said = dialog.words.message("paper_ask", position.known, ask=ask, hint=hint)
    options = [Option(f"set:{value}", label) for value, label in _choices(dialog, ask)]
    if ask.field.kind is not FieldKind.YES_NO:
        names = [("set:-", "option_skip")] if ask.optional else [("set:?", "option_unknown")]
        options += [Option(name, dialog.words.message(words, position.known).text) for name, words in names]
    options.append(Option("finish", dialog.words.message("option_finish", position.known).text))
    return Line(said, tuple(options))


def _finished(dialog: Dialog, position: Position, kind: Kind, data: PaperData) -> list[Line]:
    """The paper as text, what to know when handing it in, and what can be done with it."""
    refusals = obstacles(dialog.papers, kind, data)
    if refusals:
        lines = [Line(Said(one.text, one.facts)) for one in refusals]
        lines[-1] = Line(lines[-1].said, _correct_options(dialog, position))
        return lines
    paper = compose(dialog.papers, kind, data, position.known.now)
    lines = [Line(said) for said in _pages(paper, dialog.papers.words.listed)]
    tips = dialog.papers.words.kinds[kind.id].tips
    facts = tuple(dict.fromkeys(fact for tip in tips for fact in tip.facts))
    closing = dialog.words.message("paper_done", position.known, tips=tips)
    return [*lines, Line(Said(closing.text, facts), _done_options(dialog, position, kind))]


def _pages(paper: Paper, listed: str) -> list[Said]:
    """The paper's text to read and to paste, in messages that are not too long."""
    text = to_text(paper.markdown, listed)
    pages = [""]
    for block in text.split("\n\n"):
        if pages[-1] and len(pages[-1]) + len(block) > LONGEST:
            pages.append("")
        pages[-1] = f"{pages[-1]}\n\n{block}".strip()
    return [Said(f"```\n{page.replace('```', '')}\n```", paper.facts) for page in pages if page]


def _done_options(dialog: Dialog, position: Position, kind: Kind) -> tuple[Option, ...]:
    def option(name: str, words: str) -> Option:
        return Option(name, dialog.words.message(words, position.known).text)

    files = () if kind.form is Form.MESSAGE else (option("file:docx", "option_docx"), option("file:pdf", "option_pdf"))
    return (*files, *_correct_options(dialog, position))


def _correct_options(dialog: Dialog, position: Position) -> tuple[Option, ...]:
    return (
        Option("fields:0", dialog.words.message("option_field", position.known).text),
        Option("leave", dialog.words.message("option_leave", position.known).text),
    )


def _clipped(label: str) -> str:
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…"
