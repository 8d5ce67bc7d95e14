"""The content of papers is sound, and what is wrong with it is reported with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

# ruff: noqa: E501 - one broken line of content a row
import pytest

from dialogs.papers.offer import offered
from dialogs.predicates import ANSWERED
from tests.content.checked import problems_of
from tests.papers.cases import KINDS, LIBRARY, PAPERS, SITUATIONS, known

DOCS = {f"DOC-{number:02}" for number in (*range(10), *range(11, 16))} | {f"DOC-10{letter}" for letter in "abcd"}


def test_all_kinds_of_the_specification_are_there():
    assert {kind.doc for kind in KINDS} == DOCS
    assert len([kind for kind in KINDS if kind.doc == "DOC-02"]) == 5


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "what"),
    [
        ("documents.yaml", "required: [my_name_shown,", "required: [my_nmae,", "refund_request", "没有 my_nmae 这个字段"),
        ("documents.yaml", "payments: [time, amount, order_number]", "payments: [tme]", "refund_request.payments.0", "不能是 tme"),
        ("documents.yaml", "reason: was_induced", "reason: nothing", "refund_request", "没有 nothing 这个理由"),
        ("documents.yaml", "when: [not_yet_accepted]", "when: [not_yet]", "complaint_message", "没有 not_yet 这个条件"),
        ("documents.yaml", "payment_regulation:", "payment_law:", "complaint_mistake", "没有 payment_law 这部法"),
        ("documents.yaml", "doc: DOC-01", "doc: D1", "refund_request.doc", "写法不对"),
        ("documents.yaml", "id: demand_letter", "id: refund_request", "refund_request", "用了两次"),
        ("paper_fields.yaml", "- {id: place, holds: place, max_length: 40}", "- {id: place, holds: place, max_lenth: 40}", "place.max_lenth", "没有这一项"),
        ("paper_fields.yaml", "- {id: place,", "- {id: unused_field}\n- {id: place,", "unused_field", "没有材料用这个字段"),
        ("paper_fields.yaml", "kind: choice, options: [balance, balance_plus, card]", "kind: choice", "method", "才有 options"),
        ("zh-Hans/paper_fields.yaml", "  place: {", "  plaze: {", "fields.place", "缺这一项"),
        ("zh-Hans/paper_fields.yaml", "{balance: 零钱,", "{blance: 零钱,", "fields.method.options", "应正好是"),
        ("zh-Hans/documents/words.yaml", "facts: [law.G01, law.A02]", "facts: [law.Z99]", "reasons.fraud_no_contact", "没有 law.Z99 这条事实"),
        ("zh-Hans/documents/police_report.md.j2", "law.A01", "law.Z98", "law.Z98", "没有这条事实"),
        ("zh-Hans/documents/police_report.md.j2", "{# facts:", "{# none:", "第 1 行", "没写所依据的事实"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    texts: Mapping[str, str], file: str, old: str, new: str, place: str, what: str
):
    assert old in texts[file]
    found = problems_of({**texts, file: texts[file].replace(old, new, 1)})
    assert any(line.startswith(f"{file}: {place}: ") and what in line for line in found), found


def test_a_missing_template_is_told(texts: Mapping[str, str]):
    fewer = {name: text for name, text in texts.items() if not name.endswith("demand_letter.md.j2")}
    assert problems_of(fewer) == {"zh-Hans/documents/demand_letter.md.j2: 缺这个文件"}


def test_each_fraud_has_its_own_way_in_a_report():
    assert {name for name in SITUATIONS if name.startswith("scam_")} - {"scam_other"} <= set(PAPERS.words.ways)


def test_every_number_in_a_template_stands_in_one_of_its_facts():
    """Numbers of the law (days, sums, hot lines) that a paper or its tips state are those of the facts named there."""
    for kind in KINDS:
        source = re.sub(r"\{[{%#].*?[}%#]\}", "", PAPERS.templates[f"{kind.id}.md.j2"], flags=re.DOTALL)
        ids = PAPERS.facts_of(kind)
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
            if placed and name not in {*step.not_situations, "crypto", "cash_or_goods_handed_over"}:  # never by WeChat
                for document in step.documents:
                    assert offered(PAPERS, PAPERS.kinds[document], known(name, **answers)) is None, (
                        step.id,
                        document,
                        name,
                    )


def test_each_kind_is_laid_beside_its_form_in_the_documentation():
    told = (Path(__file__).parents[2] / "docs" / "papers.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", told))
    joined = {f"{kind.rpartition('_')[0]}{ending}" for kind in named for ending in named if ending.startswith("_")}
    assert {kind.id for kind in KINDS} <= named | joined
