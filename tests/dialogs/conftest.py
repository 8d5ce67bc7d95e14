"""People in the middle of a conversation."""

from __future__ import annotations

import pytest

from tests.dialogs.talk import Talk


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    """Somebody who is being asked whether the other side has accepted."""
    return talk.chooses("switch:wrong_recipient", "transfer")


@pytest.fixture
def planned(talk: Talk) -> Talk:
    return talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
