"""The dialog for a person at a terminal: Markdown drawn by rich, options chosen with arrow keys, numbers or words."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel

from bot.console.plain import visible
from bot.console.saving import files_of
from bot.console.saving import save as save_file
from bot.console.session import START, Session
from bot.console.transcript import Save
from bot.console.wrapping import wrapped
from dialogs.messages import Option, Turn

HERE = Path()
FRAME = 4  # cells that the border around a message and its padding take


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


def converse(session: Session, save: Save, folder: Path = HERE) -> int:
    """Talk until the person leaves (Ctrl-D, Ctrl-C, or /quit). Files go into the folder."""
    console = Console(highlight=False)
    answer = partial(_answer, console, session, save, folder)
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


def _answer(console: Console, session: Session, save: Save, folder: Path, typed: str) -> None:
    with console.status("…", spinner="dots"):
        turn = session.type(typed)
    _draw(console, turn)
    for file in files_of(turn):
        words = session.dialog.papers.words
        told = save_file(file, folder, words, console.status(words.working, spinner="dots"))
        console.print(told, markup=False, style="green", soft_wrap=True)
    save(typed, turn, session.now)


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
