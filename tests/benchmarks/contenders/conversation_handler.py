"""The same questions as a user of python-telegram-bot would write them: a ConversationHandler, one step after another.

In memory; with BENCH_PICKLE, a file name, it has PicklePersistence, as it comes: written once a minute.
"""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

WORDS = json.loads(Path(os.environ["BENCH_WORDS"]).read_text("utf-8"))
CATEGORY, SITUATION, CHANNEL, ACCEPTED, PAID_AT, PLAN = range(6)


async def say(message: Message, place: str) -> None:
    """The messages of a place, the buttons under the last."""
    for text, buttons in WORDS[place]:
        keyboard = [[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons]
        await message.reply_text(text, reply_markup=InlineKeyboardMarkup(keyboard) if keyboard else None)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Somebody new, or somebody who starts over."""
    context.user_data.clear()
    await say(update.message, "start")
    return CATEGORY


async def chosen(update: Update, context: ContextTypes.DEFAULT_TYPE, place: str) -> None:
    """A button: answer the query, remember the choice, go on."""
    query = update.callback_query
    await query.answer()
    context.user_data[place] = query.data
    await say(query.message, place)


async def category(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """A category was chosen."""
    await chosen(update, context, "category")
    return SITUATION


async def situation(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """A situation was chosen."""
    await chosen(update, context, "situation")
    return CHANNEL


async def channel(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """How it was paid."""
    await chosen(update, context, "channel")
    return ACCEPTED


async def accepted(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Whether it was accepted."""
    await chosen(update, context, "accepted")
    return PAID_AT


async def paid_at(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """When it was paid, typed: the plan."""
    context.user_data["paid_at"] = update.message.text
    await say(update.message, "paid_at")
    return PLAN


async def done(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """A step of the plan is done."""
    await chosen(update, context, "done")
    return PLAN


def main() -> None:
    """Serve until stopped."""
    warnings.filterwarnings("ignore", category=PTBUserWarning)  # about per_message, as the library's own examples say
    builder = Application.builder().token(os.environ["BENCH_TOKEN"]).base_url(f"{os.environ['BENCH_API']}/bot")
    kept = {}
    if pickle := os.environ.get("BENCH_PICKLE"):
        builder = builder.persistence(PicklePersistence(pickle))
        kept = {"name": "conversation", "persistent": True}
    application = builder.build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                CATEGORY: [CallbackQueryHandler(category, pattern="^mistake$")],
                SITUATION: [CallbackQueryHandler(situation, pattern="^wrong_recipient$")],
                CHANNEL: [CallbackQueryHandler(channel)],
                ACCEPTED: [CallbackQueryHandler(accepted)],
                PAID_AT: [MessageHandler(filters.TEXT & ~filters.COMMAND, paid_at)],
                PLAN: [CallbackQueryHandler(done, pattern="^done:")],
            },
            fallbacks=[CommandHandler("start", start)],
            **kept,
        )
    )
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
