"""What content files say about each other: every id that one names must exist in the other. `load_content` calls it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dialogs.library import files as at
from dialogs.library.checks.cards import card_problems
from dialogs.library.checks.checking import checking_problems
from dialogs.library.checks.flows import flow_problems
from dialogs.library.checks.papers import paper_problems, timetable_problems
from dialogs.library.library import Library
from dialogs.library.models.details import DetailsFile
from dialogs.library.problems import Problem

if TYPE_CHECKING:
    from dialogs.library.load import Content


def link_problems(content: Content) -> Iterator[Problem]:
    """Every id that is named and does not exist."""
    library = content.library
    yield from flow_problems(library)
    yield from _details_problems(content.details, library)
    yield from checking_problems(content.checking)
    yield from paper_problems(content.papers, library)
    yield from timetable_problems(content.timetable, library)
    yield from card_problems(content.cards, library)
    yield from _places_problems(library)
    yield from _kit_problems(library)
    for name in sorted({step for deed in library.deeds for step in deed.steps} - library.steps.keys()):
        yield Problem(at.DEEDS, "steps", f"没有 {name} 这一步")
    for name in content.groups.reasons.keys() - content.checking.words.reasons.keys():
        yield Problem(at.GROUPS, f"reasons.{name}", "没有这个理由")


def _places_problems(library: Library) -> Iterator[Problem]:
    """Rails and regions that are not the options of their questions, and what they name and is not there."""
    rails, regions, currencies = (set(library.answerable(name)) for name in ("channel", "region", "currency"))
    contacts = {contact.id for contact in library.contacts}
    for name in library.rails.keys() ^ (rails - {"unknown"}):
        yield Problem(at.RAILS, name, "rails.yaml 和 channel 的选项要一样")
    for name in library.regions.keys() ^ regions:
        yield Problem(at.REGIONS, name, "regions.yaml 和 region 的选项要一样")
    for rail in library.rails.values():
        yield from (Problem(at.RAILS, rail.id, f"没有 {name} 这个地区") for name in rail.regions if name not in regions)
    for region in library.regions.values():
        if region.currency and region.currency not in currencies:
            yield Problem(at.REGIONS, region.id, f"currency 没有 {region.currency} 这个选项")
        for contact in filter(None, (region.police, region.anti_scam, region.despair)):
            if contact not in contacts:
                yield Problem(at.REGIONS, region.id, f"没有 {contact} 这个电话")


def _kit_problems(library: Library) -> Iterator[Problem]:
    for place, check in enumerate(library.device_kit, start=1):
        for name in check.facts:
            if name not in library.facts:
                yield Problem(at.DEVICE_KIT, f"第 {place} 项", f"没有 {name} 这条事实")


def _details_problems(details: DetailsFile, library: Library) -> Iterator[Problem]:
    for name, words in details.answers.items():
        if name not in library.questions:
            yield Problem(at.DETAILS, f"answers.{name}", "没有这个问题")
            continue
        for option in words.options.keys() - set(library.answerable(name)):
            yield Problem(at.DETAILS, f"answers.{name}.options.{option}", "这个问题没有这个选项")
    for name, situations in details.only_for.items():
        if name not in library.questions:
            yield Problem(at.DETAILS, f"only_for.{name}", "没有这个问题")
        for situation in situations:
            if situation not in library.flows:
                yield Problem(at.DETAILS, f"only_for.{name}", f"没有 {situation} 这种遭遇")
    for name in details.cues.keys() - library.flows.keys():
        yield Problem(at.DETAILS, f"cues.{name}", "没有这种遭遇")
    for name in details.danger.keys() ^ details.calm.keys():
        yield Problem(at.DETAILS, f"danger.{name}", "danger 和 calm 里要各有一份")
