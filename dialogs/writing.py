"""Papers in the dialog: choose one, look at it, change a field, take it along. Its questions are `dialogs.filling`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import asking, clipped, open_field, paper_data
from dialogs.library.models.buttons import ButtonName
from dialogs.library.models.papers import Form, PaperKind
from dialogs.messages import File, Option
from dialogs.papers.costs import costs
from dialogs.papers.data import PaperData
from dialogs.papers.fields import changeable, next_field, value_of
from dialogs.papers.offer import SUM_NOT_AS_SAID, obstacles, offered, unmet
from dialogs.papers.paper import NotMade, Paper, compose
from dialogs.papers.plain import to_text
from dialogs.replay import Position
from dialogs.showing import paged
from dialogs.words import Said, merge_facts

PAGE = 6
LONGEST = 1500  # characters of a paper shown in one message; papers may be longer than advice
FORMATS = ("docx", "pdf")


def offered_kinds(dialog: Dialog, case: Case, position: Position) -> list[PaperKind]:
    """The papers that help in this case: not those that its answers rule out already."""
    known = paper_data(case, position).known
    return [
        kind
        for kind in dialog.papers.kinds.values()
        if offered(dialog.papers, kind, known) is None and not _ruled_out(dialog, kind, PaperData(known))
    ]


def _ruled_out(dialog: Dialog, kind: PaperKind, said: PaperData) -> bool:
    """Whether an answer of the dialog speaks against a precondition; an answer given for the paper can be changed."""
    held = [(condition, value_of(dialog.papers, said, condition.field)) for condition in kind.preconditions]
    return any(value not in {None, condition.must} for condition, value in held)


def menu_lines(dialog: Dialog, case: Case, position: Position, page: int = 0) -> list[Line]:
    """The papers offered, each a button, or the plain word that there are none; and what else helps with a case."""
    kinds = offered_kinds(dialog, case, position)
    names: tuple[ButtonName, ...] = ("evidence", "timeline", "export")
    beside = Line(
        dialog.words.message("papers_more", position.known),
        tuple(_option(dialog, f"cmd:{name}", name) for name in names),
    )
    if not kinds:
        return [Line(dialog.words.message("papers_none", position.known)), beside]
    options = [Option(f"paper:{kind.id}", dialog.papers.words.kinds[kind.id].title) for kind in kinds]
    said = dialog.words.message("papers_menu", position.known)
    shown = paged(options, PAGE, page, dialog.words.message("more", position.known))
    menu = Line(said, tuple(Option(one.id.replace("more:", "papers:"), one.label) for one in shown))
    return [menu] if page else [menu, beside]


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
    ask = open_field(dialog, case, kind, data)
    guards = {condition.field for condition in kind.preconditions}
    if ask and (ask.field.id in guards or not unmet(dialog.papers, kind, data)):
        return [asking(dialog, kind, data, ask)]
    return _finished(dialog, position, kind, data)


def change_lines(dialog: Dialog, case: Case, position: Position, page: int = 0) -> list[Line]:
    """Everything answered that this paper uses, each a button that asks it anew."""
    kind = dialog.papers.kinds[case.paper or ""]
    pairs = changeable(dialog.papers, kind, paper_data(case, position))
    options = [
        Option(f"field:{place}", _pair_label(ask.label, ask.number, shown)) for place, (ask, shown) in enumerate(pairs)
    ]
    said = dialog.words.message("paper_change" if options else "nothing_to_change", position.known)
    shown_now = paged(options, PAGE, page, dialog.words.message("more", position.known))
    return [Line(said, tuple(Option(one.id.replace("more:", "fields:"), one.label) for one in shown_now))]


def make_file(dialog: Dialog, case: Case, position: Position, form: str, now: dt.datetime) -> Move | None:
    """The paper as a file for the adapter to build; where it may not be made, why."""
    if form not in FORMATS:
        return None
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    try:
        paper = compose(dialog.papers, kind, data, now)
    except NotMade as refused:
        return Move(case, tuple(Line(Said(one.text, one.facts)) for one in refused.obstacles), show=False)
    said = dialog.words.message("paper_file", position.known, about=dialog.papers.words.kinds[kind.id])
    file = File(f"{paper.title}.{form}", form, paper.markdown)
    options = _done_options(dialog, kind, data)
    return Move(case, (Line(Said(said.text, paper.facts), options, (file,)),), show=False)


def _finished(dialog: Dialog, position: Position, kind: PaperKind, data: PaperData) -> list[Line]:
    """The paper as text, what to know when handing it in, and what can be done with it."""
    refusals = obstacles(dialog.papers, kind, data)
    if refusals:
        lines = [Line(Said(one.text, one.facts)) for one in refusals]
        differs = any(one.reason == SUM_NOT_AS_SAID for one in refusals)
        total = (_option(dialog, "total", "total"),) if differs else ()
        lines[-1] = Line(lines[-1].said, (*total, *_correct_options(dialog)))
        return lines
    paper = compose(dialog.papers, kind, data, position.known.now)
    lines = [Line(said) for said in _pages(paper, dialog.papers.words.listed)]
    cost = costs(dialog.papers, kind, data, dialog.library.fees, position.known.now)
    tips = (*dialog.papers.words.kinds[kind.id].tips, *((cost,) if cost else ()))
    closing = dialog.words.message("paper_done", position.known, tips=tips)
    facts = merge_facts(tip.facts for tip in tips)
    return [*lines, Line(Said(closing.text, facts), _done_options(dialog, kind, data))]


def _pages(paper: Paper, listed: str) -> list[Said]:
    """The paper's text to read and to paste, in messages that are not too long."""
    text = to_text(paper.markdown, listed)
    pages = [""]
    for block in text.split("\n\n"):
        if pages[-1] and len(pages[-1]) + len(block) > LONGEST:
            pages.append("")
        pages[-1] = f"{pages[-1]}\n\n{block}".strip()
    return [Said(f"```\n{page.replace('```', '')}\n```", paper.facts) for page in pages if page]


def _done_options(dialog: Dialog, kind: PaperKind, data: PaperData) -> tuple[Option, ...]:
    names: list[tuple[str, ButtonName]] = [("resume", "resume")] if next_field(dialog.papers, kind, data) else []
    if kind.form is not Form.MESSAGE:
        names = [("file:docx", "docx"), ("file:pdf", "pdf"), *names]
    return (*(_option(dialog, *pair) for pair in names), *_correct_options(dialog))


def _correct_options(dialog: Dialog) -> tuple[Option, ...]:
    return _option(dialog, "fields:0", "field"), _option(dialog, "leave", "leave")


def _option(dialog: Dialog, option: str, button: ButtonName) -> Option:
    return Option(option, dialog.words.button(button))


def _pair_label(label: str, number: int | None, shown: str) -> str:
    return clipped(f"{label}{number or ''}：{shown}")
