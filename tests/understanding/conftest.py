"""What the tests of the understanding share: one understander over the packaged content, and one fixed moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import read_models
from dialogs.library.load import Content
from dialogs.library.models.details import DetailsFile
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords
from dialogs.understanding import Reading, Understander
from dialogs.understanding.typed import TypedMessages
from dialogs.understanding.wording import Wording, read_wording
from tests.dialogs.opened import open_content

HERE = Path(__file__).parent
CHINA = dt.timezone(dt.timedelta(hours=8))
MOMENT = dt.datetime(2026, 11, 23, 16, tzinfo=CHINA)  # a Monday


NORMALISER = Normaliser(open_content().text)


def normalise(text: str) -> str:
    """A text as the understanding reads it."""
    return NORMALISER.in_chinese(text)


def samples(name: str) -> Any:
    """One of the files of samples beside the tests."""
    return yaml.load((HERE / name).read_text("utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="session")
def moment() -> dt.datetime:
    return MOMENT


@pytest.fixture(scope="session")
def details(content: Content) -> DetailsFile:
    return content.details


@pytest.fixture(scope="session")
def wording(details: DetailsFile) -> Wording:
    return read_wording(details)


@pytest.fixture(scope="session")
def models() -> Mapping[str, bytes]:
    return read_models()


@pytest.fixture(scope="session")
def readings(understander: Understander) -> Mapping[str, Reading]:
    """The text of each written utterance, and how it is read."""
    return {row["text"]: understander.read(row["text"], MOMENT) for row in samples("utterances.yaml")}


@pytest.fixture(scope="session")
def understander(details: DetailsFile, models: Mapping[str, bytes], sentence_words: SentenceWords) -> Understander:
    asks = {"myth.cut": ["断网能撤回吗", "关网能不能把转账停下来"], "ask.phone": ["95017是什么电话", "95017是客服吗"]}
    typed = TypedMessages(*(models[f"models/{name}.bin"] for name in ("answers", "messages", "asks")))
    return Understander(details, models["models/situation.bin"], typed, NORMALISER, sentence_words, asks)
