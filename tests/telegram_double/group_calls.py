"""The calls a bot makes about groups and inline queries, with Telegram's refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tests.telegram_double import rules
from tests.telegram_double.group import BOT, Group
from tests.telegram_double.rules import NotAllowedError, RefusedError
from tests.telegram_double.whole import whole_member

USERNAME = "zhuanzhang_jijiu_bot"


class GroupCalls:
    """Mixed into the double."""

    def __init__(self) -> None:
        self.groups: dict[int, Group] = {}
        self.moved: dict[int, int] = {}  # ids of groups that became supergroups, and what they are now
        self.sees_all = False
        self.inline_queries: set[str] = set()
        self.inline_answers: dict[str, Mapping[str, Any]] = {}
        self.guest_queries: set[str] = set()
        self.guest_answers: dict[str, Mapping[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.given_files: list[str] = []

    async def _on_getFile(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        content = self.files.get(parameters["file_id"])
        if content is None:
            raise RefusedError("wrong file_id or the file is temporarily unavailable")
        if len(content) > 20 * 2**20:
            raise RefusedError("file is too big")
        name = f"photos/{parameters['file_id']}"
        return {"file_id": parameters["file_id"], "file_unique_id": "u", "file_size": len(content), "file_path": name}

    async def give_file(self, request: Request) -> Response:
        """The content of a file, at the address that getFile leads to."""
        name = request.path_params["path"].removeprefix("photos/")
        self.given_files.append(name)
        return Response(self.files[name], media_type="application/octet-stream")

    def check_place(self, chat: int, parameters: Mapping[str, Any]) -> tuple[int | None, int | None]:
        """The topic a message goes to and the message it answers; refused if either cannot be."""
        topic, answers = parameters.get("message_thread_id"), None
        group = self.groups.get(chat)
        if topic is not None and (group is None or topic not in group.topics):
            raise RefusedError("message thread not found")
        if group is not None and topic in group.closed:
            raise NotAllowedError("TOPIC_CLOSED")
        reply = parameters.get("reply_parameters")
        if reply is not None:
            if reply.keys() - {"message_id", "allow_sending_without_reply"}:
                raise RefusedError("strict: reply parameters")
            answers = reply["message_id"]
            there = group is not None and answers in group.messages and answers not in group.deleted
            if not there and not reply.get("allow_sending_without_reply"):
                raise RefusedError("message to be replied not found")
            answers = answers if there else None
        return topic, answers

    def check_receiver(self, chat: int, parameters: Mapping[str, Any]) -> int | None:
        """The member for whose eyes a message is (Bot API 10.3: at any time where the bot is an admin of the group)."""
        given = parameters.get("ephemeral_message_parameters")
        if given is None:
            return None
        if given.keys() != {"receiver_user_id"} or parameters.get("reply_parameters") is not None:
            raise RefusedError("strict: ephemeral message parameters")
        group = self.groups.get(chat)
        if group is None or group.members[BOT]["status"] not in {"administrator", "creator"}:
            raise NotAllowedError("BOT_NOT_ADMIN")
        receiver: int = given["receiver_user_id"]
        if receiver not in group.members:
            raise NotAllowedError("USER_NOT_PARTICIPANT")
        return receiver

    async def _on_editMessageReplyMarkup(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        history = self._group(parameters).history
        number, markup = parameters["message_id"], parameters.get("reply_markup") or {"inline_keyboard": []}
        place = next((place for place, sent in enumerate(history) if sent.message_id == number), None)
        if place is None:
            raise RefusedError("message to edit not found")
        rules.check_keyboard(markup)
        history[place] = replace(history[place], rows=tuple(tuple(row) for row in markup["inline_keyboard"]))
        return True

    async def _on_answerGuestQuery(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        query, result = parameters["guest_query_id"], parameters["result"]
        if query not in self.guest_queries:
            raise RefusedError("query is too old and response timeout expired or query ID is invalid")
        _check_result({**result, "description": ""}, but=frozenset({"reply_markup"}))
        rules.check_keyboard(result["reply_markup"])
        self.guest_queries.discard(query)
        self.guest_answers[query] = result
        return {"inline_message_id": "i"}

    async def _on_getMe(self, _parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        return {
            "id": BOT,
            "is_bot": True,
            "first_name": "转账急救",
            "username": USERNAME,
            "can_join_groups": True,
            "can_read_all_group_messages": self.sees_all,
            "supports_inline_queries": True,
            "supports_guest_queries": True,
        }

    async def _on_getChatMember(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        group = self._group(parameters)
        if group.hides_members and group.members[BOT]["status"] != "administrator" and parameters["user_id"] != BOT:
            raise RefusedError("member list is inaccessible")
        found = group.members.get(parameters["user_id"])
        if found is None:
            raise RefusedError("member not found")
        return whole_member(parameters["user_id"], found)

    async def _on_getChat(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        group = self._group(parameters)
        linked = {"linked_chat_id": group.linked} if group.linked else {}
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        )
        return {**group.chat, "accent_color_id": 1, "max_reaction_count": 1, "accepted_gift_types": gifts, **linked}

    async def _on_deleteMessage(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        group = self._group(parameters)
        number = parameters["message_id"]
        if any(sent.message_id == number for sent in group.history) and number not in group.taken_back:
            group.taken_back.append(number)  # its own messages a bot may always delete
            return True
        if number not in group.messages or number in group.deleted:
            raise RefusedError("message to delete not found")
        if not group.members[BOT].get("can_delete_messages"):
            raise RefusedError("message can't be deleted")
        group.deleted.append(number)
        return True

    async def _on_answerInlineQuery(self, parameters: Mapping[str, Any]) -> Any:  # noqa: N802
        query = parameters["inline_query_id"]
        if query not in self.inline_queries:
            raise RefusedError("query is too old and response timeout expired or query ID is invalid")
        results = parameters["results"]
        if not isinstance(results, list) or len(results) > 50:
            raise RefusedError("RESULTS_TOO_MUCH")
        if len({result["id"] for result in results}) != len(results):
            raise RefusedError("RESULT_ID_DUPLICATE")
        for result in results:
            _check_result(result)
        self.inline_queries.discard(query)
        self.inline_answers[query] = parameters
        return True

    def _group(self, parameters: Mapping[str, Any]) -> Group:
        group = self.groups.get(parameters["chat_id"])
        if group is None:
            raise RefusedError("chat not found")
        return group


def _check_result(result: Mapping[str, Any], but: frozenset[str] = frozenset()) -> None:
    if result.keys() - but != {"type", "id", "title", "description", "input_message_content"}:
        raise RefusedError("strict: fields of an article")
    if result["type"] != "article" or not result["title"].strip():
        raise RefusedError("strict: article")
    if not 1 <= len(result["id"].encode()) <= 64:
        raise RefusedError("RESULT_ID_INVALID")
    content = result["input_message_content"]
    if content.keys() - {"message_text", "entities", "link_preview_options"}:
        raise RefusedError("strict: input message content")
    rules.check_text(content["message_text"])
    rules.check_entities(content["message_text"], content.get("entities") or [])
