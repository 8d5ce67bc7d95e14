"""The content behind the understanding: phrases, details, knowledge, and a model that is not older than they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogs.library.files import DETAILS
from dialogs.library.library import Library
from dialogs.understanding import Reading
from dialogs.understanding.wording import Wording
from tests.content.checked import problems_of
from tests.understanding.conftest import normalise

CONTENT = Path(__file__).parents[2] / "content"
PHRASES = CONTENT / "zh-Hans" / "phrases" / "situations"
LEAST = {"out_of_scope": 120}
LEAST_PHRASES, LEAST_KNOWLEDGE, LEAST_ASKS, LONGEST_ANSWER = 40, 35, 6, 150


def phrases() -> dict[str, list[str]]:
    return {
        path.stem: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["phrases"]
        for path in sorted(PHRASES.glob("*.yaml"))
    }


def test_every_situation_has_enough_phrases(library: Library):
    written = phrases()
    assert set(written) == set(library.flows) | {"none"}
    assert {name: len(texts) for name, texts in written.items() if len(texts) < LEAST.get(name, LEAST_PHRASES)} == {}


def test_no_phrase_stands_twice():
    counts = Counter(str(text).lower() for texts in phrases().values() for text in texts)
    assert [text for text, n in counts.items() if n > 1] == []


def test_every_festival_has_one_day_a_year_in_order(wording: Wording):
    for name, days in wording.festivals.items():
        assert [day.year for day in days] == list(range(2022, 2022 + len(days))), name
        assert days[-1].year == 2031


def test_knowledge_is_short_and_asked_in_many_words(library: Library):
    entries = library.knowledge.values()
    assert len(entries) >= LEAST_KNOWLEDGE
    assert [entry.id for entry in entries if len(entry.asks) < LEAST_ASKS] == []
    written_out = [entry for entry in entries if "{" not in entry.answer]
    assert [entry.id for entry in written_out if len(entry.answer) > LONGEST_ANSWER] == []


def test_no_two_topics_are_asked_in_the_same_words(library: Library):
    known = (*library.myths.values(), *library.knowledge.values())
    counts = Counter(normalise(ask) for entry in known for ask in entry.asks)
    assert [ask for ask, n in counts.items() if n > 1] == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda data: data.pop("danger"), "danger: 缺这一项"),
        (lambda data: data.update(extra=1), "extra: 没有这一项"),
        (lambda data: data["answers"]["police"].update(pick="some"), "pick: 不能是 some，应是 first、last 之一"),
        (lambda data: data["answers"].update(polize=data["answers"].pop("police")), "answers.polize: 没有这个问题"),
        (lambda data: data["answers"]["police"]["options"].update(maybe=["也许"]), "maybe: 这个问题没有这个选项"),
        (lambda data: data["only_for"].update(counterpart=["wrong_planet"]), "counterpart: 没有 wrong_planet 这种遭遇"),
        (lambda data: data["cues"].update(wrong_planet=["x"]), "cues.wrong_planet: 没有这种遭遇"),
        (lambda data: data["calm"].pop("despair"), "danger.despair: danger 和 calm 里要各有一份"),
        (lambda data: data["tried"].update(bank="不是列表"), "tried.bank: 应是列表"),
        (lambda data: data["tried"].update(bank=["{no_such_class}"]), "tried.bank: lexicon 里没有 no_such_class"),
        (lambda data: data["tried"].update(bank=["("]), "tried.bank: 不是正则表达式"),
        (lambda data: data["lexicon"].update(pay="{pay}"), "lexicon 里的词互相引用"),
        (lambda data: data["festivals"].update(元旦="1月1日"), "festivals.元旦: 应是列表"),
        (lambda data: data["festivals"].update(元旦="13-01"), "festivals.元旦: 没有这一天：13-01"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_details_is_named(texts: Mapping[str, str], broken: Callable[[Any], object], said: str):
    data = yaml.load(texts[DETAILS], yaml.CSafeLoader)
    broken(data)
    found = problems_of({**texts, DETAILS: yaml.dump(data, allow_unicode=True, Dumper=yaml.CSafeDumper)})
    assert any(line.startswith(f"{DETAILS}: ") and said in line for line in found), found


def test_no_expression_of_the_details_is_passed_over_where_it_is_found(
    wording: Wording, readings: Mapping[str, Reading]
):
    """What a text's words rule out is not in it either."""
    for text in readings:
        plain = normalise(text)
        for every in (wording.options, wording.cues, wording.danger, wording.tried, wording.details):
            assert every.found(plain) == tuple(name for name, one in every if one.search(plain)), text
