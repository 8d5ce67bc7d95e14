"""The dialog for a person at a terminal: Markdown drawn by rich, options chosen with arrow keys, numbers or words."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.cells import cell_len
from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel

from bot.console.plain import visible
from bot.console.session import START, Session, files_of, place_of, save_file
from bot.console.transcript import Save
from dialogs.messages import Option, Turn

FRAME = 4  # cells that the border around a message and its padding take
BREAK = "\\\n"  # a hard line break in Markdown
FENCE = "```"
INDENT = 4  # cells that rich puts before the text of a list item or a quote
_UNIT = re.compile(r"[「『（《“‘]*(?:[!-~–—…]+|\s+|.)[，。；：！？、）」』》”’]*")
_INDENTED = re.compile(r"\s{0,12}(?:[-+*>]|\d{1,9}[.)])\s")
_BLOCK_START = re.compile(r"[-+*>#=|~`]|\d{1,9}[.)]$")  # what would begin a list or a heading at the start of a line


class Chooser:
    """Which of the options shown is pointed at; None while the person is typing words of their own."""

    def __init__(self) -> None:
        self.options: tuple[Option, ...] = ()
        self.place: int | None = None

    def show(self, options: tuple[Option, ...]) -> None:
        """New options were shown."""
        self.options, self.place = options, None

    def move(self, by: int) -> None:
        """Point at the next or the previous option, round and round."""
        start = -1 if by > 0 else 0
        self.place = ((start if self.place is None else self.place) + by) % len(self.options)

    def number(self) -> str | None:
        """The number of the option pointed at, as one would type it."""
        return None if self.place is None else str(self.place + 1)

    def toolbar(self) -> FormattedText:
        """The options below the prompt, the one pointed at reversed."""
        parts: list[tuple[str, str]] = []
        for place, option in enumerate(self.options):
            style = "reverse" if place == self.place else ""
            parts += [(style, f" {place + 1} {option.label} "), ("", " ")]
        return FormattedText(parts)


def converse(session: Session, save: Save) -> int:
    """Talk until the person leaves (Ctrl-D, Ctrl-C, or /quit). Where no folder for files is set, it is asked for."""
    console = Console(highlight=False)
    answer = partial(_answer, console, session, save)
    chooser = Chooser()
    prompt: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        key_bindings=_keys(chooser),
        bottom_toolbar=chooser.toolbar,
    )
    answer(START)
    while True:
        chooser.show(session.options)
        try:
            line = prompt.prompt("› ")
        except (EOFError, KeyboardInterrupt):
            return 0
        if line.strip() in {"/quit", "/exit"}:
            return 0
        typed = line if line.strip() else chooser.number()
        if typed is not None:
            answer(typed)


def _answer(console: Console, session: Session, save: Save, typed: str) -> None:
    with console.status("…", spinner="dots"):
        turn = session.type(typed)
    _draw(console, turn)
    for file in files_of(turn):
        words = session.dialog.papers.words
        place = session.place or _ask_place(words.where)
        notice = save_file(file, place, words, console.status(words.working, spinner="dots"))
        console.print(notice, markup=False, style="green", soft_wrap=True)
    save(typed, turn, session.now)


def _ask_place(question: str) -> Path | None:
    try:
        return place_of(PromptSession[str]().prompt(f"{question}\n› "))
    except (EOFError, KeyboardInterrupt):
        return None


def _draw(console: Console, turn: Turn) -> None:
    number = 0
    for reply in turn.replies:
        if reply.text:
            words = Markdown(wrapped(visible(reply.text), console.width - FRAME), hyperlinks=False)
            console.print(Panel(words, border_style="cyan", padding=(0, 1)))
        for option in reply.options:
            number += 1
            console.print(f"  [bold cyan]{number}[/] ", end="")
            console.print(visible(option.label), markup=False)


def _keys(chooser: Chooser) -> KeyBindings:
    """Up and down point at options while nothing is typed; otherwise they walk through the history as usual."""
    keys = KeyBindings()
    pointing = Condition(lambda: bool(chooser.options) and not get_app().current_buffer.text)

    @keys.add("down", filter=pointing)
    @keys.add("tab", filter=pointing)
    def _next(_: KeyPressEvent) -> None:
        chooser.move(1)

    @keys.add("up", filter=pointing)
    @keys.add("s-tab", filter=pointing)
    def _previous(_: KeyPressEvent) -> None:
        chooser.move(-1)

    return keys


def wrapped(markdown: str, width: int) -> str:
    """Markdown with a hard break wherever a line would grow past `width` cells; removing the breaks gives it back.

    A Chinese text breaks where a reader would break it: never inside a number, nor before 「，」 or after 「（」. rich
    breaks lines at blanks and cuts what has none anywhere, so that 「24 小时」 may end a line with 2 and begin the next
    with 4.
    """
    lines, fenced = [], False
    for line in markdown.split("\n"):
        fence = line == FENCE
        fenced = fenced != fence  # text to paste keeps its lines
        lines.append(line if fence or fenced else _line(line, width))
    return "\n".join(lines)


def _line(line: str, width: int) -> str:
    room = width - INDENT if _INDENTED.match(line) else width
    out, used = "", 0
    for unit in _units(line):
        size = cell_len(unit.replace("**", "").rstrip())
        if used and used + size > room and not _BLOCK_START.match(unit):
            out, used = out + BREAK, 0
        out += unit
        used += cell_len(unit.replace("**", ""))
    return out


def _units(line: str) -> list[str]:
    """The pieces that stay whole; the marks of strong words stay with the words."""
    parts = line.split("**")
    if len(parts) % 2 == 0:
        return [line]
    units: list[str] = []
    for place, part in enumerate(parts):
        pieces = _UNIT.findall(part)
        if place % 2:
            pieces = pieces or [""]
            pieces[0] = f"**{pieces[0]}"
            pieces[-1] += "**"
        units += pieces
    return units
