"""The dialog for a person at a terminal: replies drawn by rich, options chosen with arrow keys, numbers or words."""

from __future__ import annotations

import contextlib
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.styles import Style
from rich.cells import chop_cells
from rich.console import Console
from rich.panel import Panel

from bot.console.drawing import drawn
from bot.console.paths import IMAGE, picture_meant, place_of, read_picture, typed_file
from bot.console.plain import option_for, visible
from bot.console.session import (
    CHECK,
    QUIT,
    START,
    Session,
    asked_for_help,
    files_of,
    save_file,
    says_to_leave,
    spoken,
    written,
)
from bot.console.transcript import Save
from bot.extras import INSTALL_COMMAND, MissingExtraError, can_install, install
from dialogs.library.load import Content
from dialogs.library.models.channels import ConsoleWords, ScreenshotWords
from dialogs.messages import File, Option, Turn

FRAME = 4  # cells that the border around a message and its padding take
PROMPT = "› "
_BESIDE = 3  # rows for the line that is typed and what it may need more
_STYLE = Style.from_dict({"bottom-toolbar": "noreverse"})
_YES = frozenset("yY")


class LeaveError(Exception):
    """The person wants to leave, wherever they were asked."""


def converse(session: Session, save: Save, content: Content) -> int:
    """Talk until the person leaves: Ctrl-D or /quit at once, Ctrl-C or a word for it once more where much was told."""
    conversation = _Conversation(session, save, content)
    with contextlib.suppress(LeaveError):
        conversation.run()
    return 0


class _Conversation:
    """What is on the screen of one person, and what is being typed."""

    def __init__(self, session: Session, save: Save, content: Content) -> None:
        self._session, self._save, self._heard = session, save, spoken(session, content)
        self._console = Console(highlight=False)
        self._chooser = Chooser()
        self._leaving = False  # whether leaving was asked for just now
        self._prompt: PromptSession[str] = PromptSession(
            history=InMemoryHistory(),
            key_bindings=keys_for(self._chooser),
            bottom_toolbar=self._chooser.toolbar,
            style=_STYLE,
            reserve_space_for_menu=0,
        )

    @property
    def _words(self) -> ConsoleWords:
        return self._heard().console

    @property
    def _pictures(self) -> ScreenshotWords:
        return self._heard().screenshots

    def run(self) -> None:
        """Until `LeaveError`."""
        line = START
        while True:
            try:
                self._take(line)
                line = self._next_line()
            except KeyboardInterrupt:
                self._leave_if_meant()
                line = ""

    def _next_line(self) -> str:
        """What was typed next, or the number of the option that was pointed at."""
        self._chooser.show(self._session.options, self._words.hint)
        try:
            line = self._prompt.prompt(PROMPT)
        except EOFError:
            raise LeaveError from None
        if line.strip() or (option := self._chooser.option()) is None:
            return line
        return str(self._session.options.index(option) + 1)

    def _take(self, line: str) -> None:
        typed = line.strip()
        if not typed:
            return
        if typed in QUIT:
            raise LeaveError
        option = option_for(typed, self._session.options)
        if option is None and says_to_leave(typed, self._words):
            self._leave_if_meant()
            return
        self._leaving = False
        if option and visible(option.label) != typed:
            self._say(self._words.chosen.format(label=visible(option.label)))
        if typed == CHECK:
            if pasted := self._asked(self._words.paste):
                self._answer(f"{CHECK} {pasted}")
        elif typed == IMAGE or typed.startswith(f"{IMAGE} "):
            self._look_at(typed.removeprefix(IMAGE).strip() or self._asked(self._words.where))
        elif picture := picture_meant(line):
            self._look_at(str(picture))
        else:
            self._answer(line)

    def _leave_if_meant(self) -> None:
        """Leave, where nothing is lost or it is said for the second time."""
        if self._leaving or not self._session.case.answers:
            raise LeaveError
        self._leaving = True
        self._say(self._words.not_kept, style="yellow")

    def _answer(self, line: str) -> None:
        with self._console.status("…", spinner="dots"):
            turn = self._session.type(line)
        self._show(turn)
        if asked_for_help(line, turn):
            self._draw(f"{self._words.keys}\n\n{self._words.arrows}")
        self._save(line, turn, self._session.now)

    def _look_at(self, typed: str) -> None:
        """Read the picture of a path and have its words checked."""
        if not typed:
            return
        path = typed_file(typed)
        if path is None:
            self._say(self._words.no_picture.format(path=visible(typed)), style="yellow")
            return
        try:
            self._check_picture(path)
        except MissingExtraError as missing:
            if self._installed():
                self._check_picture(path)
            else:
                self._say(self._pictures.missing_extra.format(extra=missing.extra))

    def _check_picture(self, path: Path) -> None:
        with self._console.status(self._pictures.working, spinner="dots"):
            found, notice = read_picture(path, self._pictures)
            turn = self._session.take(found) if found else None
        if notice:
            self._say(notice, style="yellow")
        if found and turn:
            self._show(turn)
            self._save(f"{CHECK} {found.words}", turn, self._session.now)

    def _show(self, turn: Turn) -> None:
        number = 0
        for reply in turn.replies:
            if reply.text:
                self._draw(reply.text)
            for option in reply.options:
                number += 1
                self._console.print(f"  [bold cyan]{number}[/] ", end="")
                self._console.print(visible(option.label), markup=False)
        for file in files_of(turn):
            self._say(self._saved(file), style="green")

    def _saved(self, file: File) -> str:
        """Have a file made; the line that says where it is, or why there is none."""
        words = self._words.files
        place = self._session.place or place_of(self._asked(words.where))
        try:
            with self._console.status(words.working, spinner="dots"):
                return written(file, place, words)
        except MissingExtraError as missing:
            if not self._installed():
                return words.missing_extra.format(extra=missing.extra)
        with self._console.status(words.working, spinner="dots"):
            return save_file(file, place, words)

    def _installed(self) -> bool:
        """Offer to install the extras; whether they are there now."""
        if not can_install():
            self._say(self._words.missing.format(command=INSTALL_COMMAND))
            return False
        self._say(self._words.offer.format(command=INSTALL_COMMAND))
        if _one_key() not in _YES:
            return False
        done = install()
        self._say(self._words.installed if done else self._words.not_installed.format(command=INSTALL_COMMAND))
        return done

    def _asked(self, question: str) -> str:
        """What is typed in answer to a question of the console's own; nothing where the person takes it back."""
        self._say(question)
        try:
            typed = PromptSession[str]().prompt(PROMPT).strip()
        except KeyboardInterrupt:
            return ""
        except EOFError:
            raise LeaveError from None
        if typed in QUIT:
            raise LeaveError
        return typed

    def _say(self, words: str, style: str | None = None) -> None:
        self._console.print(words, markup=False, style=style, soft_wrap=True)

    def _draw(self, words: str) -> None:
        shown = drawn(words, self._console.width - FRAME)
        self._console.print(Panel(shown, border_style="cyan", padding=(0, 1)))


def _one_key() -> str:
    """The key that is pressed next; nothing for Ctrl-C and Ctrl-D."""
    keys = KeyBindings()

    @keys.add("<any>")
    def _pressed(event: KeyPressEvent) -> None:
        event.app.exit(result=event.data)

    try:
        return PromptSession[str](key_bindings=keys).prompt(PROMPT)
    except (KeyboardInterrupt, EOFError):
        return ""


class Chooser:
    """Which of the options shown is pointed at; None while the person is typing words of their own."""

    def __init__(self) -> None:
        self.options: tuple[Option, ...] = ()
        self.place: int | None = None
        self._hint = ""

    def show(self, options: tuple[Option, ...], hint: str = "") -> None:
        """New options were shown; `hint` stands below the line while nothing is pointed at."""
        self.options, self.place, self._hint = options, None, hint

    def move(self, by: int) -> None:
        """Point at the next option, round and round, or at the previous one; above the first one is none."""
        if by > 0:
            self.place = 0 if self.place is None else (self.place + 1) % len(self.options)
        elif self.place is None:
            self.place = len(self.options) - 1
        else:
            self.place = self.place - 1 if self.place else None

    def option(self) -> Option | None:
        """The option pointed at."""
        return None if self.place is None else self.options[self.place]

    def toolbar(self) -> FormattedText:
        """The rows below the line, as large as the terminal is now."""
        size = get_app().output.get_size()
        return self.rows(size.columns, size.rows - _BESIDE)

    def rows(self, columns: int, most: int) -> FormattedText:
        """The options one below the other, the one pointed at marked; all of them, or as many around it as fit."""
        if self.place is None:
            return FormattedText([("", chop_cells(self._hint, columns)[0] if self._hint else "")])
        rows: list[tuple[int, str]] = []
        for place, option in enumerate(self.options):
            head = f"{PROMPT if place == self.place else '  '}{place + 1} "
            parts = chop_cells(visible(option.label), max(columns - len(head) - 1, 2))
            rows += [(place, (head if not n else " " * len(head)) + part) for n, part in enumerate(parts)]
        first = next(i for i, (place, _) in enumerate(rows) if place == self.place)
        start = max(0, min(first - most // 2, len(rows) - most))
        shown = rows[start : start + most]
        last = len(shown) - 1
        return FormattedText(
            [
                ("reverse" if place == self.place else "", row + ("" if i == last else "\n"))
                for i, (place, row) in enumerate(shown)
            ]
        )


def keys_for(chooser: Chooser) -> KeyBindings:
    """Down and Tab point at options while nothing is typed; up goes to what was typed before, unless one is pointed at.
    Ctrl-C and Esc first take back what is typed or pointed at.
    """
    keys = KeyBindings()
    empty = Condition(lambda: bool(chooser.options) and not get_app().current_buffer.text)
    pointing = empty & Condition(lambda: chooser.place is not None)
    begun = Condition(lambda: bool(get_app().current_buffer.text) or chooser.place is not None)

    @keys.add("down", filter=empty)
    @keys.add("tab", filter=empty)
    def _next(_: KeyPressEvent) -> None:
        chooser.move(1)

    @keys.add("up", filter=pointing)
    @keys.add("s-tab", filter=empty)
    def _previous(_: KeyPressEvent) -> None:
        chooser.move(-1)

    @keys.add("escape", filter=pointing)
    def _none(_: KeyPressEvent) -> None:
        chooser.place = None

    @keys.add("c-c", filter=begun)
    def _clear(event: KeyPressEvent) -> None:
        chooser.place = None
        event.current_buffer.reset()

    return keys
