"""Papers in the dialog: choose one, look at it, change a field, take it along. Its questions are `dialogs.filling`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import SEEN, asking, clipped, open_field, paper_data, stage
from dialogs.library.models.buttons import ButtonName
from dialogs.library.models.papers import Form, PaperKind, PaperWords
from dialogs.messages import LONGEST_COPY, File, Option
from dialogs.papers.bundle import Bundle, bundled, make_bundle
from dialogs.papers.costs import costs
from dialogs.papers.data import PaperData
from dialogs.papers.fields import Entry, entries, missing, next_field, value_of
from dialogs.papers.offer import SUM_NOT_AS_SAID, obstacles, offered, unmet
from dialogs.papers.paper import NotMade, Paper, compose
from dialogs.papers.plain import to_text
from dialogs.replay import Position
from dialogs.screen import rows_left
from dialogs.showing import paged
from dialogs.words import Said, merge_facts

PAGE = 6
MENDED = 5  # buttons at most for what was not typed for the paper; the rest is under "change a field"
FOLDED_FIRST: tuple[tuple[str, ...], ...] = ((), ("paper",), ("paper", "dialog", "story"))  # sources of what is folded
LONGEST = 1500  # characters of a paper shown in one message; papers may be longer than advice
BUNDLE = "bundle"
FORMATS = ("docx", "pdf", BUNDLE)


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
    """Where a paper stands: what refuses it, its next question, what will be written, or the paper itself.

    A message is short enough to be shown with every question, what decides whether it is made among them: what is not
    known stands in it as a blank.
    """
    kind = dialog.papers.kinds[case.paper or ""]
    data = paper_data(case, position)
    ask = open_field(dialog, case, kind, data)
    if is_refused(dialog, case, position):
        return _refused(dialog, kind, data)
    if kind.form is Form.MESSAGE:
        return [*_message(dialog, position, kind, data), *([asking(dialog, kind, data, ask)] if ask else [])]
    if ask:
        return [asking(dialog, kind, data, ask)]
    if stage(case, kind) == kind.id:
        return _finished(dialog, position, kind, data)
    return _refused(dialog, kind, data) or [to_be_written(dialog, position, kind, data)]


def is_refused(dialog: Dialog, case: Case, position: Position) -> bool:
    """Whether what was answered so far forbids the open paper, and nothing of it is being mended."""
    kind, data = dialog.papers.kinds[case.paper or ""], paper_data(case, position)
    so_far = open_field(dialog, case, kind, data) is not None
    return not case.field and bool(unmet(dialog.papers, kind, data, so_far=so_far))


def to_be_written(dialog: Dialog, position: Position, kind: PaperKind, data: PaperData) -> Line:
    """Everything that will stand in the paper, with where it comes from, and a button to mend what was not typed.

    What does not fit on a screen is folded: what was typed for this paper first, then what was said before. What was
    guessed is always in sight.
    """
    blanks = tuple(dict.fromkeys(ask.label for ask in missing(dialog.papers, kind, data)))
    shown = entries(dialog.papers, kind, data)
    unseen = [place for place, one in enumerate(shown) if one.source != "paper"]
    unseen.sort(key=lambda place: shown[place].source != "inferred")
    write = _option(dialog, "write", "write")
    more = [_option(dialog, "resume", "resume")] if next_field(dialog.papers, kind, data) else []
    others = (*more, *_correct_options(dialog))
    least = int(any(one.source == "inferred" for one in shown))  # what was guessed can always be mended at once
    for folded in FOLDED_FIRST:
        said = _review(dialog, position, kind, shown, "paper_review", blanks=blanks, folded=folded)
        room = rows_left(Line(said, (write, *others)))
        if room >= max(least, 1):
            break
    options = [
        Option(f"field:{place}", clipped(dialog.words.button("mend") + _pair_label(dialog, shown[place])))
        for place in unseen[: min(max(room, least), MENDED)]
    ]
    return Line(said, (write, *options, *others))


def _review(
    dialog: Dialog, position: Position, kind: PaperKind, shown: tuple[Entry, ...], message: str, **more: object
) -> Said:
    """The words about all that stands in a paper."""
    words = dialog.papers.words
    about, rows = words.kinds[kind.id], _rows(words, shown)
    return dialog.words.message(message, position.known, about=about, rows=rows, sources=words.sources, **more)


def _rows(words: PaperWords, shown: tuple[Entry, ...]) -> list[tuple[str, str, str]]:
    """What will be written, a row for each payment and one for each other thing: its name, the value, the source."""
    rows: list[tuple[str, str, str]] = []
    paid: dict[int, list[Entry]] = {}
    for one in shown:
        if one.ask.number is not None:
            paid.setdefault(one.ask.number, []).append(one)
    for number, cells in paid.items():
        inferred = next((cell.source for cell in cells if cell.source == "inferred"), cells[0].source)
        rows.append((words.which_payment.format(number=number), "，".join(cell.shown for cell in cells), inferred))
    rows += [(one.ask.label, clipped(one.shown), one.source) for one in shown if one.ask.number is None]
    return rows


def change_lines(dialog: Dialog, case: Case, position: Position, page: int = 0) -> list[Line]:
    """Everything that this paper says of the case, each a button that asks it anew."""
    kind = dialog.papers.kinds[case.paper or ""]
    shown = entries(dialog.papers, kind, paper_data(case, position))
    options = [Option(f"field:{place}", _pair_label(dialog, one)) for place, one in enumerate(shown)]
    said = dialog.words.message("paper_change" if options else "nothing_to_change", position.known)
    shown_now = paged(options, PAGE, page, dialog.words.message("more", position.known))
    return [Line(said, tuple(Option(one.id.replace("more:", "fields:"), one.label) for one in shown_now))]


def make_file(dialog: Dialog, case: Case, position: Position, form: str, now: dt.datetime) -> Move | None:
    """The paper as a file for the adapter to build; where it may not be made, why."""
    kind = dialog.papers.kinds[case.paper or ""]
    if form not in FORMATS or stage(case, kind) not in {kind.id, SEEN}:
        return None
    data = paper_data(case, position)
    if not dialog.makes_files:
        said = dialog.words.message("files_nowhere", position.known)
        return Move(case, (Line(said, _done_options(dialog, kind, data)),), show=False)
    whole = form == BUNDLE and bundled(kind)
    try:
        made: Paper | Bundle = (
            make_bundle(dialog.written, dialog.timetable, kind, data, now)
            if whole
            else compose(dialog.written, kind, data, now)
        )
    except NotMade:
        refusals = obstacles(dialog.papers, kind, data)
        return Move(case, tuple(Line(Said(one.text, one.facts)) for one in refusals), show=False)
    said = dialog.words.message("paper_file", position.known, about=dialog.papers.words.kinds[kind.id], whole=whole)
    built_as = "pdf" if form == BUNDLE else form
    file = File(f"{made.title}.{built_as}", built_as, made.markdown)
    options = _done_options(dialog, kind, data)
    return Move(case, (Line(Said(said.text, made.facts), options, (file,)),), show=False)


def read_out(dialog: Dialog, case: Case, position: Position, kind: PaperKind) -> list[Line]:
    """A message as an answer to who asks what to say: its words as far as they are known, and a way to fill them in."""
    data = paper_data(case, position)
    paper = compose(dialog.written, kind, data, position.known.now)
    about = dialog.papers.words.kinds[kind.id]
    fill = Option(f"paper:{kind.id}", dialog.words.button("resume"))
    return [*_shown(dialog, paper), Line(Said(about.about, merge_facts(tip.facts for tip in about.tips)), (fill,))]


def _refused(dialog: Dialog, kind: PaperKind, data: PaperData) -> list[Line]:
    """Why the paper is not made, with what to do instead; nothing where it is."""
    refusals = obstacles(dialog.papers, kind, data)
    lines = [Line(Said(one.text, one.facts)) for one in refusals]
    if lines:
        differs = any(one.reason == SUM_NOT_AS_SAID for one in refusals)
        total = (_option(dialog, "total", "total"),) if differs else ()
        lines[-1] = Line(lines[-1].said, (*total, *_correct_options(dialog)))
    return lines


def _message(dialog: Dialog, position: Position, kind: PaperKind, data: PaperData) -> list[Line]:
    """A message to copy or to read out, with what stands in it that nobody typed for it."""
    if refused := _refused(dialog, kind, data):
        return refused
    paper = compose(dialog.written, kind, data, position.known.now)
    shown = entries(dialog.papers, kind, data)
    said = _review(dialog, position, kind, shown, "paper_message", notice=paper.notice)
    about = dialog.papers.words.kinds[kind.id]
    letters = [one.id for one in dialog.papers.kinds.values() if one.short == kind.id]
    options = [
        Option(f"paper:{name}", dialog.papers.words.kinds[name].title)
        for name in letters
        if offered(dialog.papers, dialog.papers.kinds[name], data.known) is None
    ]
    beside = Line(
        Said(said.text, merge_facts((said.facts, *(tip.facts for tip in about.tips)))),
        (*options, *_correct_options(dialog)),
    )
    return [*_shown(dialog, paper), beside]


def _finished(dialog: Dialog, position: Position, kind: PaperKind, data: PaperData) -> list[Line]:
    """The paper as text, what to know when handing it in, and what can be done with it."""
    if refused := _refused(dialog, kind, data):
        return refused
    paper = compose(dialog.written, kind, data, position.known.now)
    lines = _shown(dialog, paper)
    cost = costs(dialog.papers, kind, data, dialog.library.fees, position.known.now)
    tips = (*dialog.papers.words.kinds[kind.id].tips, *((cost,) if cost else ()))
    said = dialog.words.message("paper_done", position.known, tips=tips, notice=paper.notice)
    facts = merge_facts((paper.facts, *(tip.facts for tip in tips)))
    return [*lines, Line(Said(said.text, facts), _done_options(dialog, kind, data))]


def _shown(dialog: Dialog, paper: Paper) -> list[Line]:
    """The paper's text, a short one with a button that copies it."""
    text = to_text(paper.words, dialog.papers.words.listed)
    lines = [Line(said) for said in _pages(text, paper.facts)]
    if len(lines) == 1 and len(text) <= LONGEST_COPY:
        return [replace(lines[0], options=(Option("copy:paper", dialog.words.button("copy"), copy=text),))]
    return lines


def _pages(text: str, facts: tuple[str, ...]) -> list[Said]:
    """A paper's text to read and to paste, in messages that are not too long."""
    pages = [""]
    for block in text.split("\n\n"):
        if pages[-1] and len(pages[-1]) + len(block) > LONGEST:
            pages.append("")
        pages[-1] = f"{pages[-1]}\n\n{block}".strip()
    return [Said(f"```\n{page.replace('```', '')}\n```", facts) for page in pages if page]


def _done_options(dialog: Dialog, kind: PaperKind, data: PaperData) -> tuple[Option, ...]:
    names: list[tuple[str, ButtonName]] = [("resume", "resume")] if next_field(dialog.papers, kind, data) else []
    if kind.form is not Form.MESSAGE and dialog.makes_files:
        whole: list[tuple[str, ButtonName]] = [("file:bundle", "bundle")] if bundled(kind) else []
        names = [("file:docx", "docx"), ("file:pdf", "pdf"), *whole, *names]
    return (*(_option(dialog, *pair) for pair in names), *_correct_options(dialog))


def _correct_options(dialog: Dialog) -> tuple[Option, ...]:
    return _option(dialog, "fields:0", "field"), _option(dialog, "leave", "leave")


def _option(dialog: Dialog, option: str, button: ButtonName) -> Option:
    return Option(option, dialog.words.button(button))


def _pair_label(dialog: Dialog, entry: Entry) -> str:
    return clipped(dialog.words.pair(f"{entry.ask.label}{entry.ask.number or ''}", entry.shown))
