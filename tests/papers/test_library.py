"""The content of papers is sound, and what is wrong with it is reported with its place."""

from __future__ import annotations

import re

# ruff: noqa: E501 - one broken line of content a row
import pytest

from dialogs.library.problems import ContentError
from dialogs.library.models.papers import FieldKind
from dialogs.papers.library import facts_of, load_papers
from dialogs.papers.offer import offered
from dialogs.predicates import ANSWERED
from tests.papers.cases import KINDS, LIBRARY, PAPERS, SITUATIONS, TEXTS, known

DOCS = {f"DOC-{number:02}" for number in range(1, 10)} | {f"DOC-10{letter}" for letter in "abcd"}


def test_all_kinds_of_the_specification_are_there():
    assert {kind.doc for kind in KINDS} == DOCS
    assert len([kind for kind in KINDS if kind.doc == "DOC-02"]) == 4


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "what"),
    [
        ("documents.yaml", "required: [my_name_shown,", "required: [my_nmae,", "refund_request", "unknown field my_nmae"),
        ("documents.yaml", "payments: [time, amount, order_number]", "payments: [tme]", "refund_request", "unknown payment field"),
        ("documents.yaml", "reason: was_induced", "reason: nothing", "refund_request", "no such reason"),
        ("documents.yaml", "when: [not_yet_accepted]", "when: [not_yet]", "complaint_mistake", "no such predicate"),
        ("documents.yaml", "payment_regulation:", "payment_law:", "complaint_mistake", "no such law"),
        ("documents.yaml", "doc: DOC-01", "doc: D1", "refund_request.doc", "pattern"),
        ("documents.yaml", "id: demand_letter", "id: refund_request", "refund_request", "used twice"),
        ("paper_fields.yaml", "- {id: place, max_length: 40}", "- {id: place, max_lenth: 40}", "place.max_lenth", "no such field"),
        ("paper_fields.yaml", "- {id: place,", "- {id: unused_field}\n- {id: place,", "fields.unused_field", "missing"),
        ("paper_fields.yaml", "kind: choice, options: [balance, balance_plus, card]", "kind: choice", "method", "go with the kinds"),
        ("zh-Hans/paper_fields.yaml", "  place: {", "  plaze: {", "fields.place", "missing"),
        ("zh-Hans/paper_fields.yaml", "{balance: 零钱,", "{blance: 零钱,", "fields.method.options", "must name exactly"),
        ("zh-Hans/documents/words.yaml", "facts: [law.G01, law.A02]", "facts: [law.Z99]", "reasons.fraud_no_contact", "no such fact"),
        ("zh-Hans/documents/police_report.md.j2", "law.A01", "law.Z98", "law.Z98", "no such fact"),
        ("zh-Hans/documents/police_report.md.j2", "{# facts:", "{# none:", "", "names no facts"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(file: str, old: str, new: str, place: str, what: str):
    assert old in TEXTS[file]
    with pytest.raises(ContentError) as found:
        load_papers({**TEXTS, file: TEXTS[file].replace(old, new, 1)}, LIBRARY.facts)
    assert any(problem.where == place and what in problem.what for problem in found.value.problems), found.value


@pytest.mark.parametrize(
    "file", ["documents.yaml", "paper_fields.yaml", "zh-Hans/paper_fields.yaml", "zh-Hans/documents/words.yaml"]
)
def test_a_missing_or_broken_file_is_told(file: str):
    for text in ("", "[1, 2", "- 1"):
        with pytest.raises(ContentError):
            load_papers({**TEXTS, file: text}, LIBRARY.facts)


def test_a_missing_template_is_told():
    texts = {name: text for name, text in TEXTS.items() if not name.endswith("demand_letter.md.j2")}
    with pytest.raises(ContentError, match="demand_letter"):
        load_papers(texts, LIBRARY.facts)


def test_every_situation_named_exists():
    named = {
        s for kind in KINDS for rule in (*kind.offer, *kind.refuse) for s in (*rule.situations, *rule.not_situations)
    }
    named |= {s for field in PAPERS.fields.values() for s in (*field.situations, *field.not_situations)}
    assert named | set(PAPERS.words.ways) <= set(SITUATIONS)
    assert {name for name in SITUATIONS if name.startswith("scam_")} - {"scam_other"} <= set(PAPERS.words.ways)


def test_known_answers_are_those_of_the_dialog():
    for field in PAPERS.fields.values():
        if field.known is not None:
            options = set(LIBRARY.options(field.known.question))
            assert set(field.known.values) <= options, field.id
            allowed = {"yes", "no"} if field.kind is FieldKind.YES_NO else set(field.options)
            assert set(field.known.values.values()) <= allowed, field.id
    assert set(PAPERS.words.channels) == set(LIBRARY.options("channel"))


def test_every_number_in_a_template_stands_in_one_of_its_facts():
    """Numbers of the law (days, sums, hot lines) that a paper or its tips state are those of the facts named there."""
    for kind in KINDS:
        source = re.sub(r"\{[{%#].*?[}%#]\}", "", PAPERS.templates[f"{kind.id}.md.j2"], flags=re.DOTALL)
        ids = facts_of(PAPERS, kind)
        _numbers_are_known(kind.id, re.sub(r"^\d+\. ", "", source, flags=re.MULTILINE).replace("副本 1 份", ""), ids)
        for tip in PAPERS.words.kinds[kind.id].tips:
            _numbers_are_known(kind.id, tip.text.replace("12363", ""), (*tip.facts, *ids))
    for name, reason in PAPERS.words.reasons.items():
        _numbers_are_known(name, re.sub(r"12363|\{.*?\}", "", reason.text), reason.facts)


def _numbers_are_known(where: str, text: str, ids: tuple[str, ...]) -> None:
    stated = " ".join(LIBRARY.facts[name].statement.replace(",", "") for name in ids)
    for number in re.findall(r"\d+", text):
        assert re.search(rf"(?<!\d){number}(?!\d)", stated), f"{where}: {number} is in no fact"


def test_a_plan_names_only_papers_it_can_have():
    for step in LIBRARY.steps.values():
        answers = {ANSWERED[name][0]: min(ANSWERED[name][1]) for name in step.when if name in ANSWERED}
        for name, flow in LIBRARY.flows.items():
            placed = not (step.families or step.situations) or flow.family in step.families or name in step.situations
            if placed and name not in step.not_situations:
                for document in step.documents:
                    assert offered(PAPERS, PAPERS.kinds[document], known(name, **answers)) is None, (
                        step.id,
                        document,
                        name,
                    )
