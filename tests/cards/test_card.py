"""Cards and their text for a chat."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.plain import plain_text
from bot.telegram.render import text_chunks
from dialogs.cards import Card, CardKind, Deck, card_text, make_card, source_line
from dialogs.cards.card import TEXT_LONGEST
from dialogs.library.library import Library
from tests.each import each

TODAY = dt.date(2026, 11, 23)
BOT = "https://t.me/transfer_aid_bot?start=card"
LURE = "微信转账撤回神器，先付后撤，加V：huitui2026，http://chehui.example.com/apk"


def test_a_card_says_what_why_and_what_to_do(deck: Deck) -> None:
    card = make_card(deck, "fake_recall_tool", (LURE,), today=TODAY, address=BOT)
    text = plain_text(card_text(card))
    for said in (card.title, *card.why, *card.todo, "110", "96110", "95017", "2026-11-23", BOT):
        assert said in text
    assert "微信转账撤回神器，先付后撤，加V：hu***" in text
    assert "huitui2026" not in text
    assert "http://chehui" not in text
    assert card.lure_heading == deck.headings.lure


@pytest.mark.parametrize("kind", list(CardKind))
@pytest.mark.parametrize("address", ["", BOT, "https://" + "a" * 115])
def test_every_card_fits_a_chat(deck: Deck, kind: CardKind, address: str) -> None:
    for lure in ((), (LURE,), ("长" * 10_000,), ("*_`[](){}#+-.!|~>" * 600,)):
        card = make_card(deck, kind, lure, today=TODAY, address=address)
        assert len(card_text(card)) <= TEXT_LONGEST
        assert len(card.why) <= 3
        assert len(card.todo) <= 4


def test_without_evidence_an_example_of_our_own_is_marked_as_such(deck: Deck) -> None:
    card = make_card(deck, "recovery_scam", today=TODAY)
    assert card.typical
    assert card.lure == deck.cards[CardKind.RECOVERY_SCAM].typical
    assert card.lure_heading == deck.headings.typical
    assert make_card(deck, "recovery_scam", ("\u200b \n",), today=TODAY) == card


@each("verdict", ["prevention", "warning", "none"])
def test_the_card_for_everybody_quotes_nobody(deck: Deck, verdict: str) -> None:
    card = make_card(deck, verdict, (LURE,), today=TODAY)
    assert card.kind is CardKind.PREVENTION
    assert card.lure == ""
    assert ">" not in card_text(card)


@each("address", ["javascript:alert(1)", "http://x.example", "https://a b", "https://x/<b>", "https://" + "a" * 200])
def test_an_address_that_is_none_is_refused(deck: Deck, address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        make_card(deck, "prevention", today=TODAY, address=address)


def test_a_card_names_its_facts_and_when_they_were_checked(deck: Deck, library: Library) -> None:
    card = make_card(deck, "fake_recall_tool", today=TODAY)
    assert {"platform.I06", "law.I05", "platform.C01", "platform.H02"} <= set(card.facts)
    assert card.checked == min(library.facts[name].checked_on for name in card.facts)
    assert card.checked.isoformat() in source_line(card)
    assert all(source in source_line(card) for source in card.sources)


def _shown(card: Card) -> tuple[str, list[str]]:
    ((text, entities),) = text_chunks(card_text(card))
    return text, [entity["type"] for entity in entities if entity["type"] != "code"]  # what a client would link


@given(st.text(max_size=200) | st.text("\\[]()*_~`|$<>!#@:/.- ab1&;", max_size=60))
def test_a_lure_means_nothing_in_markdown(deck: Deck, lure: str) -> None:
    plain, expected = _shown(make_card(deck, "other_fraud", ("纯文字纯文字纯文字",), today=TODAY))
    text, entities = _shown(make_card(deck, "other_fraud", (f"纯文字纯文字纯文字{lure}",), today=TODAY))
    assert entities == expected
    assert text.splitlines()[0] == plain.splitlines()[0]
    assert text.splitlines()[3:] == plain.splitlines()[3:]
