"""The options below the line that is typed, chosen with the arrow keys."""

from __future__ import annotations

from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.cells import chop_cells

from bot.console.plain import visible
from dialogs.messages import Option

_BESIDE = 3  # rows for the line that is typed and what it may need more
_MARK = "› "


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
            head = f"{_MARK if place == self.place else '  '}{place + 1} "
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
