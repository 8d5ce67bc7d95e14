"""Showing: pages of options that lose none, messages that stay short, and a plan with what can be done next."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dialogs.dialog import Dialog
from dialogs.messages import Option
from dialogs.screen import MAX_LENGTH, SPLIT, joined
from dialogs.showing import paged
from dialogs.words import Said
from tests.dialogs.talk import Talk
from tests.each import each

MORE = Said("more")
QUESTION_OPTIONS, MENU_OPTIONS = 4, 6  # design.md, Tone


@given(st.integers(1, 40), st.integers(2, 6))
def test_turning_pages_shows_every_option_once_and_comes_round(count: int, size: int):
    options = [Option(f"option_{number}", "") for number in range(count)]
    seen: list[Option] = []
    page, turns = 0, 0
    while True:
        shown = paged(options, size, page, MORE)
        assert len(shown) <= size
        *rest, last = shown
        turns += 1
        if not last.id.startswith("more:"):
            assert (list(shown), turns) == (options, 1)
            return
        seen += rest
        page = int(last.id.removeprefix("more:"))
        if page == 0:
            break
    assert seen == options


@given(st.integers(5, 40), st.integers(2, 4), st.integers(0, 10**3))
def test_a_page_number_out_of_range_shows_a_page_all_the_same(count: int, size: int, page: int):
    options = [Option(f"option_{number}", "") for number in range(count)]
    shown = paged(options, size, page, MORE)
    assert len(shown) >= 2
    assert shown[-1].id.startswith("more:")


pieces = st.lists(
    st.builds(
        Said,
        st.text(alphabet="字abc \n", max_size=MAX_LENGTH).map(str.strip),
        st.lists(st.sampled_from(["platform.W02", "law.C01"]), max_size=2).map(tuple),
    ),
    max_size=12,
)


@given(pieces)
def test_pieces_are_put_together_without_passing_the_limit(said: list[Said]):
    lines = joined(said)
    assert all(0 < len(line.said.text) <= MAX_LENGTH for line in lines)
    assert "\n\n".join(line.said.text for line in lines) == "\n\n".join(piece.text for piece in said if piece.text)
    named = {fact for piece in said if piece.text for fact in piece.facts}
    assert {fact for line in lines for fact in line.said.facts} == named
    for one, other in pairwise(lines):  # no more messages than needed
        first_piece = next(piece.text for piece in said if piece.text and other.said.text.startswith(piece.text))
        assert len(one.said.text) + 2 + len(first_piece) > MAX_LENGTH


def test_only_a_split_mark_divides_a_piece():
    half = "字" * 300
    lines = joined([Said(f"{half}\n{SPLIT}\n{half}"), Said("短")])
    assert [len(line.said.text) for line in lines] == [300, 303]


@each("options", [1, 4, 6])
def test_as_many_options_as_fit_stand_on_one_page(options: int):
    all_options = [Option(str(number), "") for number in range(options)]
    assert paged(all_options, options if options > 1 else 2, 0, MORE) == tuple(all_options)


def test_every_page_of_every_question_is_short_enough_to_press(dialog: Dialog):
    library = dialog.library
    for name, question in library.questions.items():
        menu = question.page_size > QUESTION_OPTIONS
        assert question.page_size <= MENU_OPTIONS
        options = [Option(option, library.label(name, option)) for option in library.options(name)]
        for page in range(len(options)):
            shown = paged(options, question.page_size, page, MORE)
            assert len(shown) <= (MENU_OPTIONS if menu else QUESTION_OPTIONS), name
            assert len({option.label for option in shown}) == len(shown), name
            assert len({option.id for option in shown}) == len(shown), name


def test_a_long_question_can_be_paged_through_to_its_last_option(talk: Talk):
    talk.chooses("switch:scam_rebate", "stopped", "paid", "bank", "not_yet")
    assert talk.state == "scam_rebate.region"
    seen = list(talk.options)
    while "elsewhere" not in talk.options:
        talk.chooses(next(option for option in talk.options if option.startswith("more:")))
        assert talk.state == "scam_rebate.region"
        seen += talk.options
    assert set(talk.dialog.library.options("region")) <= set(seen)
    assert talk.chooses("elsewhere").state == "scam_rebate.fraud_plan"
