"""Throws texts at everything that reads them: none may raise, none may take long.

    python -m tests.fuzz --minutes 10 [--corpus FILE] [--seed N]

Random texts are put together from words, figures and units of the content and from any characters; a corpus (JSON
lines with "text", plain or .gz, which stays where it is) gives real messages, which are mutated. Each goes through the
understanding, the checker, the screen for secrets and a turn of a running case. Prints counts as JSON; exit 1 where one
raised or took more than `MOST_MS` of processor time in three measurements.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from dialogs.case import Case
from dialogs.messages import CommandInput, ErrorPlace, TextInput
from dialogs.secrets import screen
from dialogs.turn import take_turn
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW

MOST_MS = 50.0
TURNS = 20  # of one case, before a new one begins
LONGEST = 400  # characters of a random or mutated text, but for one in fifty, which is ten times as long
PIECES = [
    *"0123456789零一二三四五六七八九十百千万亿两几多半.,:：/- 前后上下的了吗，。！？\n",
    *["年前", "个月前", "天之前", "小时前", "点半", "号", "月", "块", "元", "w", "k", "多", "次", "每次", "一笔"],
    *["被骗", "转错了", "转账", "红包", "刷单", "验证码", "密码是", "卡号", "身份证", "对方", "没收", "报警", "撤回"],
    *["http://", "t.me/", ".com", "\u202e", "\u0301", "\u200b", "🙏", "{{", "**", "```", "<b>", "\ud800", "微信", "加"],
]  # fmt: skip


def made_up(rng: random.Random, longest: int) -> str:
    """A text of pieces that mean something to a reader, mixed with any characters."""
    some = rng.choices(PIECES, k=rng.randint(1, 12))
    parts = []
    while sum(map(len, parts)) < longest and rng.random() < 0.98:
        parts.append(rng.choice(some) if rng.random() < 0.9 else chr(rng.randrange(1, 0x11000)))
    return "".join(parts)


def mutated(rng: random.Random, message: str, longest: int) -> str:
    """A real message with pieces put in, taken out, repeated and exchanged."""
    text = message[:longest]
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.randint(0, 12))
        put = rng.choice([rng.choice(PIECES), text[at:end] * rng.randint(2, 40), "", str(rng.randrange(10**18))])
        text = (text[:at] + put + text[end:])[:longest]
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for some minutes."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--corpus", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    corpus = [text for file in given.corpus for text in _texts(file)]
    rng = random.Random(given.seed)
    readers = _readers()
    counts: Counter[str] = Counter()
    worst: dict[str, tuple[float, str]] = {}
    found: list[dict[str, object]] = []
    until = time.monotonic() + given.minutes * 60
    while time.monotonic() < until:
        longest = LONGEST * (10 if rng.random() < 0.02 else 1)
        real = bool(corpus) and rng.random() < 0.5
        text = mutated(rng, rng.choice(corpus), longest) if real else made_up(rng, longest)
        counts["mutated" if real else "random"] += 1
        for name, read in readers.items():
            taken, error = _read(read, text)
            if taken > worst.get(name, (0.0, ""))[0]:
                worst[name] = taken, text
            if error or (taken > MOST_MS and min(_read(read, text)[0] for _ in range(2)) > MOST_MS):
                counts["raised" if error else "slow"] += 1
                found.append({"reader": name, "error": error, "ms": round(taken, 1), "text": text})
    slowest = {name: round(ms, 1) for name, (ms, _) in worst.items()}
    print(json.dumps({**counts, "slowest_ms": slowest, "found": found[:20]}, ensure_ascii=True, indent=1))  # noqa: T201
    return 1 if found else 0


def _readers() -> dict[str, Callable[[str], object]]:
    dialog = open_dialog()
    case, turns = Case(), 0

    def turn(text: str) -> ErrorPlace | None:
        """A turn of a case that goes on for a while, and a look at its timeline: what was stored is read again."""
        nonlocal case, turns
        taken = take_turn(dialog, case, TextInput(text), NOW)
        seen = take_turn(dialog, taken.case, CommandInput("timeline"), NOW)
        turns += 1
        case = taken.case if turns % TURNS else Case()
        return taken.error or seen.error

    readers: dict[str, Callable[[str], object]] = {
        "understanding": lambda text: dialog.understander.read(text, NOW),
        "checker": dialog.checker.check,
        "secrets": screen,
        "turn": turn,
    }
    for read in readers.values():
        read("热身")
    return readers


def _read(read: Callable[[str], object], text: str) -> tuple[float, str]:
    """Milliseconds of processor time, and the error that was raised or reported."""
    started = time.thread_time()
    try:
        outcome = read(text)
    except Exception as error:  # noqa: BLE001
        return 0.0, str(ErrorPlace.of(error))
    return (time.thread_time() - started) * 1000, str(outcome) if isinstance(outcome, ErrorPlace) else ""


def _texts(file: Path) -> list[str]:
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    rows = (json.loads(line) for line in raw.decode("utf-8").splitlines() if line.strip())
    return [row["text"] for row in rows if isinstance(row.get("text"), str)]


if __name__ == "__main__":
    sys.exit(main())
