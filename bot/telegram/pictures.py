"""Pictures people send: fetched within limits, read in a process of their own, and never kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.extras import MissingExtraError
from bot.screenshots.picture import (
    MAX_BYTES,
    BusyError,
    PictureTooLargeError,
    ReadTimeoutError,
    ScreenshotError,
    not_read,
)
from bot.screenshots.reader import text_to_check
from bot.screenshots.worker import ScreenshotWorker
from bot.telegram.context import AppContext
from bot.telegram.logs import describe, log
from dialogs.library.models.channels import ScreenshotWords
from dialogs.messages import ForwardInput, Input, TextInput
from dialogs.together import with_picture

_LATELY = 60.0  # seconds in which a person has one picture read before those of others, the next ones after them
_PATIENCE = 15.0  # seconds that these wait
_FETCHED_AT_ONCE = 4  # pictures; each may take `MAX_BYTES` of memory


class PictureReader:
    """Reads pictures by their file id. The reading process starts with the first and ends with the adapter."""

    def __init__(self, context: AppContext, worker: ScreenshotWorker, words: ScreenshotWords) -> None:
        self._context, self._worker, self._words = context, worker, words
        self._lately: set[int] = set()
        self._fetching = asyncio.Semaphore(_FETCHED_AT_ONCE)
        context.closing.append(worker.close)

    async def read(self, person: int, given: Input, images: Sequence[str]) -> tuple[Input, tuple[str, ...]]:
        """See `bot.telegram.context.ReadPictures`."""
        said: dict[str, None] = {}
        for image in images:
            try:
                given, *more = await self._with_picture(person, given, image)
                said.update(dict.fromkeys(more))
            except (ScreenshotError, MissingExtraError) as error:
                said[not_read(self._words, error)] = None
                if isinstance(error, ReadTimeoutError | BusyError):
                    break  # the next one would make others wait as long
            except Exception as error:  # noqa: BLE001  # a picture that cannot be read leaves the rest of the message
                log.warning("image not read", **describe(error))
        return given, tuple(said)

    async def _with_picture(self, person: int, given: Input, file_id: str) -> tuple[Input, *tuple[str, ...]]:
        """The input with one picture more, and what is to be said about that."""
        await self._let_others_go_first(person)
        async with self._fetching:
            data = await fetch(self._context.bot, file_id, MAX_BYTES)
        found = await self._worker.read(data)
        text = text_to_check(found)
        more = () if found.whole else (self._words.not_whole,)
        if text.strip():
            return with_picture(given, text), *more
        return (given, *more) if isinstance(given, TextInput | ForwardInput) else (given, self._words.no_text)

    async def _let_others_go_first(self, person: int) -> None:
        """Within a minute of somebody's picture their next one waits until nobody else's does; BusyError if in vain."""
        if person in self._lately:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._worker.until_idle()
            except TimeoutError as error:
                raise BusyError from error
        else:
            self._lately.add(person)
            asyncio.get_running_loop().call_later(_LATELY, self._lately.discard, person)


async def fetch(bot: ExtBot[None], file_id: str, most: int) -> bytes:
    """A file's bytes, `most` at most: its size is known before anything of it is loaded.
    Raises PictureTooLargeError, ReadTimeoutError: it is larger, or Telegram does not give it.
    """
    try:
        file = await bot.get_file(file_id)
        if (file.file_size or 0) > most or not file.file_path:
            raise PictureTooLargeError
        return bytes(await file.download_as_bytearray())
    except BadRequest as error:
        raise (PictureTooLargeError if "too big" in error.message.lower() else ReadTimeoutError) from error
    except TelegramError as error:
        raise ReadTimeoutError from error
