"""A changed text still knows what it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.text.traced import Edit, Traced


def test_a_quotation_is_the_very_words() -> None:
    traced = Traced.of("加 V 信").edited([Edit(1, 2, ""), Edit(2, 5, "微信")])
    assert traced.text == "加微信"
    assert traced.quote(1, 3) == "V 信"
    assert traced.quote(0, 1) == "加"
    assert traced.quote(1, 1) == ""


def test_a_translation_may_not_change_the_length() -> None:
    with pytest.raises(ValueError, match="length"):
        Traced.of("转账").translated("转")


@given(st.text(alphabet="ab", max_size=20))
def test_what_is_replaced_is_quoted_as_it_was(text: str) -> None:
    traced = Traced.of(text).replaced(re.compile("a+"), lambda found: "x" if len(found) > 1 else found)
    assert traced.text == re.sub("aa+", "x", text)
    for place, char in enumerate(traced.text):
        assert set(traced.quote(place, place + 1)) == {"a" if char == "x" else char}
