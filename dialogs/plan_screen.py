"""The plan on one screen: what to do next in full, all else by its title, and the next acts once more at the end.

A message that shows the plan is changed in its place when a step is ticked (`Line.in_place`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dialogs.dialog import Dialog, Line
from dialogs.library.models.buttons import ButtonName
from dialogs.library.records import Urgency
from dialogs.messages import LONGEST_COPY, Option, PlanStep
from dialogs.plan import compute_plan
from dialogs.replay import Position
from dialogs.screen import SCREEN, height, joined, room_beside
from dialogs.text.expression import Expression
from dialogs.words import Said, merge_facts

LASTING = frozenset({"done", "undo", "rest", "got", "lost", "item", "receipt", "share", "poster"})
"""Verbs of the buttons that mean the same however the case has gone on since they were shown."""
MOST_IN_FULL = 3
MOST_ON_A_PAGE = 5  # steps in full on a later page
MOST_CHANGED = 3  # steps; when more of a plan changes, all of it is said again
MOST_OPTIONS = 6  # three rows of two
FEWER_OPTIONS = 4  # where the plan stands below other messages
ARTICLE = 8  # lines of an outcome from which on it is an answer of its own
LEAST_ROOM = 10  # lines; where alarms leave fewer, all steps are there by their titles
NOTED = 3  # lines left for what was just heard, which comes before a plan

Numbered = tuple[int, PlanStep]

_QUOTE = Expression(r"^> ?(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a plan, each said once, however many screens they are tried on."""

    dialog: Dialog
    position: Position
    plan: Sequence[Numbered]
    said: dict[tuple[str, tuple[int, ...]], Said] = field(default_factory=dict)
    heights: dict[str, int] = field(default_factory=dict)

    def part(self, name: str, steps: Sequence[Numbered]) -> Said:
        """What a message says of some steps."""
        key = name, tuple(number for number, _ in steps)
        if key not in self.said:
            self.said[key] = self._say(name, steps)
        return self.said[key]

    def height(self, pieces: Iterable[Said]) -> int:
        """The lines that pieces take one below the other, with a blank one between; each piece is measured once."""
        texts = [piece.text for piece in pieces if piece.text]
        for text in texts:
            if text not in self.heights:
                self.heights[text] = height(text)
        return sum(self.heights[text] for text in texts) + max(0, len(texts) - 1)

    def _say(self, name: str, steps: Sequence[Numbered]) -> Said:
        if name == "step":
            return step_said(self.dialog, self.position, *steps[0])
        said = self.dialog.words.message(name, self.position.known, steps=steps)
        facts = (step.facts for _, step in steps) if name == "plan_rest" else ()
        return Said(said.text, merge_facts((said.facts, *facts)))


def plan_lines(
    dialog: Dialog, position: Position, head: Said | None = None, start: int = 0, room: int = SCREEN
) -> list[Line]:
    """The plan: its head, the steps to do next in full, the others by title; in `room` lines, if it can be.

    With `start` the steps from that number on are shown in full instead, as many as fit, without what stood above them
    already; numbers beyond the last begin anew. An article stands before the plan where both do not fit, and has the
    room: the plan is there by its titles. It is said once.
    """
    plan = numbered(dialog, position)
    undone = [one for one in plan if not one[1].done]
    wanted = [one for one in undone if one[0] >= start] or undone
    parts = Parts(dialog, position, plan)
    if start > 1 and wanted != undone:
        return [_page(parts, wanted, room)]
    head = head or dialog.words.outcome(position.outcome or "", position.known)
    article = height(head.text) >= ARTICLE
    if article and start:
        return [_screen(parts, Said(""), wanted, room=room)]
    line = _screen(parts, head, wanted, room=room)
    if height(line.said.text) <= (room if article else SCREEN):
        return [line]
    answer = [replace(one, less_urgent=article) for one in joined([head])]
    if not plan:
        return [*answer[:-1], replace(answer[-1], options=line.options)]
    if article:
        titles = _put_together(_pieces(parts, Said(""), ()))
        return [*answer, Line(titles, plan_options(dialog, plan)[:FEWER_OPTIONS], in_place=True)]
    beside = room_beside(answer) - (SCREEN - room)
    return [*answer, _screen(parts, Said(""), wanted, room=beside)]


def later_lines(dialog: Dialog, position: Position) -> list[Line]:
    """The plan from the first step on that it does not show in full; empty where it shows all of them."""
    head = dialog.words.outcome(position.outcome or "", position.known)
    later = later_step(dialog, position)
    return plan_lines(dialog, position, head, later[0]) if later else []


def later_step(dialog: Dialog, position: Position, seen: str | None = None) -> Numbered | None:
    """The first step that is not done and comes after the one `seen`, or after those that the plan shows in full."""
    plan = numbered(dialog, position)
    number = next((number for number, step in plan if step.id == seen), None)
    undone = [one for one in plan if not one[1].done]
    if number is not None:
        return next((one for one in undone if one[0] > number), None)
    head = dialog.words.outcome(position.outcome or "", position.known)
    shown = [] if height(head.text) >= ARTICLE else _in_full(Parts(dialog, position, plan), head, undone)
    return undone[len(shown)] if len(shown) < len(undone) else None


def changed_lines(dialog: Dialog, before: Position, position: Position) -> list[Line]:
    """What new answers changed in a plan already seen: the steps to do that are new or read differently.

    Where that is most of the plan, the plan.
    """
    seen = compute_plan(dialog.library, dialog.words, before.known)
    plan = numbered(dialog, position)
    fresh = [one for one in plan if not one[1].done and one[1] not in seen]
    if len(fresh) > MOST_CHANGED:
        return plan_lines(dialog, position)
    head = dialog.words.message("plan_changed", position.known, steps=fresh)
    return [_screen(Parts(dialog, position, plan), head, fresh)]


def step_said(dialog: Dialog, position: Position, number: int, step: PlanStep) -> Said:
    """One step in full."""
    said = dialog.words.message("step", position.known, number=number, step=step)
    return Said(said.text, merge_facts((step.facts, said.facts)))


def step_line(dialog: Dialog, position: Position, number: int) -> Line:
    """One step of the plan in full, by its number, with what can be done with the plan."""
    plan = numbered(dialog, position)
    return Line(step_said(dialog, position, *plan[number - 1]), plan_options(dialog, plan, plan[number - 1 : number]))


def plan_options(
    dialog: Dialog, plan: Sequence[Numbered], shown: Sequence[Numbered] = (), ticked: int | None = None
) -> tuple[Option, ...]:
    """What can be done with a plan: tick the next step, copy what is to be sent, have what to say to 110, read on.

    `shown` are the steps that stand in full, `ticked` is the number of the one ticked just now, to be taken back.
    """
    button = dialog.words.button
    following = first_undone(plan)
    undone = [number for number, step in plan if not step.done]
    last = shown[-1][0] if shown else 0
    after = next((number for number in undone if number > last), None)
    options = []
    if following:
        options.append(Option(f"done:{following[1].id}", button("done", number=following[0])))
    if ticked is not None:
        options.append(Option(f"undo:{plan[ticked - 1][1].id}", button("undo", number=ticked)))
    sending = next(((number, text) for number, step in shown if (text := to_send(step))), None)
    if sending is not None:
        options.append(Option(f"copy:{sending[0]}", button("copy"), copy=sending[1]))
    named = (name for _, step in plan if not step.done for name in dialog.library.steps[step.id].documents)
    if card := next((name for name in named if dialog.papers.kinds[name].answers), None):
        options.append(Option(f"paper:{card}", button("police_call")))
    if after is not None:
        options.append(Option(f"rest:{after}", button("rest")))
    elif following and shown and shown[0][0] > following[0]:
        options.append(Option("rest:1", button("first")))
    commands: tuple[ButtonName, ...] = ("papers", "change", "source")
    options += [Option(f"cmd:{name}", button(name)) for name in commands]
    return tuple(options[:MOST_OPTIONS])


def numbered(dialog: Dialog, position: Position) -> list[Numbered]:
    """The plan's steps, counted from 1."""
    return list(enumerate(compute_plan(dialog.library, dialog.words, position.known), start=1))


def first_undone(plan: Sequence[Numbered]) -> Numbered | None:
    """The first step not ticked off, with its number."""
    return next((one for one in plan if not one[1].done), None)


def next_acts(plan: Sequence[Numbered]) -> list[Numbered]:
    """What stands at the end of the plan, where the eye lands: the next step, and the one after it if it is for now."""
    undone = [one for one in plan if not one[1].done]
    return [one for place, one in enumerate(undone[:2]) if place == 0 or one[1].urgency == Urgency.NOW]


def to_send(step: PlanStep) -> str:
    """The words that a step asks to send on: what it quotes; empty where it quotes nothing, or too much."""
    text = "\n".join(match.group(1).strip() for match in _QUOTE.finditer(step.body))
    return text if len(text) <= LONGEST_COPY else ""


def _screen(
    parts: Parts, head: Said, wanted: Sequence[Numbered], ticked: int | None = None, room: int = SCREEN
) -> Line:
    shown = _in_full(parts, head, wanted, room)
    pieces = _pieces(parts, head, shown)
    options = plan_options(parts.dialog, parts.plan, shown, ticked)
    if room < SCREEN and parts.height(pieces) > room:
        pieces, options = _pieces(parts, head, shown, brief=True), options[:FEWER_OPTIONS]
    if room < LEAST_ROOM and parts.height(pieces) > room:
        pieces, options = _pieces(parts, head, ()), plan_options(parts.dialog, parts.plan)[:FEWER_OPTIONS]
    return Line(_put_together(pieces), options, in_place=True)


def _page(parts: Parts, wanted: Sequence[Numbered], room: int) -> Line:
    """A later page of the plan: steps in full, the titles of those after them, and what is to be done first of all."""
    shown = list(wanted[:1])
    for one in wanted[1:MOST_ON_A_PAGE]:
        if parts.height(_page_pieces(parts, [*shown, one])) > room:
            break
        shown.append(one)
    return Line(_put_together(_page_pieces(parts, shown)), plan_options(parts.dialog, parts.plan, shown), in_place=True)


def _page_pieces(parts: Parts, shown: Sequence[Numbered]) -> list[Said]:
    after = [one for one in parts.plan if one[0] > shown[-1][0] and not one[1].done]
    pieces = [parts.part("step", [one]) for one in shown]
    if after:
        pieces.append(parts.part("plan_rest", after))
    return [*pieces, parts.part("plan_next", next_acts(parts.plan)[:1])]


def ticked_line(dialog: Dialog, position: Position, number: int, *, done: bool) -> Line:
    """The plan after a step was ticked off, or taken back."""
    plan = numbered(dialog, position)
    following = first_undone(plan)
    name = "unticked" if not done else "ticked" if following else "all_done"
    head = dialog.words.message(name, position.known, number=number, step=plan[number - 1][1])
    undone = [one for one in plan if not one[1].done]
    return _screen(Parts(dialog, position, plan), head, undone, number if done else None)


def _in_full(parts: Parts, head: Said, wanted: Sequence[Numbered], room: int = SCREEN) -> list[Numbered]:
    """As many of the steps wanted as `room` lines hold in full: one at least, `MOST_IN_FULL` at most."""
    shown = list(wanted[:1])
    for one in wanted[1:MOST_IN_FULL]:
        if parts.height(_pieces(parts, head, [*shown, one])) > min(room, SCREEN - NOTED):
            break
        shown.append(one)
    return shown


def _put_together(pieces: Sequence[Said]) -> Said:
    return Said("\n\n".join(piece.text for piece in pieces if piece.text), merge_facts(piece.facts for piece in pieces))


def _pieces(parts: Parts, head: Said, shown: Sequence[Numbered], *, brief: bool = False) -> list[Said]:
    """The parts of a plan; a `brief` one that shows the next step in full does not repeat what is next at its end."""
    pieces = [head, *(parts.part("step", [one]) for one in shown)]
    soon = next_acts(parts.plan)
    if brief and soon and soon[0] in shown:
        soon = []
    others = sorted((one for one in parts.plan if one not in (*shown, *soon)), key=lambda one: one[1].done)
    if others:
        pieces.append(parts.part("plan_rest", others))
    if soon:
        pieces.append(parts.part("plan_next", soon))
    return pieces
