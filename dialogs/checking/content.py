"""The content files of the checker, read from their texts into records and checked against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dialogs.checking.signals import (
    ArtifactFile,
    CheckingWords,
    Kind,
    Signal,
    SignalFile,
    Topic,
)
from dialogs.library.parsing import parsed
from dialogs.library.validation import checked

ARTIFACTS = "checking/artifacts.yaml"
WORDS = "zh-Hans/checking.yaml"
_FOLDER = "checking/"


class ContentError(ValueError):
    """Files that do not fit together; the message names the record."""


@dataclass(frozen=True, slots=True)
class CheckingContent:
    """Everything a `Checker` is built from."""

    topics: tuple[Topic, ...]
    lists: Mapping[str, tuple[str, ...]]
    signals: tuple[Signal, ...]
    artifacts: ArtifactFile
    words: CheckingWords

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> CheckingContent:
        """Read from texts keyed by their path below `content/`.

        Takes `checking/*.yaml` and `zh-Hans/checking.yaml`, and leaves every other key alone.
        Raises NotWellFormed on a record that is not well formed, and ContentError on a file or id that
        is missing, or an id given twice.
        """
        wanted = {path: text for path, text in files.items() if _wanted(path)}
        read = {path: parsed(text) for path, text in wanted.items()}
        special = {ARTIFACTS, WORDS}
        if missing := special - read.keys():
            raise ContentError(f"missing: {', '.join(sorted(missing))}")
        parts = [checked(SignalFile, read[path]) for path in sorted(read.keys() - special)]
        content = cls(
            topics=tuple(topic for part in parts for topic in part.topics),
            lists=_one_of_each((name, words) for part in parts for name, words in part.lists.items()),
            signals=tuple(signal for part in parts for signal in part.signals),
            artifacts=checked(ArtifactFile, read[ARTIFACTS]),
            words=checked(CheckingWords, read[WORDS]),
        )
        content.ensure_whole()
        return content

    def ensure_whole(self) -> None:
        """Raise ContentError when a record names another one that does not exist, or an id stands twice."""
        _one_of_each((topic.id, ()) for topic in self.topics)
        _one_of_each((signal.id, ()) for signal in self.signals)
        topics = {topic.id for topic in self.topics}
        for signal in self.signals:
            if signal.topic and signal.topic not in topics:
                raise ContentError(f"{signal.id}: no topic {signal.topic}")
            if signal.kind is Kind.LURE and not signal.topic:
                raise ContentError(f"{signal.id}: a lure needs a topic")
            if signal.kind is Kind.SOLICITATION and not signal.means:
                raise ContentError(f"{signal.id}: a solicitation needs a means")
            if signal.reason and signal.reason not in self.words.reasons:
                raise ContentError(f"{signal.id}: no reason {signal.reason}")
        for verdict, words in self.words.verdicts.items():
            if unknown := set(words.advice) - self.words.advice.keys():
                raise ContentError(f"{verdict}: no advice {', '.join(sorted(unknown))}")


def _wanted(path: str) -> bool:
    return path == WORDS or (path.startswith(_FOLDER) and path.endswith(".yaml") and "/" not in path[len(_FOLDER) :])


def _one_of_each(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if name in found:
            raise ContentError(f"{name}: given twice")
        found[name] = value
    return found
