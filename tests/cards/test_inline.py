"""What inline mode offers for a query."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.cards import CardKind, Deck, InlineCards
from dialogs.cards.card import TEXT_LONGEST
from dialogs.cards.inline import MOST
from dialogs.dialog import Dialog
from dialogs.library.library import Library


@pytest.fixture(scope="session")
def index(deck: Deck, dialog: Dialog) -> InlineCards:
    return InlineCards(deck, dialog.library, dialog.words, dialog.understander.plain)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("撤回", {"card:fake_recall_tool", "card:false_recall_claim", "plan:wrong_recipient", "myth.recall_button"}),
        ("追回", {"card:recovery_scam", "plan:scam_other", "myth.pay_after_recovery"}),
        ("百万保障", {"card:other_fraud", "card:prevention", "myth.million_fee", "myth.million_expires"}),
        ("轉錯錢", {"plan:wrong_recipient", "card:fake_recall_tool"}),
        ("微信 撤 回", {"card:fake_recall_tool", "plan:wrong_recipient"}),
        ("被骗了怎么办", {"card:other_fraud", "plan:scam_other"}),
        ("断网", {"card:false_recall_claim"}),
        ("", {f"card:{kind}" for kind in CardKind} | {"plan:wrong_recipient", "plan:scam_other"}),
        ("zzz", {f"card:{kind}" for kind in CardKind} | {"plan:wrong_recipient", "plan:scam_other"}),
    ],
)
def test_a_query_brings_what_fits(index: InlineCards, now: dt.datetime, query: str, ids: set[str]) -> None:
    assert ids <= {item.id for item in index.find(query, now)}


def test_a_query_about_one_thing_leaves_the_rest_out(index: InlineCards, now: dt.datetime) -> None:
    found = {item.id for item in index.find("百万保障", now)}
    assert "card:recovery_scam" not in found
    assert not any(name.startswith("plan:") for name in found)


def test_a_myth_comes_with_what_is_true(index: InlineCards, library: Library, now: dt.datetime) -> None:
    item = next(item for item in index.find("百万保障", now) if item.id == "myth.million_fee")
    myth = library.myths["myth.million_fee"]
    assert myth.claim in item.text
    assert myth.truth in item.text


def test_a_plan_begins_with_what_protects(index: InlineCards, now: dt.datetime) -> None:
    items = {item.id: item for item in index.find("", now)}
    assert "110" in items["plan:scam_other"].text
    assert "立即退还" in items["plan:wrong_recipient"].text
    assert "撤回软件" in items["plan:wrong_recipient"].text


@given(st.text(max_size=256))
def test_whatever_is_typed_something_postable_is_offered(index: InlineCards, now: dt.datetime, query: str) -> None:
    items = index.find(query, now, "https://t.me/transfer_aid_bot")
    assert 1 <= len(items) <= MOST
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert len(item.id.encode()) <= 64
        assert item.title
        assert item.description
        assert 0 < len(item.text) <= TEXT_LONGEST
