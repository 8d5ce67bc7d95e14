"""Spelling of the editions in Traditional characters: `content check` finds what is written as elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dialogs.editions import Edition
from dialogs.editions.overrides import READ
from dialogs.library.checks.orthography import orthography_problems
from dialogs.library.load import Content, read_content
from tests.each import each

TAGS = ("zh-Hant-HK", "zh-Hant-TW")
HAND = "zh-Hant-TW/templates.yaml"


def found(texts: Mapping[str, str], file: str, old: str, new: str) -> list[str]:
    assert old in texts[file], old
    content = read_content({**texts, file: texts[file].replace(old, new, 1)})
    return [f"{one.file} {one.where} {one.what}" for one in orthography_problems(content)]


@each(
    ("file", "old", "new", "says"),
    [
        (HAND, "嗯，我在聽。", "嗯，我在听。", "有简体字 听"),
        (HAND, "網路上的「撤回軟體」", "網上的「撤回軟體」", "「網上」不是这里的说法"),
        (HAND, "網路上的「撤回軟體」", "網路上的“撤回軟體”", "引号用"),
        (HAND, "網路上的「撤回軟體」", '網路上的"撤回軟體"', "引号用"),
        (HAND, "嗯，我在聽。", "嗯,我在聽。", "标点用全角"),
        (HAND, "嗯，我在聽。", "嗯…我在聽。", "省略号用"),
        (HAND, "嗯，我在聽。", "嗯...我在聽。", "省略号用"),
        ("zh-Hant-HK/templates.yaml", "賬單截圖裏", "帳單截圖裏", "「帳」不是这里的说法"),
        ("zh-Hant-HK/templates.yaml", "賬單截圖裏", "賬單截圖裡", "「裡」不是这里的说法"),
        ("zh-Hant-HK/glossary.yaml", "  屏幕: 螢幕\n", "  屏幕: 屏幕\n", "「屏幕」不是这里的说法"),
        ("zh-Hans/buttons.yaml", "先看全部步骤", "先看全部步骤(短)", "标点用全角"),
    ],
)
def test_what_is_written_as_elsewhere_is_found(texts: Mapping[str, str], file: str, old: str, new: str, says: str):
    assert any(says in line for line in found(texts, file, old, new))


def test_what_stays_as_it_is_is_not_found(texts: Mapping[str, str]):
    """A line to send, the name of a law, the Simplified label beside one that nobody saw."""
    told = "嗯，我在聽。\n    《反電信網絡詐騙法》\n    按「賬單」（账单）\n    > 请点“立即退还”"
    assert found(texts, HAND, "嗯，我在聽。", told.replace("賬", "帳")) == []


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_always_said_is_known_in_the_derived_words_too(content: Content, tag: str):
    """The words of what is to be done at once: some of an edition's are derived, and some by hand."""
    edition = Edition(next(one for one in content.languages if one.tag == tag), content)
    acts, derived = edition.library().fact_words.acts, map(edition.convert, content.library.fact_words.acts)
    assert [word for word in derived if not any(act in word for act in acts)] == []


def test_what_only_the_program_reads_is_not_spelled_anew():
    assert {"marks", "asks", "no_answer", "asks_back"} <= READ
