"""The long form: every pump of every pattern, alone and through every reader; exit 1 if something is too slow.

    python -m tests.linear [--readers]

Without ``--readers`` each pattern is tried alone (minutes); with it, whole turns read the pumps too (an hour).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from dialogs.dialog import Dialog
from tests.dialogs.opened import open_dialog
from tests.linear.check import readers, slow_pumps
from tests.linear.cost import cost
from tests.linear.patterns import all_patterns
from tests.linear.pumps import pumped, pumps

MOST = 100  # pumps of one pattern
OF_READERS = 4  # pumps of one pattern that whole turns read


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is too slow, as it is found."""
    parser = argparse.ArgumentParser(prog="python -m tests.linear", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--readers", action="store_true", help="whole turns, too")
    given = parser.parse_args(arguments)
    dialog = open_dialog()
    slow = 0
    for line in _slow(dialog, whole=given.readers):
        slow += 1
        print(line, flush=True)  # noqa: T201
    return 1 if slow else 0


def _slow(dialog: Dialog, *, whole: bool) -> Iterator[str]:
    known = all_patterns(dialog, dialog.checker, dialog.papers, dialog.timetable)
    for pattern, where in known.items():
        for text, found in slow_pumps(pattern, MOST):
            yield f"{where}: {pattern.pattern[:80]} on {text}: {found}"
    for pattern in known if whole else ():
        for beginning, unit in pumps(pattern, OF_READERS):
            for name, read in readers(dialog).items():
                found = cost(read, lambda length, b=beginning, u=unit: pumped(b, u, length))
                if found.too_slow:
                    yield f"{name} on {beginning!r} {unit!r}*: {found}"


if __name__ == "__main__":
    sys.exit(main())
