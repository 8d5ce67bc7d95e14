"""The whole content on a day when every fact that can wear out has: it is all said, with the fallbacks, acts first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.dialog import Dialog, Line
from dialogs.library.checks.paths import thin_walks
from dialogs.library.library import Library
from dialogs.plan_screen import later_lines, plan_lines
from dialogs.replay import Position
from dialogs.showing import question_line
from dialogs.unfit import FENCE, fit_lines, fit_said
from dialogs.words import Said
from tests.each import each

SITUATIONS = sorted(file.stem for file in (Path(__file__).parents[2] / "dialogs" / "flows").glob("*.yaml"))
LATE = dt.datetime(2031, 3, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SENTENCE = re.compile(r"[^。！？；\n]+")


def turns(dialog: Dialog, position: Position) -> Iterator[list[Line]]:
    """What is said along a walk, a list for each turn: the opening, each question, the plan, its later steps."""
    yield [Line(dialog.words.opening(position.known))]
    for question in position.path:
        yield [question_line(dialog, position, question)]
    if position.outcome:
        yield plan_lines(dialog, position)
        yield later_lines(dialog, position)


def unsaid(library: Library, fit: list[Line], late: list[Line]) -> set[str]:
    """The fallbacks that a turn owes and does not say."""
    text = "\n".join(line.said.text for line in late)
    named = {name for line in fit if not line.said.text.startswith(FENCE) for name in line.said.facts}
    owed = {library.facts[name].fallback for name in named if library.facts[name].unfit_on(LATE.date())}
    return {words or "no fallback" for words in owed if not words or words not in text}


def acts(library: Library, text: str) -> list[str]:
    """The sentences that tell somebody to act, without emphasis."""
    sentences = (sentence.replace("**", "").strip("- ") for sentence in SENTENCE.findall(text))
    return [sentence for sentence in sentences if any(act in sentence for act in library.fact_words.acts)]


def lost(library: Library, before: str, after: str) -> list[str]:
    return [act for act in acts(library, before) if act not in after.replace("**", "")]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_is_told_with_fallbacks_and_all_its_acts(dialog: Dialog, situation: str):
    library, seen = dialog.library, set[tuple[str, ...]]()
    for position in thin_walks(library, situation, LATE):
        for fit in turns(dialog, position):
            if (texts := tuple(line.said.text for line in fit)) in seen:
                continue
            seen.add(texts)
            late = fit_lines(fit, library, LATE.date())
            assert unsaid(library, fit, late) == set()
            for before, after in zip(fit, late, strict=True):
                assert after.said.text
                assert lost(library, before.said.text, after.said.text) == []
                assert (before.options, before.files) == (after.options, after.files)


@each("situation", SITUATIONS)
def test_an_opening_that_begins_with_an_act_still_does(dialog: Dialog, situation: str):
    library, begun = dialog.library, 0
    for position in thin_walks(library, situation, LATE):
        said = dialog.words.opening(position.known)
        first = SENTENCE.findall(said.text)[0].replace("**", "")
        if any(act in first for act in library.fact_words.acts):
            late = fit_said(said, library, LATE.date()).text
            assert SENTENCE.findall(late)[0].replace("**", "") == first
            begun += 1
    opening = library.templates[f"flows/{situation}/opening.md.j2"]
    assert begun or not opening.partition("\n")[2].startswith("**别")


def test_all_answers_to_questions_of_knowledge_hold_their_fallbacks(dialog: Dialog):
    library = dialog.library
    answers = [Said(myth.truth, myth.facts) for myth in library.myths.values()]
    answers += [Said(entry.answer, entry.facts) for entry in library.knowledge.values()]
    for said in answers:
        late = fit_said(said, library, LATE.date())
        assert unsaid(library, [Line(said)], [Line(late)]) == set()
        assert lost(library, said.text, late.text) == []
