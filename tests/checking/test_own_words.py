"""Our own advice, handed on, accuses nobody; what stands between it still does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking.own_words import sentences_of, without_own
from dialogs.dialog import Dialog
from dialogs.forwards import TRAPS

OWN = sentences_of(["别碰「撤回软件」和收费追款\n没有任何软件能撤回微信转账。先打 110。"])


def test_our_sentences_are_taken_out_however_they_are_set():
    assert without_own("**1. 别碰「撤回软件」和收费追款**\n\n没有任何软件能撤回微信转账。", OWN).strip() == ""


def test_what_is_not_ours_stays_as_it_was_written():
    assert without_own("先打 110。加V：abc，包撤回！\n", OWN) == "加V：abc，包撤回！\n"


@given(st.text())
def test_without_words_of_our_own_nothing_is_taken_out(text: str):
    assert without_own(text, frozenset()) == text


def test_a_lure_between_our_words_is_still_a_trap(dialog: Dialog):
    ours = dialog.library.step_words["no_recall_tools"].body
    assert dialog.checker.check(ours).verdict not in TRAPS
    assert dialog.checker.check(f"{ours}\n微信转账撤回神器，先付后撤，加V：abc12345").verdict in TRAPS
