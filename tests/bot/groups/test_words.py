"""The words for groups: complete, every number held by a fact, nothing promised."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.groups.words import FILE, GroupWords, reason_ids
from bot.telegram.render import text_chunks
from dialogs.library.library import Library
from dialogs.library.loader import parse_yaml
from dialogs.library.problems import ContentError
from dialogs.library.checks.facts import reference_problems
from dialogs.library.checks.numbers import hedge_problems, number_problems
from dialogs.library.checks.texts import Saying


def test_every_number_stands_in_a_named_fact(words: GroupWords, library: Library) -> None:
    sayings = [Saying(FILE, name, line.text, line.facts, line.own) for name, line in words.lines.items()]
    problems = [
        *number_problems(library, sayings),
        *hedge_problems(library, sayings),
        *reference_problems(library, sayings),
    ]
    assert problems == []


def test_every_reason_of_the_checker_has_a_short_name(words: GroupWords, texts: Mapping[str, str]) -> None:
    names = reason_ids(texts)
    assert set(names.values()) <= words.reasons.keys()
    data = parse_yaml("zh-Hans/checking.yaml", texts["zh-Hans/checking.yaml"], [])
    assert len(names) == len(data["reasons"])  # no two reasons say the same


def test_every_line_is_one_short_message(words: GroupWords) -> None:
    for name in words.lines:
        text = words.line(name, mode="提醒", minutes=10, days=30, verdict="假的“转账撤回”")
        assert len(list(text_chunks(text))) == 1
        assert len(text) <= 200, name
        for promise in ("保证", "一定能", "%", "％"):
            assert promise not in text


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("  usage:\n", "  usage_of:\n", "usage_of"),
        ("  undo_again: 这一条已经撤销过了。\n", "", "notices.undo_again: is missing"),
        ("  undone: 记下了", f"  undone: {'长' * 200}记下了", "longer than 200"),
        ("delete: 删除}\nactions", "x: 删除}\nactions", "modes"),
    ],
)
def test_a_mistake_in_the_file_is_found(texts: Mapping[str, str], old: str, new: str, complaint: str) -> None:
    assert old in texts[FILE]
    with pytest.raises(ContentError, match=complaint):
        GroupWords.from_files({**texts, FILE: texts[FILE].replace(old, new, 1)})
