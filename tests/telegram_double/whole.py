"""Completes what a test says of a message or a member with the fields that Telegram always sends along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_FILE = {"file_id": "f", "file_unique_id": "u"}
_SIZED = {**_FILE, "width": 90, "height": 90}
_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "can_edit_tag", "can_react_to_messages",
)  # fmt: skip
_USER = {"id": 9, "is_bot": False, "first_name": "人"}
_CHAT = {"id": -100999, "type": "channel", "title": "频道"}
# What an object of a kind holds at least.
_LEAST: dict[str, dict[str, Any]] = {
    "sticker": {**_SIZED, "type": "regular", "is_animated": False, "is_video": False},
    "voice": {**_FILE, "duration": 3},
    "video_note": {**_FILE, "length": 240, "duration": 3},
    "animation": {**_SIZED, "duration": 3},
    "video": {**_SIZED, "duration": 3},
    "audio": {**_FILE, "duration": 3},
    "live_photo": {**_SIZED, "duration": 3, "photo": []},
    "photo": _SIZED,
    "document": _FILE,
    "contact": {"phone_number": "+8613800000000", "first_name": "人"},
    "location": {"longitude": 116.4, "latitude": 39.9},
    "venue": {"location": {"longitude": 116.4, "latitude": 39.9}, "title": "某地", "address": "某街"},
    "poll": {
        "id": "1",
        "question": "?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
    "dice": {"value": 3, "emoji": "🎲"},
    "story": {"chat": _CHAT, "id": 1},
    "game": {"title": "游戏", "description": "玩", "photo": []},
    "invoice": {"title": "账单", "description": "付", "start_parameter": "", "currency": "CNY", "total_amount": 1},
    "checklist": {"title": "清单", "tasks": []},
    "quote": {"text": "", "position": 0},
    "forum_topic_created": {"name": "话题", "icon_color": 1},
}
_ORIGINS: dict[str, dict[str, Any]] = {
    "hidden_user": {"sender_user_name": "客服"},
    "user": {"sender_user": _USER},
    "chat": {"sender_chat": _CHAT},
    "channel": {"chat": _CHAT, "message_id": 1},
}
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?")
_MENTION = re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}")


def whole_message(message: Mapping[str, Any]) -> dict[str, Any]:
    """The message with every field of its parts, and with the entities that Telegram finds in its words."""
    whole = {name: _whole_part(name, value) for name, value in message.items()}
    if origin := message.get("forward_origin"):
        whole["forward_origin"] = _whole_origin(origin)
    if elsewhere := message.get("external_reply"):
        whole["external_reply"] = {**elsewhere, "origin": _whole_origin(elsewhere["origin"])}
    for words, name in (("text", "entities"), ("caption", "caption_entities")):
        if found := _entities(message.get(words) or ""):
            whole.setdefault(name, found)
    return whole


def whole_member(user_id: int, member: Mapping[str, Any]) -> dict[str, Any]:
    """A ChatMember with every field of its status; rights that are not given are not there."""
    least: dict[str, Any] = {}
    match member["status"]:
        case "creator":
            least = {"is_anonymous": False}
        case "administrator":
            least = {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(_RIGHTS, False)}
        case "restricted":
            least = {"is_member": True, "until_date": 0, **dict.fromkeys(_PERMISSIONS, False)}
        case "kicked":
            least = {"until_date": 0}
    return {"user": {**_USER, "id": user_id}, **least, **member}


def _whole_part(name: str, value: Any) -> Any:
    least = _LEAST.get(name)
    if least is None:
        return value
    if isinstance(value, list):
        return [{**least, **one} for one in value]
    whole = {**least, **value}
    if name == "live_photo":  # Bot API 10.0
        whole["photo"] = _whole_part("photo", whole["photo"])
    if name == "poll":
        whole["options"] = [{"persistent_id": "1", "voter_count": 0, **option} for option in whole["options"]]
    return whole


def _whole_origin(origin: Mapping[str, Any]) -> dict[str, Any]:
    return {"date": 1, **_ORIGINS[origin["type"]], **origin}


def _entities(text: str) -> list[dict[str, Any]]:
    """The command at the start of a text and the mentions in it. All of them are ASCII; what is before may not be."""
    found = [] if (command := _COMMAND.match(text)) is None else [("bot_command", command)]
    found += [("mention", mention) for mention in _MENTION.finditer(text)]
    return [
        {
            "type": kind,
            "offset": len(text[: match.start()].encode("utf-16-le")) // 2,
            "length": len(match.group()),
        }
        for kind, match in found
    ]
