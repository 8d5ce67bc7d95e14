"""The deck over the packaged content."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dialogs.cards import Deck
from dialogs.library.library import Library


@pytest.fixture(scope="session")
def deck(texts: Mapping[str, str], library: Library) -> Deck:
    return Deck.from_files(texts, library)
