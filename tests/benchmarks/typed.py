"""Scores a checkout of transfer-aid on typed conversations: is each message understood, wherever it comes?

    python -m tests.benchmarks.typed CHECKOUT ITEMS.jsonl [TALKS.jsonl] [--misses]

Prints one JSON line: accuracy over the items by kind and by language; over the talks the share whose plan came in
time, the recall of the facts that must be known, and how often something was said that must never be said. With
``--misses`` a line follows for every failure. It writes nothing.

An item holds ``setup`` (inputs that lead to the state ``at``), ``text``, and ``expect``; every part of it must hold:

``answers``      what must be known after the message, by question. An option id or a list of acceptable ones; for an
                 amount a number of yuan, or ``[low, high]`` that what is kept lies within; for a time ``[start, end]``
                 in ISO 8601, likewise. Where a range is expected, the option that says the same more roughly
                 (``under_3000``, ``from_3000``, ``earlier``) will do too.
``not_answers``  values that would be wrong; ``"*"`` means that the message must not set or change this answer.
``keep``         nothing known may change, and the person stays where they were.
``situation``    acceptable situations, found or offered.
``command``      back, restart, forget, steps, draft:<paper kind>, evidence, sources, change, help, human, stop (leave
                 the paper; without one, stay), or any other command by its name. ``|`` parts alternatives; the kind
                 ``any`` is any paper or their menu.
``reply_any``    patterns of which at least one must be found in the replies.
``reply_none``   patterns that must not be found in them.

Replies are searched as they are and in Simplified characters, so that one pattern serves both scripts.

A talk holds ``turns`` (all typed), and what must come of them: ``situation`` and ``known`` at the end, a plan for that
situation after ``plan_within`` messages, ``first`` (one pattern must be in the first reply), ``never`` (in no reply).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tests.benchmarks.commands import score_commands, share

sys.dont_write_bytecode = True  # the checkout is only read

NOW = dt.datetime.fromisoformat("2026-12-01T21:00+08:00")
ROUGH_AMOUNTS = {"under_3000": (Decimal(0), Decimal(3000)), "from_3000": (Decimal(3000), Decimal("Infinity"))}
ROUGH_TIME, ROUGH_TIME_HOURS = "earlier", 24  # the option for what is at least so long ago
ANY = "*"
Json = dict[str, Any]


# --- the product ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What can be seen of a dialog after an input."""

    case: Any
    state: str
    situation: str | None
    known: Mapping[str, str]
    reached: bool  # whether an outcome stands on the screen
    said: str = ""
    options: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    forget: bool = False
    commands: frozenset[str] = frozenset()  # what the message was heard as (`dialogs.heard.Name`)

    @property
    def told(self) -> tuple[Any, ...]:
        """Everything that the person has told, and what they are in the middle of."""
        return dict(self.case.answers), tuple(self.case.ticks), self.case.paper, self.case.changing

    def offers(self, *beginnings: str) -> bool:
        """Whether there is a button whose id begins so."""
        return any(option.startswith(beginnings) for option in self.options)


class Product:
    """A checkout, opened through its own seam: a case and an input in, a case and replies out."""

    def __init__(self, checkout: Path) -> None:
        sys.path.insert(0, str(checkout))
        from bot.content import open_dialog
        from dialogs import messages
        from dialogs.case import Case
        from dialogs.text.simplified import simplified_characters
        from dialogs.turn import take_turn

        self.simplified: Callable[[str], str] = lambda text: text.translate(simplified_characters())
        self._dialog, self._case, self._take = open_dialog(), Case, take_turn
        self._inputs: dict[str, Callable[[Any], Any]] = {
            "text": messages.TextInput,
            "choice": messages.ChoiceInput,
            "command": messages.CommandInput,
            "forward": lambda parts: messages.ForwardInput(**parts),
        }

    def start(self) -> Seen:
        """Somebody who has not said anything yet."""
        return self._seen(self._case())

    def take(self, seen: Seen, received: Mapping[str, Any]) -> Seen:
        """The dialog after one input: ``{"text": …}``, ``{"choice": …}``, ``{"command": …}``, ``{"forward": {…}}``."""
        ((kind, value),) = received.items()
        turn = self._take(self._dialog, seen.case, self._inputs[kind](value), NOW)
        return replace(
            self._seen(turn.case),
            state=turn.state,
            situation=turn.situation,
            said="\n".join(reply.text for reply in turn.replies),
            options=tuple(option.id for reply in turn.replies for option in reply.options),
            steps=tuple(step.title for step in turn.plan),
            forget=turn.forget,
            commands=frozenset(command.name.value for command in turn.commands),
        )

    def play(self, inputs: Iterable[Mapping[str, Any]]) -> Seen:
        """The dialog after several inputs of somebody new."""
        seen = self.start()
        for received in inputs:
            seen = self.take(seen, received)
        return seen

    def found(self, patterns: Iterable[str], said: str) -> list[str]:
        """The patterns that are found in what was said."""
        both = (said, self.simplified(said))
        return [pattern for pattern in patterns if any(re.search(pattern, text, re.IGNORECASE) for text in both)]

    def _seen(self, case: Any) -> Seen:
        position = self._dialog.position(case, NOW)
        known = {**case.answers, **position.known.answers}
        return Seen(case, position.state, position.situation, known, reached=position.outcome is not None)


# --- answers -------------------------------------------------------------------------------------------------------


def agrees(expected: Any, kept: str | None) -> bool:
    """Whether an answer as it is kept is what was expected of it."""
    if kept is None:
        return False
    if isinstance(expected, int | float):
        return _within_amount([expected, expected], kept) and kept not in ROUGH_AMOUNTS
    if isinstance(expected, str):
        return _within_time(expected.split("/"), kept) if _is_moment(expected) else expected == kept
    if all(isinstance(end, int | float) for end in expected):
        return _within_amount(expected, kept)
    if all(isinstance(end, str) and _is_moment(end) for end in expected):
        return _within_time(expected, kept)
    return any(agrees(one, kept) for one in expected)


def _within_amount(expected: Sequence[float], kept: str) -> bool:
    low, high = (Decimal(str(end)) for end in (expected[0], expected[-1]))
    if kept in ROUGH_AMOUNTS:
        least, most = ROUGH_AMOUNTS[kept]
        return least <= low and high <= most
    try:
        ends = [Decimal(part) for part in kept.split("/")]
    except InvalidOperation:
        return False
    return low <= ends[0] and ends[-1] <= high


def _within_time(expected: Sequence[str], kept: str) -> bool:
    start, end = (dt.datetime.fromisoformat(part) for part in (expected[0], expected[-1]))
    if kept == ROUGH_TIME:
        return end <= NOW - dt.timedelta(hours=ROUGH_TIME_HOURS)
    try:
        ends = [dt.datetime.fromisoformat(part) for part in kept.split("/")]
        return start <= ends[0] and ends[-1] <= end
    except (ValueError, TypeError):
        return False


def _is_moment(text: str) -> bool:
    return re.match(r"\d{4}-\d\d", text) is not None


# --- commands in words ---------------------------------------------------------------------------------------------


def obeyed(product: Product, command: str, before: Seen, after: Seen) -> bool:
    """Whether a command in words did what it says; ``draft:a|b`` is short for ``draft:a|draft:b``."""
    parts = command.split("|")
    draft = parts[0].startswith("draft:")
    return any(_obeyed(product, f"draft:{one}" if draft and ":" not in one else one, before, after) for one in parts)


def _obeyed(product: Product, command: str, before: Seen, after: Seen) -> bool:
    name, _, kind = command.partition(":")
    same = before.told == after.told
    if name == "draft":
        return _begun(product, kind, before, after)
    if name in {"steps", "plan"}:
        titles = (*before.steps, *after.steps)
        shown = any(title in after.said for title in titles) if before.reached else bool(after.options)
        return same and shown
    simple: dict[str, Callable[[], bool]] = {
        "back": lambda: product.take(before, {"command": "back"}).told == after.told,
        "restart": lambda: not after.case.answers and not after.forget,
        "forget": lambda: after.forget or any("forget" in option for option in after.options),
        "evidence": lambda: after.offers("item:", "got:"),
        "change": lambda: bool(after.case.changing) or after.offers("change:"),
        "human": lambda: same,
        "stop": lambda: after.case.paper is None if before.case.paper else same,
    }
    if name in simple:
        return simple[name]()
    return product.take(before, {"command": {"sources": "source"}.get(name, name)}).said in after.said


def _begun(product: Product, kind: str, before: Seen, after: Seen) -> bool:
    """Whether a paper was begun, offered, or refused with the words that its button gives."""
    if kind == "any":
        return bool(after.case.paper) or after.offers("paper:")
    pressed = product.take(before, {"choice": f"paper:{kind}"})
    refused = pressed.case.paper is None and pressed.said in after.said
    return after.case.paper == kind or f"paper:{kind}" in after.options or refused


# --- items ---------------------------------------------------------------------------------------------------------


def faults(product: Product, item: Json) -> tuple[list[str], frozenset[str]]:
    """What is wrong with the answer to an item (nothing when all of it holds), and the commands it was heard as."""
    before = product.play(item["setup"])
    if before.state != item["at"]:
        return [f"setup: {before.state} instead of {item['at']}"], frozenset()
    after = product.take(before, {"text": item["text"]})
    wrong = [
        *_wrongly_known(item["expect"], before, after),
        *_wrongly_led(product, item["expect"], before, after),
        *_wrongly_said(product, item["expect"], after),
    ]
    return wrong, after.commands


def _wrongly_known(expect: Json, before: Seen, after: Seen) -> Iterator[str]:
    for question, wanted in expect.get("answers", {}).items():
        if not agrees(wanted, after.known.get(question)):
            yield f"{question}: {after.known.get(question)} instead of {wanted}"
    for question, wrong in expect.get("not_answers", {}).items():
        got, had = after.known.get(question), before.known.get(question)
        if got is not None and any(got != had if one == ANY else agrees(one, got) for one in wrong):
            yield f"{question}: {got} is wrong"
    if expect.get("keep") and (before.told, before.state) != (after.told, after.state):
        yield f"not kept: {_difference(before, after)}"


def _wrongly_led(product: Product, expect: Json, before: Seen, after: Seen) -> Iterator[str]:
    if wanted := expect.get("situation"):
        offered = {option.removeprefix("switch:") for option in after.options if option.startswith("switch:")}
        if not {after.situation, *offered} & set(wanted):
            yield f"situation: {after.situation} instead of {wanted}"
    if (command := expect.get("command")) and not obeyed(product, command, before, after):
        yield f"command {command} not obeyed"


def _wrongly_said(product: Product, expect: Json, after: Seen) -> Iterator[str]:
    if (wanted := expect.get("reply_any")) and not product.found(wanted, after.said):
        yield f"said none of {wanted}"
    for pattern in product.found(expect.get("reply_none", ()), after.said):
        yield f"said {pattern}"


def _difference(before: Seen, after: Seen) -> str:
    was, now = before.case.answers, after.case.answers
    new = {name: value for name, value in now.items() if was.get(name) != value}
    gone = [name for name in was if name not in now]
    return json.dumps({"state": after.state, "new": new, "gone": gone}, ensure_ascii=False)


# --- whole conversations -------------------------------------------------------------------------------------------


@dataclass
class Talked:
    """How one conversation went."""

    plan_at: int | None  # after how many messages a plan for the right situation was on the screen
    in_time: bool
    right: bool  # the situation at the end
    first: bool  # what the first reply must say
    wanted: int  # facts that must be known at the end
    missing: list[str]
    violations: list[str]

    @property
    def good(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.in_time and self.right and self.first and not self.missing and not self.violations


def talk(product: Product, told: Json) -> Talked:
    """A conversation typed from beginning to end."""
    seen, plan_at, first, violations = product.start(), None, True, []
    for number, text in enumerate(told["turns"], start=1):
        seen = product.take(seen, {"text": text})
        if plan_at is None and seen.reached and seen.situation in told["situation"]:
            plan_at = number
        if number == 1 and told.get("first"):
            first = bool(product.found(told["first"], seen.said))
        violations += [f"message {number}: {one}" for one in product.found(told.get("never", ()), seen.said)]
    known = told.get("known", {})
    return Talked(
        plan_at=plan_at,
        in_time=plan_at is not None and plan_at <= told["plan_within"],
        right=seen.situation in told["situation"],
        first=first,
        wanted=len(known),
        missing=[
            f"{name}: {seen.known.get(name)} instead of {wanted}"
            for name, wanted in known.items()
            if not agrees(wanted, seen.known.get(name))
        ],
        violations=violations,
    )


# --- the report ----------------------------------------------------------------------------------------------------


def score_items(product: Product, items: list[Json], misses: list[Json]) -> Json:
    """Accuracy over the items."""
    by: dict[str, dict[str, list[bool]]] = {"kind": defaultdict(list), "lang": defaultdict(list)}
    unreached, heard = 0, []
    for item in items:
        wrong, names = faults(product, item)
        heard.append((item, names))
        unreached += bool(wrong) and wrong[0].startswith("setup: ")
        for name, groups in by.items():
            groups[item[name]].append(not wrong)
        if wrong:
            misses.append({**{name: item[name] for name in ("id", "kind", "at", "text")}, "why": wrong})
    shares = {
        f"by_{name}": {key: {"n": len(all_), "ok": share(sum(all_), len(all_))} for key, all_ in sorted(groups.items())}
        for name, groups in by.items()
    }
    right = sum(sum(all_) for all_ in by["kind"].values())
    whole = {"items": len(items), "ok": share(right, len(items)), "setup_failed": unreached}
    return {**whole, **shares, "commands": score_commands(heard)}


def score_talks(product: Product, talks: list[Json], misses: list[Json]) -> Json:
    """What became of the conversations."""
    done = [(told, talk(product, told)) for told in talks]
    misses += [
        {"id": told["id"], "kind": "talk", "turns": told["turns"], "went": asdict(went)}
        for told, went in done
        if not went.good
    ]
    all_ = [went for _, went in done]
    wanted = sum(went.wanted for went in all_)
    return {
        "n": len(all_),
        "ok": share(sum(went.good for went in all_), len(all_)),
        "plan_within": share(sum(went.in_time for went in all_), len(all_)),
        "situation": share(sum(went.right for went in all_), len(all_)),
        "first": share(sum(went.first for went in all_), len(all_)),
        "known_recall": share(wanted - sum(len(went.missing) for went in all_), wanted),
        "never_violations": sum(len(went.violations) for went in all_),
    }


def read(path: Path) -> list[Json]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main() -> int:
    """Score, and say so in one line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("items", type=Path)
    parser.add_argument("talks", type=Path, nargs="?")
    parser.add_argument("--misses", action="store_true", help="a line for every failure")
    asked = parser.parse_args()
    checkout = asked.checkout.resolve()
    product, misses = Product(checkout), list[Json]()
    report = score_items(product, read(asked.items), misses)
    if asked.talks:
        report["talks"] = score_talks(product, read(asked.talks), misses)
    for line in (report, *(misses if asked.misses else ())):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
