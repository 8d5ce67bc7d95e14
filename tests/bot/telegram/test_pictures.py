"""A picture in private chat: fetched within limits, read, and checked like any message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.extras import MissingExtraError
from bot.screenshots.picture import NotAPictureError, ReadTimeoutError, not_read
from bot.screenshots.reader import ImageText
from bot.telegram import pictures
from bot.telegram.context import AppContext, MakeReader, ReadPictures
from bot.telegram.pictures import PictureReader
from bot.telegram.processor import Quiet
from dialogs.case import Case
from dialogs.library.load import Content
from dialogs.library.models.channels import ScreenshotWords
from dialogs.messages import ForwardInput, Input, Reply, TextInput, Turn
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import WORDS, escape
from tests.bot.telegram.updates import HIDDEN

TOOL = "微信转账撤回神器，先付后撤，加V：huitui2026"
RECEIPT = "转账成功 5000元 待对方收款"
LOOKING = replace(WORDS, looking="正在看图……")


class Worker:
    """Stands for the reading process: what it says of which file's bytes, or the error it ends with."""

    def __init__(self, answers: Mapping[bytes, ImageText | Exception]) -> None:
        self.answers, self.closed = answers, False
        self.idle = asyncio.Event()
        self.idle.set()

    async def read(self, data: bytes) -> ImageText:
        answer = self.answers[data]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def until_idle(self) -> None:
        await self.idle.wait()

    async def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def screenshot_words(content: Content) -> ScreenshotWords:
    return content.screenshots


@pytest.fixture
def worker() -> Worker:
    return Worker(
        {
            b"tool": ImageText(TOOL, ("https://evil.example/a",)),
            b"receipt": ImageText(RECEIPT),
            b"blank": ImageText(""),
            b"broken": NotAPictureError(),
            b"slow": ReadTimeoutError(),
            b"none": MissingExtraError("rapidocr", "ocr"),
        }
    )


@pytest.fixture
def reading(bench: Bench, worker: Worker, screenshot_words: ScreenshotWords) -> dict[str, Any]:
    """What a bot is started with so that it reads pictures; the double holds the files."""
    bench.double.files = {name.decode(): name for name in worker.answers} | {
        "huge": b"0" * 11_000_000,
        "giant": b"0" * 21_000_000,
    }

    def make(context: AppContext) -> ReadPictures:
        stand_in: Any = worker
        return PictureReader(context, stand_in, screenshot_words).read

    maker: MakeReader = make
    return {"make_reader": maker, "words": LOOKING}


def spoken(_case: Case, given: Input, _now: Any) -> Turn:
    """A dialog that says what it was given."""
    return Turn(Case(), "said", None, (Reply(escape(repr(given))),))


async def test_a_screenshot_is_read_and_checked(bench: Bench, reading: dict[str, Any], worker: Worker) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(spoken, **reading):
        await ming.sends(photo=[{"file_id": "small"}, {"file_id": "tool", "file_size": 9}])
        texts = {(await ming.sees()).text, (await ming.sees()).text}
    image_text = f"{TOOL}\nhttps://evil.example/a"
    assert texts == {"正在看图……", repr(ForwardInput(image_text=image_text, origin="picture"))}
    assert worker.closed


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"caption": "是真的吗", "photo": [{"file_id": "tool"}]},
         ForwardInput(comment="是真的吗", image_text=f"{TOOL}\nhttps://evil.example/a", origin="picture")),
        ({"caption": "刚转错了", "photo": [{"file_id": "receipt"}]},
         ForwardInput(comment="刚转错了", image_text=RECEIPT, origin="picture")),
        ({"caption": "刚转错了", "photo": [{"file_id": "blank"}]}, TextInput("刚转错了")),
        ({"photo": [{"file_id": "receipt"}], "forward_origin": HIDDEN},
         ForwardInput(image_text=RECEIPT, origin="hidden_user")),
        ({"document": {"file_id": "receipt", "file_unique_id": "u", "mime_type": "image/png"}},
         ForwardInput(image_text=RECEIPT, origin="picture")),
        ({"document": {"file_id": "receipt", "file_name": "账单.PNG", "mime_type": "application/octet-stream"}},
         ForwardInput(image_text=RECEIPT, origin="picture")),
        ({"live_photo": {"file_id": "clip", "photo": [{"file_id": "receipt"}]}},
         ForwardInput(image_text=RECEIPT, origin="picture")),
    ],
    ids=["trap with a question", "receipt with words", "blank with words", "forward", "as a file", "by name", "live"],
)  # fmt: skip
async def test_what_a_picture_is_taken_for(
    bench: Bench, reading: dict[str, Any], sent: dict[str, Any], expected: Input
) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(spoken, **{**reading, "words": WORDS}):
        await ming.sends(**sent)
        assert (await ming.sees()).text == repr(expected)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("broken", lambda words: words.not_an_image),
        ("slow", lambda words: words.took_too_long),
        ("blank", lambda words: words.no_text),
        ("none", lambda words: not_read(words, MissingExtraError("rapidocr", "ocr"))),
        ("huge", lambda words: words.too_large.split("，")[0]),
        ("giant", lambda words: words.too_large.split("，")[0]),
        ("gone", lambda words: words.took_too_long),
    ],
)
async def test_a_picture_that_cannot_be_read_gets_a_kind_sentence(
    bench: Bench,
    reading: dict[str, Any],
    screenshot_words: ScreenshotWords,
    file: str,
    words: Callable[[ScreenshotWords], str],
) -> None:
    refused = {"gone": "wrong file_id or the file is temporarily unavailable", "giant": "file is too big"}
    bench.expected_refusals = [f"getFile: {refused[file]}"] * 2 if file in refused else []
    ming = bench.double.person(1001)
    async with bench.bot(spoken, **{**reading, "words": WORDS}):
        await ming.sends(photo=[{"file_id": file}])
        assert words(screenshot_words) in (await ming.sees()).text
        await ming.sends(photo=[{"file_id": file}], caption="刚转错了")
        if file == "blank":
            assert "刚转错了" in (await ming.sees()).text
        else:
            assert words(screenshot_words) in (await ming.sees()).text
            assert (await ming.sees()).text == repr(TextInput("刚转错了"))
    assert "huge" not in bench.double.given_files
    assert ming.unseen == []


async def test_the_second_picture_of_a_minute_waits_until_nobody_else_does(
    bench: Bench, reading: dict[str, Any], worker: Worker
) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)
    worker.idle.clear()
    async with bench.bot(spoken, **{**reading, "words": WORDS}):
        await ming.sends(photo=[{"file_id": "receipt"}])
        assert RECEIPT in (await ming.sees()).text
        await ming.sends(photo=[{"file_id": "receipt"}])
        await hong.sends(photo=[{"file_id": "receipt"}])
        assert RECEIPT in (await hong.sees()).text
        assert ming.unseen == []
        worker.idle.set()
        assert RECEIPT in (await ming.sees()).text


async def test_who_waits_in_vain_is_told_so_and_the_rest_of_an_album_is_not_tried(
    bench: Bench,
    reading: dict[str, Any],
    worker: Worker,
    screenshot_words: ScreenshotWords,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "_PATIENCE", 0.01)
    ming = bench.double.person(1001)
    worker.idle.clear()
    album = {"media_group_id": "1", "photo": [{"file_id": "receipt"}]}
    quiet = {"quiet": Quiet(after=0.2, longest=1)}
    async with bench.bot(spoken, **{**reading, "words": WORDS}, settings=quiet):
        for _ in range(3):
            await ming.sends(**album)
        assert (await ming.sees()).text == screenshot_words.busy
        assert (await ming.sees()).text == repr(ForwardInput(image_text=RECEIPT, origin="picture"))
    assert bench.double.given_files == ["receipt"]


async def test_check_with_words_checks_them(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(spoken):
        await ming.says(f"/check {TOOL}")
        assert (await ming.sees()).text == repr(ForwardInput(text=TOOL, origin="pasted"))
