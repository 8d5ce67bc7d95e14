"""The bot on the double in a terminal: what is typed becomes updates, and what is sent is printed once."""

from __future__ import annotations

from typing import Any

from tests.telegram_double import Person, Sent, TelegramDouble
from tests.telegram_double.__main__ import Screen, act, lines

BUTTONS = (({"text": "✓ 做完了", "callback_data": "done"}, {"text": "复制", "copy_text": {"text": "请退还"}}),)


async def update(person: Person, line: str) -> dict[str, Any]:
    person.last_update = None
    await act(person, line)
    return person.last_update[1] if person.last_update else {}


async def test_a_line_is_a_message_a_button_or_a_forward():
    double = TelegramDouble()
    person = double.person(1001)
    double.chats[1001].append(Sent(7, 1001, "做完了吗？", rows=BUTTONS))
    assert (await update(person, "✓ 做完了\n"))["callback_query"]["data"] == "done"
    assert (await update(person, "复制\n"))["message"]["text"] == "复制"  # Telegram itself copies, and tells no bot
    assert (await update(person, "转发：先付后撤\n"))["message"]["forward_origin"]["type"] == "hidden_user"
    assert (await update(person, "\n")) == {}


def test_what_is_sent_and_changed_is_printed_once():
    double = TelegramDouble()
    screen = Screen(double, double.person(1001))
    first, other, change = Sent(7, 1001, "一"), Sent(8, 1001, "二"), Sent(7, 1001, "一又")
    double.chats[1001].append(first)
    double.edits.append(change)
    assert screen.news() == [first, change]
    double.chats[1001].append(other)
    assert (screen.news(), screen.news(), screen.shown) == ([other], [], 3)


def test_buttons_stand_in_rows_and_nothing_commands_the_terminal():
    sent = Sent(7, 1001, "好\x1b[2J", rows=BUTTONS, file_name="报案材料.docx", file_content=b"123")
    assert list(lines(sent)) == ["好[2J", "  （文件：报案材料.docx，3 bytes）", "  [✓ 做完了]  [复制]"]
