"""Reading order and joined lines, on boxes alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.text.reading_order import TextBox, joined_text


def line(text: str, left: float, top: float, width: float | None = None, height: float = 40) -> TextBox:
    wide = width if width is not None else 0.9 * height * len(text)
    return TextBox(text, left, top, left + wide, top + height)


def test_a_bubble_is_one_line_and_the_next_another() -> None:
    lines = [line("被骗资金黑客追", 100, 60), line("回，先追回后", 100, 10, 7 * 36), line("别信", 100, 170)]
    assert joined_text([lines[1], lines[0], lines[2]]) == "回，先追回后被骗资金黑客追\n别信"


def test_latin_words_are_joined_with_a_blank() -> None:
    assert joined_text([line("recall any", 0, 0), line("transfer", 0, 50)]) == "recall any transfer"


def test_what_is_not_one_message_stays_apart() -> None:
    apart = {
        "a sentence that has ended": [line("钱没到账。", 0, 0), line("我再问问", 0, 50)],
        "a short line before a long one": [line("收费", 0, 0), line("转账之前先核对清楚", 0, 50)],
        "another left edge": [line("转账撤回神器", 0, 0), line("先撤后付", 300, 50)],
        "a gap": [line("转账撤回神器", 0, 0), line("先撤后付", 0, 100)],
        "another size of type": [line("转账撤回神器", 0, 0, height=80), line("先撤后付", 0, 90)],
    }
    for what, lines in apart.items():
        assert "\n" in joined_text(lines), what


def test_boxes_of_one_row_are_read_from_the_left() -> None:
    row = [line("3387120456", 300, 4), line("QQ", 100, 0), line("联系", 0, 2)]
    assert joined_text(row) == "联系 QQ 3387120456"


def test_avatars_are_no_words() -> None:
    lines = [line("0", 0, 0, 100, 100), line("转账撤回神器", 150, 0), line("好", 150, 120)]
    assert joined_text(lines) == "转账撤回神器\n好"


def test_nothing_is_nothing() -> None:
    assert joined_text([]) == ""
    assert joined_text([line(" ", 0, 0, 10)]) == ""
    assert joined_text([line("好", 0, 0)]) == "好"


boxes = st.builds(
    lambda text, left, top, width, height: TextBox(text, left, top, left + width, top + height),
    st.text("转账撤回abc12。 ", min_size=1, max_size=8),
    st.floats(-10, 2000),
    st.floats(-10, 5000),
    st.floats(0, 800),
    st.floats(0, 200),
)


@given(st.lists(boxes, max_size=30))
def test_no_word_is_lost_but_ornaments(lines: list[TextBox]) -> None:
    text = joined_text(lines)
    for box in lines:
        assert len(box.text) == 1 or box.text.strip() in text


@given(st.lists(boxes, max_size=12, unique_by=lambda line: line.top + line.bottom))
def test_the_order_in_which_boxes_come_does_not_matter(lines: list[TextBox]) -> None:
    assert joined_text(lines) == joined_text(lines[::-1])
