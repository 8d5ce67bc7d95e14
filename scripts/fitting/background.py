"""What the model of situations stands against: legal questions of citizens, as a matrix of features without text.

scripts/background/README.md says where they come from.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dialogs.text.linear_model import bucket, grams
from dialogs.understanding.features import LENGTH_CUES, cues
from dialogs.understanding.wording import Wording

if TYPE_CHECKING:
    from scripts.fitting.fit_models import Texts

FOLDER = Path(__file__).resolve().parent.parent / "background"
BACKGROUND = FOLDER / "questions.npz"
LEFT_OUT = FOLDER / "left-out.txt"

# What of a background text is kept: its grams that many texts have, and of longer ones a part drawn by chance. Too
# few neighbours are left to put a sentence together again: about half of them, in no order.
COMMON_FROM = 4
KEPT = {1: 1.0, 2: 0.75, 3: 0.5}
_TOKENS = re.compile(r"<[a-z]+>|00000|.", re.DOTALL)


@dataclass(frozen=True)
class Background:
    """The background texts: buckets and cues of each, and whether it is surely out of scope.

    `frequency` says for each bucket in how many of the whole texts it is.
    """

    buckets: Sequence[frozenset[int]]
    cues: Sequence[frozenset[str]]
    sure: Sequence[bool]
    frequency: Mapping[int, int]


def make_background(questions: Path, texts: Texts) -> None:
    """Write the matrix of the legal questions: no text, no order, and not all of what they hold."""
    opener = gzip.open if questions.suffix == ".gz" else open
    with opener(questions, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    left_out = {line for line in LEFT_OUT.read_text("utf-8").split("\n") if line and not line.startswith("#")}
    plain = [texts.normaliser.in_chinese(row["text"]) for row in rows]
    held = [{bucket(gram): len(_TOKENS.findall(gram)) for gram in grams(text)} for text in plain]
    frequency = Counter(number for grams_held in held for number in grams_held)
    common = {number: n for number, n in sorted(frequency.items()) if n >= COMMON_FROM}
    draw = random.Random(20261201)  # noqa: S311 - the same each time
    kept = [sorted(n for n, size in sorted(h.items()) if n in common and draw.random() < KEPT[size]) for h in held]
    keys = list(cue_keys(texts.wording).items())
    marks = np.array([[name in found for name, _ in keys] for found in (cues(text, texts.wording) for text in plain)])
    order = list(range(len(rows)))
    draw.shuffle(order)
    np.savez_compressed(
        BACKGROUND,
        ends=np.cumsum([len(kept[i]) for i in order]).astype("<u4"),
        # Differences between neighbours are small numbers, which pack well.
        steps=np.concatenate([np.diff(kept[i], prepend=0) for i in order]).astype("<u4"),
        sure=np.array([rows[i]["source"] not in left_out for i in order]),
        common=np.array(list(common), "<u4"),
        frequency=np.array(list(common.values()), "<u4"),
        cue_keys=np.array([key for _, key in keys]),
        cues=np.packbits(marks[order], axis=1),
    )
    print(f"{BACKGROUND.name}: {len(rows)} texts, {BACKGROUND.stat().st_size} bytes")


def cue_keys(wording: Wording) -> dict[str, str]:
    """For each cue a checksum of its pattern: the background knows nothing of a pattern that was changed."""
    keys = {name: f"{zlib.crc32(pattern.pattern.encode()):08x}" for name, pattern in wording.cues}
    return keys | {name: name for name in LENGTH_CUES}


def load_background(wording: Wording) -> Background:
    """The matrix, with its cues by the names that their patterns have now."""
    with np.load(BACKGROUND, allow_pickle=False) as data:
        parts = np.split(data["steps"], data["ends"][:-1])
        known = {str(key): i for i, key in enumerate(data["cue_keys"])}
        names = {known[key]: name for name, key in cue_keys(wording).items() if key in known}
        marks = np.unpackbits(data["cues"], axis=1, count=len(known)).astype(bool)
        return Background(
            buckets=[frozenset(map(int, np.cumsum(part))) for part in parts],
            cues=[frozenset(names[i] for i in np.flatnonzero(row) if i in names) for row in marks],
            sure=data["sure"].tolist(),
            frequency=dict(zip(data["common"].tolist(), data["frequency"].tolist(), strict=True)),
        )
