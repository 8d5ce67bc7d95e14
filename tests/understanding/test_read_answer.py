"""A question answered in words: option names, synonyms, yes and no in all their forms, numbers and dates."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.library.library import Library
from dialogs.understanding import Understander
from dialogs.understanding.options import choose
from tests.dialogs.opened import open_content
from tests.each import each
from tests.understanding.conftest import MOMENT, samples

WORDS = open_content().sentences
CASES = [
    (question, str(text), str(wanted))
    for question, options in samples("answers.yaml").items()
    for wanted, texts in options.items()
    for text in texts
]


def answer(understander: Understander, library: Library, question: str, text: str) -> str | None:
    typed = library.questions[question].typed.value
    return understander.read_answer(question, library.synonyms(question), typed, text, MOMENT)


@each(("question", "text", "wanted"), CASES)
def test_an_answer_in_words(understander: Understander, library: Library, question: str, text: str, wanted: str):
    assert answer(understander, library, question, text) == wanted


def test_every_option_is_answered_by_a_sample(library: Library):
    covered = {(question, option) for question, options in samples("answers.yaml").items() for option in options}
    missing = [
        (name, option)
        for name, question in library.questions.items()
        for option in question.options
        if name not in {"situation", "paid_parts"} and (name, option) not in covered
    ]
    own_values = {"amount", "paid_at"}  # their samples are values, beside some options
    assert [pair for pair in missing if pair[0] not in own_values] == []


def test_every_label_and_synonym_chooses_its_option(understander: Understander, library: Library):
    wrong = []
    for name in library.questions:
        words = library.synonyms(name)
        all_words = [word for texts in words.values() for word in texts]
        chosen = [(text, option) for option, texts in words.items() for text in texts if all_words.count(text) == 1]
        wrong += [(name, *pair) for pair in chosen if answer(understander, library, name, pair[0]) != pair[1]]
    assert wrong == []


@each(
    ("text", "option"),
    [("1", "a_first"), ("第二个", "b_second"), ("选3", "c_third"), ("B", "b_second"), ("4", None), ("0", None)],
)
def test_a_place_in_the_list(text: str, option: str | None):
    options = {"a_first": ("甲类",), "b_second": ("乙类",), "c_third": ("丙类",)}
    assert choose(options, text.lower(), None, None, WORDS) == option


@each("text", ["嗯", "嗯嗯", "是", "是的呀", "对啊", "有", "yes", "好的"])
def test_yes_is_the_one_affirmative_option(text: str):
    options = {"not_yet": ("还没有",), "reported": ("已经去过派出所",), "refused": ("不立案",)}
    assert choose(options, text, None, None, WORDS) == "reported"


@each("text", ["没", "没有呢", "没呢", "不是", "no", "还没有", "应该还没", "好像没有"])
def test_no_is_the_one_negative_option(text: str):
    options = {"not_yet": ("尚未",), "reported": ("去过了",), "refused": ("不立案",)}
    assert choose(options, text, None, None, WORDS) == "not_yet"


@each("text", ["不知道", "不清楚啊", "记不清了", "我也不知道", "忘了", "看不到", "不太懂"])
def test_not_knowing_is_an_answer_to_any_question(text: str):
    assert choose({"yes_it_is": ("是这样",), "unknown": ("说不清",)}, text, None, None, WORDS) == "unknown"
    assert choose({"yes_it_is": ("是这样",), "no_it_is_not": ("不是这样",)}, text, None, None, WORDS) == "unknown"


def test_yes_means_nothing_where_two_options_affirm():
    options = {"paid": ("付过钱",), "received": ("收到过",)}
    assert choose(options, "是的", None, None, WORDS) is None


def test_a_denied_wording_is_not_chosen():
    options = {"loan": ("借款关系",), "sale": ("买卖关系",)}
    assert choose(options, "不是借款关系,是买卖关系", None, None, WORDS) == "sale"


def test_a_situation_is_understood_where_situations_are_the_options(understander: Understander):
    options = {"scam_rebate": ("刷单返利",), "scam_loan": ("贷款解冻",), "scam_game": ("游戏交易",)}
    text = "他们让我做任务垫钱，说返佣金"
    assert understander.read_answer("which_scam", options, "nothing", text, MOMENT) == "scam_rebate"


@each("text", ["", "   ", "😭", "。。。", "asdf"])
def test_nothing_is_no_answer(understander: Understander, library: Library, text: str):
    assert answer(understander, library, "police", text) is None


@given(text=st.text(max_size=80), question=st.sampled_from(sorted(samples("answers.yaml"))))
def test_any_text_is_an_option_a_value_or_no_answer(
    understander: Understander, library: Library, text: str, question: str
):
    got = answer(understander, library, question, text)
    if library.questions[question].typed.value == "nothing":
        assert got is None or got in library.options(question)
