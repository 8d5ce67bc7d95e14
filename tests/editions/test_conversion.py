"""Traditional characters: as OpenCC makes them, but for the glossary, the labels of apps and texts to send."""

from __future__ import annotations

import datetime as dt
import re

import opencc
import pytest

from bot.site import TEMPLATES
from dialogs.case import Case
from dialogs.checking import Verdict
from dialogs.dialog import Dialog
from dialogs.editions.conversion import Conversion, any_of
from dialogs.editions.edition import DERIVED, GLOSSARY
from dialogs.figures import numbers_in
from dialogs.library.checks.texts import without_code
from dialogs.library.files import read_file
from dialogs.library.load import Content
from dialogs.library.models.editions import AppLabel, Derived, Glossary
from scripts.deriving.words import source_words
from tests.dialogs.talk import NOW, Talk
from tests.each import each

TAGS = ("zh-Hant-HK", "zh-Hant-TW")
GIVEN = Derived(simplified="后发话账单这条转给问关", written="後發話賬單這條轉給問關", phrases={"皇后": "皇后"})
WORDS = Glossary(scheme="s2hk", words={"转账": "過數", "微信号": "微信號", "二维码": "QR Code"})

_LAWS = re.compile(r"《[^》]*》|個人信息保護法")


def conversion(*labels: AppLabel) -> Conversion:
    return Conversion("zh-Hant-HK", GIVEN, WORDS, labels)


@pytest.mark.parametrize("tag", TAGS)
def test_the_table_is_what_opencc_makes_of_our_words(content: Content, tag: str):
    """Run ./scripts/derive where this fails: words were written that the table does not know."""
    files = content.editions[tag]
    glossary, derived = (read_file(f"{tag}/{name}", files[name]).value for name in (GLOSSARY, DERIVED))
    made, theirs = Conversion(tag, derived, glossary), opencc.OpenCC(glossary.scheme)
    parts = {part for text in source_words(content) for part in any_of(glossary.words).split(text) if part}
    differing = {part: (made.characters(part), theirs.convert(part)) for part in parts}
    wrong = {part: both for part, both in differing.items() if both[0] != both[1]}
    assert len(wrong) <= len(parts) // 200, wrong  # a few new words may wait for the next run


@pytest.mark.parametrize("tag", TAGS)
def test_no_number_is_lost_or_won(content: Content, dialog: Dialog, tag: str):
    respell = dialog.speak(tag).words.respell
    pairs = ((without_code(text), without_code(respell(text))) for text in source_words(content))
    assert [pair for pair in pairs if numbers_in(pair[0]) != numbers_in(pair[1])] == []


@pytest.mark.parametrize("tag", TAGS)
def test_no_character_of_the_other_script_is_left(content: Content, dialog: Dialog, tag: str):
    """But for labels of apps, and lines to be sent to somebody on the mainland."""
    respell, labels = dialog.speak(tag).words.respell, "|".join(one.label for one in content.labels)
    told = (respell(text) for text in source_words(content))
    left = set("".join(line for text in told for line in text.splitlines() if not line.startswith("> ")))
    only = {char for char in left if "\u4e00" <= char < "\U0001f000" and not char.encode("big5hkscs", "ignore")}
    assert only - set(labels) == set("戻简")  # a Japanese bank's, the button for Simplified


def test_what_the_program_says_itself_is_no_line_to_send(content: Content):
    """A quoted line stays as it is written, as it goes to the mainland; only steps and papers have any."""
    said = {name: text for name, text in content.library.templates.items() if name.startswith("messages/")}
    quoted = {(name, line) for name, text in said.items() for line in text.splitlines() if line.startswith("> ")}
    assert {one for one in quoted if any("\u4e00" <= char <= "\u9fff" for char in without_code(one[1]))} == set()


@pytest.mark.parametrize("tag", TAGS)
def test_no_word_of_the_glossary_cuts_another_in_two(content: Content, dialog: Dialog, tag: str):
    """As 被骗 did in 被骗子: the longer word wants an entry of its own."""
    glossary = read_file(f"{tag}/{GLOSSARY}", content.editions[tag][GLOSSARY]).value.words
    found, convert = any_of(glossary), dialog.speak(tag).words.respell
    assert isinstance(convert, Conversion)
    cut = set()
    for text in set(source_words(content)):
        for word in found.finditer(text):
            for at in range(word.start() + 1, word.end()):
                rest = next((one for one in glossary if text.startswith(one, at) and at + len(one) > word.end()), "")
                plain = convert.characters(rest)
                if plain != glossary.get(rest, "") and plain in convert(text[word.start() : at + len(rest)]):
                    cut.add((word[0], rest))
    assert cut == set()


@pytest.mark.parametrize("tag", TAGS)
def test_no_word_of_the_glossary_says_again_what_follows_or_went_before(content: Content, dialog: Dialog, tag: str):
    """As 哈希 did in 哈希值 (雜湊值值): the longer word wants an entry of its own."""
    glossary = read_file(f"{tag}/{GLOSSARY}", content.editions[tag][GLOSSARY]).value.words
    found, convert = any_of(glossary), dialog.speak(tag).words.respell
    assert isinstance(convert, Conversion)
    twice = set()
    for text in set(source_words(content)):
        for word in found.finditer(text):
            said, before, after = glossary[word[0]], text[: word.start()][-1:], text[word.end() :][:1]
            if (after != word[0][-1] and said.endswith(convert(after) or " ")) or (
                before != word[0][0] and said.startswith(convert(before) or " ")
            ):
                twice.add(f"{before}{said}{after}")
    assert twice == set()


@pytest.mark.parametrize("tag", TAGS)
def test_no_word_of_another_place_is_left_on_the_site(content: Content, dialog: Dialog, tag: str):
    """What is said elsewhere `content check` looks at: test_orthography.py."""
    never = any_of(read_file(f"{tag}/{GLOSSARY}", content.editions[tag][GLOSSARY]).value.never)
    pages = [file.read_text("utf-8") for file in TEMPLATES.iterdir() if file.name.endswith(".j2")]
    lines = (line for text in pages for line in without_code(dialog.speak(tag).words.respell(text)).splitlines())
    assert {line for line in lines if never.search(_LAWS.sub("", line))} == set()


@each(
    ("source", "said"),
    [
        ("转账", "過數"),
        ("皇后后面", "皇后後面"),
        ("no words of ours 24", "no words of ours 24"),
        ("《转账办法》", "《轉賬办法》"),  # a law keeps its name
        ("发给他：\n> 这条转账发错\n发", "發給他：\n> 这条转账发错\n發"),  # a line to send stays
        ("{{ sum }} 发", "{{ sum }} 發"),
        ("扫二维码后", "扫 QR Code 後"),
        ("「二维码」，二维码 1", "「QR Code」，QR Code 1"),
    ],
)
def test_words_are_said_in_their_own_way(source: str, said: str):
    assert conversion()(source) == said


def test_a_label_that_nobody_saw_stands_beside_the_simplified_one_once():
    unseen = conversion(AppLabel(label="账单"), AppLabel(label="问"))
    assert unseen("点「账单」，再点「账单」，账单") == "点「賬單」（账单），再点「賬單」，賬單"
    assert unseen("我 → 账单") == "我 → 賬單（账单）"
    seen = AppLabel.model_validate({"label": "账单", "seen": {"zh-Hant-HK": {"text": "交易", "on": "2026-12-01"}}})
    assert conversion(seen)("「账单」") == "「交易」"
    same = AppLabel(label="微信")
    assert conversion(same)("「微信」") == "「微信」"


@pytest.mark.parametrize("tag", [*TAGS, "en"])
def test_our_own_words_handed_on_are_no_trap(dialog: Dialog, tag: str):
    """Somebody forwards our warning to a group that is guarded by us."""
    ours = dialog.speak(tag)
    for situation in dialog.library.flows:
        told = Talk(ours, Case(language=tag)).chooses(f"switch:{situation}").text
        assert not Verdict(dialog.checker.check(told).verdict).is_trap, situation


@pytest.mark.parametrize("tag", TAGS)
def test_papers_stay_simplified_and_say_so(dialog: Dialog, tag: str):
    talk = Talk(dialog, Case(language=tag)).chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
    talk.commands("papers")
    assert "簡體" in talk.text
    talk.chooses(next(option for option in talk.options if option.startswith("paper:")))
    while "finish" in talk.options or "set:?" in talk.options:
        talk.chooses("finish" if "finish" in talk.options else "set:?")
    paper = next(reply.text for reply in talk.turn.replies if reply.text.startswith("```"))
    assert not {char for char in paper if not char.encode("gb2312", "ignore")} & set("轉賬帳錢對請於為機構證據時間")


@pytest.mark.parametrize("tag", TAGS)
def test_a_fact_past_its_day_gives_way_in_every_script(dialog: Dialog, tag: str):
    """The sentence that states it, and not the whole message."""
    later = NOW + dt.timedelta(days=4000)
    shown = []
    for language in ("zh-Hans", tag):
        talk = Talk(dialog, Case(language=language), later).chooses("switch:received_by_mistake")
        shown.append(talk.first)
    assert "24" not in shown[0].split("。")[1]
    assert "24 小時後" not in shown[1]
    assert "95017" in shown[1]
    assert shown[1].startswith("**先不要動這筆錢")  # what is to be done at once is always said
