"""The content behind the understanding: phrases, details, knowledge, and a model that is not older than they are."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogs.library.library import Library
from dialogs.understanding.normalise import normalise
from dialogs.understanding.wording import CONCEPT_MARK, Wording, load_wording

CONTENT = Path(__file__).parents[2] / "content"
PHRASES = CONTENT / "zh-Hans" / "phrases"
MODEL = CONTENT / "models" / "situation.model"
CARD = (CONTENT / "models" / "situation.md").read_text("utf-8")
LEAST = {"out_of_scope": 120}
LEAST_PHRASES, LEAST_KNOWLEDGE, LEAST_ASKS, LONGEST_ANSWER = 40, 35, 6, 150
LARGEST_MODEL = 3_000_000


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


def test_the_model_was_fitted_to_these_phrases_and_cues():
    lines = [f"{name}\t{text}" for name, texts in phrases().items() if name != "none" for text in texts]
    details = yaml.load((CONTENT / "zh-Hans" / "details.yaml").read_text("utf-8"), yaml.CSafeLoader)
    cues = json.dumps([details["lexicon"], details["cues"], details["concepts"]], ensure_ascii=False)
    fitted = {
        "phrases": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        "cues": hashlib.sha256(cues.encode()).hexdigest(),
        "model": hashlib.sha256(MODEL.read_bytes()).hexdigest(),
    }
    stale = [name for name, digest in fitted.items() if digest not in CARD]
    assert stale == [], "run scripts/fit-situation"


def test_the_model_is_small():
    assert MODEL.stat().st_size < LARGEST_MODEL


def test_questions_and_options_of_the_details_exist(wording: Wording, library: Library):
    for name, choice in wording.answers.items():
        assert {option for option, _ in choice.options} <= set(library.options(name)), name
    assert set(wording.only_for) <= set(library.questions)
    assert set().union(*wording.only_for.values()) <= set(library.flows)


def test_cues_point_to_situations(wording: Wording, library: Library):
    named = {re.sub(r"\d+$", "", name) for name, _ in wording.cues if not name.startswith(CONCEPT_MARK)}
    assert named <= set(library.flows)


def test_each_danger_has_its_calm(wording: Wording):
    assert wording.danger.keys() == wording.calm.keys()


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
        (lambda data: data.pop("danger"), "fields should be"),
        (lambda data: data.update(extra=1), "fields should be"),
        (lambda data: data["answers"]["police"].update(pick="some"), "answers.police"),
        (lambda data: data["tried"].update(bank="不是列表"), "tried.bank"),
        (lambda data: data["tried"].update(bank=["{no_such_class}"]), "no_such_class"),
        (lambda data: data["tried"].update(bank=["("]), "tried.bank"),
        (lambda data: data["festivals"].update(元旦="1月1日"), "1月1日"),
    ],
)
def test_a_mistake_in_the_details_is_named(details: str, broken: Callable[[dict[str, Any]], object], said: str):
    data = yaml.load(details, yaml.CSafeLoader)
    broken(data)
    with pytest.raises(ValueError, match=said):
        load_wording(yaml.safe_dump(data, allow_unicode=True))
