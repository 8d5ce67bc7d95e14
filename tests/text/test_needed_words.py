"""What is not looked for is not there: no text in which an expression is found lacks all the words it needs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.text.expression import Expression
from dialogs.text.needed_words import needed_words
from dialogs.text.worded import WordedExpressions
from tests.each import each

BROKEN = ("(?:一", "*", "一)")
LEXICON = {"them": frozenset({"对方", "骗子"}), "gap": None}
PATTERNS = {
    "转错|打错": {"转错", "打错"},
    "(?:转|打)错(?:了|人)?": {"错"},
    "拉黑(?:我|了)": {"拉黑"},
    "(?<!没)报警了": {"报警了"},
    "微信(?!客服)支付宝": {"支付宝"},
    r"成了\d+": {"成了"},
    r"\d{2,}|元": None,
    r"0\.?5": {"0"},
    "好吗?": {"好"},
    "钱{0,3}没": {"没"},
    "钱{1,3}": {"钱"},
    "[他她]走": {"走"},
    "[他她]": {"他", "她"},
    "[^他]": None,
    "[a-z]": None,
    r"[\d他]": None,
    "(?:转给)?{them}?": None,
    "{them}{gap}": {"对方", "骗子"},
    "{gap}": None,
    "{unheard_of}": None,
    "(?P<who>骗子)(?>他|她)": {"骗子"},
    "(?i)ok": None,
    "": None,
    **dict.fromkeys(BROKEN),
}

WHOLE = [pattern for pattern in PATTERNS if pattern not in BROKEN and not re.search("{[a-z]", pattern)]


@each("pattern", PATTERNS)
def test_the_words_that_a_pattern_needs(pattern: str):
    assert needed_words(pattern, LEXICON) == PATTERNS[pattern]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_matches_holds_one_of_them(data: st.DataObject):
    pattern = data.draw(st.sampled_from(WHOLE))
    text = data.draw(st.from_regex(pattern))
    words = needed_words(pattern, {})
    assert words is None or any(word in text for word in words)


def test_few_of_many_are_compiled():
    never = Expression("(")
    two = WordedExpressions([("good", Expression("转错"), frozenset({"转错"})), ("bad", never, frozenset({"报警"}))])
    assert two.found("我转错了") == ("good",)
    with pytest.raises(re.error):
        two.found("我报警了")
