"""What each kind of message is taken for."""

from __future__ import annotations

from typing import Any

from telegram import Update

from bot.telegram.private import Received
from bot.telegram.private import read as read_updates
from dialogs.messages import CHECK, ChoiceInput, CommandInput, ForwardInput, Input, TextInput, UnreadableInput
from tests.bot.telegram.updates import CHAT, HIDDEN, USER, message
from tests.each import each

POLL = {"question": "选哪个", "options": [{"text": "甲"}, {"text": "乙"}], "explanation": "因为"}


def received(**content: Any) -> Received | None:
    return read_updates([message(**content)])


def read(**content: Any) -> Input | None:
    found = received(**content)
    return found.input if found else None


@each(
    ("text", "expected"),
    [
        ("我转错了", TextInput("我转错了")),
        ("/start", CommandInput("start")),
        ("/start deep_link", CommandInput("start", "deep_link")),
        ("/start scam", CommandInput("start", "scam")),
        ("/start 我被骗了5000", TextInput("我被骗了5000")),
        ("/start\n我被骗了5000", TextInput("我被骗了5000")),
        ("/start@zhuanzhang_jijiu_bot 转错人了", TextInput("转错人了")),
        ("转发：专业撤回", ForwardInput(text="专业撤回", origin="pasted")),
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


@each(
    ("origin", "kind"),
    [
        ({"type": "user", "sender_user": USER}, "user"),
        (HIDDEN, "hidden_user"),
        ({"type": "chat", "sender_chat": {"id": -1, "type": "group", "title": "群"}}, "chat"),
        ({"type": "channel", "chat": {"id": -1, "type": "channel", "title": "频道"}, "message_id": 4}, "channel"),
    ],
)
def test_forwards_of_every_origin(origin: dict[str, Any], kind: str) -> None:
    assert read(text="垫付返利", forward_origin={**origin, "date": 1}) == ForwardInput(text="垫付返利", origin=kind)


@each(
    ("content", "text"),
    [
        ({"quote": {"text": "引用的话", "position": 0}}, "引用的话"),
        ({"poll": POLL}, "选哪个\n甲\n乙\n因为"),
        ({"contact": {"phone_number": "+861", "first_name": "客服", "last_name": "小李"}}, "客服 小李 +861"),
        ({"venue": {"title": "某店", "address": "某路", "location": {"latitude": 1.0, "longitude": 2.0}}}, "某店 某路"),
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
    assert read(forward_origin=HIDDEN, **content) == ForwardInput(text=text, origin="hidden_user")


def test_a_forwarded_picture_with_caption() -> None:
    found = received(forward_origin=HIDDEN, photo=["small", "large"], caption="扫码")
    assert found is not None
    assert found.input == ForwardInput(caption="扫码", origin="hidden_user")
    assert found.images == ("large",)


def test_what_a_forward_holds_besides_words_is_said_not_to_be_read() -> None:
    clip = read(forward_origin=HIDDEN, video={"file_id": "v", "file_name": "官方退款.mp4"}, caption="看完就懂")
    assert clip == ForwardInput(caption="看完就懂", origin="hidden_user", unread=("video",))
    picture = read(forward_origin=HIDDEN, document={"file_id": "d", "mime_type": "image/png"}, caption="看图")
    assert picture == ForwardInput(caption="看图", origin="hidden_user")


def test_a_rich_message_is_read_by_its_texts() -> None:
    blocks = [
        {"type": "heading", "text": "专业撤回", "size": 1},
        {"type": "paragraph", "text": ["先付", {"type": "bold", "text": "99"}, "元"]},
        {"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": "加微信"}]}]},
    ]
    words = "专业撤回\n先付99元\n加微信"
    assert read(rich_message={"blocks": blocks}) == TextInput(words)
    assert read(rich_message={"blocks": [{"type": "photo"}]}) == UnreadableInput("rich_message")
    assert read(rich_message={"blocks": blocks}, forward_origin=HIDDEN) == ForwardInput(words, origin="hidden_user")


def test_a_reply_to_a_message_of_another_chat_is_about_what_it_quotes() -> None:
    elsewhere = {
        "external_reply": {"origin": {**HIDDEN, "date": 1}},
        "quote": {"text": "专业撤回，先付后撤", "position": 0},
    }
    assert read(text="真的吗", **elsewhere) == ForwardInput(
        "专业撤回，先付后撤", origin="external_reply", comment="真的吗"
    )
    del elsewhere["quote"]
    assert read(text="真的吗", **elsewhere) == TextInput("真的吗")


def test_a_reply_to_what_was_forwarded_before_is_about_that() -> None:
    before = {"message_id": 1, "date": 1, "chat": CHAT, "text": "专业撤回", "forward_origin": {**HIDDEN, "date": 1}}
    assert read(text="可信吗", reply_to_message=before) == ForwardInput(
        "专业撤回", origin="hidden_user", comment="可信吗"
    )
    assert read(text="转了5000", reply_to_message=before) == TextInput("转了5000")


def test_an_edited_message_says_anew_what_it_said() -> None:
    edited = {"message_id": 7, "date": 1, "edit_date": 2, "chat": CHAT, "from": USER}
    found = read_updates([Update.de_json({"update_id": 5, "edited_message": {**edited, "text": "5000"}}, None)])
    assert found is not None
    assert isinstance(found.input, TextInput)
    assert (found.input.text, found.input.number, found.input.edited) == ("5000", 7, True)
    place = {**edited, "location": {"latitude": 1.0, "longitude": 2.0}}
    assert read_updates([Update.de_json({"update_id": 5, "edited_message": place}, None)]) is None


def test_a_saved_case_that_is_sent_back_is_a_file_to_read() -> None:
    file = {"file_id": "f", "file_unique_id": "u", "file_name": "我的情况.json", "file_size": 900}
    own, others = received(document=file), received(document=file, forward_origin={**HIDDEN, "date": 1})
    assert own is not None
    assert others is not None
    assert (own.file, others.file) == ("f", None)


def test_a_game_and_an_invoice_have_words_too() -> None:
    game = {"title": "抢红包", "description": "先充值", "photo": []}
    assert read(forward_origin=HIDDEN, game=game) == ForwardInput(text="抢红包 先充值", origin="hidden_user")


def test_a_forward_without_words_is_unreadable() -> None:
    assert read(forward_origin=HIDDEN, voice={"file_id": "v", "file_unique_id": "u", "duration": 1}) == UnreadableInput(
        "voice"
    )


def test_the_caption_of_ones_own_picture_is_ones_own_words() -> None:
    assert read(photo=["p"], caption="转错了") == TextInput("转错了")


def test_a_kind_of_message_that_does_not_exist_yet_is_ignored_not_fatal() -> None:
    assert read(hologram={"file_id": "h"}) is None


def test_service_messages_are_not_addressed_to_us() -> None:
    assert read(new_chat_title="x") is None
    assert read() == UnreadableInput("empty")


def test_the_deep_link_from_a_group_asks_for_a_message() -> None:
    for text in ("/start check", "/check", "/check@zhuanzhang_jijiu_bot"):
        assert read(text=text) == CommandInput("start", CHECK)


def test_buttons() -> None:
    shown = {"message_id": 1, "date": 1, "chat": CHAT, "text": "…"}
    query = {"id": "9", "from": USER, "chat_instance": "1"}
    for data, option in (("3.a:yes", "yes"), ("forged", "")):
        update = Update.de_json({"update_id": 5, "callback_query": {**query, "data": data, "message": shown}}, None)
        found = read_updates([update])
        assert found is not None
        assert found.query is not None
        assert (found.input, found.press is None) == (ChoiceInput(option), option == "")
    assert read_updates([Update.de_json({"update_id": 5, "callback_query": query | {"data": "3.a:yes"}}, None)]) is None


def test_a_file_name_is_no_text() -> None:
    file = {"file_id": "f", "file_unique_id": "u", "file_name": "退款协议.apk"}
    assert read(document=file) == UnreadableInput("document")
    assert read(document=file, forward_origin={**HIDDEN, "date": 1}) == UnreadableInput("document")
