"""The steps of a plan that are folded stand in a quote, whose words are ours and of the edition all the same."""

from __future__ import annotations

import pytest

from dialogs.case import Case
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import Talk

HEADINGS = {"zh-Hans": "后面几步：", "zh-Hant-HK": "後面幾步：", "zh-Hant-TW": "後面幾步：", "en": "The next steps:"}


@pytest.mark.parametrize("language", HEADINGS)
def test_what_is_folded_is_named_in_the_edition_s_words(language: str) -> None:
    case = Case({"situation": "scam_rebate"}, language=language)
    quoted = [line for line in Talk(open_dialog(), case).commands("plan").text.split("\n") if line.startswith("> ")]
    assert quoted[0].strip() == f"> {HEADINGS[language]}"
