"""Sources: dated records behind the last advice, no address that is evidence only."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest

from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.library import Library
from dialogs.library.models.facts import SourceKind
from dialogs.screen import MAX_LENGTH
from tests.dialogs.talk import NOW, Talk

HIDDEN = {SourceKind.REPOST, SourceKind.LOW_QUALITY, SourceKind.OWN}


def hidden_addresses(library: Library) -> set[str]:
    return {
        source.address
        for fact in library.facts.values()
        for source in fact.sources
        if source.kind in HIDDEN and source.address
    }


def shown_addresses(library: Library) -> set[str]:
    return {
        source.address
        for fact in library.facts.values()
        for source in fact.sources
        if source.kind not in HIDDEN and source.address
    }


@pytest.fixture
def advised(talk: Talk) -> Talk:
    return talk.chooses("switch:wrong_recipient", "personal_code", "refused", "none")


def test_the_records_behind_the_last_advice_are_listed_with_their_dates(advised: Talk):
    facts = advised.turn.facts
    assert len(facts) > 5
    advised.commands("source")
    for name in facts:
        assert name in advised.text
        assert f"{advised.dialog.library.facts[name].checked_on}" in advised.text
    assert f" {len(facts)} " in advised.text


def test_asking_for_the_sources_twice_gives_them_twice(advised: Talk):
    first = advised.commands("source").text
    assert advised.commands("source").text == first


def test_sources_follow_the_last_advice_and_not_the_first(advised: Talk):
    advised.commands("source")
    of_the_plan = advised.text
    advised.chooses("rest").commands("source")
    assert advised.text != of_the_plan


def test_no_advice_no_sources(talk: Talk):
    assert talk.commands("source").said("source_none")


def test_no_fact_shows_an_address_that_is_only_evidence(dialog: Dialog):
    library, hidden = dialog.library, hidden_addresses(dialog.library) - shown_addresses(dialog.library)
    assert hidden
    for fact in library.facts.values():
        text = dialog.words.message("source_item", Known({}, NOW), fact=fact).text
        assert not [address for address in hidden if f"<{unquote(address)}>" in text]
        for source in fact.sources[:2]:
            assert source.title in text
            assert (source.kind in HIDDEN) or source.address is None or f"<{unquote(source.address)}>" in text


def test_every_record_fits_a_message(dialog: Dialog):
    items = {
        name: dialog.words.message("source_item", Known({}, NOW), fact=fact)
        for name, fact in dialog.library.facts.items()
    }
    assert not {name: len(item.text) for name, item in items.items() if len(item.text) > MAX_LENGTH}


def test_advice_of_a_fact_that_is_gone_is_passed_over(advised: Talk):
    advised.case = replace(advised.case, advice=("platform.Z99", "platform.W02"))
    advised.commands("source")
    assert "platform.W02" in advised.text
    assert "platform.Z99" not in advised.text


def test_a_copy_is_called_one_once(dialog: Dialog):
    copied = [fact for fact in dialog.library.facts.values() if any("转载" in one.title for one in fact.sources[:2])]
    said = (dialog.words.message("source_item", Known({}, NOW), fact=fact).text for fact in copied)
    assert [text for text in said if "（转载）（转载）" in text] == []
    assert copied
