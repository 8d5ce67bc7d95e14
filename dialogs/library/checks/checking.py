"""What the files of the checker of messages say about each other."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.library import files as at
from dialogs.library.models.checking import CheckingContent, Signal, SignalKind
from dialogs.library.problems import Problem


def checking_problems(content: CheckingContent) -> Iterator[Problem]:
    """Topics, reasons and advice that are named and do not exist; lures and solicitations that lack something."""
    topics = {topic.id for topic in content.topics}
    for signal in content.signals:
        yield from (Problem(content.file_of(signal), signal.id, what) for what in _signal(content, signal, topics))
    for verdict, words in content.words.verdicts.items():
        for name in words.advice:
            if name not in content.words.advice:
                yield Problem(at.CHECKING_WORDS, f"verdicts.{verdict}.advice", f"没有 {name} 这条建议")


def _signal(content: CheckingContent, signal: Signal, topics: set[str]) -> Iterator[str]:
    if signal.topic and signal.topic not in topics:
        yield f"没有 {signal.topic} 这个 topic"
    if signal.kind is SignalKind.LURE and not signal.topic:
        yield "lure 要写 topic"
    if signal.kind is SignalKind.SOLICITATION and not signal.means:
        yield "solicitation 要写 means"
    if signal.reason and signal.reason not in content.words.reasons:
        yield f"没有 {signal.reason} 这个理由"
