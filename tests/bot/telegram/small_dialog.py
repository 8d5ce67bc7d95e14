"""A real, small dialog for testing the adapter: three questions and a plan, with the shapes the big one has."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.telegram.context import AdapterWords
from dialogs.case import Case
from dialogs.library.models.channels import Introduction
from dialogs.messages import (
    ChoiceInput,
    CommandInput,
    File,
    ForwardInput,
    Input,
    Option,
    Reply,
    TextInput,
    Turn,
    UnreadableInput,
)

WORDS = AdapterWords(
    slow_down="消息太多了，**慢一点**，我一条一条看。",
    try_again="这一步没处理好，请再发一次。",
    old_button="这是之前的按钮，请看最新的问题。",
    no_file="文件暂时生成不了。",
)  # without an introduction: five calls at each start, which most tests do not look at
INTRODUCTION = Introduction(
    profile="转错钱、被骗之后，第一步做什么",
    description="说说发生了什么。",
    commands={"start": "开始", "help": "怎么用", "forget": "删除我的资料"},
)
QUESTIONS: dict[str, tuple[str, tuple[Option, ...]]] = {
    "accepted": ("对方收款了吗？", (Option("no", "还没收"), Option("yes", "已收"), Option("unsure", "不清楚"))),
    "method": ("用什么转的？", (Option("transfer", "微信转账"), Option("code", "收款码"))),
    "amount": ("转了多少钱？", ()),
}


class BrokenError(Exception):
    """What The words 炸 raise it."""


def take_turn(case: Case, given: Input, _now: dt.datetime) -> Turn:
    """One turn. Some words make it misbehave on purpose."""
    match given:
        case CommandInput("forget"):
            return Turn(Case(), "start", None, (Reply("都删了。", (Option("again", "重新开始"),)),), forget=True)
        case CommandInput("back") if case.answers:
            return _ask(replace(case.without(list(case.answers)[-1]), revision=case.revision + 1))
        case CommandInput("restart"):
            return _ask(Case(revision=case.revision + 1))
        case CommandInput("help"):
            return Turn(case, "help", None, (Reply("直接说发生了什么。"),))
        case CommandInput():
            return _ask(case, opening=not case.answers)
        case TextInput("炸"):
            raise BrokenError("带有隐私的句子")
        case TextInput("长"):
            return Turn(case, "long", None, (Reply("**头** " + "很长的话😀\n" * 2000),))
        case TextInput("文件"):
            return Turn(
                case, "file", None, (Reply("给你一份。", files=(File("报警材料.docx", "docx", "# 报警材料"),)),)
            )
        case UnreadableInput(kind):
            return Turn(case, "unreadable", None, (Reply(f"看不懂 {kind}，请打字。"),))
        case ForwardInput():
            return Turn(case, "forward", None, (Reply(f"转来的：{escape(given.text + given.caption)}"),))
        case TextInput(text):
            return _answer(case, text)
        case ChoiceInput(option):
            return _answer(case, option)
    raise AssertionError(given)


def _answer(case: Case, value: str) -> Turn:
    pending = next((name for name in QUESTIONS if name not in case.answers), None)
    if pending is None:
        return _ask(case)
    options = QUESTIONS[pending][1]
    if options and value not in {option.id for option in options}:
        return _ask(case, opening=True)
    answered = case.answered(pending, value)
    return _ask(replace(answered, revision=case.revision + 1))


def _ask(case: Case, *, opening: bool = False) -> Turn:
    first = (Reply("**先别再转钱。**"),) if opening else ()
    for name, (words, options) in QUESTIONS.items():
        if name not in case.answers:
            return Turn(case, name, None, (*first, Reply(words, options)))
    amount = escape(case.answers["amount"])
    return Turn(case, "plan", "wrong_recipient", (Reply(f"金额 {amount}：打 **95017**。"),))


def escape(text: str) -> str:
    """User text as Markdown that reads as itself."""
    return "".join(f"\\{character}" if character in r"\`*_{}[]()#+-.!|<>~$&" else character for character in text)
