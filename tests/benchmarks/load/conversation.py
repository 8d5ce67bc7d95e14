"""The conversation that everybody has, and the words of it, taken from our own dialog.

All contenders say the same words under the same buttons, so that their messages cost the same to build and to send.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

from bot.content import open_dialog
from bot.telegram.render import text_chunks
from dialogs.case import Case
from dialogs.messages import ChoiceInput, CommandInput, Input, Turn
from dialogs.messages import TextInput as Typed
from dialogs.turn import take_turn

CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Step:
    """What a person does: types `text` (a command if it begins with a slash), or presses the button that says so.

    `option` is the button's name in our dialog, `name` what other bots call the place; `forwarded` is somebody else's
    message handed on.
    """

    name: str
    text: str
    option: str | None = None
    forwarded: bool = False

    @property
    def pressed(self) -> bool:
        """Whether it is a button."""
        return self.option is not None


STEPS = (
    Step("start", "/start"),
    Step("category", "转错了 / 没到账", "mistake"),
    Step("situation", "转给了错的人", "wrong_recipient"),
    Step("channel", "微信好友转账", "transfer"),
    Step("accepted", "对方还没收", "not_yet"),
    Step("paid_at", "两个小时前转的"),
    Step("done", "✓ 第 1 步做完了", "done:ask_to_press_return"),
)
FURTHER = (
    Step("check", "专业微信转账撤回，24 小时内都能追回，先付 200 元定金，加微信 wx-888888", forwarded=True),
    Step("papers", "/papers"),
    Step("timeline", "/timeline"),
)
"""What takes the parts of our bot that are not loaded before somebody needs them."""
RETURNING = (Step("start", "/start"), Step("rest", "后面几步怎么做"), Step("plan", "/plan"))
"""What somebody does who has a plan already; every answer ends with the plan's buttons."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message as a bot sends it: its words, and the labels and names of its buttons."""

    text: str
    buttons: tuple[tuple[str, str], ...]


def given(step: Step) -> Input:
    """The step as our dialog takes it."""
    if step.option is not None:
        return ChoiceInput(step.option)
    return CommandInput(step.text[1:]) if step.text.startswith("/") else Typed(step.text)  # type: ignore[arg-type]


def said(turn: Turn) -> list[Said]:
    """The messages of a turn."""
    messages: list[Said] = []
    for reply in turn.replies:
        chunks = [text for text, _ in text_chunks(reply.text)]
        buttons = tuple((option.label, option.id) for option in reply.options)
        messages += [Said(text, ()) for text in chunks[:-1]] + [Said(chunks[-1], buttons)]
    return messages


def take(case: Case, steps: tuple[Step, ...], now: dt.datetime) -> tuple[Case, dict[str, list[Said]]]:
    """The case after some steps, and what was said at each."""
    dialog = open_dialog(can_remind=True)
    words = {}
    for step in steps:
        turn = take_turn(dialog, case, given(step), now)
        case, words[step.name] = turn.case, said(turn)
    return case, words


def case_with_a_plan() -> Case:
    """The case of somebody who has come to the end, the step ticked off left out."""
    return take(Case(), STEPS[:-1], dt.datetime.now(CHINA))[0]


def write_words(file: Path) -> dict[str, list[Said]]:
    """Write the words for the other bots, who read them at their start; and give them back.

    Raises:
        RuntimeError: when the conversation has changed and a step no longer finds its button.
    """
    _, words = take(Case(), STEPS, dt.datetime.now(CHINA))
    for before, step in itertools.pairwise(STEPS):
        if step.pressed and (step.text, step.option) not in words[before.name][-1].buttons:
            raise RuntimeError(f"no button {step.text} after {before.name}")
    plain = {name: [[one.text, one.buttons] for one in messages] for name, messages in words.items()}
    file.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
    return words
