"""Words: strict templates, facts named by their header, and nothing a person typed that could become markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markdown_it import MarkdownIt

from dialogs.dialog import Dialog
from dialogs.fixed_messages import MESSAGES
from dialogs.known import Known, TimeSpan
from dialogs.library.headers import facts_named, header_list
from dialogs.library.library import Library
from dialogs.library.load import load_content
from dialogs.papers.escape import as_shown
from dialogs.words import Words, merge_facts, money, quoted, span, tidy
from tests.dialogs.talk import NOW, Talk
from tests.each import each

ASKED = Known({}, NOW)


def with_template(library: Library, name: str, source: str) -> Words:
    return Words(replace(library, templates={**library.templates, name: source}))


@each("source", ["{{ nothing }}", "{{ known.nothing }}", "{{ nothing.at_all }}", "{% if nothing %}x{% endif %}"])
def test_a_name_that_nobody_fills_is_an_error_and_not_a_gap(library: Library, source: str):
    with pytest.raises(UndefinedError):
        with_template(library, "messages/help.md.j2", source).message("help", ASKED)


@each("name", MESSAGES)
def test_every_fixed_message_has_its_template(library: Library, name: str):
    assert f"messages/{name}.md.j2" in library.templates


@each(
    ("source", "facts"),
    [
        ("{# facts: platform.W04, law.D11 #}\nx", ("platform.W04", "law.D11")),
        ("{#- facts: platform.W04; own: 30 #}\nx", ("platform.W04",)),
        ("{# own: 30 #}\nx", ()),
        ("x {# facts: platform.W04 #}", ()),
        ("x", ()),
    ],
)
def test_a_template_names_its_facts_in_its_first_line(source: str, facts: tuple[str, ...]):
    assert facts_named(source) == facts


def test_a_header_may_hold_several_lists():
    source = "{# facts: platform.W04 ; own: 5, 30 #}"
    assert header_list(source, "own") == ("5", "30")
    assert header_list(source, "other") == ()


def test_what_is_said_carries_the_facts_it_rests_on(dialog: Dialog):
    said = dialog.words.message("first_aid", ASKED)
    assert said.facts == facts_named(dialog.library.templates["messages/first_aid.md.j2"])
    assert "platform.H01" in said.facts


@each(
    ("typed", "shown"),
    [
        ("退款\u202e客服", "退款客服"),
        ("\u2066倒\u2069", "倒"),
        ("甲" + "\u0301" * 77 + "乙", "甲" + "\u0301" * 3 + "乙"),
        ("点 bit.ly/x", "点 bit\\[\\.\\]ly\\/x"),
    ],
)
def test_what_a_swindler_wrote_changes_nothing_around_its_quote(typed: str, shown: str):
    assert quoted(typed) == shown


@given(st.text(max_size=200))
def test_quoted_words_mean_nothing_but_themselves(text: str):
    shown = "".join(
        token.content
        for block in MarkdownIt("commonmark").parse(f"「{quoted(text)}」")
        for token in (block.children or ())
        if token.type in {"text", "text_special"}
    )
    kinds = {
        token.type for block in MarkdownIt("commonmark").parse(f"「{quoted(text)}」") for token in block.children or ()
    }
    assert kinds <= {"text", "text_special"}  # no link, no emphasis, no code, no line break
    expected = " ".join(as_shown(text).split())
    assert shown == f"「{expected}」"


@given(st.text(alphabet="\\`*_{}[]()#+-.!|<>~=:/@&$^ \n", max_size=30))
def test_every_markdown_character_is_escaped(text: str):
    shown = quoted(text)
    assert "\n" not in shown
    rest = shown.replace("\\\\", "").split("\\")
    for piece in (rest[0], *(part[1:] for part in rest[1:])):
        assert piece.strip() == ""


@each(
    ("amount", "words"),
    [
        (None, ""),
        ((Decimal(5000), Decimal(5000)), "5000 元"),
        ((Decimal("12.50"), Decimal("12.50")), "12.5 元"),
        ((Decimal(200), Decimal(300)), "200–300 元"),
        ((Decimal("1E+5"), Decimal("1E+5")), "100000 元"),
        ((Decimal(0), Decimal(0)), "0 元"),
    ],
)
def test_amounts_in_words(library: Library, amount: tuple[Decimal, Decimal] | None, words: str):
    assert money(amount, "元", library.formats) == words


def test_times_in_words(library: Library):
    early, formats = NOW - dt.timedelta(hours=12), library.formats
    assert formats.of_moment(early) == "11月23日 09:00"
    assert span(TimeSpan(NOW, NOW), formats) == "11月23日 21:00"
    assert span(TimeSpan(early, NOW), formats) == "11月23日 09:00 到 21:00 之间"
    assert span(None, formats) == ""


def test_blank_lines_left_by_tags_are_tidied():
    assert tidy("\n\na\n\n\n\nb\n") == "a\n\nb"


@given(st.lists(st.lists(st.sampled_from("abcde"))))
def test_facts_are_named_once_in_the_order_first_met(groups: list[list[str]]):
    merged = merge_facts(groups)
    flat = [fact for group in groups for fact in group]
    assert set(merged) == set(flat)
    assert len(merged) == len(set(merged))
    assert list(merged) == sorted(merged, key=flat.index)


def test_a_situation_may_ask_a_question_in_its_own_words(texts: Mapping[str, str]):
    own = "zh-Hans/flows/loan_unreturned/ask_amount.md.j2"
    words = Words(load_content({**texts, own: "{# facts: law.F03 #}\n借了多少？"}).library)
    here = Known({}, NOW, "loan_unreturned")
    elsewhere = Known({}, NOW, "wrong_recipient")
    assert words.ask("amount", here).text == "借了多少？"
    assert words.ask("amount", here).facts == ("law.F03",)
    assert words.ask("amount", elsewhere).text != "借了多少？"


def test_typed_answers_are_shown_as_people_read_them(dialog: Dialog):
    known = Known({"amount": "200/300", "paid_at": NOW.isoformat()}, NOW)
    assert dialog.words.value("amount", known) == "200–300 元"
    assert dialog.words.value("paid_at", known) == "11月23日 21:00"


def test_contacts_come_by_region_and_by_name(library: Library):
    words = with_template(
        library,
        "messages/help.md.j2",
        "{% for one in contacts('mainland') %}{{ one.name }};{% endfor %}{{ contact('mainland.police').number }}",
    )
    text = words.message("help", ASKED).text
    assert text.endswith("110")
    assert text.count(";") == sum(contact.region == "mainland" for contact in library.contacts) > 1


def test_a_person_s_words_reach_the_screen_escaped(talk: Talk):
    trap = "专业微信撤回软件，付款后可撤回转账 [点这里](http://evil.example) **黑客** 加QQ 12345678"
    talk.forwards(trap)
    assert "](http" not in talk.text
    assert "[点这里]" not in talk.text
