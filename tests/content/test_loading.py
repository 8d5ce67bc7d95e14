"""Files as editors leave them: each mistake is named with its file, its place and its true cause."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

import pytest
import yaml
from pydantic import Field, ValidationError

from dialogs.library.decoding import DecodingError, decode, parse_yaml
from dialogs.library.files import BUTTONS, CONTACTS, MODELS, pattern_of, read_file
from dialogs.library.load import load_content
from dialogs.library.models.base import Name, Record, Text, complete
from dialogs.library.models.facts import Confidence, Fact
from dialogs.library.problems import ContentError, Problem
from dialogs.library.validation import validate
from tests.each import each

CONTACT = (
    "- id: mainland.police\n  region: mainland\n  name: 报警\n  number: '110'\n  use: 先打。\n  facts: [platform.H01]\n"
)
FACTS = "facts/platform/w.yaml"
FACT: dict[str, Any] = {
    "id": "platform.W01",
    "title": "t",
    "statement": " s ",
    "sources": [{"title": "t", "kind": "official"}],
    "kind": "app",
    "seen": [{"on": "2026-11-23", "by": "editor", "how": "page"}],
    "review_by": "2027-11-23",
    "confidence": "high",
    "basis": "both",
}


class Shelf(Record):
    name: Name
    mark: Annotated[Text, Field(pattern=r"^[A-Z]")] = "A"
    width: Annotated[int, Field(gt=0, le=9)] = 1
    wide: bool = False
    books: Annotated[tuple[Text, ...], Field(min_length=1, max_length=2)] = ("b",)
    labels: Annotated[dict[Name, Text], complete(["en"])] = Field(default_factory=lambda: {"en": "e"})


def found(file: str, source: str | bytes) -> set[str]:
    """What is said of one file."""
    return {str(problem) for problem in read_file(file, source).problems}


def faults(kind: Any, data: Any) -> set[str]:
    value, problems = validate("f", kind, data)
    assert (value is None) is bool(problems)
    return {f"{problem.where}: {problem.what}" for problem in problems}


# --- bytes -----------------------------------------------------------------------------------------


def test_utf8_is_read():
    assert decode("报警".encode()) == decode("报警") == "报警"
    assert read_file(CONTACTS, CONTACT.encode()).value[0].name == "报警"
    assert read_file(CONTACTS, CONTACT.replace("\n", "\r\n").encode()).problems == ()


@each(
    ("source", "said"),
    [
        (codecs.BOM_UTF8 + CONTACT.encode(), "第 1 行: 文件开头有字节顺序标记（BOM），请用 UTF-8（不带 BOM）另存"),
        (CONTACT.encode("utf-16"), "编码是 UTF-16，请用 UTF-8（不带 BOM）另存"),
        (CONTACT.encode("gb18030"), "第 3 行: 编码看来是 GBK（GB18030），不是 UTF-8，请用 UTF-8（不带 BOM）另存"),
        (CONTACT.encode() + b"#\xff\xff\n", "第 7 行: 不是 UTF-8 编码的文字，请用 UTF-8（不带 BOM）另存"),
        (CONTACT.replace("报", "\x00"), "不是 YAML：有看不见的控制字符，删掉这一行重打"),
        (b"", "文件是空的"),
        (b"# nothing\n", "文件是空的"),
    ],
)
def test_a_file_that_is_no_utf8_text_is_told_what_it_is(source: str | bytes, said: str):
    assert found(CONTACTS, source) == {f"{CONTACTS}: {said}"}


def test_templates_are_decoded_too():
    assert found("zh-Hans/messages/help.md.j2", "报警".encode("gb18030")) == {
        "zh-Hans/messages/help.md.j2: 第 1 行: 编码看来是 GBK（GB18030），不是 UTF-8，请用 UTF-8（不带 BOM）另存"
    }


# --- YAML and JSON ---------------------------------------------------------------------------------


@each(
    ("old", "new", "said"),
    [
        ("  name: 报警", "\tname: 报警", "第 3 行: 不是 YAML：缩进用了制表符（Tab），改成空格"),
        ("报警", "报警: 先打", "第 3 行: 不是 YAML：多了一个冒号，或这一行缩进不对；文字里有冒号时，整句加引号"),
        ("name: 报警", "name：报警", "第 4 行: 不是 YAML：缺冒号，或冒号后面少了空格"),
        ("[platform.H01]", "[platform.H01", "第 7 行: 不是 YAML：方括号没有成对，或两项之间缺逗号"),
        ("'110'", "'110", "第 7 行: 不是 YAML：引号没有成对"),
        ("报警", "@报警", "第 3 行: 不是 YAML：这个符号开头的文字要加引号"),
        ("  name: 报警", "  region: 报警", "第 3 行: region 写了两遍，只留一个"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_told_with_line_and_cause(old: str, new: str, said: str):
    assert found(CONTACTS, CONTACT.replace(old, new)) == {f"{CONTACTS}: {said}"}


def test_every_key_that_stands_twice_is_told():
    with pytest.raises(DecodingError) as error:
        parse_yaml("a: 1\nb: {c: 1, c: 2}\na: 2\n")
    assert sorted(error.value.faults) == [("第 2 行", "c 写了两遍，只留一个"), ("第 3 行", "a 写了两遍，只留一个")]


def test_words_that_other_yaml_takes_for_booleans_stay_words():
    assert parse_yaml("{on: yes, off: no, flag: true}") == {"on": "yes", "off": "no", "flag": True}


@each("day", ["2026-02-30", "2026-13-01", "2026.11.23", "昨天"])
def test_a_day_that_is_none_is_told_with_its_field(day: str):
    text = yaml.dump([FACT], allow_unicode=True).replace("'2027-11-23'", day)
    [problem] = read_file(FACTS, text).problems
    assert problem.where == "platform.W01.review_by"
    assert day in problem.what


# --- fields ----------------------------------------------------------------------------------------


def test_data_becomes_an_immutable_record():
    fact = Fact.model_validate(FACT)
    assert (fact.statement, fact.review_by, fact.confidence) == ("s", dt.date(2027, 11, 23), Confidence.HIGH)
    with pytest.raises(ValidationError):
        fact.title = "u"  # type: ignore[misc]


@each(
    ("change", "said"),
    [
        ({"name": "A b"}, "name: 写法不对：A b，应符合 ^[a-z][a-z0-9_]*$"),
        ({"name": 110}, "name: 应是文字（数字和 yes、no 要加引号）"),
        ({"naem": "a"}, "naem: 没有这一项，多半是名字打错了"),
        ({"mark": " "}, "mark: 不能为空"),
        ({"width": 0}, "width: 应大于 0"),
        ({"width": 10}, "width: 应不大于 9"),
        ({"width": "宽"}, "width: 应是整数，不是 宽"),
        ({"wide": "也许"}, "wide: 应是 true 或 false，不是 也许"),
        ({"books": []}, "books: 太少，至少 1 项"),
        ({"books": ["a", "b", "c"]}, "books: 太多，最多 2 项"),
        ({"books": "a"}, "books: 应是列表"),
        ({"labels": {"en": "e", "B": "b"}}, "labels.B: 写法不对：B，应符合 ^[a-z][a-z0-9_]*$"),
        ({"labels": {"de": "d"}}, "labels: 缺 en"),
        ({"labels": ["en"]}, "labels: 应是「名字: 内容」的对照"),
    ],
)
def test_a_field_out_of_bounds_is_told(change: dict[str, Any], said: str):
    assert faults(Shelf, {"name": "a", **change}) == {said}


def test_every_fault_of_every_record_is_told_with_the_name_of_the_record():
    broken = {**FACT, "id": "platform.W02", "titel": "t", "sources": [{"kind": "rumour", "title": " "}], "basis": "x"}
    del broken["confidence"]
    assert {one.partition(":")[0] for one in faults(tuple[Fact, ...], [FACT, broken])} == {
        "platform.W02.titel",
        "platform.W02.sources.0.kind",
        "platform.W02.sources.0.title",
        "platform.W02.basis",
        "platform.W02.confidence",
    }
    assert faults(Fact, ["a list"]) == {": 应是「名字: 内容」的对照"}


# --- all files -------------------------------------------------------------------------------------


def test_every_file_has_a_model(texts: Mapping[str, str]):
    homeless = [file for file in texts if not file.endswith(".md.j2") and pattern_of(file) is None]
    assert homeless == []
    used = {pattern_of(file) for file in texts}
    assert [pattern for pattern in MODELS if pattern not in used] == []


def test_a_file_in_the_wrong_place_is_told():
    assert found("fact/w.yaml", "[]") == {"fact/w.yaml: 没有地方用这个文件，多半是文件名或文件夹打错了"}


@each("file", [pattern for pattern in MODELS if "*" not in pattern])
def test_a_missing_file_is_told(texts: Mapping[str, str], file: str):
    with pytest.raises(ContentError) as error:
        load_content({name: text for name, text in texts.items() if name != file})
    assert Problem(file, "", "缺这个文件") in error.value.problems


def test_the_problems_of_all_files_come_at_once(texts: Mapping[str, str]):
    broken = {CONTACTS: b"\xff\xfe", "deadlines.yaml": "- id: [", "zh-Hans/cards.yaml": "{}"}
    with pytest.raises(ContentError) as error:
        load_content({**texts, **broken})
    assert {problem.file for problem in error.value.problems} == set(broken)


@each(
    ("old", "new", "said"),
    [
        ("leave: 回到步骤", "leave: 回到{number}", "leave 不填东西，不能有花括号"),
        ("第 {number} 步做完了", "第 {nummer} 步做完了", "done 要有 {number}，不能有别的花括号"),
        ("第 {number} 步做完了", "第 {number 步做完了", "done 的花括号没有成对"),
        ("leave: 回到步骤", f"leave: {'长' * 25}", "太长，最多 24 个字"),
        ("leave: 回到步骤", "leaf: 回到步骤", "leaf: 不能是 leaf"),
    ],
)
def test_a_button_says_a_number_where_it_should_and_only_there(texts: Mapping[str, str], old: str, new: str, said: str):
    assert old in texts[BUTTONS]
    assert any(said in line for line in found(BUTTONS, texts[BUTTONS].replace(old, new))), found(
        BUTTONS, texts[BUTTONS].replace(old, new)
    )
