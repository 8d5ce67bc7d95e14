"""What each kind of update is taken for."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.intake import Arrival, Departure, read_update
from dialogs.messages import ChoiceInput, CommandInput, ForwardInput, Input, TextInput, UnreadableInput

CHAT = {"id": 77, "type": "private"}
PERSON = {"id": 77, "is_bot": False, "first_name": "小明"}
FROM_HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "客服"}


def read(**content: Any) -> Input | None:
    arrival = read_update({"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": CHAT, **content}})
    assert arrival is None or isinstance(arrival, Arrival)
    return arrival.input if arrival else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我转错了", TextInput("我转错了")),
        ("/start", CommandInput("start")),
        ("/start deep_link", CommandInput("start")),
        ("/Forget@transfer_aid_bot", CommandInput("forget")),
        ("/nonsense", CommandInput("help")),
        ("/", TextInput("/")),
        ("/ start", TextInput("/ start")),
        ("/转错了", TextInput("/转错了")),
        ("／start", TextInput("／start")),
    ],
)
def test_words_and_commands(text: str, expected: Input) -> None:
    assert read(text=text) == expected


@pytest.mark.parametrize(
    ("origin", "kind"),
    [
        ({"type": "user", "sender_user": PERSON}, "user"),
        (FROM_HIDDEN, "hidden_user"),
        ({"type": "chat", "sender_chat": {"id": -1, "type": "group"}}, "chat"),
        ({"type": "channel", "chat": {"id": -1, "type": "channel"}, "message_id": 4}, "channel"),
    ],
)
def test_forwards_of_every_origin(origin: dict[str, Any], kind: str) -> None:
    assert read(text="垫付返利", forward_origin={**origin, "date": 1}) == ForwardInput(text="垫付返利", origin=kind)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"quote": {"text": "引用的话", "position": 0}}, "引用的话"),
        ({"poll": {"question": "选哪个", "options": [{"text": "甲"}, {"text": "乙"}]}}, "选哪个\n甲\n乙"),
        ({"contact": {"phone_number": "+861", "first_name": "客服", "last_name": "小李"}}, "客服 小李 +861"),
        ({"document": {"file_id": "f", "file_name": "退款协议.apk"}}, "退款协议.apk"),
        ({"venue": {"title": "某店", "address": "某路"}}, "某店 某路"),
        ({"checklist": {"title": "任务", "tasks": [{"id": 1, "text": "先垫付"}]}}, "任务\n先垫付"),
        (
            {"text": "点这里", "entities": [{"type": "text_link", "offset": 0, "length": 3, "url": "http://a.cc"}]},
            "点这里\nhttp://a.cc",
        ),
        (
            {"text": "领钱", "reply_markup": {"inline_keyboard": [[{"text": "进群", "url": "https://t.me/x"}]]}},
            "领钱\n进群 https://t.me/x",
        ),
    ],
)
def test_words_of_a_forward_wherever_they_sit(content: dict[str, Any], text: str) -> None:
    assert read(forward_origin=FROM_HIDDEN, **content) == ForwardInput(text=text, origin="hidden_user")


def test_a_forwarded_picture_with_caption() -> None:
    photo = [{"file_id": "small"}, {"file_id": "large"}]
    message = {"message_id": 1, "chat": CHAT, "forward_origin": FROM_HIDDEN, "photo": photo, "caption": "扫码"}
    arrival = read_update({"update_id": 5, "message": message})
    assert isinstance(arrival, Arrival)
    assert arrival.input == ForwardInput(caption="扫码", origin="hidden_user")
    assert arrival.image == "large"


def test_a_forward_without_words_is_unreadable() -> None:
    assert read(forward_origin=FROM_HIDDEN, voice={"file_id": "v"}) == UnreadableInput("voice")


def test_the_caption_of_ones_own_picture_is_ones_own_words() -> None:
    assert read(photo=[{"file_id": "p"}], caption="转错了") == TextInput("转错了")


def test_a_kind_of_message_that_does_not_exist_yet_is_ignored_not_fatal() -> None:
    assert read(hologram={"file_id": "h"}) is None


def test_buttons() -> None:
    message = {"message_id": 1, "chat": CHAT, "text": "…"}
    for data, option in (("3.k:yes", "yes"), ("forged", "")):
        arrival = read_update({"update_id": 5, "callback_query": {"id": "9", "data": data, "message": message}})
        assert isinstance(arrival, Arrival)
        assert (arrival.input, arrival.query, arrival.tap is None) == (ChoiceInput(option), "9", option == "")
    assert read_update({"update_id": 5, "callback_query": {"id": "9", "data": "3.k:yes"}}) is None


def test_leaving() -> None:
    member = {"chat": CHAT, "new_chat_member": {"status": "kicked"}}
    assert read_update({"update_id": 5, "my_chat_member": member}) == Departure(5, 77)
    back = {"chat": CHAT, "new_chat_member": {"status": "member"}}
    assert read_update({"update_id": 5, "my_chat_member": back}) is None


SCALAR = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
FIELDS = ("text", "caption", "chat", "photo", "forward_origin", "poll", "contact", "document", "reply_markup", "quote")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.booleans())
def test_no_shape_of_message_raises_anything_unforeseen(message: dict[str, Any], private: bool) -> None:  # noqa: FBT001
    if private:
        message["chat"] = CHAT
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):  # `Reception` counts them as malformed
        read_update({"update_id": 1, "message": message})
