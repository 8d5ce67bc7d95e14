"""Updates of groups, of whatever shape."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.groups.quota import Quota
from bot.groups.reading import Added, Message, Moved, Place, Removed, concerns_group, read_group_update
from bot.telegram.beside import Me

ME = Me(123456, "zhuanzhang_jijiu_bot")
CHAT = {"id": -1001, "type": "supergroup", "title": "群"}
SCALAR = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
FIELDS = ("text", "caption", "from", "photo", "reply_to_message", "sender_chat", "via_bot", "quote", "is_topic_message")
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")


@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_no_shape_raises_anything_unforeseen(kind: str, content: dict[str, Any]) -> None:
    update = {"update_id": 1, kind: {"message_id": 1, **content, "chat": CHAT, "message": {"chat": CHAT}}}
    assert concerns_group(update)
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):  # the handler takes them for malformed
        read_group_update(update, ME)


@given(JSON)
def test_whatever_is_no_groups_update_is_left_to_others(content: Any) -> None:
    for kind in KINDS:
        assert not concerns_group({"update_id": 1, kind: content})


def read(text: str, **more: Any) -> Message | None:
    message = {"message_id": 7, "chat": CHAT, "from": {"id": 5, "is_bot": False}, "text": text, **more}
    event = read_group_update({"update_id": 1, "message": message}, ME)
    assert event is None or isinstance(event, Message)
    return event


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/check", "check", ""),
        ("/CHECK@Zhuanzhang_Jijiu_Bot", "check", ""),
        ("/check 看 这个", "check", "看 这个"),
        ("/guard  warn ", "guard", "warn"),
        ("@zhuanzhang_jijiu_bot", "check", ""),
        ("看下@zhuanzhang_jijiu_bot", None, ""),
        ("看下 @ZHUANZHANG_jijiu_bot！", "check", ""),
        ("/check@other_bot", None, ""),
        ("/check@other_bot @zhuanzhang_jijiu_bot", None, ""),
        ("a@zhuanzhang_jijiu_bot", None, ""),
        ("@zhuanzhang_jijiu_bot2", None, ""),
        ("//check", None, ""),
        (" /check", None, ""),
        ("/check，", None, ""),
    ],
)
def test_what_is_meant_for_us(text: str, command: str | None, rest: str) -> None:
    message = read(text)
    assert message is not None
    assert (message.command, message.rest) == (command, rest)


def test_topics() -> None:
    place = {"message_thread_id": 42}
    in_topic, beside = read("x", **place, is_topic_message=True), read("x", **place)
    assert in_topic is not None
    assert beside is not None
    assert (in_topic.place, beside.place) == (Place(-1001, 7, 42), Place(-1001, 7))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"status": "left"}, {"status": "member"}, Added),
        ({"status": "kicked"}, {"status": "administrator"}, Added),
        ({"status": "left"}, {"status": "restricted", "is_member": True}, Added),
        ({"status": "member"}, {"status": "administrator"}, type(None)),
        ({"status": "member"}, {"status": "left"}, Removed),
        ({"status": "restricted", "is_member": True}, {"status": "restricted", "is_member": False}, Removed),
        ({"status": "left"}, {"status": "kicked"}, type(None)),
    ],
)
def test_coming_and_going(before: dict[str, Any], after: dict[str, Any], expected: type) -> None:
    member = {"chat": CHAT, "old_chat_member": before, "new_chat_member": after}
    assert isinstance(read_group_update({"update_id": 1, "my_chat_member": member}, ME), expected)


def test_a_move_is_read_from_both_sides() -> None:
    for message in (
        {"chat": {"id": -5, "type": "group"}, "migrate_to_chat_id": -1005},
        {"chat": {"id": -1005, "type": "supergroup"}, "migrate_from_chat_id": -5},
    ):
        assert read_group_update({"update_id": 1, "message": {"message_id": 1, **message}}, ME) == Moved(1, -5, -1005)


def test_the_quota_of_a_group() -> None:
    quota = Quota(2)
    assert [quota.take(-1, number, 0.0) for number in (1, 2, 3, 2)] == [True, True, False, True]
    assert quota.take(-2, 4, 0.0)
    assert not quota.take(-1, 5, 59.0)
    assert quota.take(-1, 6, 60.0)
    for number in range(3000):
        quota.take(-10 - number, number, 1000.0 + number)
    assert len(quota._taken) <= 1100
