"""The law facts: complete, well formed, said with their doubts, and safe to show.

The list of ids is the specification's own; the rules on addresses, numbers and doubt guard what reaches a user.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from dialogs.library.decoding import parse_yaml
from dialogs.library.models.facts import Basis, Confidence, Fact, Source, SourceKind
from tests.dialogs.opened import open_content
from tests.each import each

CONTENT = Path(__file__).parents[2] / "content"
LAW = CONTENT / "facts" / "law"

# Last number of each section of the specification: A01 to A12, B01 to B13, and so on.
SECTIONS = {"A": 12, "B": 13, "C": 12, "D": 27, "E": 11, "F": 20, "G": 6, "H": 4, "I": 8, "J": 11, "K": 17}
EXPECTED = [f"law.{letter}{number:02}" for letter, last in SECTIONS.items() for number in range(1, last + 1)]
EDITORS_ONLY = {f"law.J{number:02}" for number in (3, 4, 5, 6, 7, 8, 10, 11)}

HIDDEN_KINDS = {SourceKind.REPOST, SourceKind.LOW_QUALITY, SourceKind.OWN}
OFFICIAL_HOST = re.compile(r"^(?:flk\.npc\.gov\.cn|(?:www\.)?(?:pbc|court)\.gov\.cn)$")

# Words with which a statement says that it is not sure, or where it comes from.
DOUBT = re.compile(
    r"没有(?:见到|核实|查到|核到|打开|读到|找到)|只(?:见|看)到|一般了解|我们的判断|归纳|片段|摘要|转载|转引|报道|第三方|抽样"
    r"|不代表|可能|不一|不同|以.+为准"
)
# Signs of the specification's own notation, which is not for users.
NOTATION = re.compile(r"\*\*|\[S\d|https?://|[VU]\d{2}|DOC-|platform\.|law\.|(?:见|依据) ?[A-K]\d{2}|自有知识|置信")
# A duration, a sum or a count in Chinese numerals would escape the check of numbers.
SPELT_OUT = re.compile(
    r"[二三四五六七八九十两][百千万亿]*\s*(?:个月|个工作日|年|日|天|小时|分钟|周岁|倍|元|次)|[一百千万]{2,}元"
)
# A line folded inside Chinese text comes back with a space that does not belong there.
STRAY_SPACE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e] [\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]|  |\n")


def read_facts(path: Path) -> tuple[Fact, ...]:
    return TypeAdapter(tuple[Fact, ...]).validate_python(parse_yaml(path.read_text(encoding="utf-8")))


FILES = {path.stem: read_facts(path) for path in sorted(LAW.glob("*.yaml"))}
ALL_FACTS = [fact for facts in FILES.values() for fact in facts]
FACTS = {fact.id: fact for fact in ALL_FACTS}

each_fact = each("fact", ALL_FACTS)


def host(address: str) -> str:
    return urlsplit(address).hostname or ""


def test_every_fact_of_the_specification_is_there_once_and_in_order() -> None:
    assert [fact.id for fact in ALL_FACTS] == EXPECTED
    assert [name for name, times in Counter(fact.id for fact in ALL_FACTS).items() if times > 1] == []


def test_each_file_holds_its_own_section() -> None:
    assert {name: {fact.id[4].lower() for fact in facts} for name, facts in FILES.items()} == {
        letter.lower(): {letter.lower()} for letter in SECTIONS
    }


def test_only_what_nobody_can_be_told_is_internal() -> None:
    assert {fact.id for fact in ALL_FACTS if fact.internal} == EDITORS_ONLY


@each_fact
def test_dates_are_sound(fact: Fact) -> None:
    assert fact.effective_from is None or fact.effective_from <= fact.checked_on


@each_fact
def test_statement_is_fit_for_a_user(fact: Fact) -> None:
    assert NOTATION.findall(fact.statement) == []
    assert SPELT_OUT.findall(fact.statement) == []
    assert STRAY_SPACE.findall(fact.statement) == []
    assert fact.statement.endswith(("。", "」。"))
    assert fact.title != fact.statement


@each_fact
def test_doubt_is_said_in_the_statement(fact: Fact) -> None:
    doubtful = fact.confidence in {Confidence.MEDIUM, Confidence.LOW} or fact.basis in {Basis.OWN, Basis.BOTH}
    if doubtful and not fact.internal:
        assert DOUBT.search(fact.statement)


@each_fact
def test_basis_fits_the_sources(fact: Fact) -> None:
    kinds = {source.kind for source in fact.sources}
    own, read = SourceKind.OWN in kinds, bool(kinds - {SourceKind.OWN})
    expected = {(True, False): Basis.OWN, (True, True): Basis.BOTH, (False, True): Basis.RETRIEVED}
    assert fact.basis is expected[own, read]


@each_fact
def test_high_confidence_rests_on_a_statute_or_on_agreeing_official_word(fact: Fact) -> None:
    if fact.confidence is Confidence.HIGH and not any(s.kind is SourceKind.STATUTE for s in fact.sources):
        assert fact.id in {"law.E10", "law.G01", "law.G05", "law.G06", "law.H01"}


ALL_SOURCES = [(fact.id, source) for fact in ALL_FACTS for source in fact.sources]


@each(("fact_id", "source"), ALL_SOURCES)
def test_address_is_safe(fact_id: str, source: Source) -> None:
    if source.kind in HIDDEN_KINDS:
        assert source.shown_address is None
    if source.kind is SourceKind.OWN:
        assert source.address is None
        assert source.title.startswith("自有")
    if source.address is not None:
        assert urlsplit(source.address).scheme == "https"
        assert "github" not in host(source.address), fact_id
    if source.kind is SourceKind.STATUTE and source.address is not None:
        assert OFFICIAL_HOST.match(host(source.address)), fact_id


def test_no_shown_page_is_on_a_host_that_holds_reposts() -> None:
    shown = {host(source.shown_address) for _, source in ALL_SOURCES if source.shown_address}
    hidden = {host(source.address) for _, source in ALL_SOURCES if source.address and source.kind in HIDDEN_KINDS}
    assert shown & hidden == set()


def test_statutes_are_named_with_article_or_in_full() -> None:
    statutes = [source.title for _, source in ALL_SOURCES if source.kind is SourceKind.STATUTE]
    assert [title for title in statutes if not title.startswith("《")] == []
    without_article = {title for title in statutes if not re.search(r"第\d+[\d、—]*条", title)}
    assert without_article == {
        "《治安管理处罚法》全文",
        "《律师法》全文",
        "《诉讼费用交纳办法》（国务院令第481号）",  # law.E09 is about what the measures leave out
        "《中国人民银行金融消费者权益保护实施办法》（中国人民银行令〔2020〕第5号）全文",
    }


def test_a_source_is_of_one_kind_wherever_it_is_named() -> None:
    kinds: dict[str, set[SourceKind]] = {}
    for _, source in ALL_SOURCES:
        if source.address:
            kinds.setdefault(source.address, set()).add(source.kind)
    assert {address: found for address, found in kinds.items() if len(found) > 1} == {}


def test_fees_and_deadlines_name_facts_that_may_be_told() -> None:
    fees = open_content().library.fees
    deadlines = open_content().timetable.deadlines
    named = {fact for table in (fees, deadlines) for record in table for fact in record.facts}
    law = {fact for fact in named if fact.startswith("law.")}
    assert len(law) > len(fees) + len(deadlines)
    assert [fact for fact in sorted(law) if fact not in FACTS or FACTS[fact].internal] == []
    platform = {
        fact.id for path in sorted((CONTENT / "facts" / "platform").glob("*.yaml")) for fact in read_facts(path)
    }
    assert named - law <= platform


# Statements in which a wrong or missing digit would cost people money or a right, as the specification prints them.
NUMBERS = {
    "law.A03": ("48 小时", "2 次"),
    "law.A05": ("首次冻结 6 个月", "冻结 1 年"),
    "law.B05": ("7 个工作日", "15 日", "60 日"),
    "law.B13": ("180 天", "100 万元"),
    "law.C03": ("3 年", "20 年"),
    "law.D11": ("48 小时", "30 日"),
    "law.D13": ("30%", "5 日", "48 小时"),
    "law.F03": ("3,000 元", "30,000 元", "500,000 元", "2 年"),
    "law.F04": ("2026-01-01", "5 日以上 10 日以下", "2,000 元", "10 日以上 15 日以下", "3,000 元", "第58条"),
    "law.F09": ("3 日", "7 日", "30 日"),
    "law.F10": ("3 日", "7 日", "30 日"),
    "law.F15": ("5 年、10 年、15 年、20 年",),
    "law.G05": ("+86-10-12308", "+86-10-65612308"),
    "law.H01": ("67 类", "2025-05-28", "2025-07-14"),
}


@each(("fact_id", "figures"), NUMBERS.items())
def test_figures_stand_as_printed(fact_id: str, figures: tuple[str, ...]) -> None:
    assert [figure for figure in figures if figure not in FACTS[fact_id].statement] == []
