"""The Bot API over real HTTP on loopback, in the test's own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from email.message import EmailMessage
from typing import Any, Self
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from tests import PATIENCE
from tests.telegram_double import rules
from tests.telegram_double.faults import Fault, error, misbehave, result
from tests.telegram_double.group import Group
from tests.telegram_double.group_calls import GroupCalls
from tests.telegram_double.person import Person
from tests.telegram_double.rules import RefusedError, Sent
from tests.telegram_double.server import PromptServer, listening_socket

TOKEN = "123456:" + "A" * 35
LOOK_AGAIN = 0.01  # seconds
LIFE: ContextVar[str] = ContextVar("LIFE", default="")
LOST: ContextVar[bool] = ContextVar("LOST", default=False)


class TelegramDouble(GroupCalls):
    """Use as an async context manager; `url` is what the bot takes for Telegram."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, list[Sent]] = {}
        self.edits: list[Sent] = []  # what messages were changed to, in order
        self.uneditable: set[int] = set()
        self.lives: dict[int, str] = {}  # which process sent a message, if its address for us says so
        self.unheard: set[int] = set()  # messages that were taken while the answer that says so was lost
        self.blocked: set[int] = set()
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.refusals: list[str] = []
        self.notices: dict[str, str | None] = {}
        self.alerts: set[str] = set()  # notices that stay until they are read
        self.changed = asyncio.Condition()
        self.choose_fault: Callable[[str, Mapping[str, Any]], Fault | None] = lambda _method, _parameters: None
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._updates: list[dict[str, Any]] = []
        self._queries: set[str] = set()
        self._numbers = iter(range(1, 10**9))
        self._next_update = 700_000
        self._last_offset, self._last_request = -1, 0.0
        self._release = asyncio.Event()
        self.url = ""

    async def __aenter__(self) -> Self:
        listening = listening_socket()
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        route = Route(f"/bot{TOKEN}/{{method}}", self._answer, methods=["POST"])
        marked = Route(f"/lives/{{life}}/bot{TOKEN}/{{method}}", self._answer, methods=["POST"])
        files = Route(f"/file/bot{TOKEN}/{{path:path}}", self.give_file)
        config = uvicorn.Config(
            Starlette(routes=[route, marked, files]), log_level="critical", lifespan="off", loop="none"
        )
        self._server = PromptServer(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._release.set()
        self._server.should_exit = self._server.force_exit = True
        self._server.ended.set()
        async with self.changed:
            self.changed.notify_all()
        await self._serving

    def person(self, chat_id: int) -> Person:
        """Somebody with a private chat."""
        self.chats.setdefault(chat_id, [])
        return Person(self, chat_id)

    def group(self, chat_id: int, **more: Any) -> Group:
        """A group that the bot is in; `more` as for `Group`."""
        self.chats.setdefault(chat_id, [])
        self.groups[chat_id] = made = Group(self, chat_id, **more)
        return made

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method go wrong, one after another."""
        self._faults[method].extend(faults)

    def waiting_faults(self, method: str) -> int:
        """How many calls of a method are still to go wrong."""
        return len(self._faults[method])

    async def post_update(self, **content: Any) -> int:
        """Queue an update for the bot; its number."""
        self._next_update += 1
        async with self.changed:
            self._updates.append({"update_id": self._next_update, **content})
            self.changed.notify_all()
        return self._next_update

    async def repeat_update(self, number: int, original: Mapping[str, Any]) -> None:
        """Deliver an update a second time, as Telegram does when an acknowledgement is lost."""
        async with self.changed:
            self._updates.append({**original, "update_id": number})
            self.changed.notify_all()

    def new_query(self) -> str:
        query = f"query-{next(self._numbers)}"
        self._queries.add(query)
        return query

    @property
    def unacknowledged(self) -> list[int]:
        """Numbers of the updates Telegram still keeps for the bot."""
        return [update["update_id"] for update in self._updates]

    def rest(self) -> None:
        """Let so much time pass that no getUpdates comes in haste: as a bot takes to start."""
        self._last_offset = -1

    async def until(self, reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something has become so; fails the test if it does not in time.

        Asked again at every call that comes in, and besides every few milliseconds: nobody is told what the bot writes
        into its database.
        """
        async with asyncio.timeout(seconds), self.changed:
            while not reached():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await self.changed.wait()

    async def _answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        LIFE.set(request.path_params.get("life", ""))
        try:
            parameters = await _parameters(request)
        except ClientDisconnect:
            return Response(status_code=499)
        fault = self._fault(method, parameters)
        if fault is not None and not fault.performed:
            async with self.changed:
                self.changed.notify_all()
            return await self._misbehave(fault, request)
        LOST.set(fault is not None and fault.loses_the_answer)
        answer = await self._result(method, parameters)
        async with self.changed:
            self.changed.notify_all()
        if fault is not None and fault.slow:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._release.wait(), fault.slow)
            return answer
        return answer if fault is None else await self._misbehave(fault, request)

    def _fault(self, method: str, parameters: Mapping[str, Any]) -> Fault | None:
        waiting = self._faults.get(method)
        return waiting.pop(0) if waiting else self.choose_fault(method, parameters)

    async def _misbehave(self, fault: Fault, request: Request) -> Response:
        return await misbehave(fault, request, self._server.server_state.connections, self._release)

    async def _result(self, method: str, parameters: Mapping[str, Any]) -> Response:
        self.calls.append((method, parameters))
        perform = getattr(self, f"_on_{method}", None)
        if perform is None:
            return error(404, "Not Found")
        try:
            rules.check_parameters(method, parameters)
            if parameters.get("chat_id") in self.blocked:
                return error(403, "Forbidden: bot was blocked by the user")
            if (new := self.moved.get(parameters.get("chat_id", 0))) is not None:
                upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
                return error(400, upgraded, parameters={"migrate_to_chat_id": new})
            return result(await perform(parameters))
        except RefusedError as refusal:
            if not isinstance(refusal, rules.NotAllowedError):
                self.refusals.append(f"{method}: {refusal}")
            return error(400, f"Bad Request: {refusal}")

    async def _on_getUpdates(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        offset, now = parameters.get("offset"), asyncio.get_running_loop().time()
        # The Bot API server gives a single update to one that asks for the same again too soon.
        in_haste = (offset or 0) == self._last_offset and now < self._last_request + rules.HASTE
        limit = 1 if in_haste else parameters.get("limit", 100)
        self._last_offset, self._last_request = offset or 0, now
        if offset is not None:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
        async with self.changed:
            self.changed.notify_all()
        if not self._updates and parameters.get("timeout"):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(parameters["timeout"]), self.changed:
                    await self.changed.wait_for(lambda: bool(self._updates) or self._server.should_exit)
        return self._updates[:limit]

    async def _on_sendMessage(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        made = self._said(parameters, next(self._numbers))
        return self._deliver(made.chat_id, made) | ({"ephemeral_message_id": made.message_id} if made.seen_by else {})

    async def _on_editMessageText(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        number = parameters["message_id"]
        made = self._said(parameters, number)
        history = self.chats[made.chat_id]
        place = next((place for place, one in enumerate(history) if one.message_id == number), None)
        if place is None:
            raise RefusedError("message to edit not found")
        if number in self.uneditable:
            raise RefusedError("message can't be edited")
        if history[place] == made:
            raise RefusedError(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        history[place] = made
        self.edits.append(made)
        return self._shown(made)

    def _said(self, parameters: Mapping[str, Any], number: int) -> Sent:
        """The message that a call with a text makes, if Telegram takes it."""
        chat = self._chat(parameters)
        text = parameters.get("text")
        rules.check_text(text)
        entities = parameters.get("entities") or []
        rules.check_entities(str(text), entities)
        markup = parameters.get("reply_markup")
        if markup is not None:
            rules.check_keyboard(markup)
        rows = tuple(tuple(row) for row in (markup or {}).get("inline_keyboard", ()))
        topic, answers = self.check_place(chat, parameters)
        seen_by = self.check_receiver(chat, parameters)
        return Sent(number, chat, str(text), tuple(entities), rows, topic=topic, answers=answers, seen_by=seen_by)

    async def _on_sendDocument(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        return self._file(parameters, *parameters["document"])

    async def _on_sendPhoto(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        name, content = parameters["photo"]
        if not content.startswith((b"\x89PNG", b"\xff\xd8")):
            raise RefusedError("IMAGE_PROCESS_FAILED")
        return self._file(parameters, name, content)

    def _file(self, parameters: Mapping[str, Any], name: str, content: bytes) -> dict[str, Any]:
        """A file with its caption."""
        if not content:
            raise RefusedError("file must be non-empty")
        caption = parameters.get("caption") or ""
        if rules.units(caption) > 1024:
            raise RefusedError("message caption is too long")
        said = {**parameters, "text": caption, "entities": parameters.get("caption_entities")}
        made = (
            self._said(said, next(self._numbers)) if caption else Sent(next(self._numbers), self._chat(parameters), "")
        )
        return self._deliver(made.chat_id, replace(made, file_name=name, file_content=content))

    async def _on_answerCallbackQuery(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        query = parameters.get("callback_query_id")
        if query not in self._queries:
            raise RefusedError("query is too old and response timeout expired or query ID is invalid")
        if len(parameters.get("text") or "") > 200:
            raise RefusedError("MESSAGE_TOO_LONG")
        self._queries.discard(query)
        self.notices[query] = parameters.get("text")
        if parameters.get("show_alert"):
            self.alerts.add(query)
        return True

    async def _on_sendChatAction(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        self._chat(parameters)
        return True

    async def _on_setMyCommands(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        rules.check_commands(parameters["commands"])
        if len(parameters.get("language_code", "en")) != 2:  # ISO 639-1: Telegram knows no scripts here
            raise RefusedError("strict: language code")
        return True

    async def _on_setMyShortDescription(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        if len(parameters["short_description"]) > 120:
            raise RefusedError("strict: short description")
        return True

    async def _on_setMyDescription(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        if len(parameters["description"]) > 512:
            raise RefusedError("strict: description")
        return True

    async def _on_setWebhook(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        if not parameters["url"].startswith("https://"):
            raise RefusedError("bad webhook: An HTTPS URL must be provided for webhook")
        return True

    async def _on_deleteWebhook(self, _parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        return True

    def _chat(self, parameters: Mapping[str, Any]) -> int:
        chat = parameters.get("chat_id")
        if not isinstance(chat, int) or chat not in self.chats:
            raise RefusedError("chat not found")
        return chat

    def _deliver(self, chat: int, message: Sent) -> dict[str, Any]:
        self.chats[chat].append(message)
        self.lives[message.message_id] = LIFE.get()
        if LOST.get():
            self.unheard.add(message.message_id)
        return self._shown(message)

    @staticmethod
    def _shown(message: Sent) -> dict[str, Any]:
        chat = {"id": message.chat_id, "type": "private", "first_name": "人"}
        return {"message_id": message.message_id, "date": 1, "chat": chat, "text": message.text}


async def _parameters(request: Request) -> dict[str, Any]:
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/"):
        fields = parse_qsl((await request.body()).decode(), keep_blank_values=True, strict_parsing=bool(kind))
        return {name: _field(name, text) for name, text in fields}
    head = b"Content-Type: " + request.headers["content-type"].encode() + b"\r\n\r\n"
    form = email.message_from_bytes(head + await request.body(), policy=email.policy.HTTP)
    return dict(_part(part) for part in form.iter_parts())


def _part(part: EmailMessage) -> tuple[str, Any]:
    name = str(part.get_param("name", header="content-disposition"))
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    file_name = part.get_filename()
    return name, (file_name, content) if file_name else _field(name, content.decode())


def _field(name: str, text: str) -> Any:
    """A parameter's value: the Bot API takes everything but text as JSON."""
    return text if name in rules.TEXTS else json.loads(text)
