"""Derive the character tables of the editions in Traditional characters from OpenCC: content/<tag>/derived.yaml.

OpenCC needs 43 MB for its phrases, so what it makes of our words is kept instead: the usual form of every character,
and each short stretch of our words in which a character is another one than usual.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import opencc
import yaml

from bot.content import open_content
from dialogs.editions.conversion import any_of
from dialogs.editions.edition import DERIVED, GLOSSARY
from scripts.deriving.words import source_words

ROOT = Path(__file__).resolve().parent.parent.parent
COMMON = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
LONGEST = 6  # characters of a stretch


def derive(convert: opencc.OpenCC, texts: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The usual form of each character, and the stretches in which one is another."""
    pairs = {text: convert.convert(text) for text in texts}
    if odd := [text for text, made in pairs.items() if len(text) != len(made)]:
        raise SystemExit(f"not character by character: {odd[:3]}")
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for text, made in pairs.items():
        for old, new in zip(text, made, strict=True):
            counts[old][new] += 1
    usual = {char: convert.convert(char) for char in COMMON if char}
    usual |= {char: max(forms, key=lambda form: forms[form]) for char, forms in counts.items()}
    whole = "\n".join(pairs)
    made = "\n".join(pairs.values())
    phrases: dict[str, str] = {}
    for at, (old, new) in enumerate(zip(whole, made, strict=True)):
        if usual[old] != new and not _covered(whole, at, phrases):
            stretch = _shortest(whole, made, at)
            phrases[whole[stretch]] = made[stretch]
    return {old: new for old, new in usual.items() if old != new}, phrases


def _covered(whole: str, at: int, phrases: dict[str, str]) -> bool:
    spans = (
        whole[start : start + size] for size in range(2, LONGEST + 1) for start in range(max(0, at - size + 1), at + 1)
    )
    return any(span in phrases for span in spans)


def _shortest(whole: str, made: str, at: int) -> slice:
    """The shortest stretch around a place that is made into the same wherever it stands."""
    for size in range(2, LONGEST + 1):
        for start in range(max(0, at - size + 1), at + 1):
            span = slice(start, start + size)
            if "\n" not in whole[span] and len(set(_made(whole, made, whole[span]))) == 1:
                return span
    raise SystemExit(f"no stretch of {LONGEST} characters tells it: {whole[max(0, at - 8) : at + 8]}")


def _made(whole: str, made: str, span: str) -> Iterator[str]:
    at = whole.find(span)
    while at >= 0:
        yield made[at : at + len(span)]
        at = whole.find(span, at + 1)


def main() -> None:
    """Write the tables of all editions that have a glossary."""
    content = open_content()
    texts = sorted(set(source_words(content)))
    for tag, files in content.editions.items():
        if GLOSSARY not in files:
            continue
        glossary = yaml.safe_load(files[GLOSSARY])
        scheme, own = glossary["scheme"], any_of(glossary["words"])
        left = sorted({part for text in texts for part in own.split(text) if part})  # the glossary comes first
        characters, phrases = derive(opencc.OpenCC(scheme), left)
        table = {
            "simplified": "".join(sorted(characters)),
            "written": "".join(characters[char] for char in sorted(characters)),
            "phrases": dict(sorted(phrases.items())),
        }
        text = f"# 由 scripts/derive 按 OpenCC {opencc.__version__} 的 {scheme} 写出，不要手改。写法改在 {GLOSSARY}。\n"
        text += yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=10_000)
        (ROOT / "content" / tag / DERIVED).write_text(text, "utf-8")
        print(f"{tag}: {len(characters)} characters, {len(phrases)} phrases")


if __name__ == "__main__":
    main()
