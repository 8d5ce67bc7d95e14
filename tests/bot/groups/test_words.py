"""The words for groups: complete, every number held by a fact, nothing promised."""

from __future__ import annotations

from bot.telegram.render import text_chunks
from dialogs.library.checks.facts import reference_problems
from dialogs.library.checks.numbers import hedge_problems, number_problems
from dialogs.library.checks.texts import Saying
from dialogs.library.files import GROUPS as FILE
from dialogs.library.library import Library
from dialogs.library.load import Content
from dialogs.library.models.channels import GroupWords


def test_every_number_stands_in_a_named_fact(words: GroupWords, library: Library) -> None:
    sayings = [Saying(FILE, name, line.text, line.facts, line.own) for name, line in words.lines.items()]
    problems = [
        *number_problems(library, sayings),
        *hedge_problems(library, sayings),
        *reference_problems(library, sayings),
    ]
    assert problems == []


def test_every_reason_of_the_checker_has_a_short_name(words: GroupWords, content: Content) -> None:
    checking = content.checking.words
    assert set(checking.reason_ids.values()) <= words.reasons.keys()
    assert len(checking.reason_ids) == len(checking.reasons)  # no two reasons say the same


def test_every_line_is_one_short_message(words: GroupWords) -> None:
    entry = {"number": 1, "when": "11月23日 16:00", "what": "删除", "why": "先收费", "shown": "神器", "undone": ""}
    for name in words.lines:
        text = words.line(name, mode="提醒", minutes=10, days=30, verdict="假的“转账撤回”", **entry)
        assert len(list(text_chunks(text))) == 1
        assert len(text) <= 200, name
        for promise in ("保证", "一定能", "%", "％"):
            assert promise not in text
