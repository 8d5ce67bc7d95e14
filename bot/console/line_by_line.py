"""The dialog line by line, for pipes, logs, and terminals that can do nothing else: a line in is one message."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain

from bot.console.paths import IMAGE, place_of, read_picture, typed_file
from bot.console.plain import turn_blocks, visible
from bot.console.session import CHECK, QUIT, START, Session, asked_for_help, files_of, save_file, says_to_leave, spoken
from bot.console.transcript import Save
from bot.extras import INSTALL_COMMAND, MissingExtraError
from dialogs.library.load import Content
from dialogs.library.models.channels import ConsoleWords, FileWords, ScreenshotWords
from dialogs.messages import Turn


def talk(session: Session, save: Save, content: Content) -> None:
    """Answer every line of standard input until its end, /quit, or a word that ends the program.
    Such a word ends it at once where nothing is lost, and when it is said twice.
    """
    leaving, heard = False, spoken(session, content)
    for line in chain([START] if sys.stdin.isatty() else [], _lines()):
        typed, words = line.strip(), heard().console
        if typed in QUIT:
            return
        if says_to_leave(typed, words):
            if leaving or not session.case.answers:
                return
            leaving = True
            _say(words.not_kept)
            continue
        leaving = False
        if typed == IMAGE or typed.startswith(f"{IMAGE} "):
            said, turn = _checked_picture(session, typed.removeprefix(IMAGE).strip(), words, heard().screenshots)
        else:
            said = _completed(typed, line, words)
            turn = session.type(said) if said else None
        if turn is not None:
            words = heard().console
            _show(session, turn, words.files, words.keys if asked_for_help(said, turn) else "")
            save(said, turn, session.now)


def _lines() -> Iterator[str]:
    return (line.rstrip("\r\n") for line in sys.stdin)


def _completed(typed: str, line: str, words: ConsoleWords) -> str:
    """A line, or for a command that wants more the message that it means."""
    if typed != CHECK:
        return line
    _say(words.paste)
    pasted = next(_lines(), "").strip()
    return f"{CHECK} {pasted}" if pasted else ""


def _checked_picture(
    session: Session, given: str, words: ConsoleWords, pictures: ScreenshotWords
) -> tuple[str, Turn | None]:
    """What the words of a picture are as a message, and the answer to it; None where it was not read."""
    path = typed_file(given)
    if path is None:
        _say(words.no_picture.format(path=visible(given)) if given else words.where)
        return "", None
    try:
        found, notice = read_picture(path, pictures)
    except MissingExtraError as missing:
        _say(f"{pictures.missing_extra.format(extra=missing.extra)}\n{words.missing.format(command=INSTALL_COMMAND)}")
        return "", None
    if notice:
        _say(notice)
    return (f"{CHECK} {found.words}", session.take(found)) if found else ("", None)


def _show(session: Session, turn: Turn, words: FileWords, more: str) -> None:
    for lines in turn_blocks(turn):
        _say("\n".join(lines))
    if more:
        _say(more)
    for file in files_of(turn):
        place = session.place
        if place is None and sys.stdin.isatty():
            print(words.where, flush=True)  # noqa: T201
            place = place_of(next(_lines(), ""))
        if place is not None:
            print(words.working, flush=True)  # noqa: T201
        _say(save_file(file, place, words))


def _say(words: str) -> None:
    print(words, end="\n\n", flush=True)  # noqa: T201
