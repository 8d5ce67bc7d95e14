"""Guest mode (Bot API 10.0): the bot is mentioned in a chat that it is not in, and may answer once.

The answer goes out at once and nothing of it is stored, as with inline mode. @BotFather has a switch for it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.telegram.context import AppContext
from bot.telegram.group_replies import GroupReplies, author_of
from bot.telegram.inline import article
from bot.telegram.logs import describe, log
from bot.telegram.pictures import MakeReader
from bot.telegram.subjects import asked_about, handed_in, without_mention
from dialogs.groups import PER_MEMBER, AnswerQuota, GroupContent


def handlers(
    context: AppContext, content: GroupContent, make_reader: MakeReader | None = None
) -> list[BaseHandler[Update, Any, Any]]:
    """The handler of guests' questions; with `make_reader`, pictures asked about are read too."""
    read_pictures = make_reader(context) if make_reader else None
    replies, quota = GroupReplies(context, content), AnswerQuota(PER_MEMBER)

    async def answer(update: Update) -> str:
        message = update.guest_message
        if message is None or not message.guest_query_id:
            return "ignored"
        asker = author_of(message)
        if not quota.take(asker, update.update_id, context.clock.steady()):
            return "silent"
        subject = asked_about(message) or handed_in(message, "")
        words = await subject.read(asker, read_pictures) if subject and not subject.ours else ""
        looked = subject is not None
        words = words or ("" if looked else without_mention(message))
        today = context.local_now().date()
        text = await context.apart(words, partial(content.guest_answer, today=today, looked=looked))
        made = article("answer", content.words.buttons.private, text, button=replies.private_button())
        if made is None:
            return "ignored"
        try:
            await context.bot.answer_guest_query(message.guest_query_id, made)
        except TelegramError as error:
            log.info("guest not answered", **describe(error))
            return "failed"
        return "guest"

    return [MessageHandler(filters.UpdateType.GUEST_MESSAGE, context.durable(answer))]
