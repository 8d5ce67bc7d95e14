"""Pictures people send: fetched within limits, read in a process of their own, and never kept."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from telegram.error import BadRequest, TelegramError

from bot.extras import MissingExtraError
from bot.screenshots import (
    MAX_BYTES,
    PictureTooLargeError,
    ReadTimeoutError,
    ScreenshotError,
    ScreenshotWorker,
    not_read,
    text_to_check,
)
from bot.telegram.context import AppContext
from bot.telegram.logs import describe, log
from dialogs.checking import Checker
from dialogs.library.models.channels import ScreenshotWords
from dialogs.messages import ForwardInput, Input, TextInput

ReadImage = Callable[[Input, str], Awaitable[Input]]
"""An input completed with the words in a picture, given its Telegram file id.

May take seconds; raises PictureUnreadError.
"""

MakeReader = Callable[[AppContext], ReadImage]

_HARMLESS = frozenset({"none", "caution", "warning"})


class PictureUnreadError(Exception):
    """A picture was not read; `words` is the sentence for the person who sent it."""

    def __init__(self, words: str) -> None:
        super().__init__(type(self).__name__)
        self.words = words


async def read_pictures(given: Input, images: Iterable[str], read: ReadImage) -> tuple[Input, tuple[str, ...]]:
    """The input with what its pictures say, and a sentence for each way in which one could not be read."""
    problems: list[str] = []
    for image in images:
        try:
            given = await read(given, image)
        except PictureUnreadError as problem:
            problems.append(problem.words)
        except Exception as error:  # noqa: BLE001  # a picture that cannot be read leaves the rest of the message
            log.warning("image not read", **describe(error))
    return given, tuple(dict.fromkeys(problems))


class PictureReader:
    """Reads pictures by their file id. The reading process starts with the first and ends with the adapter."""

    def __init__(
        self, context: AppContext, worker: ScreenshotWorker, words: ScreenshotWords, load_checker: Callable[[], Checker]
    ) -> None:
        self._bot, self._worker, self._words, self._load_checker = context.bot, worker, words, load_checker
        context.closing.append(worker.close)

    async def read(self, given: Input, file_id: str) -> Input:
        """See `ReadImage`.

        A picture without words of the person's own, or a forwarded one, is something to check. With words of their
        own it is so only if it holds a trap or a false claim; else the words are what they came with (the picture is
        then often the receipt of a transfer).
        """
        try:
            found = await self._worker.read(await self._fetch(file_id))
        except (ScreenshotError, MissingExtraError) as error:
            raise PictureUnreadError(not_read(self._words, error)) from error
        text = text_to_check(found)
        if isinstance(given, TextInput):
            harmless = not text.strip() or self._load_checker().check(text).verdict in _HARMLESS
            return given if harmless else ForwardInput(caption=given.text, image_text=text, origin="picture")
        if isinstance(given, ForwardInput):
            return replace(given, image_text="\n".join(filter(None, (given.image_text, text))))
        if not text.strip():
            raise PictureUnreadError(self._words.no_text)
        return ForwardInput(image_text=text, origin="picture")

    async def _fetch(self, file_id: str) -> bytes:
        """The file's bytes. Its size is known before anything of it is loaded."""
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > MAX_BYTES or not file.file_path:
                raise PictureTooLargeError
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            raise (PictureTooLargeError if "too big" in error.message.lower() else ReadTimeoutError) from error
        except TelegramError as error:
            raise ReadTimeoutError from error


def picture_reader(words: ScreenshotWords, load_checker: Callable[[], Checker]) -> MakeReader:
    """Makes the reader of an adapter: the same for private chats and groups, with one reading process."""
    return functools.cache(lambda context: PictureReader(context, ScreenshotWorker(), words, load_checker).read)
