"""`/check` in groups: one short card to whoever asks, silence to everybody else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.console.plain import plain_text
from dialogs.library.models.channels import GroupWords
from tests.bot.groups.conftest import RECOVERY, TOOL
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group, Sent
from tests.telegram_double.group import SERVICE, Member
from tests.telegram_double.group_calls import USERNAME

InGroups = dict[str, Any]
FROM_HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "客服"}
DOUBTFUL = "网恋诈骗、杀猪盘、刷单返利、冒充客服，无论哪种被骗都可咨询追回方案"
WARNING = "警方提醒：所谓“微信转账撤回神器”都是骗人的，不要相信"


async def answer_to(bench: Bench, in_groups: InGroups, group: Group, **subject: Any) -> Sent:
    hong = group.member(11)
    lure = group.member(12).unheard(**subject)
    async with bench.bot(**in_groups):
        await hong.says("/check", reply_to=lure)
        return await group.sees()


async def test_a_reply_with_check_gets_one_short_card(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    sent = await answer_to(bench, in_groups, group, text=TOOL)
    assert "没有能撤回转账的软件" in sent.text
    assert "「转账撤回神器…先付后撤…加V" in sent.text
    assert "huitui2026" not in sent.text
    assert sent.text.splitlines()[:2] == ["骗局｜没有能撤回转账的软件", "别付钱，别安装，别加对方。"]
    assert sent.text.count("\n• ") == 2  # reasons, no more
    assert "110" in sent.text
    assert len(sent.text) <= 500
    assert [label for row in sent.rows for label in [button["text"] for button in row]] == [
        "私聊问我",
        "判对了",
        "判错了",
    ]
    assert len(sent.rows) == 1
    assert sent.rows[0][0]["url"] == f"https://t.me/{USERNAME}?start=check"
    assert sent.answers is not None
    assert group.unseen == []


@pytest.mark.parametrize(
    "subject",
    [
        {"text": RECOVERY, "forward_origin": FROM_HIDDEN},
        {"photo": [{"file_id": "p", "file_size": 9}], "caption": RECOVERY},
        {"text": "看看这个", "quote": {"text": RECOVERY, "position": 0}},
        {"poll": {"id": "1", "question": "被骗资金黑客追回", "options": [{"text": "先追回后收费，联系QQ 12345678"}]}},
        {"document": {"file_id": "d", "file_name": "a.pdf"}, "caption": RECOVERY},
        {"contact": {"phone_number": "+8613800000000", "first_name": "黑客追回被骗资金", "last_name": "先追回后收费"}},
    ],
    ids=lambda subject: next(iter(subject)),
)
async def test_the_words_are_found_wherever_they_sit(bench: Bench, in_groups: InGroups, subject: Any) -> None:
    sent = await answer_to(bench, in_groups, bench.double.group(-1001), **subject)
    assert "收费帮你追回，是第二次骗" in sent.text


async def test_a_quote_from_another_chat_is_checked(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    async with bench.bot(**in_groups):
        elsewhere = {"origin": FROM_HIDDEN}
        await group.member(11).says("/check", external_reply=elsewhere, quote={"text": TOOL, "position": 0})
        assert "没有能撤回转账的软件" in (await group.sees()).text


@pytest.mark.parametrize(("text", "line"), [("今晚几点吃饭？", "none"), (DOUBTFUL, "caution"), (WARNING, "warning")])
async def test_what_is_no_trap_gets_one_sentence_that_promises_nothing(
    bench: Bench, in_groups: InGroups, words: GroupWords, text: str, line: Any
) -> None:
    sent = await answer_to(bench, in_groups, bench.double.group(-1001), text=text)
    assert sent.text == plain_text(words.line(line)).strip()
    assert "安全" not in sent.text.replace("不等于安全", "")


async def test_a_mention_in_a_reply_works_like_check(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    hong = group.member(11)
    async with bench.bot(**in_groups):
        await hong.says(f"@{USERNAME} 这个是真的吗", reply_to=group.member(12).unheard(text=TOOL))
        assert "没有能撤回转账的软件" in (await group.sees()).text
        await hong.says(f"谢谢 @{USERNAME}")
        await hong.says(f"@{USERNAME}_too 你看", reply_to=group.member(12).unheard(text=TOOL))
        await hong.says("/check")
        await group.sees()
    assert group.unseen == []


async def test_check_alone_says_how_it_is_used_and_check_with_words_checks_them(
    bench: Bench, in_groups: InGroups, words: GroupWords
) -> None:
    group = bench.double.group(-1001)
    hong = group.member(11)
    async with bench.bot(**in_groups):
        await hong.says("/check")
        assert (await group.sees()).text == plain_text(words.line("usage")).strip()
        await hong.says(f"/check@{USERNAME.upper()} {TOOL}")
        assert "没有能撤回转账的软件" in (await group.sees()).text
        await hong.says("/check", reply_to=group.member(12).unheard(sticker={"file_id": "s"}))
        assert (await group.sees()).text == words.line("no_words")


async def test_everybody_else_meets_silence(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    hong = group.member(11)
    lure = group.member(12).unheard(text=TOOL)
    robot = Member(group, {"id": 77, "is_bot": True, "first_name": "别的机器人", "username": "other_bot"})
    ourselves = Member(group, {"id": 123456, "is_bot": True, "first_name": "转账急救", "username": USERNAME})
    async with bench.bot(**in_groups):
        await hong.says(TOOL)  # watching is off
        await hong.says("/check@other_bot", reply_to=lure)
        await hong.says("/checkers", reply_to=lure)
        await hong.says("/help")
        await robot.says("/check", reply_to=lure)
        await ourselves.says("/check", reply_to=lure)
        await hong.says("/check", reply_to=lure, forward_origin=FROM_HIDDEN)
        await hong.says("/check", reply_to=lure, via_bot={"id": 123456, "is_bot": True, "first_name": "转账急救"})
        message = await hong.says("随便说说", reply_to=lure)
        await hong.edits(message, "/check")
        await Member(group, SERVICE, {"sender_chat": {"id": -5, "type": "channel"}}).says(
            "/check", is_automatic_forward=True, reply_to=lure
        )
        await bench.double.post_update(
            channel_post={"message_id": 1, "chat": {"id": -5, "type": "channel"}, "text": "/check"}
        )
        await hong.sends(new_chat_members=[{"id": 12, "is_bot": False, "first_name": "新人"}])
        await hong.says("/check")
        await group.sees()
    assert len(group.history) == 1
    assert bench.double.unacknowledged == []


async def test_an_answer_stays_in_its_topic(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001, topics=(42,))
    hong, spammer = group.member(11), group.member(12)
    async with bench.bot(**in_groups):
        await hong.says("/check", topic=42, reply_to=spammer.unheard(text=TOOL, topic=42))
        assert (await group.sees()).topic == 42
        await hong.says("/check", reply_to=spammer.unheard(text=TOOL))  # General
        assert (await group.sees()).topic is None
        # A reply chain outside topics carries a thread id that cannot be sent to.
        await hong.says("/check", reply_to=spammer.unheard(text=TOOL), message_thread_id=4711)
        assert (await group.sees()).topic is None
        opening = {**spammer.unheard(topic=42), "forum_topic_created": {"name": "防骗", "icon_color": 1}}
        await hong.says("/check", topic=42, reply_to=opening)
        assert "回复" in (await group.sees()).text


async def test_a_topic_that_was_closed_meanwhile_holds_up_no_other(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001, topics=(42,))
    group.closed.add(42)
    async with bench.bot(**in_groups):
        await group.member(2).says(f"/check {TOOL}", topic=42)
        await group.member(3).says(f"/check {TOOL}")
        assert (await group.sees()).topic is None
        await bench.double.until(lambda: bench.query("select count(*) from outbox") == [(0,)])
    assert len(group.history) == 1


async def test_the_asked_about_message_may_be_gone_by_now(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    hong, lure = group.member(11), group.member(12).unheard(text=TOOL)
    await hong.says("/check", reply_to=lure)
    group.deleted.append(lure["message_id"])
    async with bench.bot(**in_groups):
        assert (await group.sees()).answers is None


async def test_who_asks_too_much_meets_silence_for_a_while(bench: Bench, in_groups: InGroups) -> None:
    loud, calm = bench.double.group(-1001), bench.double.group(-1002)
    lure = loud.member(12).unheard(text=TOOL)
    async with bench.bot(**in_groups):
        for _ in range(9):
            await loud.member(11).says("/check", reply_to=lure)
        await calm.member(11).says("/check")
        await calm.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged and len(loud.history) == 6)
        await bench.clock.advance(61)
        await loud.member(11).says("/check", reply_to=lure)
        await bench.double.until(lambda: len(loud.history) == 7)


async def test_telegram_asks_to_wait_and_the_card_comes_later(bench: Bench, in_groups: InGroups) -> None:
    group, other = bench.double.group(-1001), bench.double.group(-1002)
    bench.double.fail("sendMessage", Fault(429, retry_after=40, description="Too Many Requests: retry after 40"))
    async with bench.bot(**in_groups):
        await group.member(11).says("/check", reply_to=group.member(12).unheard(text=TOOL))
        assert "没有能撤回转账的软件" in (await group.sees()).text
        await other.member(11).says("/check")
        await other.sees()
    assert 40 in bench.clock.sleeps


async def test_no_case_and_nothing_about_members_is_stored(bench: Bench, in_groups: InGroups, file_bytes: Any) -> None:
    group = bench.double.group(-1001)
    async with bench.bot(**in_groups):
        await group.member(7766554433).says("/check", reply_to=group.member(12).unheard(text=TOOL))
        await group.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert bench.query("select count(*) from cases") == [(0,)]
    assert bench.query("select count(*) from outbox") == [(0,)]
    for secret in ("huitui2026", "7766554433", "邻居", "-1001"):
        assert secret.encode() not in file_bytes()


async def test_a_repeated_update_is_answered_once(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    message = group.member(11).unheard(text="/check")
    number = await bench.double.post_update(message=message)
    async with bench.bot(**in_groups):
        await group.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged)
    await bench.double.repeat_update(number, {"message": message})
    async with bench.bot(**in_groups):
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert group.unseen == []


async def test_hello_when_added_with_the_way_to_give_it_rights(
    bench: Bench, in_groups: InGroups, words: GroupWords
) -> None:
    group = bench.double.group(-1001)
    async with bench.bot(**in_groups):
        await group.bot_becomes("member")
        hello = await group.sees()
    assert hello.text == plain_text(words.line("hello")).strip()
    assert "隐私" in hello.text
    assert hello.rows[0][0]["url"] == f"https://t.me/{USERNAME}?startgroup=warn&admin=delete_messages"


async def test_an_update_of_no_known_shape_stops_nothing(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    async with bench.bot(**in_groups):
        for message in ({}, {"from": 7}, {"reply_to_message": "?", "text": "/check"}, {"migrate_to_chat_id": "x"}):
            await bench.double.post_update(message={"message_id": 1, "chat": group.chat, **message})
        await bench.double.post_update(callback_query={"message": {"chat": group.chat}})
        await bench.double.post_update(my_chat_member={"chat": group.chat})
        await group.member(11).says("/check")
        await group.sees()
    assert len(group.history) == 1
