"""The texts: made up of pieces that mean something, or real messages that were changed."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

_LONGEST = 400  # characters of a text, but for one in fifty, which is ten times as long
PIECES = [
    *"0123456789零一二三四五六七八九十百千万亿两几多半.,:：/- 前后上下的了吗，。！？\n",
    *["年前", "个月前", "天之前", "小时前", "点半", "号", "月", "块", "元", "w", "k", "多", "次", "每次", "一笔"],
    *["被骗", "转错了", "转账", "红包", "刷单", "验证码", "密码是", "卡号", "身份证", "对方", "没收", "报警", "撤回"],
    *["http://", "t.me/", ".com", "\u202e", "\u0301", "\u200b", "🙏", "{{", "**", "```", "<b>", "\ud800", "微信", "加"],
]  # fmt: skip


def longest(rng: random.Random) -> int:
    """How long the next text may be."""
    return _LONGEST * (10 if rng.random() < 0.02 else 1)


def made_up(rng: random.Random) -> str:
    """A text of pieces that mean something to a reader, mixed with any characters."""
    most, some = longest(rng), rng.choices(PIECES, k=rng.randint(1, 12))
    parts = list[str]()
    while sum(map(len, parts)) < most and rng.random() < 0.98:
        parts.append(rng.choice(some) if rng.random() < 0.9 else chr(rng.randrange(1, 0x11000)))
    return "".join(parts)


def mutated(rng: random.Random, message: str) -> str:
    """A real message with pieces put in, taken out, repeated and exchanged."""
    most = longest(rng)
    text = message[:most]
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.randint(0, 12))
        put = rng.choice([rng.choice(PIECES), text[at:end] * rng.randint(2, 40), "", str(rng.randrange(10**18))])
        text = (text[:at] + put + text[end:])[:most]
    return text


def read_corpus(file: Path) -> list[str]:
    """The messages of a file of JSON lines with "text", plain or .gz."""
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    rows = (json.loads(line) for line in raw.decode("utf-8").splitlines() if line.strip())
    return [row["text"] for row in rows if isinstance(row.get("text"), str)]
