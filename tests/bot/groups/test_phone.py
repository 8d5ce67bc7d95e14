"""How much of everybody's screen a card takes, on a phone of 390 px with type of 16 px."""

from __future__ import annotations

import datetime as dt
import math

from bot.telegram.group_replies import group_posts
from dialogs.checking import CheckResult, Reason, Verdict
from dialogs.groups import GroupContent
from tests.bot.groups.conftest import RECOVERY, TOOL
from tests.each import each

LINE, ROW, EDGES = 22, 44, 36  # px: of text, of buttons, of the bubble with its time
ACROSS = 19  # Chinese characters in a line
FOLDED = 3  # lines of a quote that clients show until it is unfolded
MOST = 220  # px
DAY = dt.date(2026, 12, 1)


def height(text: str, entities: list[dict[str, object]]) -> int:
    """An estimate on the safe side: every character as wide as a Chinese one."""
    quoted = next((entity for entity in entities if entity["type"] == "expandable_blockquote"), None)
    shown = text if quoted is None else text[: int(str(quoted["offset"]))].rstrip()
    lines = sum(max(1, math.ceil(len(line) / ACROSS)) for line in shown.split("\n"))
    return (lines + (FOLDED if quoted else 0)) * LINE + ROW + EDGES


@each("verdict", list(Verdict))
def test_a_card_takes_little_of_the_screen(group_content: GroupContent, verdict: Verdict) -> None:
    reasons = tuple(Reason(text, TOOL) for text in group_content.reasons)[:6]
    result = CheckResult(verdict.value, 0.99, reasons)
    [post] = group_posts(-1001, group_content.card(result, DAY))
    assert height(str(post["text"]), list(post.get("entities", []))) <= MOST


@each("lure", [TOOL, RECOVERY])
def test_all_of_a_card_is_there_to_be_unfolded(group_content: GroupContent, lure: str) -> None:
    result = group_content.check(lure)
    [post] = group_posts(-1001, group_content.card(result, DAY))
    text = str(post["text"])
    assert len(text) <= 500
    assert {entity["type"] for entity in post["entities"]} == {"bold", "expandable_blockquote"}
    assert "110" in text
    assert "「" in text
    assert "2026-12-01" in text
