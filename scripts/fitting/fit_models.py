"""Fits the linear models in content/models to the phrases in content, from the repository alone.

    scripts/fit-models                          write the models
    scripts/fit-models asks messages            write these
    scripts/fit-models --check                  write nothing; exit 1 if a model is not what its phrases give
    scripts/fit-models --background QUESTIONS   first rewrite the background, from a file of legal questions
    scripts/fit-models --checked FOLDER         first rewrite the background of the checker, from labelled sets

situation.bin tells from the words of a message whether it is about a payment of ours and which situation it is.
It stands against a background of text about other things: legal questions of citizens, kept in
scripts/background/questions.npz as a matrix of features that holds no text (scripts/background/README.md says how it is
made). checking.bin tells what a message to be checked is and who speaks in it; it is fitted to the texts in
content/checking/texts and to the matrix scripts/background/checking.npz. --background takes the questions as
JSON lines, plain or .gz, with "text" and "source"; to fit, they are not needed.

The sums of a fit run in a fixed order for a fixed number of rounds. Machines differ in their last digits, which
rounding to eight bits mostly hides: --check compares weights with a tolerance (`TOLERANCE`).
Run from the root of the repository, with the development requirements installed.
"""

from __future__ import annotations

import argparse
import math
import sys
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from bot.content import open_content, read_fitted_to
from dialogs.checking.artifacts import masked, sightings
from dialogs.checking.judging import MODEL, POST, VOICE, WHAT, ends
from dialogs.library.decoding import parse_yaml
from dialogs.text.fingerprints import CHECKED_TEXTS, SITUATION_PHRASES, fingerprints
from dialogs.text.heads import SEPARATOR
from dialogs.text.linear_model import BUCKETS, LinearModel, Weights, bucket, dump, grams
from dialogs.text.plain import Normaliser
from dialogs.understanding.features import LENGTH_CUES, cues
from dialogs.understanding.reading import OUT_OF_SCOPE
from dialogs.understanding.situation import INSIDE, OUTSIDE
from dialogs.understanding.wording import Wording, read_wording
from scripts.fitting.background import Background, load_background, make_background
from scripts.fitting.checking_background import REAL_WEIGHT, Row, read_rows, write_rows
from scripts.fitting.checking_heads import taught
from scripts.fitting.posts import END_WEIGHT, Post, posts
from scripts.fitting.typed_heads import Heads, Written, answer_heads, ask_heads, message_heads

ROOT = Path(__file__).resolve().parent.parent.parent

MODELS = ROOT / "content"
SITUATION, CHECKING = "models/situation.bin", MODEL
TYPED: Mapping[str, tuple[Callable[[Written], Heads], float]] = {
    "models/asks.bin": (ask_heads, 40.0),
    "models/messages.bin": (message_heads, 40.0),
    "models/answers.bin": (answer_heads, 40.0),
}
"""The models of typed messages: their heads, and the strength of their fit. What takes longest is begun first."""

LEAST_TYPED_WEIGHT, MOST_TYPED_BUCKETS = 0.25, 47_000
REMARKS = f"{CHECKED_TEXTS}passed_on.yaml"
CHECKED = ROOT / "scripts" / "background" / "checking.npz"
TOLERANCE = 3
"""Steps of the rounding by which two fits of the same input may differ in a weight."""

ROUNDS = 30
SEEN_IN = 2  # texts in which a gram must stand

CUE_VALUE = 0.6
SITUATION_BACKGROUND = 0.28
FRAMES_EACH, FRAME_WEIGHT = 3, 0.5
MOST_BUCKETS = 60_000
SITUATION_C = 10.0

CHECKING_C, CHECKING_ROUNDS, LEAST_CHECKING_WEIGHT, MOST_CHECKING_BUCKETS = 40.0, 30, 1.0, 65_000


# The openings and closings of people who ask strangers for help. Set around a phrase, they keep the model from
# taking the manner of a question for its subject.
OPENINGS = (
    "你好,", "请问", "律师你好,", "您好,我想咨询一下,", "我想问一下,", "急,", "事情是这样的,", "前几天", "昨天",
    "麻烦问下", "在线等,", "朋友说,", "打扰了,", "去年", "",
)  # fmt: skip
CLOSINGS = (
    "怎么办", "该怎么办?", "请问怎么处理?", "可以报警吗?", "能要回来吗?", "我该怎么做", "求帮助", "可以起诉吗?",
    "这种情况怎么解决?", "有什么办法", "还能追回吗", "这属于诈骗吗?", "怎么维权?", "需要什么证据?", "报警有用吗",
    "我应该怎么办?", "能立案吗", "谢谢", "怎么要回来", "",
)  # fmt: skip
NEUTRAL_CLOSINGS = ("谢谢", "求解答", "急", "", "想知道", "可以吗")
ASKING = {"prevention", "comparison", "legal_routes", "received_by_mistake", OUT_OF_SCOPE}


@dataclass(frozen=True)
class Example:
    """One text to fit to: its buckets, its cues, what it is, and how much it counts."""

    buckets: frozenset[int]
    cues: frozenset[str]
    label: str
    weight: float


class Fitted:
    """A logistic regression over buckets and cues, by SAGA with a fixed number of rounds."""

    def __init__(self, idf: Mapping[int, float], cue_names: Sequence[str]) -> None:
        self.idf, self.cue_names = idf, list(cue_names)
        self.numbers = sorted(idf)
        self._weights = np.array([idf[number] for number in self.numbers])
        self._columns = np.full(BUCKETS, -1, dtype=np.int32)  # of every bucket; -1 for one that is not known
        self._columns[self.numbers] = np.arange(len(self.numbers))
        self._cue_columns = {name: len(self.numbers) + i for i, name in enumerate(self.cue_names)}

    def matrix(self, examples: Sequence[Example]) -> csr_matrix:
        """One row for each example, as `LinearModel.totals` weighs it."""
        many = len(examples)
        flat = np.fromiter(chain.from_iterable(sorted(example.buckets) for example in examples), dtype=np.int32)
        rows = np.repeat(np.arange(many), [len(example.buckets) for example in examples])
        columns = self._columns[flat]
        rows, columns = rows[columns >= 0], columns[columns >= 0]
        weights = self._weights[columns]
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=many))
        held = [
            (row, self._cue_columns[cue])
            for row, example in enumerate(examples)
            for cue in sorted(example.cues)
            if cue in self._cue_columns
        ]
        cue_rows, cue_columns = np.array(held, dtype=np.int32).reshape(-1, 2).T
        values = np.concatenate([weights / lengths[rows], np.full(len(held), CUE_VALUE)])
        places = (np.concatenate([rows, cue_rows]), np.concatenate([columns, cue_columns]))
        shape = (many, len(self.numbers) + len(self.cue_names))
        return csr_matrix((values, places), shape=shape, dtype=np.float32)

    def fit(
        self, examples: Sequence[Example], labels: Sequence[object], strength: float, **how: Any
    ) -> LogisticRegression:
        """Fit to the examples; the same sums in the same order each time."""
        return regression(self.matrix(examples), labels, [example.weight for example in examples], strength, **how)


def regression(
    rows: csr_matrix, labels: Sequence[object], weights: Sequence[float], strength: float, **how: Any
) -> LogisticRegression:
    """A fit to rows of a matrix. A fixed number of rounds is what makes two runs the same."""
    settings = {"solver": "saga", "max_iter": ROUNDS, "tol": 1e-9, "random_state": 7, **how}
    model = LogisticRegression(C=strength, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # twice as many rounds change no measured figure
        return model.fit(rows, labels, sample_weight=weights)


class Texts:
    """Takes texts apart, as the product does."""

    def __init__(self) -> None:
        content = open_content()
        self.normaliser = Normaliser(content.text)
        self.known = content.checking.artifacts
        self.wording: Wording = read_wording(content.details)

    def told(self, text: str, label: str, weight: float = 1.0) -> Example:
        """What a person tells."""
        plain = self.normaliser.in_chinese(text)
        return Example(frozenset(map(bucket, grams(plain))), cues(plain, self.wording), label, weight)

    def checked(self, text: str, label: str, weight: float) -> Example:
        """A message to be checked."""
        return Example(frozenset(map(bucket, grams(self.judged(text)))), frozenset(), label, weight)

    def judged(self, text: str) -> str:
        """The plain spelling of a message as the checker judges it."""
        plain = self.normaliser.plain(text)
        return masked(plain, sightings(plain, self.known))


def situation_phrases(files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every phrase with its situation, small talk too."""
    names = [path for path in sorted(files) if path.startswith(SITUATION_PHRASES)]
    return [(str(text), Path(path).stem) for path in names for text in parse_yaml(files[path])["phrases"]]


def framed(text: str, label: str) -> Iterable[tuple[str, float]]:
    """A phrase as it stands and in a few frames, chosen by its own checksum."""
    yield text, 1.0
    closings = NEUTRAL_CLOSINGS if label in ASKING else CLOSINGS
    for n in range(FRAMES_EACH):
        pick = zlib.crc32(f"{text}{n}".encode())
        pause = "," if pick & 1 else ""
        yield OPENINGS[pick % len(OPENINGS)] + text + pause + closings[(pick >> 8) % len(closings)], FRAME_WEIGHT


def situation_model(files: Mapping[str, str], texts: Texts, background: Background) -> Weights:
    """Which of the situations, and whether any."""
    phrases = situation_phrases(files)
    plain = texts.normaliser.in_chinese
    examples = [texts.told(t, label, w) for text, label in phrases for t, w in framed(plain(text), label)]
    written = Counter(number for example in examples for number in example.buckets)
    rows = zip(background.buckets, background.cues, background.sure, strict=True)
    examples += [Example(held, cue, OUT_OF_SCOPE, SITUATION_BACKGROUND) for held, cue, sure in rows if sure]
    counts = written + Counter(background.frequency)
    idf = {number: math.log((1 + len(examples)) / (1 + n)) + 1 for number, n in counts.items() if n >= SEEN_IN}
    fitted = Fitted(idf, [*(name for name, _ in texts.wording.cues), *LENGTH_CUES])
    inside = [example for example in examples if example.label != OUT_OF_SCOPE]
    outside = [example.label == OUT_OF_SCOPE for example in examples]
    scope = fitted.fit(examples, outside, SITUATION_C)
    situation = fitted.fit(inside, [example.label for example in inside], SITUATION_C)
    # Of two classes only the second has weights: the first stands at zero.
    table = np.vstack([np.zeros_like(scope.coef_), scope.coef_, situation.coef_])
    split = len(fitted.numbers)
    values = table[:, :split] * np.array([idf[number] for number in fitted.numbers])
    order = np.lexsort((fitted.numbers, -np.abs(values).max(axis=0).round(6)))[:MOST_BUCKETS]
    return Weights(
        columns=(INSIDE, OUTSIDE, *map(str, situation.classes_)),
        bias=tuple(map(float, (0.0, *scope.intercept_, *situation.intercept_))),
        rows={fitted.numbers[i]: (idf[fitted.numbers[i]], values[:, i].tolist()) for i in order},
        cues={name: (table[:, split + i] * CUE_VALUE).tolist() for i, name in enumerate(fitted.cue_names)},
        fitted_to=fingerprints(SITUATION, files),
    )


def checking_model(
    files: Mapping[str, str], texts: Texts, rows: Sequence[Row], left_out: Callable[[int], bool] = lambda _: False
) -> Weights:
    """What a message is and who speaks in it; `left_out` says of a source's number whether it is not fitted to."""
    phrases = taught(files)
    written = [(texts.checked(one.text, one.what, one.weight), one.voice) for one in phrases]
    real = [
        (Example(row.buckets, frozenset(), row.what, row.weight), row.voice) for row in rows if not left_out(row.source)
    ]
    counts = Counter(number for example, _ in (*written, *real) for number in example.buckets)
    own = [example for (example, _), one in zip(written, phrases, strict=True) if not one.generated]
    own += [example for example, _ in real if example.weight >= REAL_WEIGHT]
    telling = Counter(number for example in own for number in example.buckets)
    total = len(written) + len(real)
    idf = {number: math.log((1 + total) / (1 + counts[number])) + 1 for number, n in telling.items() if n >= SEEN_IN}
    fitted, columns, bias, parts = Fitted(idf, ()), [], [], []
    voiced = [replace(example, label=voice) for example, voice in (*written, *real) if voice]
    posted = list(post_examples(posts(phrases, parse_yaml(files[REMARKS])), texts))
    for head, examples in ((WHAT, [example for example, _ in (*written, *real)]), (VOICE, voiced), (POST, posted)):
        how = {"max_iter": CHECKING_ROUNDS, "class_weight": "balanced" if head == POST else None}
        model = fitted.fit(examples, [example.label for example in examples], CHECKING_C, **how)
        columns += [f"{head}{SEPARATOR}{label}" for label in model.classes_]
        first = len(model.classes_) - len(model.coef_)  # of two classes only the second has weights
        bias += [0.0] * first + list(map(float, model.intercept_))
        parts += [np.zeros_like(model.coef_)] * first + [model.coef_]
    table = np.vstack(parts) * np.array([idf[number] for number in fitted.numbers])
    table[np.abs(table) < LEAST_CHECKING_WEIGHT] = 0.0
    order = np.lexsort((fitted.numbers, -np.abs(table).max(axis=0).round(6)))[:MOST_CHECKING_BUCKETS]
    kept = [i for i in order if table[:, i].any()]
    return Weights(
        columns=tuple(columns),
        bias=tuple(bias),
        rows={fitted.numbers[i]: (idf[fitted.numbers[i]], table[:, i].tolist()) for i in kept},
        fitted_to=fingerprints(CHECKING, files),
    )


def post_examples(written: Iterable[Post], texts: Texts) -> Iterator[Example]:
    """Posts as they stand, and their ends."""
    for one in written:
        text = texts.judged(one.text)
        yield Example(frozenset(map(bucket, grams(text))), frozenset(), one.whose, one.weight)
        for end in ends(text):
            yield Example(frozenset(map(bucket, grams(end))), frozenset(), one.whose, one.weight * END_WEIGHT)


def typed_model(name: str, files: Mapping[str, str], texts: Texts) -> Weights:
    """The heads of one model of typed messages, over the same grams."""
    heads, strength = TYPED[name][0](Written.read(files)), TYPED[name][1]
    phrases = dict.fromkeys(phrase.text for part in heads.values() for phrase in part)
    held = {text: frozenset(map(bucket, grams(texts.normaliser.in_chinese(text)))) for text in phrases}
    counts = Counter(number for numbers in held.values() for number in numbers)
    idf = {number: math.log((1 + len(held)) / (1 + n)) + 1 for number, n in counts.items() if n >= SEEN_IN}
    fitted, columns, bias, parts = Fitted(idf, ()), [], [], []
    matrix = fitted.matrix([Example(numbers, frozenset(), "", 1.0) for numbers in held.values()])
    row_of = {text: row for row, text in enumerate(held)}
    for head, part in heads.items():
        rows = matrix[[row_of[one.text] for one in part]]
        model = regression(rows, [one.label for one in part], [one.weight for one in part], strength)
        columns += [f"{head}{SEPARATOR}{label}" for label in model.classes_]
        first = len(model.classes_) - len(model.coef_)  # of two classes only the second has weights
        bias += [0.0] * first + list(map(float, model.intercept_))
        parts += [np.zeros_like(model.coef_)] * first + [model.coef_]
    table = np.vstack(parts) * np.array([idf[number] for number in fitted.numbers])
    table[np.abs(table) < LEAST_TYPED_WEIGHT] = 0.0
    order = np.lexsort((fitted.numbers, -np.abs(table).max(axis=0).round(6)))[:MOST_TYPED_BUCKETS]
    kept = [i for i in order if table[:, i].any()]
    return Weights(
        columns=tuple(columns),
        bias=tuple(bias),
        rows={fitted.numbers[i]: (idf[fitted.numbers[i]], table[:, i].tolist()) for i in kept},
        fitted_to=fingerprints(name, files),
    )


def differs(path: Path, fitted: Weights) -> str:
    """What is wrong with the model in a file, against what was fitted just now; nothing when they are the same."""
    try:
        there, now = LinearModel(path.read_bytes()), LinearModel(dump(fitted))
    except (OSError, ValueError) as error:
        return f"cannot be read: {error}"
    if there.fitted_to != now.fitted_to:
        names = sorted(
            name for name in there.fitted_to | now.fitted_to if there.fitted_to.get(name) != now.fitted_to.get(name)
        )
        return f"older than {', '.join(names)}"
    apart = there.unlike(now)
    return f"not what these phrases give: a weight differs by {apart:.3g}" if apart > TOLERANCE * now.step else ""


def model(name: str) -> Weights:
    """One of the models, by the path of its file; nothing is written."""
    files, texts = read_fitted_to(), Texts()
    if name == SITUATION:
        return situation_model(files, texts, load_background(texts.wording))
    return checking_model(files, texts, read_rows(CHECKED)) if name == CHECKING else typed_model(name, files, texts)


def main() -> int:
    """Fit, then write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--background", type=Path, metavar="QUESTIONS", help="rewrite the background first")
    parser.add_argument("names", nargs="*", metavar="MODEL", help="only these, by the names of their files")
    parser.add_argument("--checked", type=Path, metavar="FOLDER", help="first rewrite the background of the checker")
    options = parser.parse_args()
    texts = Texts()
    if options.background:
        make_background(options.background, texts)
    if options.checked:
        print(f"{CHECKED.relative_to(ROOT)}: {write_rows(options.checked, texts.judged, CHECKED)} texts")
    names = [name for name in (*TYPED, SITUATION, CHECKING) if not options.names or Path(name).stem in options.names]
    wrong = 0
    with ProcessPoolExecutor() as processes:
        found = list(zip(names, processes.map(model, names), strict=True))
    for name, fitted in found:
        path = MODELS / name
        if not options.check:
            path.write_bytes(dump(fitted))
            print(f"content/{name}: {len(fitted.rows)} buckets, {path.stat().st_size} bytes")
        elif said := differs(path, fitted):
            print(f"content/{name} is {said}: run ./scripts/fit-models")
            wrong += 1
        else:
            print(f"content/{name} fits its phrases")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
