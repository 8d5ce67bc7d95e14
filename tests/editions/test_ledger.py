"""The ledger of derived lines that somebody has read."""

from __future__ import annotations

import pytest

from dialogs.library.load import Content
from scripts.deriving.read_lines import checksum, ledger, said_lines


@pytest.mark.parametrize("tag", ["zh-Hant-HK", "zh-Hant-TW"])
def test_most_of_what_was_read_is_still_said(content: Content, tag: str):
    """Where half of it was changed since, it is time to read again: ./scripts/read-lines."""
    said, read = {checksum(line) for line in said_lines(content, tag)}, ledger(tag)
    assert len(read) >= 290
    assert len(read & said) * 2 > len(read)
    assert len(said) > 1000
