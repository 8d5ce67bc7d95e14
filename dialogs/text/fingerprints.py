"""Checksums of the content that models are fitted to, by which a model is known to be older than its phrases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from dialogs.library.decoding import parse_yaml
from dialogs.text.linear_model import LinearModel

DETAILS = "zh-Hans/details.yaml"
SITUATION_PHRASES, CHECKED_TEXTS = "zh-Hans/phrases/situations/", "checking/texts/"
TABLE = "text.yaml"
ANSWER_PHRASES = "zh-Hans/phrases/answers/"
REQUEST_PHRASES, DANGER_PHRASES = "zh-Hans/phrases/requests.yaml", "zh-Hans/phrases/danger.yaml"
FEELING_PHRASES, ASK_PHRASES = "zh-Hans/phrases/fears.yaml", "zh-Hans/phrases/asks.yaml"
TYPED = (ANSWER_PHRASES, REQUEST_PHRASES, DANGER_PHRASES, FEELING_PHRASES, ASK_PHRASES, TABLE)
INPUTS: Mapping[str, tuple[str, ...]] = {
    "models/situation.bin": (SITUATION_PHRASES, DETAILS, TABLE),
    "models/checking.bin": (SITUATION_PHRASES, CHECKED_TEXTS, TABLE),
    "models/answers.bin": TYPED,
    "models/messages.bin": (*TYPED, SITUATION_PHRASES),
    "models/asks.bin": TYPED,
}
"""For each model the files, or folders of them, to which it is fitted."""

_CUES = ("lexicon", "cues", "concepts")  # what a model sees of the details


def fingerprints(model: str, files: Mapping[str, str]) -> dict[str, str]:
    """The checksum of every file that a model is fitted to, by its path below `content/`; remarks do not count."""
    return {path: _fingerprint(path, text) for path, text in sorted(files.items()) if path.startswith(INPUTS[model])}


def outdated(model: str, data: bytes, files: Mapping[str, str]) -> list[str]:
    """The files that were changed, added or taken away since a model was fitted to them.

    Raises:
        ValueError: `data` is no model.
    """
    now, then = fingerprints(model, files), LinearModel(data).fitted_to
    return sorted(path for path in now.keys() | then.keys() if now.get(path) != then.get(path))


def _fingerprint(path: str, text: str) -> str:
    content: Any = parse_yaml(text)
    if path == DETAILS:
        content = {name: content[name] for name in _CUES}
    said = json.dumps(content, ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
