"""The platform facts and the contacts: complete, well formed, and safe to show.

The list of ids is the specification's own; the rules on addresses and numbers guard what reaches a user.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from dialogs.library.decoding import parse_yaml
from dialogs.library.models.facts import Basis, Confidence, Fact, SourceKind
from dialogs.library.records import Contact
from tests.each import each

CONTENT = Path(__file__).parents[2] / "content"
PLATFORM = CONTENT / "facts" / "platform"

# Last number of each section of the specification: W01 to W29, C01 to C13, and so on.
SECTIONS = {"W": 29, "C": 13, "I": 12, "A": 7, "B": 6, "H": 16, "O": 17, "R": 10}
EXPECTED = [f"platform.{letter}{number:02}" for letter, last in SECTIONS.items() for number in range(1, last + 1)]

REGIONS = {
    "mainland", "hong_kong", "macau", "taiwan", "singapore", "malaysia",
    "us", "canada", "uk", "australia", "japan", "korea", "elsewhere",
}  # fmt: skip
MAINLAND_NUMBERS = {
    "110", "120", "96110", "95017", "95188", "95516", "12356", "12355",
    "12348", "12309", "12315", "12321", "12377", "12381",
}  # fmt: skip
UNVERIFIED_NUMBERS = {"12363", "12380", "1441"}
HIDDEN_KINDS = {SourceKind.REPOST, SourceKind.LOW_QUALITY}

# Words with which a statement says that it is not sure, or how to make sure.
DOUBT = re.compile(r"没有(?:查到|核实|取得|证实|见到|实测|官方原文)|推断|以.+为准")
# Signs of the specification's own notation, which is not for users.
NOTATION = re.compile(r"\*\*|【|https?://|同 ?[A-Z]\d{2}|(?:见|platform\.|law\.) ?[A-Z]\d{2}")
# A line folded inside Chinese text comes back with a space that does not belong there.
STRAY_SPACE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e] [\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]|  ")
NUMBER = re.compile(r"\d+(?:\.\d+)?")

LONGEST_USE = 45  # characters: one line on a phone, two at most


def read(path: Path) -> list[Any]:
    """The records of one content file, as plain data."""
    data = parse_yaml(path.read_text(encoding="utf-8"))
    assert isinstance(data, list)
    return data


def read_facts(path: Path) -> tuple[Fact, ...]:
    return TypeAdapter(tuple[Fact, ...]).validate_python(read(path))


FILES = {path.stem: read_facts(path) for path in sorted(PLATFORM.glob("*.yaml"))}
ALL_FACTS = [fact for facts in FILES.values() for fact in facts]
FACTS = {fact.id: fact for fact in ALL_FACTS}
CONTACTS = TypeAdapter(tuple[Contact, ...]).validate_python(read(CONTENT / "contacts.yaml"))

each_fact = each("fact", ALL_FACTS)
each_contact = each("contact", CONTACTS)


def statements(contact: Contact) -> list[str]:
    return [FACTS[fact_id].statement for fact_id in contact.facts]


def shown_text(contact: Contact) -> str:
    return f"{contact.name}\n{contact.use}"


def host(address: str) -> str:
    return urlsplit(address).hostname or ""


def test_every_record_of_the_specification_is_there_once() -> None:
    assert Counter(fact.id for fact in ALL_FACTS) == Counter(EXPECTED)


@each("letter", SECTIONS)
def test_a_file_holds_one_section_in_order(letter: str) -> None:
    assert [fact.id for fact in FILES[letter.lower()]] == [i for i in EXPECTED if i.startswith(f"platform.{letter}")]


@each_fact
def test_a_fact_is_written_for_readers(fact: Fact) -> None:
    for text in (fact.title, fact.statement):
        assert not NOTATION.search(text)
        assert not STRAY_SPACE.search(text)


@each_fact
def test_a_weak_fact_says_so(fact: Fact) -> None:
    if not fact.certain and not fact.internal:
        assert DOUBT.search(fact.statement)


@each_fact
def test_confidence_is_no_higher_than_its_basis_allows(fact: Fact) -> None:
    if all(source.kind is SourceKind.OWN for source in fact.sources):
        assert fact.basis is not Basis.RETRIEVED
    if fact.basis is Basis.OWN:
        assert fact.confidence is not Confidence.HIGH


@each_fact
def test_an_address_is_a_web_address(fact: Fact) -> None:
    for source in fact.sources:
        if source.address is None:
            assert source.kind in HIDDEN_KINDS | {SourceKind.OWN}
        else:
            assert source.kind is not SourceKind.OWN
            assert urlsplit(source.address).scheme in {"http", "https"}
            assert "." in host(source.address)


def test_a_host_once_judged_unreliable_is_never_shown() -> None:
    sources = [source for fact in ALL_FACTS for source in fact.sources]
    unreliable = {host(source.address) for source in sources if source.address and source.kind in HIDDEN_KINDS}
    shown = {host(source.shown_address) for source in sources if source.shown_address}
    assert unreliable
    assert not shown & unreliable


def test_reposts_and_low_quality_pages_are_never_shown() -> None:
    hidden = [source for fact in ALL_FACTS for source in fact.sources if source.kind in HIDDEN_KINDS]
    assert hidden
    assert all(source.shown_address is None for source in hidden)
    addresses = {source.address for source in hidden if source.address}
    assert not addresses & {contact.address for contact in CONTACTS}


def test_what_must_be_verified_first_stays_with_the_editors() -> None:
    assert {fact.id for fact in ALL_FACTS if fact.internal} == {"platform.A07"}


def test_all_regions_have_contacts_and_no_id_repeats() -> None:
    assert {contact.region for contact in CONTACTS} == REGIONS
    assert max(Counter(contact.id for contact in CONTACTS).values()) == 1


def test_the_regions_are_those_the_dialog_asks_for() -> None:
    question = next(item for item in read(CONTENT / "questions.yaml") if item["name"] == "region")
    assert set(question["options"]) == REGIONS


def test_the_mainland_numbers_are_complete() -> None:
    assert {contact.number for contact in CONTACTS if contact.region == "mainland"} >= MAINLAND_NUMBERS


def test_abroad_one_can_reach_the_police_at_home_and_the_consular_line() -> None:
    elsewhere = {contact.id: contact.number for contact in CONTACTS if contact.region == "elsewhere"}
    assert elsewhere["elsewhere.consular"] == "+86-10-12308"
    assert {"elsewhere.police", "elsewhere.home_police"} <= elsewhere.keys()


@each_contact
def test_a_contact_belongs_to_its_region(contact: Contact) -> None:
    assert contact.id.split(".")[0] == contact.region


@each_contact
def test_a_contact_rests_on_facts_for_users(contact: Contact) -> None:
    assert all(fact_id in FACTS and not FACTS[fact_id].internal for fact_id in contact.facts)


@each_contact
def test_a_contact_number_stands_in_one_of_its_facts(contact: Contact) -> None:
    assert contact.number not in UNVERIFIED_NUMBERS
    if contact.number is not None:
        whole = re.compile(rf"(?<![\d-]){re.escape(contact.number)}(?![\d-])")
        assert any(whole.search(statement) for statement in statements(contact))


@each_contact
def test_numbers_in_the_words_of_a_contact_stand_in_its_facts(contact: Contact) -> None:
    held = set(NUMBER.findall("\n".join(statements(contact))))
    assert set(NUMBER.findall(shown_text(contact))) <= held


@each_contact
def test_the_words_of_a_contact_are_one_short_line(contact: Contact) -> None:
    assert len(contact.use) <= LONGEST_USE
    assert not STRAY_SPACE.search(shown_text(contact))


@each_contact
def test_a_contact_address_is_a_government_site_known_from_its_facts(contact: Contact) -> None:
    if contact.address is None:
        return
    facts = [FACTS[fact_id] for fact_id in contact.facts]
    official = [s for f in facts for s in f.sources if s.kind in {SourceKind.GOVERNMENT, SourceKind.OFFICIAL}]
    assert official
    assert contact.address.startswith("https://")
    assert "gov" in host(contact.address).split(".")
    named = {host(source.address) for source in official if source.address}
    assert host(contact.address) in named or any(host(contact.address) in fact.statement for fact in facts)
