"""Retells stories: keeps what the person types, the time and the title, and writes what is answered today.

A new story is a file with ``# <title>``, ``# now: <ISO time>`` and lines ``你：…``; retell it, then read it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.console.transcript import play, read
from bot.content import open_dialog

STORIES = Path(__file__).parent


def main(names: list[str]) -> int:
    """Rewrite the named stories, or all of them; the exit code is 1 when there was none."""
    dialog = open_dialog()
    files = [Path(name) for name in names] or sorted(STORIES.glob("*.txt"))
    for file in files:
        now, title, lines = read(file.read_text("utf-8"))
        file.write_text(play(dialog, now, title, lines), "utf-8")
    sys.stderr.write(f"{len(files)} stories retold; read them before they are committed\n")
    return 0 if files else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
