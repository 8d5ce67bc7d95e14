"""The dialog that the tests share remembers what it read, and answers as if it read anew."""

from __future__ import annotations

import datetime as dt

from dialogs.dialog import Dialog
from tests.dialogs.opened import read_anew
from tests.dialogs.talk import CHINA


def test_one_moment_on_two_clocks_is_read_twice(dialog: Dialog):
    """Equal moments make equal keys, but not the same day."""
    anew = read_anew(dialog).understander
    night = dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC)
    for now in (night, night.astimezone(CHINA), night):
        assert dialog.understander.read("今天", now) == anew.read("今天", now)
        assert dialog.understander.mentions("今天", now) == anew.mentions("今天", now)
