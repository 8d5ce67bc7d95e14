"""What the files of the checker of messages say about each other."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.library import files as at
from dialogs.library.models.checking import CheckingContent
from dialogs.library.problems import Problem

MOST_DECIDING = 20  # signals; what more is known belongs into the texts that the model is fitted to


def checking_problems(content: CheckingContent) -> Iterator[Problem]:
    """Reasons and advice that are named and do not exist; signals that decide without a topic, or too many of them."""
    words = content.words
    for signal in content.signals:
        if signal.reason not in words.reasons:
            yield Problem(content.file_of(signal), signal.id, f"没有 {signal.reason} 这个理由")
        if signal.decides and signal.topic not in {"recovery", "recall"}:
            yield Problem(content.file_of(signal), signal.id, "decides 要写 topic：recovery 或 recall")
    deciding = [signal for signal in content.signals if signal.decides]
    for signal in deciding[MOST_DECIDING:]:
        yield Problem(content.file_of(signal), signal.id, f"decides 的太多，最多 {MOST_DECIDING} 个")
    advice = {f"verdicts.{name}.advice": one.advice for name, one in words.verdicts.items()}
    advice |= {f"kinds.{name}.advice": one.advice for name, one in words.kinds.items()}
    for where, names in advice.items():
        for name in names:
            if name not in words.advice:
                yield Problem(at.CHECKING_WORDS, where, f"没有 {name} 这条建议")
    for kind, one in words.kinds.items():
        if one.reason not in words.reasons:
            yield Problem(at.CHECKING_WORDS, f"kinds.{kind}.reason", f"没有 {one.reason} 这个理由")
