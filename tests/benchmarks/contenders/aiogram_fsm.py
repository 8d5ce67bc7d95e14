"""The same questions as a user of aiogram would write them: its state machine, stored in SQLite.

Runs on an environment of its own (requirements/bench.lock), and imports nothing of this project.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_sqlite_storage.sqlitestore import SQLStorage

WORDS = json.loads(Path(os.environ["BENCH_WORDS"]).read_text("utf-8"))
router = Router()


class Place(StatesGroup):
    """Where somebody stands."""

    category = State()
    situation = State()
    channel = State()
    accepted = State()
    paid_at = State()
    plan = State()


async def say(message: Message, place: str) -> None:
    """The messages of a place, the buttons under the last."""
    for text, buttons in WORDS[place]:
        keyboard = [[InlineKeyboardButton(text=label, callback_data=data)] for label, data in buttons]
        await message.answer(text, reply_markup=InlineKeyboardMarkup(inline_keyboard=keyboard) if keyboard else None)


async def chosen(query: CallbackQuery, state: FSMContext, place: str, to: State) -> None:
    """A button: answer the query, remember the choice, go on."""
    await query.answer()
    await state.update_data({place: query.data})
    await state.set_state(to)
    await say(query.message, place)


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Somebody new, or somebody who starts over."""
    await state.set_data({})
    await state.set_state(Place.category)
    await say(message, "start")


@router.callback_query(Place.category, F.data == "mistake")
async def category(query: CallbackQuery, state: FSMContext) -> None:
    """A category was chosen."""
    await chosen(query, state, "category", Place.situation)


@router.callback_query(Place.situation, F.data == "wrong_recipient")
async def situation(query: CallbackQuery, state: FSMContext) -> None:
    """A situation was chosen."""
    await chosen(query, state, "situation", Place.channel)


@router.callback_query(Place.channel)
async def channel(query: CallbackQuery, state: FSMContext) -> None:
    """How it was paid."""
    await chosen(query, state, "channel", Place.accepted)


@router.callback_query(Place.accepted)
async def accepted(query: CallbackQuery, state: FSMContext) -> None:
    """Whether it was accepted."""
    await chosen(query, state, "accepted", Place.paid_at)


@router.message(Place.paid_at, F.text)
async def paid_at(message: Message, state: FSMContext) -> None:
    """When it was paid, typed: the plan."""
    await state.update_data(paid_at=message.text)
    await state.set_state(Place.plan)
    await say(message, "paid_at")


@router.callback_query(Place.plan, F.data.startswith("done:"))
async def done(query: CallbackQuery, state: FSMContext) -> None:
    """A step of the plan is done."""
    await chosen(query, state, "done", Place.plan)


async def main() -> None:
    """Serve until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BENCH_API"]))
    bot = Bot(os.environ["BENCH_TOKEN"], session=session)
    dispatcher = Dispatcher(storage=SQLStorage(os.environ["BENCH_DATABASE"], serializing_method="json"))
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
