"""The dialog for a person at a terminal: Markdown drawn by rich, options chosen with arrow keys, numbers or words."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel

from bot.console.plain import plain_text
from bot.console.session import Session
from dialogs.messages import ChoiceInput, Option, Turn

Save = Callable[[str | None, Turn], None]


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

    def chosen(self) -> Option | None:
        """The option pointed at."""
        return None if self.place is None else self.options[self.place]

    def toolbar(self) -> FormattedText:
        """The options below the prompt, the one pointed at reversed."""
        parts: list[tuple[str, str]] = []
        for place, option in enumerate(self.options):
            style = "reverse" if place == self.place else ""
            parts += [(style, f" {place + 1} {option.label} "), ("", " ")]
        return FormattedText(parts)


def converse(session: Session, save: Save) -> int:
    """Talk until the person leaves (Ctrl-D, Ctrl-C, or /quit)."""
    console = Console(highlight=False)
    chooser = Chooser()
    prompt: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        key_bindings=_keys(chooser),
        bottom_toolbar=chooser.toolbar,
    )
    _draw(console, session.start())
    while True:
        chooser.show(session.options)
        try:
            line = prompt.prompt("› ")
        except (EOFError, KeyboardInterrupt):
            return 0
        if line.strip() in {"/quit", "/exit"}:
            return 0
        option = chooser.chosen() if not line.strip() else None
        if option is None and not line.strip():
            continue
        with console.status("…", spinner="dots"):
            turn = session.take(ChoiceInput(option.id)) if option else session.type(line)
        _draw(console, turn)
        save(str(session.options.index(option) + 1) if option in session.options else line, turn)


def _draw(console: Console, turn: Turn) -> None:
    for reply in turn.replies:
        if reply.text:
            console.print(Panel(Markdown(reply.text, hyperlinks=False), border_style="cyan", padding=(0, 1)))
        for number, option in enumerate(reply.options, start=1):
            console.print(f"  [bold cyan]{number}[/] ", end="")
            console.print(plain_text(option.label), markup=False)
        for file in reply.files:
            console.print(file.name, markup=False, style="green")


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
