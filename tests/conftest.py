"""What every test may ask for: the real content, the dialog over it, and one fixed moment."""

from __future__ import annotations

import datetime as dt
import gc
import os
import ssl
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from hypothesis import HealthCheck, settings

from bot import content as packaged
from dialogs.dialog import Dialog
from dialogs.library.library import Library
from dialogs.library.load import Content, load_content
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords
from tests.content.checked import each_file_once
from tests.dialogs.opened import open_content, open_dialog
from tests.dialogs.talk import NOW, Talk

# The suite is a net one trusts: the same examples each time, and no deadline that a busy machine can miss.
# HYPOTHESIS_PROFILE=search looks further, with fresh examples.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_finish() -> None:
    """The tests themselves are there to the end: looking through them for garbage took a fifth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Within a test process the same files are read and checked once; doing it again proves nothing more."""
    loaded: dict[frozenset[tuple[str, str | bytes]], Content] = {}

    def load_once(sources: Mapping[str, str | bytes]) -> Content:
        key = frozenset(sources.items())
        if key not in loaded:
            loaded[key] = load_content(sources)
        return loaded[key]

    with each_file_once(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(packaged, "load_content", load_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def authorities_read_once() -> Iterator[None]:
    """Each start of a bot reads the certificates of all authorities, which takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


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
