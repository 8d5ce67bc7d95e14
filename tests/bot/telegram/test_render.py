"""Replies become messages that Telegram accepts, whatever is in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.render import (
    DATA_BYTES,
    OPTION_BYTES,
    ButtonContext,
    callback_data,
    keyboard,
    messages,
    read_callback,
    text_chunks,
)
from dialogs.messages import Option, Reply
from tests.bot.telegram.small_dialog import escape
from tests.each import each
from tests.telegram_double import rules

PARTS = [*"字😀ab1 \n*_`[]()#>-+.!|~$\\<&;/:@", "**", "https://a.cc/b", "```", "1. ", "&amp;", "www.x.com"]
MARKDOWN = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)
NEVER_TWO_LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)


@given(MARKDOWN)
def test_any_markdown_gives_valid_messages(markdown: str) -> None:
    for text, entities in text_chunks(markdown):
        rules.check_text(text)
        rules.check_entities(text, entities)


@given(MARKDOWN, st.integers(10, 60))
def test_pieces_are_valid_and_keep_the_words(markdown: str, limit: int) -> None:
    whole = "".join("".join(text for text, _ in text_chunks(markdown, 10**6)).split())
    pieces = list(text_chunks(markdown, limit))
    assert "".join("".join(text for text, _ in pieces).split()) == whole
    for text, entities in pieces:
        assert rules.units(text) <= limit
        rules.check_entities(text, entities)


@given(NEVER_TWO_LINES)
def test_what_somebody_typed_reads_as_itself(typed: str) -> None:
    shown = list(text_chunks(f"你说：{escape(typed)}。"))
    assert "".join(text for text, _ in shown).split() == f"你说：{typed}。".split()
    assert {entity["type"] for _, entities in shown for entity in entities} <= {"code"}


@each(
    ("typed", "inert"),
    [
        ("去 http://a.cc/x?y=1 看", ["http://a.cc/x?y=1"]),
        ("加 @some_body 领", ["@some_body"]),
        ("t.me/abc 和 bad-site.com/路", ["t.me/abc", "bad-site.com/路"]),
        ("中文.com 与 例子.中国", ["中文.com", "例子.中国"]),
        ("tg://resolve?domain=x", ["tg://resolve?domain=x"]),
        ("邮箱 a.b@c.com.cn", ["a.b@c.com.cn"]),
        ("2026.11.23 转了 3.5 万，打 95017 或 110", []),
        ("微信号 abc_123，单号 4200001234", []),
    ],
)
def test_what_clients_link_by_themselves_is_code(typed: str, inert: list[str]) -> None:
    ((text, entities),) = text_chunks(escape(typed))
    assert [text[e["offset"] : e["offset"] + e["length"]] for e in entities if e["type"] == "code"] == inert


def test_a_link_the_content_wrote_stays_one() -> None:
    ((text, entities),) = text_chunks(
        "看[官方说明](https://kf.qq.com/a)或<https://www.gov.cn>，不是[这个](javascript:x)"
    )
    assert text == "看官方说明或https://www.gov.cn，不是这个"
    assert [(e["type"], e["url"]) for e in entities] == [
        ("text_link", "https://kf.qq.com/a"),
        ("text_link", "https://www.gov.cn"),
    ]


def test_a_bare_address_inside_bold_stays_valid() -> None:
    ((text, entities),) = text_chunks("**小心 www.bad.com 这个站**")
    rules.check_entities(text, entities)
    assert [e["type"] for e in sorted(entities, key=lambda e: e["offset"])] == ["bold", "code", "bold"]


def test_buttons_go_under_the_last_piece() -> None:
    option = Option("a", "好")
    sent = list(messages(7, Reply("句子。\n" * 2000, (option,)), ButtonContext(3, 9)))
    assert ["reply_markup" in message for message in sent] == [False, True]
    assert not list(messages(7, Reply(" \n "), ButtonContext(0, 0)))
    with pytest.raises(ValueError, match="without words"):
        list(messages(7, Reply("", (option,)), ButtonContext(0, 0)))


@each(
    ("labels", "shape"),
    [
        (["已收", "没收"], [1, 1]),
        (["已收", "没收", "不清楚"], [2, 1]),
        (["已经点了收款的那种情况", "没收", "不清楚"], [1, 2]),
        (["没收", "已经点了收款的那种情况", "不清楚"], [1, 1, 1]),
        (["✓ 第 10 步做完了", "后面几步怎么做", "写材料", "改一个回答", "看出处"], [2, 2, 1]),
    ],
)
def test_short_labels_share_a_row(labels: list[str], shape: list[int]) -> None:
    options = tuple(Option(str(number), label) for number, label in enumerate(labels))
    assert [len(row) for row in keyboard(options, ButtonContext(0, 0))] == shape


def test_buttons_that_copy_and_share() -> None:
    options = (Option("copy:1", "复制", copy="请点退还"), Option("share:x", "发到群里", share="神器"))
    mark = ButtonContext(0, 0)
    rows = keyboard(options, mark)
    rules.check_keyboard({"inline_keyboard": rows})
    (copy,), (share,) = rows
    assert copy["copy_text"] == {"text": "请点退还"}
    assert share["switch_inline_query_chosen_chat"]["query"] == "神器"
    assert keyboard(options, mark, shares=False)[1][0]["callback_data"] == "0.0:share:x"


def test_a_long_text_to_paste_is_folded_and_a_short_one_stays_as_it_is() -> None:
    line = "2026年11月22日20时31分，通过微信向对方转账5,000元。"
    ((text, (entity,)),) = text_chunks(f"```\n{chr(10).join([line] * 20)}\n```")
    assert text.count(line) == 20
    assert entity["type"] == "expandable_blockquote"
    ((_, (entity,)),) = text_chunks(f"```\n{line}\n```")
    assert entity["type"] == "pre"


def test_a_long_quote_is_folded_and_a_short_one_is_not() -> None:
    lines = [f"> 第{number}行  \n" for number in range(5)]
    kinds = [[entity["type"] for entity in made] for _, made in text_chunks("".join(lines) + "\n尾")]
    assert kinds == [["expandable_blockquote"]]
    ((_, short),) = text_chunks("".join(lines[:3]))
    assert [entity["type"] for entity in short] == ["blockquote"]


@given(
    st.integers(0, 9999),
    st.integers(0, 16**8 - 1),
    st.text(min_size=1).filter(lambda s: s.isprintable() and len(s.encode()) <= OPTION_BYTES),
)
def test_a_button_comes_back_as_it_went(revision: int, life: int, option: str) -> None:
    data = callback_data(ButtonContext(revision, life), option)
    assert len(data.encode()) <= DATA_BYTES
    tap = read_callback(data)
    assert tap is not None
    assert (tap.context, tap.option) == (ButtonContext(revision, life), option)


def test_an_option_too_long_for_a_button_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        callback_data(ButtonContext(1, 1_795_000_000), "长" * 20)


@given(st.one_of(st.none(), st.integers(), st.text(), st.from_regex(r"[0-9a-z.:]{0,70}")))
def test_any_callback_data_can_be_read(data: object) -> None:
    tap = read_callback(data)
    assert tap is None or isinstance(data, str)


def test_a_folded_reply_of_several_pieces_is_folded_where_it_has_quotes() -> None:
    made = messages(1, Reply("> 引文\n\n" + "字" * 5000, folded=True), ButtonContext(1, 1))
    quotes = [entity["type"] for one in made for entity in one.get("entities", ())]
    assert len(made) > 1
    assert quotes == ["expandable_blockquote"]
    assert any("entities" not in one for one in made)
