"""Private chats: a message becomes an input, the input a turn, and the turn's messages go to the outbox.

A callback returns only when its update is settled: its turn committed, or its update a dead letter. Then and only then
may it be acknowledged to Telegram.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram import CallbackQuery, Update
from telegram.constants import ChatAction, ChatMemberStatus, ChatType
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters
from telegramify_markdown.entity import utf16_len

from bot.screenshots.picture import ScreenshotError
from bot.store import Outcome, PlannedReminder, ReminderSchedule, StoredCase, StoreUnavailableError, TurnResult, Work
from bot.telegram.context import LONG, AppContext
from bot.telegram.logs import describe, log, mark
from bot.telegram.message_text import case_file_of, image_of, input_of
from bot.telegram.pictures import fetch
from bot.telegram.processor import ChatProcessor
from bot.telegram.render import CAPTION_UNITS, ButtonContext, ButtonPress, Posts, messages, posts, read_callback
from dialogs.case import Case
from dialogs.messages import (
    CaseFileInput,
    ChoiceInput,
    CommandInput,
    ForwardInput,
    Input,
    Reply,
    TextInput,
    Turn,
    UnreadableInput,
)
from dialogs.papers.case_file import LARGEST
from dialogs.plan_screen import LASTING
from dialogs.screen import fitted
from dialogs.together import merged

TakeTurn = Callable[[Case, Input, dt.datetime], Turn]
"""The dialog: pure. The moment is in the zone in which dates are written."""

ShowCase = Callable[[Case, dt.datetime], tuple[Reply, ...]]
"""What a case looks like at a moment; changes nothing."""

MOST_IMAGES = 4  # read in one turn; each takes seconds
_TRIES = 3
_STARTS = 5  # a process killed from outside may have been at work on an innocent update
_WARN_EVERY = 10.0  # seconds between two requests to slow down
_TYPING_AFTER = 0.7  # seconds of silence before "typing…" shows


@dataclass(frozen=True, slots=True)
class Received:
    """What a person did: one update, or several that are one case.

    `query` is the callback query to answer if a button was pressed, and `press` None then for data that is not ours.
    `images` are file ids, and `file` that of what may be a saved case. `client` is a language code, or empty.
    """

    numbers: tuple[int, ...]
    chat_id: int
    input: Input
    query: CallbackQuery | None = None
    press: ButtonPress | None = None
    images: tuple[str, ...] = ()
    file: str | None = None
    client: str = ""


class PrivateChats:
    """The callbacks of `handlers`."""

    def __init__(
        self,
        context: AppContext,
        processor: ChatProcessor,
        take_turn: TakeTurn,
        show: ShowCase | None = None,
    ) -> None:
        self._context, self._processor, self._take_turn = context, processor, take_turn
        self._show = show or (lambda case, now: take_turn(case, CommandInput("start"), now).replies)
        self._store, self._clock, self._words = context.store, context.clock, context.words
        self._warned: dict[int, float] = {}

    async def on_message(self, update: Update) -> str:
        """A message, or several that are one case, through the dialog."""
        received = read(self._processor.batch(update))
        return "ignored" if received is None else await self._receive(received)

    async def on_button(self, update: Update) -> str | None:
        """A pressed button through the dialog; None in other chats."""
        received = read((update,))
        return None if received is None else await self._receive(received)

    async def on_membership(self, update: Update) -> str | None:
        """Drop what waits for a person who blocked the bot; None in other chats."""
        member = update.my_chat_member
        if member is None or member.chat.type != ChatType.PRIVATE:
            return None
        if member.new_chat_member.status != ChatMemberStatus.BANNED:
            return "ignored"
        chat = self._store.chat_key(member.chat.id)
        self._context.outbox.forget(chat)
        await self._store.give_up(chat)
        return "departed"

    async def turn_away(self, updates: Sequence[Update]) -> None:
        """Settle updates of a chat that sends faster than it can be served; it is told so once in a while."""
        chat_id = _private_chat(updates[0])
        if chat_id is None:
            return
        now = self._clock.steady()
        words: Posts = ()
        if now - self._warned.get(chat_id, -_WARN_EVERY) >= _WARN_EVERY:
            self._warned[chat_id] = now
            words = posts(chat_id, self._words.slow_down)
        chat = self._store.chat_key(chat_id)
        log.info("turned away", chat=mark(chat), updates=len(updates))
        self._context.metrics.turns.labels("turned_away").inc(len(updates))
        for update in updates:
            self._answer(update.callback_query, None)
        first, *others = (update.update_id for update in updates)
        self._context.outbox.enqueue(
            await self._context.when_reached(
                lambda: self._store.turn(
                    first, chat, self._clock.now(), lambda _stored: Outcome(messages=words), others
                )
            )
        )

    async def prune(self) -> None:
        """Forget which chats were asked to slow down, when it is long enough ago to ask again."""
        now = self._clock.steady()
        self._warned = {chat: at for chat, at in self._warned.items() if now - at < _WARN_EVERY}

    async def _receive(self, received: Received) -> str:
        """Settle what was received.

        While the processor is careful, the try is counted before it is made; one that an orderly stop cuts short has
        ended no process, and is taken back.
        """
        if not self._processor.careful:
            return await self._settle(received)
        number, reached = received.numbers[0], self._context.when_reached
        try:
            if await reached(lambda: self._store.count_attempt(number, self._clock.now())) > _STARTS:
                chat = self._store.chat_key(received.chat_id)
                return await reached(lambda: self._give_up(received, chat, "ended the process"))
            return await self._settle(received)
        except asyncio.CancelledError:
            with contextlib.suppress(StoreUnavailableError):
                await self._store.take_attempt_back(number)
            raise

    async def _settle(self, received: Received) -> str:
        chat, reached = self._store.chat_key(received.chat_id), self._context.when_reached
        typing = asyncio.get_running_loop().call_later(_TYPING_AFTER, self._show_typing, received.chat_id)
        notice: list[str] = []
        try:
            given, unread = await self._look(received)
            work = self._work(received, given, unread, notice)
            result = await reached(lambda: self._try(received, chat, _words(given), work))
        finally:
            typing.cancel()
            self._answer(received.query, notice[-1] if notice else None)
        if isinstance(result, str):
            return await reached(lambda: self._give_up(received, chat, result))
        return self._context.outbox.enqueue(result)

    async def _try(self, received: Received, chat: bytes, words: str, work: Work) -> TurnResult | str:
        """The turn, tried a few times; the error's class if it fails each time."""
        problem = ""
        first, *others = received.numbers
        for _ in range(_TRIES):
            try:
                ready = work if len(words) <= LONG else await self._done_before(chat, words, work)
                return await self._store.turn(first, chat, self._clock.now(), ready, others)
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001  # whatever the dialog raises, the person gets an answer
                self._context.metrics.errors.labels("turn").inc()
                log.error("turn failed", chat=mark(chat), kind=type(received.input).__name__, **describe(error))
                problem = type(error).__name__
        return problem

    async def _done_before(self, chat: bytes, words: str, work: Work) -> Work:
        """The work on long words, done before the transaction; in it again only if the case is another by then."""
        known = await self._store.case(chat)
        outcome = await self._context.apart(words, lambda _words: work(known))
        return lambda stored: outcome if stored == known else work(stored)

    def _work(self, received: Received, given: Input, unread: Iterable[str], notice: list[str]) -> Work:
        """The pure part of a turn, as the store wants it; what is to be shown over the chat is added to `notice`."""
        chat_id = received.chat_id
        notes = [message for words in unread for message in posts(chat_id, words)]
        now = self._context.local_now()
        under = received.query.message if received.query else None
        pressed = under.message_id if under else None
        outgoing = partial(_outgoing, chat_id, shares=bool(self._context.bot.bot.supports_inline_queries))

        def work(stored: StoredCase) -> Outcome:
            case = replace(stored.case, client=received.client)
            if received.query is not None and not _is_current(received.press, stored):
                notice.append(self._words.old_button)
                shown = self._show(case, now)
                return Outcome(messages=tuple(outgoing(shown, stored.case, stored.created_at)))
            if notes and isinstance(given, UnreadableInput):
                return Outcome(messages=tuple(notes))
            turn = self._take_turn(case, given, now)
            if turn.error is not None:
                self._context.metrics.errors.labels("turn").inc()
                kind = type(given).__name__
                log.error("input not understood", kind=kind, error=turn.error.kind, where=turn.error.place)
            created_at = 0 if turn.forget else stored.created_at or int(now.timestamp())
            return Outcome(
                case=turn.case,
                forget=turn.forget,
                messages=(*notes, *outgoing(turn.replies, turn.case, created_at, pressed)),
                reminders=reminders_of(chat_id, stored.case, turn),
            )

        return work

    async def _look(self, received: Received) -> tuple[Input, tuple[str, ...]]:
        """What was said, pictures included, and sentences about pictures that could not be read."""
        if received.file is not None:
            with contextlib.suppress(ScreenshotError):
                content = await fetch(self._context.bot, received.file, LARGEST)
                return CaseFileInput(content.decode("utf-8", "replace")), ()
        if not received.images or self._context.read_pictures is None:
            return received.input, ()
        if self._words.looking:
            sending = self._context.bot.send_message(received.chat_id, self._words.looking)
            self._context.in_background(sending, "sendMessage")
        return await self._context.read_pictures(received.chat_id, received.input, received.images)

    async def _give_up(self, received: Received, chat: bytes, problem: str) -> str:
        """Make dead letters of the updates; the person is asked once to try again."""
        words = posts(received.chat_id, self._words.try_again)
        for number in received.numbers:
            self._context.outbox.enqueue(await self._store.dead_letter(number, problem, chat, self._clock.now(), words))
            words = ()
        log.error("dead letter", chat=mark(chat), update=received.numbers[0])
        return "set_aside"

    def _show_typing(self, chat_id: int) -> None:
        sending = self._context.bot.send_chat_action(chat_id, ChatAction.TYPING)
        self._context.in_background(sending, "sendChatAction")

    def _answer(self, query: CallbackQuery | None, notice: str | None) -> None:
        """Every query is answered, else the button spins for a minute."""
        if query is not None:
            self._context.in_background(query.answer(notice), "answerCallbackQuery")


def handlers(chats: PrivateChats, context: AppContext) -> list[BaseHandler[Any, Any, Any]]:
    """The handlers of private chats."""
    new = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    return [
        MessageHandler(filters.ChatType.PRIVATE & new, context.durable(chats.on_message)),
        CallbackQueryHandler(context.durable(chats.on_button)),
        ChatMemberHandler(context.durable(chats.on_membership), ChatMemberHandler.MY_CHAT_MEMBER),
    ]


def read(updates: Sequence[Update]) -> Received | None:
    """What updates that are one case ask of the dialog; None where it is nothing."""
    parts = [part for part in map(_read_one, updates) if part is not None]
    if len(parts) <= 1:
        return parts[0] if parts else None
    return replace(
        parts[0],
        numbers=tuple(update.update_id for update in updates),
        input=merged([part.input for part in parts]),
        images=tuple(image for part in parts for image in part.images)[:MOST_IMAGES],
    )


def _read_one(update: Update) -> Received | None:
    chat_id = _private_chat(update)
    if chat_id is None:
        return None
    numbers, client = (update.update_id,), (update.effective_user and update.effective_user.language_code) or ""
    if query := update.callback_query:
        press = read_callback(query.data)
        chosen = ChoiceInput(press.option if press else "")
        return Received(numbers, chat_id, chosen, query, press, client=client)
    message = update.message or update.edited_message
    given = input_of(message, edited=update.edited_message is not None) if message else None
    if message is None or given is None or (update.edited_message and not isinstance(given, TextInput)):
        return None  # what is edited without words is a place on the way, or a picture changed
    image = image_of(message)
    return Received(
        numbers, chat_id, given, images=(image,) if image else (), file=case_file_of(message), client=client
    )


def _private_chat(update: Update) -> int | None:
    """The private chat an update is of; None where it is another chat, or the button of an inline result in one."""
    chat = update.effective_chat
    return chat.id if chat is not None and chat.type == ChatType.PRIVATE else None


def _words(given: Input) -> str:
    """What there is to read in an input."""
    if isinstance(given, TextInput):
        return given.text
    return given.words + given.comment if isinstance(given, ForwardInput) else ""


def _is_current(press: ButtonPress | None, stored: StoredCase) -> bool:
    """Whether a button may act: of the case as it was when it was shown, or of one whose meaning stays the same."""
    if press is None or press.context.life != stored.created_at:
        return False
    return press.context.revision == stored.case.revision or press.option.partition(":")[0] in LASTING


def _outgoing(
    chat_id: int, replies: Sequence[Reply], case: Case, created_at: int, pressed: int | None = None, *, shares: bool
) -> Iterator[Mapping[str, Any]]:
    """The outbox messages for replies; one that may stand in the place of the message whose button was pressed does.
    A file comes with the words about it as its caption, where they are short enough for one.
    """
    button_context = ButtonContext(case.revision, created_at)
    for reply in fitted(replies):
        made = messages(chat_id, reply, button_context, shares=shares)
        if reply.in_place and pressed is not None and len(made) == 1:
            made = ({**made[0], "method": "editMessageText", "message_id": pressed},)
            pressed = None
        captioned = len(reply.files) == 1 and len(made) == 1 and utf16_len(made[0]["text"]) <= CAPTION_UNITS
        yield from () if captioned else made
        for file in reply.files:
            parts = {"name": file.name, "form": file.form, "content": file.content}
            yield {**(made[0] if captioned else {"chat_id": chat_id}), "method": "sendDocument", "file": parts}


def reminders_of(chat_id: int, before: Case, turn: Turn) -> ReminderSchedule | None:
    """What a turn says about reminders; None where they stay as they are: off as before, or after an error."""
    if turn.error is not None or not (before.reminding or turn.case.reminding):
        return None
    planned = (
        PlannedReminder(one.id, int(one.when.timestamp()), int(one.until.timestamp()), posts(chat_id, one.text))
        for one in turn.reminders
    )
    return ReminderSchedule(turn.case.reminding, tuple(planned))
