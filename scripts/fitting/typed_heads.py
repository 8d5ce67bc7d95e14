"""Which phrases teach which head of the models that read typed messages. Imported by scripts/fit-models.

answers.bin has one head for each question of the dialog: its options, UNKNOWN and NO_ANSWER. messages.bin has the
heads danger, request, feeling and asking, and asks.bin the one head ask (the ids of knowledge and myths); each with
NONE.
A head also learns what is not for it: a sample of the phrases of all other heads, which count little each.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from dialogs.library.decoding import parse_yaml
from dialogs.text.fingerprints import (
    ANSWER_PHRASES,
    ASK_PHRASES,
    DANGER_PHRASES,
    FEELING_PHRASES,
    REQUEST_PHRASES,
    SITUATION_PHRASES,
)
from dialogs.understanding.typed import (
    ASK,
    ASKING,
    DANGER,
    FEELING,
    LONGEST_REQUEST,
    NO_ANSWER,
    NONE,
    REQUEST,
    UNKNOWN,
    clauses_of,
)

# Phrases of other heads in the sample.
OTHERS, OTHERS_OF_MESSAGES, OTHERS_OF_FEELINGS, ASKED = 3000, 16_000, 5000, 12_000
STORIES = 14_000  # that ask the program for nothing: 「我刚才转错钱了」
OTHER_WEIGHT = 0.15
# A false alarm costs more than another misreading: a danger is told from all that is said elsewhere, except for what
# was read and may as well be one.
ALARM_WEIGHT = 0.6
CALM_CLAUSES = 30_000  # read by themselves, and so taught by themselves
DOUBTFUL = "doubtful"
ALSO_ANSWERS = frozenset({"yes", "no", "skip", "again", NONE})  # kinds of request that answer some question, too
TOPICS = ("prevention_topic", "legal_topic")
# Situations told in stories; in the others somebody asks, and in the last ones nobody is meant.
ASKED_FOR = {"legal_routes", "prevention", "comparison", "out_of_scope", "none"}
IN_CONTACT = "still_in_contact"  # its options are dangers, too


@dataclass(frozen=True)
class Phrase:
    """A phrase with the class it belongs to in one head."""

    text: str
    label: str
    weight: float = 1.0


Heads = Mapping[str, list[Phrase]]


@dataclass(frozen=True)
class Written:
    """All phrases of typed messages, as their files hold them."""

    answers: Mapping[str, Mapping[str, Any]]
    requests: Mapping[str, Any]
    dangers: Mapping[str, Any]
    feelings: Mapping[str, Any]
    asks: Mapping[str, Any]
    stories: Mapping[str, Any]

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Written:
        """The phrases in the texts of files, by path inside `content/`."""
        answers = {
            PurePosixPath(path).stem: parse_yaml(text)
            for path, text in files.items()
            if path.startswith(ANSWER_PHRASES)
        }
        single = (parse_yaml(files[path]) for path in (REQUEST_PHRASES, DANGER_PHRASES, FEELING_PHRASES, ASK_PHRASES))
        stories = {
            PurePosixPath(path).stem: parse_yaml(text)["phrases"]
            for path, text in files.items()
            if path.startswith(SITUATION_PHRASES)
        }
        return cls(answers, *single, stories)


def answer_heads(written: Written) -> Heads:
    """For each question its options, "I don't know", and what is said beside the point."""
    heads = {}
    options = {question: list(_options(written, question)) for question in written.answers}
    beside = [*_requests(written), *_flat(written.feelings), *_flat(written.asks)]
    dangers = list(_flat(written.dangers))
    for question, parts in written.answers.items():
        own = [Phrase(text, option) for option, texts in parts["options"].items() for text in _flat(texts)]
        own += [Phrase(text, UNKNOWN) for text in _flat(parts.get(UNKNOWN))]
        own += [Phrase(text, NO_ANSWER) for text in _flat(parts.get("other"))]
        rest = [text for other, texts in options.items() if other != question for text in texts]
        rest += beside if question == IN_CONTACT else beside + dangers
        heads[question] = [*own, *_sample(question, rest, own, NO_ANSWER, OTHERS)]
    return heads


def message_heads(written: Written) -> Heads:
    """Dangers, requests, feelings, and whether something is asked."""
    options = [*_options(written)]
    danger, request, feeling = (_labelled(part) for part in (written.dangers, written.requests, written.feelings))
    in_contact = [Phrase(text, NONE) for text in _flat(written.answers[IN_CONTACT])]
    doubtful, danger = ([one for one in danger if (one.label == DOUBTFUL) is is_] for is_ in (True, False))
    asks, requests, feelings = (list(_flat(part)) for part in (written.asks, written.requests, written.feelings))
    others = [*options, *feelings, *requests, *asks, *(text for texts in written.stories.values() for text in texts)]
    known = [*danger, *doubtful, *in_contact]
    calm = _sample(DANGER, others, known, NONE, len(others), ALARM_WEIGHT)
    parts = (part for one in calm for part in clauses_of(one.text))
    calm += _sample("clauses", parts, [*known, *calm], NONE, CALM_CLAUSES, ALARM_WEIGHT)
    untold = _sample(REQUEST, [*options, *feelings, *_flat(written.dangers), *asks], request, NONE, OTHERS_OF_MESSAGES)
    told_of = sorted(written.stories.keys() - ASKED_FOR)
    stories = (text for name in told_of for text in written.stories[name] if len(text) <= LONGEST_REQUEST)
    untold += _sample("stories", stories, request, NONE, STORIES)
    cool = _sample(FEELING, [*options, *requests, *asks], feeling, NONE, OTHERS_OF_FEELINGS)
    asked = _sample(ASKING, asks, (), ASKING, ASKED)
    topics = {text for name in TOPICS for text in _flat(written.answers[name])}  # there a question is the answer
    questions = topics.union(asks)
    statements = [*options, *feelings, *_flat(written.dangers)]
    statements = [text for text in statements if text not in questions]
    unsure = [Phrase(text, NONE) for parts in written.answers.values() for text in _flat(parts.get(UNKNOWN))]
    told = [*unsure, *_sample(ASKING, statements, asked, NONE, ASKED)]
    both = [Phrase(one.text, one.label) for one in (*asked, *told)]
    return {DANGER: [*danger, *calm], REQUEST: [*request, *untold], FEELING: [*feeling, *cool], ASKING: both}


def ask_heads(written: Written) -> Heads:
    """The questions that have an answer here."""
    asks = _labelled(written.asks)
    rest = [*_options(written), *_requests(written), *_flat(written.feelings), *_flat(written.dangers)]
    return {ASK: [*asks, *_sample(ASK, rest, asks, NONE, OTHERS_OF_MESSAGES)]}


def _labelled(part: Mapping[str, Any]) -> list[Phrase]:
    return [Phrase(text, label) for label, texts in part.items() for text in _flat(texts)]


def _options(written: Written, *questions: str) -> Iterator[str]:
    """The phrases of the options of some questions, or of all."""
    for question in questions or written.answers:
        options = written.answers[question]["options"]
        yield from (text for option, texts in options.items() if option != UNKNOWN for text in _flat(texts))


def _requests(written: Written) -> Iterator[str]:
    return (text for kind, texts in written.requests.items() if kind not in ALSO_ANSWERS for text in _flat(texts))


def _sample(
    head: str, texts: Iterable[str], own: Iterable[Phrase], label: str, most: int, weight: float = OTHER_WEIGHT
) -> list[Phrase]:
    """Some of the texts, the same each time, none of which is a phrase of the head itself."""
    taken = {phrase.text for phrase in own}
    left = [text for text in dict.fromkeys(texts) if text not in taken]
    chosen = random.Random(head).sample(left, min(most, len(left)))  # noqa: S311 - the same each time
    return [Phrase(text, label, weight) for text in chosen]


def _flat(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for value in part.values():
            yield from _flat(value)
    elif isinstance(part, list):
        for value in part:
            yield from _flat(value)
    elif part is not None:
        yield str(part)
