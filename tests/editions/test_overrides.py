"""Words written by hand for an edition: in step with the source's, and saying nothing that the source does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
import yaml

from dialogs.dialog import Dialog
from dialogs.editions import Edition
from dialogs.editions.edition import MadeOnce
from dialogs.editions.overrides import merged, said
from dialogs.editions.speaking import channel_words
from dialogs.known import Known
from dialogs.library.checks.editions import stale_words
from dialogs.library.load import Content, read_content
from dialogs.library.models.base import Record
from dialogs.papers.reading import tells_nothing
from dialogs.text.simplified import simplified
from scripts.deriving.words import source_words
from tests.content.checked import problems_of
from tests.dialogs.talk import NOW
from tests.each import each

DERIVED = ("zh-Hant-HK", "zh-Hant-TW")
TAGS = (*DERIVED, "en")
NOBODY = Known({}, NOW)


def edition(content: Content, tag: str, **changed: object) -> Edition:
    """An edition with some of its entries changed: ``templates={"messages/help": {…}}``."""
    files = dict(content.editions[tag])
    for name, entries in changed.items():
        held = yaml.load(files[f"{name}.yaml"], yaml.CSafeLoader)
        files[f"{name}.yaml"] = yaml.dump({**held, **entries}, allow_unicode=True, Dumper=yaml.CSafeDumper)  # type: ignore[dict-item]
    language = next(one for one in content.languages if one.tag == tag)
    return Edition(language, replace(content, editions={tag: files}))


def faults(texts: Mapping[str, str], file: str, old: str, new: str) -> set[str]:
    assert old in texts[file], old
    return problems_of({**texts, file: texts[file].replace(old, new, 1)})


@each("tag", TAGS)
def test_nearly_every_entry_is_said(content: Content, tag: str):
    """One of words that were changed is dropped, and noted; before a release, or many of them, it is mended."""
    own = edition(content, tag)
    assert len(list(own.stale())) * 10 <= len(list(own.overrides())), list(own.stale())


@each(
    ("file", "old", "new", "says"),
    [
        ("zh-Hant-TW/templates.yaml", 'holds("not_yet_accepted")', 'holds("has_been_received")', "变量和条件少了"),
        ("zh-Hant-TW/templates.yaml", "{{ other }}", "{{ title }}", "变量和条件少了 other"),
        ("zh-Hant-HK/templates.yaml", "facts: platform.W02, ", "facts: ", "事实少了 platform.W02"),
        ("zh-Hant-HK/templates.yaml", "24 小時無人收", "48 小時無人收", "数字多了 48"),
        ("en/templates.yaml", "after 24 hours", "after 2 days", "数字"),
        ("en/questions.yaml", "Within 2 hours", "Within 20 hours", "数字"),
        ("en/knowledge.yaml", "100,000 yuan", "10,000 yuan", "数字少了 100000"),
        ("en/templates.yaml", "{% endif %}", "{% endfi %}", "模板写坏了"),
        ("en/templates.yaml", "messages/first_aid:", "messages/first_aids:", "原文里没有这一项"),
        ("en/questions.yaml", "  ask:", "  asked:", "asked"),
        ("en/buttons.yaml", "text: Back to the menu", "label: Back", "只有 of 和 text 两项"),
        ("en/cues.yaml", "danger: despair", "danger: hunger", "没有 hunger 这种危险"),
        ("en/cues.yaml", "situation: crypto", "situation: coins", "没有 coins 这种遭遇"),
        ("en/situations.yaml", "  of: ", "  off: ", "缺这一项"),
        ("languages.yaml", "tag: zh-Hans", "tag: zh-Hant", "原文"),
        ("zh-Hant-TW/glossary.yaml", "words:", "word:", "没有这一项"),
    ],
)
def test_what_the_source_does_not_say_is_refused(texts: Mapping[str, str], file: str, old: str, new: str, says: str):
    found = faults(texts, file, old, new)
    assert any(line.startswith(file) and says in line for line in found), found


def changed_source(texts: Mapping[str, str], file: str, old: str, new: str) -> Content:
    assert old in texts[file]
    return read_content({**texts, file: texts[file].replace(old, new, 1)})


def test_words_of_a_changed_source_are_not_said(texts: Mapping[str, str]):
    """Neither when the words changed nor when a fact under them did; the derived words stand in for them."""
    before = {(problem.file, problem.where) for problem in stale_words(read_content(texts))}
    file, old = "zh-Hans/messages/still_asking.md.j2", "还差这一问"
    for new in (
        changed_source(texts, file, old, "先答这一问"),
        changed_source(texts, "zh-Hans/messages/help.md.j2", "急事打 110", "急事先打 110"),
    ):
        stale = {(problem.file, problem.where) for problem in stale_words(new)} - before
        assert len(stale) == len(TAGS)
    content = changed_source(texts, file, old, "先答这一问")
    name = "messages/still_asking.md.j2"
    assert "先答這一問" in edition(content, "zh-Hant-TW").library().templates[name]
    assert "先答这一问" in edition(content, "en").library().templates[name]


def test_a_changed_fact_makes_its_words_stale(content: Content):
    facts = content.library.facts
    moved = facts["platform.W02"].model_copy(update={"statement": "对方 48 小时内没有确认收款，自动退回。"})
    library = replace(content.library, facts={**facts, "platform.W02": moved})
    stale = {entry for problem in stale_words(replace(content, library=library)) for entry in [problem.where]}
    assert "messages/first_aid" in stale
    assert "messages/still_asking" not in stale


@each("tag", TAGS)
def test_numbers_and_facts_are_those_of_the_source(dialog: Dialog, tag: str):
    ours = dialog.speak(tag)
    said, source = (one.words.message("first_aid", NOBODY) for one in (ours, dialog))
    assert said.facts == source.facts
    assert said.text != source.text


def test_what_was_not_written_in_a_language_is_said_in_the_source_s(dialog: Dialog):
    english = dialog.speak("en")
    paper = "documents/police_report.md.j2"
    assert english.library.templates[paper] == dialog.library.templates[paper]
    assert english.library.question_words["police"].ask.isascii()


@pytest.mark.parametrize("tag", DERIVED)
def test_a_label_is_called_the_same_by_hand_as_where_it_is_derived(content: Content, tag: str):
    own = edition(content, tag)
    for file, name, override in own.overrides():
        old = own.original(file, name)
        new = override.fields["text"] if isinstance(old, str) else merged(old.model_dump(), override.fields)
        source, written = (json.dumps(said(one), ensure_ascii=False) for one in (old, new))
        source = re.sub(r"\\n {0,9}> .*?\\n", "", source)  # what is sent to somebody stays as it is
        for label in content.labels:
            if f"「{label.label}」" in source and f"「{label.label}」" not in written:
                assert own.convert(f"「{label.label}」").partition("」")[0] in written, (file, name)


@each("tag", TAGS)
def test_what_only_the_program_reads_is_of_one_language(dialog: Dialog, tag: str):
    ours, theirs = dialog.speak(tag).library, dialog.library
    for name, words in theirs.question_words.items():
        assert [one.synonyms for one in ours.question_words[name].options.values()] == [
            one.synonyms for one in words.options.values()
        ]
    assert ours.flows is theirs.flows
    assert ours.steps is theirs.steps


def test_no_pattern_is_put_into_other_characters(content: Content):
    """It is held against plain text in Simplified: converted, it finds nothing."""
    assert [text for text in source_words(content) if re.search(r"\(\?[:!=<]|\[\^", text)] == []


@each("tag", DERIVED)
def test_what_tells_nothing_is_not_written_into_a_paper(dialog: Dialog, tag: str):
    reading = dialog.speak(tag).papers.reading
    for typed in ("為什麼要問這個", "跟剛才一樣", "見聊天記錄"):
        assert tells_nothing(reading, typed, simplified(typed)), typed


@each("tag", TAGS)
def test_buttons_are_short_enough_for_a_phone(dialog: Dialog, tag: str):
    """Columns: a Chinese character takes two. WeChat's Simplified label may stand beside one."""
    library = dialog.speak(tag).library
    labels = [library.label(name, option) for name in library.questions for option in library.answerable(name)]
    labels += list(library.buttons.values())
    assert [label for label in labels if sum(1 + (char > "\u2e80") for char in label) > 48] == []


@each("tag", TAGS)
def test_what_a_channel_says_has_the_same_places_to_fill(content: Content, dialog: Dialog, tag: str):
    there = channel_words(content, dialog.speaking(tag))
    for ours, source in ((there.console, content.console), (there.screenshots, content.screenshots)):
        assert places(ours) == places(source)
        assert tag != "en" or not re.search("[\u4e00-\u9fff]", json.dumps(said(ours), ensure_ascii=False))


def places(words: Record) -> dict[str, list[str]]:
    return {name: re.findall(r"{\w+}", json.dumps(said(one))) for name, one in words}


def test_what_is_made_once_looks_whole_before_anything_is_made():
    made: list[str] = []

    def make(name: str, number: int) -> int:
        made.append(name)
        return number * 10

    kept = MadeOnce({"a": 1, "b": 2}, make)
    assert (len(kept), "a" in kept, "c" in kept) == (2, True, False)
    assert list(kept) == list(kept.keys()) == ["a", "b"]
    assert made == []
    assert (kept["b"], kept["b"], kept.get("b"), kept.get("c", 5)) == (20, 20, 20, 5)
    assert made == ["b"]
    assert (dict(kept), {**kept}, list(kept.values())) == ({"a": 10, "b": 20}, {"a": 10, "b": 20}, [10, 20])
    assert sorted(kept.items()) == [("a", 10), ("b", 20)]
    with pytest.raises(KeyError):
        kept["c"]


def test_a_dialog_that_speaks_a_language_is_made_anew_only_where_its_channel_differs(dialog: Dialog):
    assert dialog.speaking("en") is dialog.speaking("en")
    other = replace(dialog, can_remind=not dialog.can_remind).speaking("en")
    assert other.can_remind is not dialog.speaking("en").can_remind


@pytest.mark.parametrize("tag", TAGS)
def test_a_record_keeps_nothing_twice_that_its_source_or_its_override_has(content: Content, tag: str):
    """Else an edition takes a third more memory than its words."""
    own, source = edition(content, tag), content.library
    ours = own.library()
    held = {id(text) for _, _, one in own.overrides() for text in one.fields.values()}
    for myth, record in source.myths.items():
        assert ours.myths[myth].asks is record.asks
        truth = ours.myths[myth].truth
        assert own.original("myths.yaml", myth) is record
        assert id(truth) in held or truth == own.convert(record.truth)
