"""Facts past their day: the fallback in place of the statement, and nothing that somebody must do at once left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.cards import CardKind, card_text, make_card
from dialogs.dialog import Dialog, Line
from dialogs.library.library import Library
from dialogs.library.load import Content
from dialogs.library.models.facts import FactKind
from dialogs.unfit import fit_lines, fit_said
from dialogs.words import Said
from tests.dialogs.talk import Talk
from tests.each import each

LATE = dt.date(2031, 1, 1)
TODAY = dt.date(2026, 11, 23)
WECHAT = "以手机上显示的为准，拿不准打 95017。"
END = f"\n\n{WECHAT}"
AGENT = "以办案民警的答复为准。"


def late(library: Library, text: str, *facts: str, day: dt.date = LATE) -> str:
    return fit_said(Said(text, facts), library, day).text


def test_the_fallback_comes_on_the_day_after_the_last(library: Library):
    last = library.facts["platform.W02"].last_fit
    assert last is not None
    said = "24 小时没人收会自动退回。"
    assert late(library, said, "platform.W02", day=last) == said
    assert late(library, said, "platform.W02", day=last + dt.timedelta(1)) == WECHAT


@each(
    ("text", "facts", "expected"),
    [
        # A figure with its unit, in digits or not; what else is said stays.
        ("先看账单。二十四小时没人收会自动退回。再问他。", ("platform.W02",), f"先看账单。{WECHAT}再问他。"),
        ("他没收；24 小时会自动退回。", ("platform.W02",), f"他没收；{WECHAT}"),
        # A way through an app, where the fact tells one.
        ("在 我 → 服务 → 钱包 里看。", ("platform.W08",), WECHAT),
        ("在 我 → 服务 → 钱包 里看。", ("platform.W02",), f"在 我 → 服务 → 钱包 里看。{END}"),
        # Words by which the record says that it is known.
        ("微信转账没有撤回键。收费的都是骗子。", ("platform.W04",), f"{WECHAT}收费的都是骗子。"),
        # No such sentence: the fallback ends the words.
        ("看清那条转账。", ("platform.W02",), f"看清那条转账。{END}"),
        # What to do at once, and a telephone number, are said all the same.
        ("马上打 110，24 小时内最要紧。", ("platform.W02",), f"马上打 110，24 小时内最要紧。{END}"),
        ("打 12356。", ("platform.H12",), "打 12356。\n\n12356 打不通，就打 110 或 120。"),
        # Emphasis and the name of a list's line are kept whole.
        ("**过了 24 小时，已经退回。** 看账单。", ("platform.W02",), f"{WECHAT} 看账单。"),
        ("**先停手。** 24 小时会退回。", ("platform.W02",), f"**先停手。** {WECHAT}"),
        ("**先停手；24 小时会退回。** 再看。", ("platform.W02",), f"**先停手；{WECHAT}** 再看。"),
        ("**撤不了，没有撤回键。** 请他退。", ("platform.W04",), f"**撤不了，没有撤回键。** 请他退。{END}"),
        ("- **多久**：24 小时。\n- **谁**：24 小时。", ("platform.W02",), f"- **多久**：{WECHAT}\n- **谁**：{WECHAT}"),
        ("- 24 小时退。\n- 24 小时到。", ("platform.W02",), f"- {WECHAT}\n- {WECHAT}"),
        # Tables, texts to be sent, titles of steps and code.
        ("| 微信 | 24 小时 |", ("platform.W02",), f"| 微信 | 24 小时 |{END}"),
        ("> 24 小时内请退还。", ("platform.W02",), f"> 24 小时内请退还。{END}"),
        ("**2. 24 小时没人收会退回**\n\n退回不用申请。", ("platform.W02",), None),
        ("```\n24 小时\n```", ("platform.W02",), "```\n24 小时\n```"),
    ],
)
def test_a_sentence_gives_way_and_an_act_does_not(
    library: Library, text: str, facts: tuple[str, ...], expected: str | None
):
    assert late(library, text, *facts) == (expected or f"{text}{END}")


def test_a_figure_that_a_fit_fact_holds_as_well_stays(library: Library):
    lasting = library.facts["platform.C05"].model_copy(update={"unfit_after": dt.date(2099, 1, 1)})
    both = replace(library, facts={**library.facts, lasting.id: lasting})
    said = "商家须在 24 小时内回复。"
    assert late(both, said, "platform.W02", "platform.C05") == f"{said}\n\n{WECHAT}"


def test_facts_that_are_gone_are_passed_over(library: Library):
    assert late(library, "24 小时。", "platform.Z99") == "24 小时。"


def test_a_fallback_ends_one_message_of_a_turn_and_not_each(library: Library):
    lines = [Line(Said("看清。", ("platform.W02",))), Line(Said("再看。", ("platform.W01", "law.F07")))]
    assert [line.said.text for line in fit_lines(lines, library, LATE)] == [f"看清。\n\n{WECHAT}", f"再看。\n\n{AGENT}"]


def test_saying_it_again_changes_nothing(library: Library):
    once = fit_said(Said("24 小时没收会退回。打 95017。", ("platform.W02", "platform.C08")), library, LATE)
    assert fit_said(once, library, LATE) == once


# --- where it is said -----------------------------------------------------------------------------


def test_first_aid_begins_with_its_acts_and_says_the_fallback(dialog: Dialog):
    talk = Talk(dialog, now=dt.datetime(2031, 1, 1, tzinfo=dt.UTC)).commands("start")
    first = talk.turn.replies[0].text
    assert first.startswith("**先停手：别再转一分钱，也别装任何「撤回软件」。**")
    assert "现在就打 **110**" in first
    assert WECHAT in first
    assert "没有撤回键" not in first
    assert "24 小时" not in first


def test_no_warning_sends_everybody_to_three_offices(dialog: Dialog):
    talk = Talk(dialog, now=dt.datetime(2031, 1, 1, tzinfo=dt.UTC)).says("我被骗了5000块，刚转的")
    assert "12368" not in talk.text
    assert "复核" not in talk.text


def test_the_plan_for_programs_is_said_the_same_way(dialog: Dialog):
    talk = Talk(dialog, now=dt.datetime(2031, 1, 1, tzinfo=dt.UTC))
    talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
    bodies = [step.body for step in talk.turn.plan]
    assert any(WECHAT in body for body in bodies)
    assert not any("不能替你划回来" in body for body in bodies)


@each("kind", CardKind)
def test_a_card_says_the_fallbacks_and_fits(content: Content, kind: CardKind):
    deck, library = content.cards, content.library
    fit, card = (make_card(deck, kind, today=day) for day in (TODAY, LATE))
    assert len(card_text(card)) <= len(card_text(fit)) + 60
    lines = " ".join((*card.why, *card.todo))
    named = {name for line in (*deck.cards[kind].why, *deck.cards[kind].todo) for name in line.facts}
    worn = [library.facts[name] for name in named if library.facts[name].unfit_on(LATE)]
    assert {fact.fallback for fact in worn} == {fact.fallback for fact in worn if (fact.fallback or "?") in lines}


def test_every_kind_but_common_sense_wears_out(library: Library):
    lasting = {fact.kind for fact in library.facts.values() if not fact.unfit_on(dt.date(2099, 1, 1))}
    assert lasting == {FactKind.COMMON_SENSE}
