"""More texts than the tests try: pumps of every pattern, the worst texts through every reader; exit 1 if one is slow.

    python -m tests.linear [--long]

CI runs it (half a minute). With ``--long`` it tries every pump, and whole turns read the best of them (hours).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from dialogs.dialog import Dialog
from tests.dialogs.opened import open_dialog
from tests.linear.check import readers, slow_on_the_worst, slow_patterns
from tests.linear.cost import cost
from tests.linear.patterns import all_patterns
from tests.linear.pumps import pumped, pumps

MOST = 8  # pumps of one pattern
MOST_LONG = 100
OF_READERS = 4  # pumps of one pattern that whole turns read


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is too slow, as it is found."""
    parser = argparse.ArgumentParser(prog="python -m tests.linear", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--long", action="store_true", help="every pump, and whole turns too")
    given = parser.parse_args(arguments)
    dialog = open_dialog()
    slow = 0
    for line in _slow(dialog, long=given.long):
        slow += 1
        print(line, flush=True)  # noqa: T201
    return 1 if slow else 0


def _slow(dialog: Dialog, *, long: bool) -> Iterator[str]:
    known = all_patterns(dialog, dialog.checker, dialog.papers, dialog.timetable)
    yield from slow_patterns(known, MOST_LONG if long else MOST)
    for name, read in readers(dialog).items():
        yield from slow_on_the_worst(name, read)
    for pattern in known if long else ():
        for beginning, unit in pumps(pattern, OF_READERS):
            for name, read in readers(dialog).items():
                found = cost(read, lambda length, b=beginning, u=unit: pumped(b, u, length))
                if found.too_slow:
                    yield f"{name} on {beginning!r} {unit!r}*: {found}"


if __name__ == "__main__":
    sys.exit(main())
