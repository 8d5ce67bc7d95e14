"""The deck over the packaged content."""

from __future__ import annotations

import pytest

from dialogs.cards import Deck
from dialogs.library.load import Content


@pytest.fixture(scope="session")
def deck(content: Content) -> Deck:
    return content.cards
