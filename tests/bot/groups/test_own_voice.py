"""The guard acts on what its author offers, and never on who warns, reports, asks or tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import read_models
from dialogs.assembly import make_checker
from dialogs.checking import TRAPS, Checker
from dialogs.group_talk import SURE, is_all_offer, offered
from dialogs.library.load import Content
from tests.bot.groups.conftest import RECOVERY, TOOL, quiet_so_far
from tests.bot.telegram.conftest import Bench
from tests.each import each
from tests.telegram_double import Group, Member

InGroups = dict[str, Any]
REMARKS: list[str] = yaml.load(Path(__file__).with_name("remarks.yaml").read_text("utf-8"), yaml.CSafeLoader)
VOICES: Mapping[str, list[str]] = yaml.load(
    Path(__file__).with_name("voices.yaml").read_text("utf-8"), yaml.CSafeLoader
)
POSTS: Mapping[str, list[str]] = yaml.load(Path(__file__).with_name("posts.yaml").read_text("utf-8"), yaml.CSafeLoader)
MOST_HURT, LEAST_CAUGHT = 2, 80  # of 200 posts, and of 100 adverts
FROM_HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "客服"}
AT = 1_796_000_000


@pytest.fixture(scope="session")
def checker(content: Content) -> Checker:
    return make_checker(content, read_models())


def sure(checker: Checker, text: str) -> bool:
    result = checker.check(text)
    return result.verdict in TRAPS and result.score >= SURE


@each("who", POSTS)
def test_nobody_who_speaks_about_a_trap_is_taken_to_offer_it(checker: Checker, who: str) -> None:
    assert sum(len(posts) for posts in POSTS.values()) >= 200
    assert [post for post in POSTS[who] if offered(checker, post)] == []


def test_posts_that_nothing_was_tuned_to_are_left_alone_and_adverts_are_not(checker: Checker) -> None:
    acted = {who: [post for post in posts if offered(checker, post)] for who, posts in VOICES.items()}
    adverts = acted.pop("adverts")
    others = [post for posts in acted.values() for post in posts]
    assert len(others) <= MOST_HURT
    assert not [post for post in others if is_all_offer(checker, post)]
    assert len(adverts) >= LEAST_CAUGHT


def test_these_posts_are_hard(checker: Checker) -> None:
    """By the verdict alone many of them would be acted on: the test above could fail."""
    assert sum(sure(checker, post) for posts in POSTS.values() for post in posts) >= 40


@pytest.mark.parametrize(("name", "acted_on", "deleted"), [("fake_recall", 78, 55), ("recovery", 54, 39)])
def test_the_adverts_that_were_caught_are_caught(checker: Checker, name: str, acted_on: int, deleted: int) -> None:
    """At least as many of the written adverts as before the guard asked a model whose voice a post is."""
    file = Path(__file__).parents[2] / "checking" / f"{name}.yaml"
    lures = [text for text in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)["lures"] if offered(checker, text)]
    assert len(lures) >= acted_on
    assert sum(is_all_offer(checker, text) for text in lures) >= deleted


def test_an_advert_passed_on_with_a_remark_is_not_deleted(checker: Checker) -> None:
    adverts = [TOOL, RECOVERY, "黑客追款，先追回后付费，飞机 @heike_zk", "代撤微信转账，先付后撤，加微信 wx998877"]
    assert all(is_all_offer(checker, advert) and offered(checker, advert) for advert in adverts)
    deleted = [
        said
        for remark in REMARKS
        for advert in adverts
        if offered(checker, said := remark.format(advert)) and is_all_offer(checker, said)
    ]
    assert len(deleted) <= 0.01 * len(REMARKS) * len(adverts), deleted


@each(
    ("text", "whole"),
    [
        (f"{TOOL}", True),
        (f"{TOOL}，不成功不收费", True),
        (f"今天早上我出门的时候看见的，{TOOL}", False),
        (f"{TOOL}，我们家楼道里贴满了", False),
    ],
)
def test_what_is_deleted_has_no_remark_beside_the_offer(checker: Checker, text: str, whole: object) -> None:
    assert is_all_offer(checker, text) is whole


async def test_victims_helpers_askers_and_admins_are_left_alone_in_the_group(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        for number, post in enumerate((post for posts in POSTS.values() for post in posts), start=100):
            await group.member(number).says(post)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert group.deleted == []
    assert group.unseen == []
    assert bench.query("select count(*) from group_log") == [(0,)]


@pytest.mark.parametrize(
    "said",
    [
        {"text": f"/report {TOOL}"},
        {"text": f"/ban@other_bot {TOOL}"},
        {"photo": [{"file_id": "p"}], "caption": f"/check {TOOL}"},
        {"text": "这是真的吗", "quote": {"text": TOOL, "position": 0}},
    ],
    ids=["report", "other bot", "caption", "quotation"],
)
async def test_commands_and_questions_about_a_quotation_are_no_offers(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member, said: dict[str, Any]
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        await group.member(2).sends(**said)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert group.deleted == []
    assert bench.query("select count(*) from group_log") == [(0,)]


@pytest.mark.parametrize("comment", ["这是真的吗", "大家小心这个", "帮我看看", "可信吗", "又来了"])
async def test_a_forward_beside_a_comment_is_shown_and_not_offered(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member, comment: str
) -> None:
    helper = group.member(2)
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        await helper.says(comment, date=AT)  # Telegram sends both at once, the comment first
        await helper.says(TOOL, forward_origin=FROM_HIDDEN, date=AT + 1)
        assert await quiet_so_far(bench, group)
        bare = await group.member(3).says(TOOL, forward_origin=FROM_HIDDEN, date=AT + 1)
        assert "删了一条消息" in (await group.sees()).text
        later = await helper.says(RECOVERY, forward_origin=FROM_HIDDEN, date=AT + 60)
        assert "删了一条消息" in (await group.sees()).text
    assert group.deleted == [bare["message_id"], later["message_id"]]


async def test_an_innocent_post_edited_into_an_advert_is_read_again(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        message = await group.member(2).says("大家晚上好")
        await group.member(2).edits(message, TOOL)
        assert "删了一条消息" in (await group.sees()).text
    assert group.deleted == [message["message_id"]]
