"""Whatever arrives, in whatever order: always an answer, never an exception, never a lost case."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogs.case import Case
from dialogs.library.checks.flows import CALLBACK_BYTES, REVISION_BYTES
from dialogs.library.library import TRIAGE
from dialogs.machine import situation_of, states
from dialogs.messages import ChoiceInput, CommandInput, CommandName, ForwardInput, Input, TextInput, UnreadableInput
from dialogs.turn import present
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk

DIALOG = open_dialog()
LIBRARY = DIALOG.library
STATES = set(states(LIBRARY))
THOROUGH = max(100, settings.default.max_examples)  # the widest net there is over the dialog

SENTENCES = [
    "我刚刚微信转错人了，5000块，对方还没收", "刷单被骗了三万", "他收了不肯退", "对方让我再转一笔", "正在共享屏幕",
    "我不想活了", "我今年13岁", "有人说能帮我撤回", "专业黑客追款，先付定金", "微信转账能撤回吗", "起诉要多少钱",
    "还没收",
    "昨晚九点半", "3000", "没有", "是", "不知道", "在日本", "报警了，不立案", "支付宝转的", "第2步",
    "其实是账号被盗了",
    "孩子充了游戏", "商家不退款", "借钱不还", "谢谢", "今天天气怎么样", "支付密码是 123456", "卡号 4539148803436467",
]  # fmt: skip
ODD = [
    "", " ", "\n\n", "💸" * 50, "مرحبا كيف", "שלום", "\u202e倒着写", "\u0000\u0001", "\ud800", "a" * 10_000,
    "转" * 10_000,
    "1" * 10_000, "转了1" + "0" * 31 + "多块", "99999999天前", "我是2026年前被骗的", "被骗5000，2030年之前能判下来吗",
    "2025年前转给骗子5000", "（" * 3000, "*" * 2000, "[x](http://e.example)" * 300, "{{ 7 * 7 }}", "{% for %}",
    "<!-- split -->",
    "/start", "/nosuch", "你：", "№①②③", "５０００元", "-1", "1e309", "99999999999999999999元", "NaN", "0000-00-00",
]  # fmt: skip
OPTION_IDS = sorted({option for name in LIBRARY.questions for option in LIBRARY.options(name)})
VERBS = [
    "more", "cmd", "change", "switch", "stay", "menu", "done", "undo", "rest", "forwarded", "leave", "paper", "papers",
    "set", "finish", "fields", "field", "file", "resume", "total", "event", "events", "chart", "remind", "item", "got",
    "lost",
]  # fmt: skip
OBJECTS = [
    *[*LIBRARY.steps, *LIBRARY.flows, *LIBRARY.questions, *DIALOG.papers.kinds],
    *["", "0", "1", "99", "x:y", "on", "off", "?", "-", "docx", "pdf", "ics", "png"],
]
KINDS = ["sticker", "voice", "photo", "video", "contact", "location", "document", "edited", "poll", ""]


@dataclass(frozen=True)
class Press:
    """Presses the n-th button in sight, with the revision it was shown at or an older one."""

    place: int
    age: int = 0

    def at(self, talk: Talk) -> Input:
        if not talk.turns or not talk.options:
            return ChoiceInput("stay")
        return ChoiceInput(talk.options[self.place % len(talk.options)], talk.case.revision - self.age)


texts = st.sampled_from(SENTENCES) | st.sampled_from(ODD) | st.text(max_size=60)
tampered = st.builds("{}:{}".format, st.sampled_from(VERBS), st.sampled_from(OBJECTS))
inputs = st.one_of(
    st.builds(Press, st.integers(0, 9), st.sampled_from([0, 0, 0, 0, 1, 50])),
    st.builds(TextInput, texts),
    st.builds(ChoiceInput, st.sampled_from(OPTION_IDS) | tampered | st.text(max_size=20)),
    st.builds(ForwardInput, texts, texts, texts),
    st.sampled_from(get_args(CommandName)).map(CommandInput),
    st.sampled_from(KINDS).map(UnreadableInput),
)
waits = st.sampled_from([0, 0, 0, 1, 30, 24 * 400])
sequences = st.lists(st.tuples(inputs, waits), min_size=1, max_size=8)


def takes_answers_back(received: Input) -> bool:
    """Whether this input is one by which people mean to take something back."""
    match received:
        case CommandInput(name="back" | "restart" | "forget"):
            return True
        case ChoiceInput(option=option):
            return option in {"menu", "cmd:back", "cmd:restart"}
        case TextInput(text=text):
            return DIALOG.understander.read(text, NOW).request in {"back", "restart", "forget"}
        case _:
            return False


def of_use(case: Case) -> Callable[[str], bool]:
    """Whether an answer is worth keeping in the case's situation; menu answers are only the way to it."""
    situation = situation_of(LIBRARY, case.answers)
    asked = LIBRARY.flows[situation].asks if situation else {}

    def judge(name: str) -> bool:
        if name == TRIAGE or name.startswith("which_"):
            return False
        question = LIBRARY.questions.get(name)
        return question is not None and (situation is None or name in asked or question.everywhere)

    return judge


def check_turn(talk: Talk, before: Case, received: Input) -> None:
    turn, after = talk.turn, talk.case
    assert turn.error is None, received
    assert turn.replies
    for reply in turn.replies:
        assert reply.text.strip()
        for option in reply.options:
            assert option.label
            assert len(option.id.encode()) <= CALLBACK_BYTES - REVISION_BYTES
    beside = {name: getattr(before, name) for name in ("revision", "advice", "view", "said", "said_in")}
    changed = replace(after, **beside) != before
    assert after.revision == before.revision + changed
    assert Case.from_json(json.loads(json.dumps(after.to_json()))) == after
    assert turn.forget == (received == CommandInput("forget"))
    assert turn.state in STATES or after.changing or after.paper
    assert (turn.situation is None) == (situation_of(LIBRARY, after.answers) is None)
    if not takes_answers_back(received):
        kept = of_use(after)
        lost = {name for name in before.answers if kept(name)} - after.answers.keys()
        assert not lost, received


@settings(max_examples=THOROUGH)
@given(sequences)
@example([(TextInput(SENTENCES[0]), 0), (TextInput(""), 0)])  # found by searching, as the next
@example([(TextInput(SENTENCES[0]), 0), (TextInput("/start"), 0)])
def test_any_sequence_of_inputs_is_answered_and_loses_nothing(sequence: list[tuple[Input | Press, int]]):
    talk = Talk(DIALOG)
    for act, hours in sequence:
        received = act.at(talk) if isinstance(act, Press) else act
        before = talk.case
        talk.waits(hours=hours).takes(received)
        check_turn(talk, before, received)
    assert present(DIALOG, talk.case, talk.now)


@settings(max_examples=THOROUGH // 3)
@given(sequences)
def test_a_conversation_goes_on_from_storage_as_if_nothing_had_happened(sequence: list[tuple[Input | Press, int]]):
    through, stored = Talk(DIALOG), Talk(DIALOG)
    for act, hours in sequence:
        received = act.at(through) if isinstance(act, Press) else act
        stored.case = Case.from_json(json.loads(json.dumps(stored.case.to_json())))
        through.waits(hours=hours).takes(received)
        stored.waits(hours=hours).takes(received)
        assert stored.turn == through.turn
