# ruff: noqa: T201 (it prints its figures)
"""How fast the understanding is, and how often it is right.

    python -m tests.benchmarks.understanding            speed and size, on the utterances of tests/understanding
    python -m tests.benchmarks.understanding FOLDER     and right answers, on the labelled sets in FOLDER

FOLDER holds victim_questions.jsonl.gz and legal_questions.jsonl.gz (JSON lines with "text" and "label"). Run from the
root of the repository. One process, one core. Times are processor time: other work
on the machine does not count.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import yaml

from bot.content import open_content, read_models
from dialogs.assembly import make_understander
from dialogs.understanding import Understander

ROOT = Path(__file__).resolve().parents[2]
UTTERANCES = ROOT / "tests" / "understanding" / "utterances.yaml"
NOW = dt.datetime(2026, 11, 23, 16, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ROUNDS = 5
TARGETS = {"building, seconds of processor time": 0.3, "memory, MB": 60.0, "median, ms of it a text": 1.0}
OUT_OF_SCOPE = "out_of_scope"

GROUPS = {
    **dict.fromkeys(("wrong_recipient", "wrong_amount", "received_by_mistake", "transfer_delayed"), "mistaken payment"),
    **dict.fromkeys(("fake_recall_tool", "recovery_scam"), "scam"),
    **dict.fromkeys(("account_theft", "account_frozen"), "account"),
    "merchant_dispute": "merchant dispute",
    "minor_payment": "minor",
}
# Labels of the set that are no situation of ours, and the situations that answer them.
ANSWERED_BY = {
    "wrong_amount_or_mistaken_payment": {"wrong_amount", "wrong_recipient"},
    "transfer_delay": {"transfer_delayed"},
    "scam_unspecified": {"scam_other"},
    "scam_shopping_service": {"scam_shopping", "scam_customer_service"},
}


def memory() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def load() -> tuple[Understander, float, float]:
    """The understander over the packaged content, the seconds it took to build, and the MB it added."""
    files, models = open_content(), read_models()
    before, start = memory(), time.process_time()
    understander = make_understander(files, models)
    understander.read("转错人了", NOW)
    return understander, time.process_time() - start, memory() - before


def speed(understander: Understander, texts: list[str]) -> tuple[float, float]:
    """Milliseconds a text: the median, and what 99 of 100 stay under."""
    taken = []
    for _ in range(ROUNDS):
        for text in texts:
            start = time.process_time()
            understander.read(text, NOW)
            taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a packed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def group(situation: str) -> str:
    """One of the six groups."""
    return "scam" if situation.startswith("scam_") else GROUPS.get(situation, "out of scope")


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    """The mean of the F1 of each group, of (wanted, got)."""
    scores = []
    for name in {wanted for wanted, _ in pairs} | {got for _, got in pairs}:
        hit = sum(wanted == got == name for wanted, got in pairs)
        told = sum(name in pair for pair in pairs)
        scores.append(2 * hit / (told + hit) if told else 0.0)
    return statistics.mean(scores)


def judge(understander: Understander, folder: Path) -> None:
    """Print how often the situation is right on real questions, and how often it is found in others."""
    victims = rows(folder / "victim_questions.jsonl.gz")
    got = [understander.read(row["text"], NOW).situation or OUT_OF_SCOPE for row in victims]
    wanted = [ANSWERED_BY.get(row["label"], {row["label"]}) for row in victims]
    pairs = [(group(min(w)), group(g)) for w, g in zip(wanted, got, strict=True)]
    inside = [(w, g) for w, g in zip(wanted, got, strict=True) if OUT_OF_SCOPE not in w]
    print(f"victim_questions, {len(victims)} texts")
    print(f"  six groups right      {sum(w == g for w, g in pairs) / len(pairs):.3f}   (at least 0.90)")
    print(f"  six groups, macro-F1  {macro_f1(pairs):.3f}   (at least 0.85)")
    print(f"  exact, in scope       {sum(g in w for w, g in inside) / len(inside):.3f}   (at least 0.80)")
    legal = rows(folder / "legal_questions.jsonl.gz")
    found = [understander.read(row["text"], NOW).situation for row in legal]
    taken = Counter(name for name in found if name not in {None, OUT_OF_SCOPE})
    print(f"legal_questions, {len(legal)} texts")
    print(f"  taken for a situation {taken.total() / len(legal):.3f}   (rightly or not: read a sample)")
    print(f"  {dict(taken.most_common())}")


def main() -> int:
    """Print the figures; exit 1 when one misses its target."""
    understander, seconds, megabytes = load()
    texts = [row["text"] for row in yaml.load(UTTERANCES.read_text("utf-8"), yaml.CSafeLoader)]
    median, slow = speed(understander, texts)
    figures = dict(zip(TARGETS, (seconds, megabytes, median), strict=True))
    for name, target in TARGETS.items():
        print(f"{name:34} {figures[name]:7.3f}   (at most {target})")
    print(f"{'99 of 100 texts within, ms':34} {slow:7.3f}")
    if len(sys.argv) > 1:
        judge(understander, Path(sys.argv[1]))
    return int(any(figures[name] > target for name, target in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
