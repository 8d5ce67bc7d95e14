"""The myth records: complete, sourced, short, and recognised in texts that spread them and in no others."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

from dialogs.checking.claims import Claims
from dialogs.library.records import Myth, MythVerdict
from dialogs.text.plain import Normaliser
from tests.dialogs.opened import open_content
from tests.each import each

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = yaml.load((Path(__file__).parent / "claim_samples.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)

# Rows of the starting article's verdict table that are wrong, outdated or unverifiable, section by section.
ARTICLE_ROWS = {
    str(row)
    for row in (
        *(2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 21, 22, 23, 24, 27, 29, 31, 32, 34, 36, 38, 39),
        *(40, 41, 43, 44, 47, 48, 49, 50, 52, 53, 54, 55, 56, 59, 60, 64, 65, 66, 67, 69, 70, 74),
    )
}
# Rows of the legal verdict table that are wrong, outdated or unverifiable, wholly or in part.
LEGAL_ROWS = {
    *("V01", "V03", "V04", "V05", "V06", "V08", "V12", "V13", "V14", "V17", "V19", "V20", "V21", "V23", "V24"),
    *("V25", "V26", "V28", "V30", "V31", "V32", "V33"),
}
PARTLY_TRUE_ROWS = {
    *("6", "7", "8", "16", "25", "30", "33", "35", "42", "51", "57", "58", "61", "62", "63", "71", "72"),
    *("V02", "V07", "V09", "V10", "V15", "V16", "V22", "V27", "V29"),
}
TRUE_ROWS = {"1", "20", "26", "28", "37", "45", "46", "68", "73", "V11", "V18"}

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
PROMISES = ("一定能追回", "保证追回", "百分百", "100%", "肯定能退", "必能追回", "成功率达")


MYTHS = tuple(open_content().library.myths.values())
FACTS = open_content().library.facts
each_myth = each("myth", MYTHS)


TEXT = Normaliser(open_content().text)
CLAIMS = Claims(MYTHS, TEXT, open_content().sentences)


def found(text: str) -> set[str]:
    return {hit.myth_id for hit in CLAIMS.find(TEXT.plain(text))}


def test_ids_and_questions_are_unique() -> None:
    ids = Counter(myth.id for myth in MYTHS)
    asks = Counter(ask for myth in MYTHS for ask in myth.asks)
    assert [name for name, times in ids.items() if times > 1] == []
    assert [ask for ask, times in asks.items() if times > 1] == []


def test_every_false_row_of_the_two_tables_is_covered() -> None:
    covered = {row for myth in MYTHS for row in myth.article_rows}
    assert sorted((ARTICLE_ROWS | LEGAL_ROWS) - covered) == []
    assert sorted(covered - ARTICLE_ROWS - LEGAL_ROWS - PARTLY_TRUE_ROWS) == []
    assert covered & TRUE_ROWS == set()


def test_the_row_lists_are_the_whole_tables() -> None:
    rows = ARTICLE_ROWS | LEGAL_ROWS | PARTLY_TRUE_ROWS | TRUE_ROWS
    assert rows == {str(row) for row in range(1, 75)} | {f"V{row:02}" for row in range(1, 34)}


@each_myth
def test_the_truth_is_short_and_promises_nothing(myth: Myth) -> None:
    assert len(myth.truth) <= 120
    assert [word for word in PROMISES if word in myth.truth] == []
    assert "\n" not in myth.truth


@each_myth
def test_the_truth_rests_on_facts_that_may_be_shown(myth: Myth) -> None:
    assert myth.facts
    assert [fact for fact in myth.facts if fact not in FACTS or FACTS[fact].internal] == []


@each_myth
def test_every_number_of_the_truth_stands_in_its_facts(myth: Myth) -> None:
    known = {number for fact in myth.facts for number in NUMBER.findall(FACTS[fact].statement)}
    assert [number for number in NUMBER.findall(myth.truth) if number not in known] == []


@each_myth
def test_it_says_how_people_ask(myth: Myth) -> None:
    assert 4 <= len(myth.asks) <= 8
    assert [ask for ask in myth.asks if not 4 <= len(ask) <= 40] == []


@each_myth
def test_the_claim_is_found_by_its_own_marks_and_the_truth_by_none(myth: Myth) -> None:
    if myth.marks:
        assert myth.id in found(myth.claim)
    assert found(myth.truth) == set()


@each_myth
def test_asking_about_the_claim_is_not_spreading_it(myth: Myth) -> None:
    assert found(f"请问{myth.claim.replace('，', '')}是真的吗？") == set()
    assert found(f"{myth.claim}，这是谣言，别信。") == set()


@each("myth_id", [myth.id for myth in MYTHS if myth.marks and myth.article_rows])
def test_a_sentence_like_the_article_s_is_recognised(myth_id: str) -> None:
    sentence = SAMPLES["spread"][myth_id]
    assert myth_id in found(sentence)


@each("sentence", SAMPLES["harmless"])
def test_true_and_near_sentences_are_no_claims(sentence: str) -> None:
    assert found(sentence) == set()


def test_there_are_enough_harmless_sentences() -> None:
    assert len(set(SAMPLES["harmless"])) >= 40
    assert set(SAMPLES["spread"]) <= {myth.id for myth in MYTHS}


def test_no_fact_we_state_spreads_a_claim() -> None:
    spread = {fact.id: found(fact.statement) for fact in FACTS.values() if not fact.internal}
    assert {fact: myths for fact, myths in spread.items() if myths} == {}


def test_all_kinds_of_verdict_are_used() -> None:
    assert {myth.verdict for myth in MYTHS} == set(MythVerdict)
