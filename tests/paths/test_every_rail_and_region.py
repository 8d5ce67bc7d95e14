"""Every situation × every rail × every region, each with its opening, its outcome and all steps of its plan.

The walks of a situation are those that show something of it that no earlier one showed; on each, the rail and the
region are crossed whatever was answered there: people also tell them unasked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import islice, product
from typing import NamedTuple

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.checks.paths import thin_walks
from dialogs.library.models.facts import FactKind
from dialogs.library.records import Family, Rail, RailKind, Region
from dialogs.mainland import names_mainland_law
from dialogs.meant import true_here
from dialogs.plan import steps_for
from dialogs.predicates import PREDICATES
from dialogs.replay import Position
from dialogs.sources import source_lines
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW
from tests.each import each
from tests.paths.endings import Remembered

DIALOG = open_dialog()
LIBRARY = DIALOG.library
NUMBERS = {contact.id: contact.number for contact in LIBRARY.contacts}
NAMES = {contact.id: contact.name for contact in LIBRARY.contacts}
SAID = "4711"  # the sum; no number of any fact
# What only a payment from a mainland account has to do with, and a foreign rail never.
MAINLAND_RULES = (
    "95017", "95188", "95516", "12315", "12363", "12378", "腾讯卫士", "立即退还", "点「收款」", "我 → 服务 → 钱包",
    "24 小时没人收", "24 小时会自动", "财付通", "待入账", "先看零钱", "72 小时内处理完", "365 天内",
)  # fmt: skip
# What only the mainland's offices do, and nobody abroad whose money left no mainland account is sent to.
MAINLAND_OFFICES = ("国内家人", "户籍地", "一证通", "受案回执", "派出所", "12309", "12348", "12368")
# What is no help to anybody abroad, wherever the money left: these answer, and know their way, at home.
MAINLAND_LINES = re.compile(r"(?<![\d+])(?:120|12355|12356|96110)(?!\d)")
POLICE = re.compile(r"(?<![\d#])110(?!\d)")
# How the police at home are reached for money that left an account there: family calls, or one dials China first.
FROM_ABROAD = re.compile(r"国内(?:的)?家人[^。；]{0,6}打 \**110|\+ 110|国内微信账户|不是(?:国内|大陆)公安|报警打 110")
# Pages about the mainland, which say so to whoever is abroad in their opening; they send nobody anywhere.
ABOUT_THE_MAINLAND = {
    "comparison_table", "police_route", "complaint_route", "court_route", "costs_table", "delayed_arrival_advice",
    "checks_advice", "insurance_advice", "limits_advice", "set_it_now", "look_it_up_yourself", "save_proof_first",
}  # fmt: skip
WITH_110 = {contact.id.partition(".")[0] for contact in LIBRARY.contacts if contact.number == "110"}
SENT_TO_POLICE = re.compile(r"当地警方|当地的报警电话|警局")
LOSSES = {name for name, flow in LIBRARY.flows.items() if flow.family in {Family.SCAM, Family.MISTAKE}}
LOCAL = [rail for rail in LIBRARY.rails.values() if rail.kind is RailKind.LOCAL]


class Crossing:
    """A situation with rails and regions put across it; a wording is rendered once for each set of answers it sees."""

    def __init__(self, dialog: Dialog, situation: str) -> None:
        self.dialog, self.situation = dialog, situation
        self._words: dict[str, Remembered[str]] = {}

    def walks(self) -> Iterator[Position]:
        """The walks that open differently or hold a step that no earlier one held."""
        shown: set[str] = set()
        # One that asks as another does says the same steps: a few of its walks are enough.
        few = 3 if LIBRARY.flows[self.situation].like else None
        for position in islice(thin_walks(LIBRARY, self.situation, NOW), few):
            said = self.said(position, position.known)
            if not (new := {*said, said["opening"]}) <= shown:
                shown |= new
                yield position

    def crossed(self, position: Position, rail: Rail, region: Region) -> Known:
        told = {"channel": rail.id, "region": region.id, "amount": SAID}
        return replace(position.known, answers={**position.known.answers, **told})

    def said(self, position: Position, known: Known) -> Mapping[str, str]:
        """What is said, by the name of what says it."""
        words, outcome = self.dialog.words, position.outcome or ""
        said = {"opening": self._once("opening", lambda known: words.opening(known).text, known)}
        said[outcome] = self._once(outcome, lambda known: words.outcome(outcome, known).text, known)
        for step in steps_for(LIBRARY, known):
            said[step.id] = self._once(step.id, partial(self._step, step.id), known)
        return said

    def _step(self, name: str, known: Known) -> str:
        return "\n".join(self.dialog.words.step(name, known))

    def _once(self, name: str, render: Callable[[Known], str], known: Known) -> str:
        if name not in self._words:
            self._words[name] = Remembered(render)
        return self._words[name](known)


def used_where(known: Known) -> Region:
    """Where the rail is used: the only region that has it, else where the person is."""
    rail = known.rail
    return LIBRARY.regions[rail.regions[0] if rail and len(rail.regions) == 1 else known.answers["region"]]


class Place(NamedTuple):
    """What decides which words are wrong for a case."""

    paid_locally: bool
    foreign_money: bool
    abroad: bool
    wholly: bool  # neither the person nor the money that left is at home
    own_110: bool  # the police there answer at this number too


def place_of(rail: Rail, region: Region, known: Known) -> Place:
    locally = known.paid_locally
    return Place(
        locally,
        locally and used_where(known).currency not in {None, "cny"},
        region.id != "mainland",
        locally or rail.kind not in {RailKind.WECHAT, RailKind.MAINLAND},
        known.where in WITH_110,
    )


@cache
def wrong_words(name: str, text: str, place: Place) -> tuple[str, ...]:
    """What is wrong with words that are said in a place."""
    # What is said on the mainland's law is said to nobody of whom it is not the law.
    if place.abroad and place.wholly and names_mainland_law(text) and name not in ABOUT_THE_MAINLAND:
        return (
            f"{name}: states the mainland's law",
            *wrong_at_home(name, text, place),
            *wrong_abroad(name, text, place),
        )
    at_home, abroad = wrong_at_home(name, text, place), wrong_abroad(name, text, place)
    return (*at_home, *(abroad if place.abroad else ()))


def wrong_at_home(name: str, text: str, place: Place) -> Iterator[str]:
    """A rule of the mainland on a foreign rail, or a foreign sum called yuan."""
    if place.paid_locally and name not in {*ABOUT_THE_MAINLAND, "other_doors"}:
        yield from (f"{name}: {rule}" for rule in MAINLAND_RULES if rule in text)
    if place.foreign_money and f"{SAID} 元" in text:
        yield f"{name}: {SAID} 元"


def wrong_abroad(name: str, text: str, place: Place) -> Iterator[str]:
    """A number or an office of the mainland for somebody abroad whom it does not help."""
    if name in ABOUT_THE_MAINLAND:
        return
    yield from (f"{name}: {number}" for number in MAINLAND_LINES.findall(text))
    if not place.own_110 and POLICE.search(text if place.wholly else FROM_ABROAD.sub("", text)):
        yield f"{name}: 110"
    if place.wholly:
        yield from (f"{name}: {office}" for office in MAINLAND_OFFICES if office in text)


@cache
def sends_to_police(text: str) -> bool:
    return SENT_TO_POLICE.search(text) is not None


@cache
def ways_to_police(region: str) -> tuple[str, ...]:
    there = LIBRARY.regions[region]
    # A line that is only reached on the web is named by its address.
    return tuple(NUMBERS[name] or NAMES[name] for name in (there.police, there.anti_scam) if name)


@cache
def tells_a_way(text: str, region: str) -> bool:
    return any(way in text for way in ways_to_police(region))


def number_missing(said: Mapping[str, str], region: str) -> Iterator[str]:
    """Whoever is sent to the police abroad is told a number there, if one is recorded."""
    sent = region != "elsewhere" and any(map(sends_to_police, said.values()))
    if sent and not any(tells_a_way(text, region) for text in said.values()):
        yield f"none of {sorted(ways_to_police(region))}"


@pytest.mark.parametrize("situation", sorted(LIBRARY.flows))
def test_no_rule_of_the_mainland_reaches_a_foreign_rail_or_place(situation: str):
    crossing, wrong = Crossing(DIALOG, situation), dict[str, str]()
    for position in crossing.walks():
        for rail in LIBRARY.rails.values():
            for region in LIBRARY.regions.values():
                known = crossing.crossed(position, rail, region)
                said, place = crossing.said(position, known), place_of(rail, region, known)
                found = [wrong for name, text in said.items() for wrong in wrong_words(name, text, place)]
                found += number_missing(said, region.id) if place.abroad else ()
                for complaint in found:
                    wrong.setdefault(complaint, f"{rail.id} in {region.id}: {dict(position.known.answers)}")
    assert not wrong, "\n".join(f"{complaint} ({where})" for complaint, where in wrong.items())


# The others are about no payment just made.
@pytest.mark.parametrize("situation", sorted({"account_theft", *LOSSES}))
def test_whoever_paid_by_a_foreign_rail_is_sent_to_its_bank_or_wallet(situation: str):
    crossing = Crossing(DIALOG, situation)
    for position in crossing.walks():
        for rail in LOCAL:
            region = LIBRARY.regions[(rail.regions or ("singapore",))[0]]
            text = "\n".join(crossing.said(position, crossing.crossed(position, rail, region)).values())
            assert re.search("银行、钱包|付款的?银行|付款的 App|银行卡背面", text), (position.known.answers, rail.id)


ANSWERS_FOR = [
    ("paynow", "singapore"),
    ("jkopay", "taiwan"),
    ("fps", "hong_kong"),
    ("duitnow", "malaysia"),
    ("cash", "us"),
]
# What these say of the police at home, they say of money that left an account there, or of somebody at home.
FOR_MONEY_AT_HOME = {
    "ask.abroad_report",
    "ask.local_hotlines",
    "ask.report_for_family",
    "myth.abroad_cannot_report",
    "myth.hotline_12308",
}


@each(("rail", "region"), ANSWERS_FOR)
def test_an_answer_on_the_mainlands_law_says_first_that_it_is_not_theirs(rail: str, region: str):
    wrong = set[str]()
    for situation, topic in product(LIBRARY.flows, [*LIBRARY.knowledge, *LIBRARY.myths]):
        position = DIALOG.position(Case(answers={"situation": situation}), NOW)
        known = replace(position.known, answers={"channel": rail, "region": region})
        given = true_here(DIALOG, topic, replace(position, known=known))
        if given and given not in FOR_MONEY_AT_HOME:
            text = DIALOG.words.knowledge(given, known).text
            first = DIALOG.words.message("rules_abroad", known).text
            if names_mainland_law(text.removeprefix(first)) and not text.startswith(first):
                wrong.add(given)
    assert not wrong


@each(("rail", "region"), ANSWERS_FOR)
def test_no_record_of_the_mainlands_law_is_given_as_the_source_of_advice_abroad(rail: str, region: str):
    case = Case(answers={"situation": "scam_other", "channel": rail, "region": region}, advice=tuple(LIBRARY.facts))
    text = "\n".join(line.said.text for line in source_lines(DIALOG, case, DIALOG.position(case, NOW)))
    theirs = [
        fact for fact in LIBRARY.facts.values() if fact.kind not in {FactKind.STATUTE, FactKind.RULE, FactKind.NUMBER}
    ]
    assert all(fact.title in text for fact in theirs)
    assert [
        fact.id for fact in LIBRARY.facts.values() if fact.kind is FactKind.STATUTE and fact.statement in text
    ] == []


@each("rail", [rail.id for rail in LOCAL if not rail.regions])
def test_a_rail_of_many_countries_is_abroad_before_the_region_is_told(rail: str):
    position = DIALOG.position(Case(answers={"situation": "scam_other", "channel": rail, "amount": "500"}), NOW)
    assert PREDICATES["is_abroad"](position.known)
    assert position.question != "channel"
    assert "500 元" not in DIALOG.words.value("amount", position.known)
    assert position.known.amount is None
