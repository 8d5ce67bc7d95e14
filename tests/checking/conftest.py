"""The checker over the packaged content, built once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import pytest
import yaml

from bot.content import read_models
from dialogs.checking import Checker, CheckingContent
from dialogs.checking.judging import MODEL
from dialogs.library.library import Library
from dialogs.library.load import Content
from dialogs.text.heads import Heads
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def rules(content: Content) -> CheckingContent:
    """The packaged records of the checker."""
    return content.checking


@pytest.fixture(scope="session")
def heads() -> Heads:
    """The fitted model."""
    return Heads(read_models()[MODEL])


@pytest.fixture(scope="session")
def checker(
    rules: CheckingContent, heads: Heads, normaliser: Normaliser, sentence_words: SentenceWords, library: Library
) -> Checker:
    """The checker as the product builds it."""
    return Checker(rules, heads, normaliser, sentence_words, tuple(library.myths.values()))


@pytest.fixture(scope="session")
def written() -> Mapping[str, Mapping[str, list[str]]]:
    """The written sets, by name of their file: what must be caught (lures) and what must not (misses)."""
    return {
        name: yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        for name in ("fake_recall", "recovery")
    }


@pytest.fixture(scope="session")
def unseen() -> Mapping[str, list[str]]:
    """Texts to which nothing was fitted."""
    sets: Mapping[str, list[str]] = yaml.load((HERE / "unseen.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return sets


@pytest.fixture(scope="session")
def apart() -> Mapping[str, Mapping[str, list[str]]]:
    """Group spam and talks to which nothing is fitted, by name of their file."""
    return {name: yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader) for name in ("spam", "chats")}


@pytest.fixture(scope="session")
def strangers() -> Mapping[str, Mapping[str, list[str]]]:
    """Texts that were written before the model's own were read, by part and genre."""
    sets: Mapping[str, Mapping[str, list[str]]]
    sets = yaml.load((HERE / "strangers.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return sets


@pytest.fixture(scope="session")
def posts() -> Mapping[str, list[str]]:
    """Posts of groups to which nothing is fitted, both halves, by what they are."""
    held: dict[str, list[str]] = {"traps": [], "warnings": [], "ordinary": []}
    for name in ("posts", "posts_kept_back"):
        sets = yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        held["traps"] += chain.from_iterable(sets["traps"].values())
        held["warnings"] += sets["warnings"]
        held["ordinary"] += sets["ordinary"]
    return held


@pytest.fixture(scope="session")
def group_posts() -> Mapping[str, list[str]]:
    """The later posts of groups, both halves, by what they are."""
    halves = [
        yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        for name in ("group_posts", "group_posts_kept_back")
    ]
    return {group: list(chain.from_iterable(half[group] for half in halves)) for group in halves[0]}
