"""What an edition costs: a turn in another language than the source's, opening one, and what it keeps in memory."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from bot.content import open_dialog
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import ChoiceInput, CommandInput, ForwardInput, Input, TextInput
from dialogs.turn import take_turn
from tests.benchmarks.load.process import ROOT
from tests.benchmarks.report import Bar, Plan, Result

SOURCE = "zh-Hans"
COLUMNS = ("language", "ms/turn", "of the source's", "ms to open", "MiB after a talk", "MiB with all said", "turns")
NOW = dt.datetime(2026, 12, 1, 21, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
_TALK: tuple[Input, ...] = (
    CommandInput("start"),
    ChoiceInput("mistake"),
    ChoiceInput("wrong_recipient"),
    ChoiceInput("transfer"),
    ChoiceInput("not_yet"),
    ChoiceInput("within_2h"),
    ChoiceInput("done:ask_to_press_return"),
    CommandInput("plan"),
    CommandInput("source"),
    ForwardInput("专业撤回微信转账，先付后撤，加V详聊", "", "", "某群"),
)
_STORIES = {
    SOURCE: "我刚刚微信转错人了，5000块，对方还没收",
    "zh-Hant-HK": "我啱啱微信過數過錯人，5000蚊，對方未收",
    "zh-Hant-TW": "我剛剛微信轉錯人了，5000元，對方還沒收",
    "en": "I just sent 5000 yuan on WeChat to the wrong person, not accepted yet",
}


async def measure(plan: Plan) -> Result:
    """The same talk in each language: turns in one process, by turns; memory in a process each, several times."""
    turns = await asyncio.to_thread(_turns, plan.pick(60, 6))
    kept = {tag: [await asyncio.to_thread(_in_a_process, tag) for _ in range(plan.pick(5, 2))] for tag in _STORIES}
    ratios = {
        tag: statistics.median(own / source for own, source in zip(taken, turns[SOURCE], strict=True))
        for tag, taken in turns.items()
    }
    talk, everything, opened = (
        {tag: statistics.median(one[at] for one in some) for tag, some in kept.items()} for at in range(3)
    )
    rows = [
        (
            tag,
            statistics.median(turns[tag]) * 1000,
            ratios[tag],
            "" if tag == SOURCE else opened[tag] * 1000,
            "" if tag == SOURCE else talk[tag] / 2**20,
            "" if tag == SOURCE else everything[tag] / 2**20,
            len(turns[tag]) * (len(_TALK) + 1),
        )
        for tag in _STORIES
    ]
    others = [tag for tag in _STORIES if tag != SOURCE]
    bars = (
        Bar("a turn in another language against the same in the source's", max(ratios[tag] for tag in others), 1.05),
        Bar("MiB of a language with everything said", max(everything[tag] for tag in others) / 2**20, 3.0),
    )
    notes = (
        (
            "Turns: a typed story in the language, buttons, commands, a checked message; CPU of a warm process, every "
            "language once in each round, the first another each time; ratios within a round, median of the rounds."
        ),
        (
            "Memory: what Python holds after the talk, and after every template and record of the edition was said, "
            "beside what the talk in the source's words took before; a process each time, medians."
        ),
    )
    return Result("editions", "languages: a turn, and what one takes in memory", COLUMNS, rows, bars, notes)


def _turns(rounds: int) -> dict[str, list[float]]:
    """Seconds of CPU a turn, by language and round; the first two rounds, in which records are made, do not count."""
    dialog, taken = open_dialog(), {tag: list[float]() for tag in _STORIES}
    for number in range(rounds + 2):
        tags = list(_STORIES)
        first = number % len(tags)
        for tag in tags[first:] + tags[:first]:
            seconds = _timed(dialog, tag)
            if number > 1:
                taken[tag].append(seconds / (len(_TALK) + 1))
    return taken


def _timed(dialog: Dialog, tag: str) -> float:
    gc.collect()
    gc.disable()
    begin = time.process_time()
    _talk(dialog, tag)
    taken = time.process_time() - begin
    gc.enable()
    return taken


def _talk(dialog: Dialog, tag: str) -> None:
    """The talk of somebody who chose a language, then of another who only writes it."""
    case = Case(language=tag)
    for received in _TALK:
        case = take_turn(dialog, case, received, NOW).case
    take_turn(dialog, Case(language=tag), TextInput(_STORIES[tag]), NOW)


def _in_a_process(tag: str) -> tuple[int, int, float]:
    command = [sys.executable, "-m", __name__, tag]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    talk, everything, opened = json.loads(done.stdout)
    return talk, everything, opened


def _say_everything(dialog: Dialog, tag: str) -> None:
    """Make every record, and compile every template, that an edition has."""
    ours = dialog.speak(tag)
    library = ours.library
    for records in (library.facts, library.myths, library.knowledge, library.question_words, library.flow_words):
        list(records.values())
    for more in (library.step_words, library.evidence, library.templates, library.buttons):
        list(more.values())
    for name in library.templates:
        if name.startswith("documents/"):
            continue  # papers are in the source's words
        ours.words._prepared(name)


def _kept(tag: str) -> Iterator[float]:
    import tracemalloc

    dialog = open_dialog()
    for _ in range(2):
        _talk(dialog, SOURCE)
    first, second = (_timed(dialog, tag) for _ in range(2))
    dialog.speak.cache_clear()  # type: ignore[union-attr]
    gc.collect()
    tracemalloc.start()
    _talk(dialog, tag)
    gc.collect()
    yield tracemalloc.get_traced_memory()[0]
    _say_everything(dialog, tag)
    gc.collect()
    yield tracemalloc.get_traced_memory()[0]
    yield first - second


if __name__ == "__main__":
    print(json.dumps(list(_kept(sys.argv[1]))))  # noqa: T201
