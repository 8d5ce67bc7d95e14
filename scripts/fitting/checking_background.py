"""The real texts that the checker is fitted against, as a matrix of features without text. Imported by
scripts/fit-models; scripts/background/README.md says what is in it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dialogs.checking.judging import HARMLESS, HOWTO, OFFERS, ORDINARY, RECOVERY, REPORTS, TELLS
from dialogs.text.linear_model import bucket, grams

COMMON_FROM = 5  # texts that a gram must stand in to be kept; of the few labelled texts, two
KEPT = {1: 1.0, 2: 0.8, 3: 0.6}  # share of its grams of so many tokens that a text keeps
NO_VOICE = ""
_TOKENS = re.compile(r"<[a-z]+>|00000|.", re.DOTALL)
_KINDS = {
    "escort": "escort", "gambling": "gambling", "invoice": "papers", "laundering": "laundering", "task": "job",
    "phishing": "phishing", "sms_trojan": "trojan", "hacker_service": "spying", "chat_ocr": "chat",
}  # fmt: skip
_SCRIPTS = {
    "刷单返利": "job", "贷款征信": "loan", "领导熟人": "acquaintance", "网游虚假交易": "trade", "公检法": "authority",
    "冒充客服": "service", "婚恋交友": "romance", "正常": HARMLESS,
}  # fmt: skip
_VOICES = {"victim": TELLS, "question": TELLS, "buyer_chat": TELLS, "legal": NO_VOICE}
# How many texts of a large set are taken, what they count, and their voice.
_LARGE = {
    "legal_questions": (2723, 0.3, TELLS),
    "pay_questions": (4000, 0.25, TELLS),
    "dataclue_cic": (800, 0.25, TELLS),
    "livechat_spam": (2000, 0.4, ORDINARY),
    "weibo_rumor": (500, 0.6, NO_VOICE),
    "telecom_fraud_8": (2000, 0.2, NO_VOICE),
}
SPLIT_BY_ROW = tuple(_LARGE)
"""The large sets: a part of every other row is fitted to, and the rows between are left to measure with."""
REAL_WEIGHT = 1.2


@dataclass(frozen=True)
class Row:
    """The buckets of a text with its class in each head (no voice: an empty name), and a number for its source."""

    buckets: frozenset[int]
    what: str
    voice: str
    weight: float
    source: int


def source_of(row: dict[str, Any]) -> str:
    """Whose text a row of a labelled set is: the operator or campaign, else where it was found."""
    return str(row.get("source_key") or row.get("campaign") or row.get("source") or "")


def source_number(source: str) -> int:
    """A number for a source, from which it cannot be read; even for the half that nobody reads."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:2], "little")


def background_of(name: str) -> str:
    """The source of the rows of a large set."""
    return f"{name} background"


def read_set(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a set of JSON lines, plain or gzip; none where the folder does not hold it."""
    for path in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"):
        if path.exists():
            raw = path.read_bytes()
            text = gzip.decompress(raw) if path.suffix == ".gz" else raw
            return [json.loads(line) for line in text.decode("utf-8").splitlines() if line.strip()]
    return []


def _labelled(folder: Path) -> Iterator[tuple[str, str, str, float, str]]:
    for name in ("traps", "recall_ads", "chat_fraud_ocr"):
        for row in read_set(folder, name):
            label, kind = row["label"], row.get("kind") or ""
            source = source_of(row)
            if label == "recovery_scam":
                yield row["text"], RECOVERY, OFFERS, REAL_WEIGHT, source
            elif label == "fraud_chat" or (label == "other_fraud" and kind in _KINDS):
                yield row["text"], _KINDS.get(kind, "chat"), OFFERS, REAL_WEIGHT, source
            elif kind == "false_recall_howto":
                yield row["text"], HOWTO, NO_VOICE, REAL_WEIGHT, source
            elif label == "warning_or_news":
                yield row["text"], HARMLESS, REPORTS, REAL_WEIGHT, source
            elif label in {"normal", "normal_chat"}:
                yield row["text"], HARMLESS, _VOICES.get(kind, ORDINARY), REAL_WEIGHT, source


def _background(folder: Path) -> Iterator[tuple[str, str, str, float, str]]:
    for name, (most, weight, voice) in _LARGE.items():
        rows = [row for row in read_set(folder, name) if row.get("label") not in {"spam", "rumor"}]
        for row in rows[::2][:: max(1, len(rows) // 2 // most)][:most]:
            what = _SCRIPTS[row["label"]] if name == "telecom_fraud_8" else HARMLESS
            yield row["text"], what, OFFERS if what != HARMLESS else voice, weight, background_of(name)


def write_rows(folder: Path, plain: Callable[[str], str], path: Path) -> int:
    """Write the matrix of the sets in `folder`, in no order, and not all of what they hold; how many texts it has."""
    texts = [*_labelled(folder), *_background(folder)]
    held = [{bucket(gram): len(_TOKENS.findall(gram)) for gram in grams(plain(text))} for text, *_ in texts]
    frequency = Counter(number for one in held for number in one)
    draw = random.Random(20261202)  # noqa: S311 - the same each time
    least = [2 if weight >= REAL_WEIGHT else COMMON_FROM for _, _, _, weight, _ in texts]
    kept = [
        [n for n, size in sorted(one.items()) if frequency[n] >= common and draw.random() < KEPT[min(3, size)]]
        for one, common in zip(held, least, strict=True)
    ]
    order = list(range(len(texts)))
    draw.shuffle(order)
    np.savez_compressed(
        path,
        ends=np.cumsum([len(kept[i]) for i in order]).astype("<u4"),
        steps=np.concatenate([np.diff(kept[i], prepend=0) for i in order]).astype("<u4"),
        what=np.array([texts[i][1] for i in order]),
        voice=np.array([texts[i][2] for i in order]),
        weight=np.array([texts[i][3] for i in order], "<f4"),
        source=np.array([source_number(texts[i][4]) for i in order], "<u2"),
    )
    return len(texts)


def read_rows(path: Path) -> list[Row]:
    """The rows of the matrix."""
    with np.load(path, allow_pickle=False) as data:
        parts = np.split(data["steps"], data["ends"][:-1])
        columns = (data[name].tolist() for name in ("what", "voice", "weight", "source"))
        return [Row(frozenset(map(int, np.cumsum(part))), *rest) for part, *rest in zip(parts, *columns, strict=True)]
