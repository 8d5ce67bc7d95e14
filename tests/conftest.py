"""What every test may ask for: the real content, the dialog over it, and one fixed moment."""

from __future__ import annotations

import datetime as dt
import gc
import os
import re
import ssl
from collections.abc import Hashable, Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot import content as packaged
from dialogs import assembly
from dialogs.dialog import Dialog
from dialogs.library.library import Library
from dialogs.library.load import Content, load_content
from dialogs.text import heads
from dialogs.text.linear_model import LinearModel
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords
from dialogs.understanding import situation, understander, wording
from dialogs.understanding.wording import read_wording
from tests.content.checked import each_file_once
from tests.dialogs.opened import open_content, open_dialog
from tests.dialogs.talk import NOW, Talk
from tests.once import once

# The suite is a net one trusts: the same examples each time, and no deadline that a busy machine can miss.
# HYPOTHESIS_PROFILE=search looks further, with fresh examples; .github/workflows/search.yml does so every week.
settings.register_profile(
    "steady", deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

CHECKS = {"problems_of", "check_content", "carry_out", "draft"}  # what a file of tests that check the content holds


def _of_sources(sources: Mapping[str, str | bytes], *_: object) -> Hashable:
    return frozenset(sources.items())


def _of_content(content: Content, models: Mapping[str, bytes], *_: object, **named: Any) -> Hashable:
    return id(content), frozenset(models.items()), *named.items()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads and checks the content comes first, together: the worker that begins there does so, the other not."""
    items.sort(key=lambda item: not CHECKS & vars(getattr(item, "module", None) or item).keys())


def pytest_collection_finish() -> None:
    """The tests themselves are there to the end: looking through them for garbage took a fifth of the run."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    """Within a test process the same is read, checked and built once; doing it again proves nothing more.

    From before the tests are collected, for some open a dialog then. What is collected is no garbage either.
    """
    gc.disable()
    config.add_cleanup(gc.enable)
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    stack = ExitStack()
    stack.enter_context(each_file_once())
    config.add_cleanup(stack.close)
    patch.setattr(packaged, "with_data", once(packaged.with_data, _of_sources))
    patch.setattr(packaged, "load_content", once(load_content, _of_sources))
    for name in ("make_dialog", "make_understander", "make_checker"):
        patch.setattr(assembly, name, once(getattr(assembly, name), _of_content))
    patch.setattr(packaged, "make_dialog", assembly.make_dialog)
    for module in (heads, situation):
        patch.setattr(module, "LinearModel", once(LinearModel, bytes))
    for module in (understander, wording):
        patch.setattr(module, "read_wording", once(read_wording, id))
    patch.setattr(re, "_MAXCACHE", 50_000, raising=False)  # the content has more patterns than are kept else
    # Each start of a bot reads the certificates of all authorities, which takes longer than most tests.
    patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))


@pytest.fixture(scope="session")
def now() -> dt.datetime:
    """A Monday evening in China, 2026-11-23 21:00 +08:00."""
    return NOW


@pytest.fixture(scope="session")
def texts() -> Mapping[str, str]:
    """The text of every content file, by its path."""
    return {file: source.decode() for file, source in packaged.read_sources().items()}


@pytest.fixture(scope="session")
def content() -> Content:
    """The packaged content, typed."""
    return open_content()


@pytest.fixture(scope="session")
def normaliser(content: Content) -> Normaliser:
    """The normaliser over the packaged table."""
    return Normaliser(content.text)


@pytest.fixture(scope="session")
def sentence_words(content: Content) -> SentenceWords:
    """The packaged words that deny and ask."""
    return content.sentences


@pytest.fixture(scope="session")
def dialog() -> Dialog:
    """The dialog over the packaged content, opened once."""
    return open_dialog()


@pytest.fixture(scope="session")
def library(dialog: Dialog) -> Library:
    """The part of the packaged content that the dialog itself says."""
    return dialog.library


@pytest.fixture
def talk(dialog: Dialog) -> Talk:
    """A conversation with somebody new."""
    return Talk(dialog)
