"""What the page of a situation shows: its first words, questions, plan, papers and myths, each with its facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogs.dialog import Dialog
from dialogs.examples import Variant, example, examples_of, variants
from dialogs.known import Known
from dialogs.library.checks.paths import thin_walks
from dialogs.library.library import TRIAGE
from dialogs.library.models.papers import PaperKind
from dialogs.library.records import Flow, FlowWords, Myth, Question, QuestionWords, Route, Step
from dialogs.papers.offer import offered
from dialogs.predicates import all_hold
from dialogs.replay import Position
from dialogs.unfit import fit_said
from dialogs.words import Said, merge_facts

BODY = "\n\n"  # stands between the title and the body of a step


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a situation asks it, what its buttons say, and where each answer leads."""

    question: Question
    words: QuestionWords
    said: Said
    options: tuple[str, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The words at the head of a plan."""

    name: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A step with all the ways in which it is put; `asked` tells whether the questions alone lead to it."""

    step: Step
    variants: tuple[Variant, ...]
    facts: tuple[str, ...]
    asked: bool

    @property
    def title(self) -> str:
        """How it is called."""
        return self.variants[0].text.partition(BODY)[0]


@dataclass(frozen=True, slots=True)
class OfferedPaper:
    """A kind of paper that a situation offers, in every case or in some."""

    kind: PaperKind
    always: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that is said in a situation."""

    flow: Flow
    words: FlowWords
    opening: tuple[Variant, ...]
    asked: tuple[Asked, ...]
    outcomes: tuple[Outcome, ...]
    steps: tuple[Advice, ...]
    papers: tuple[OfferedPaper, ...]
    myths: tuple[Myth, ...]

    @property
    def facts(self) -> frozenset[str]:
        """The ids of all facts on which its words rest."""
        pieces = (*self.opening, *(one for outcome in self.outcomes for one in outcome.variants))
        own = {name for piece in pieces for name in piece.facts}
        return frozenset(own | {name for step in self.steps for name in step.facts})


def situations(dialog: Dialog, now: dt.datetime) -> list[Situation]:
    """All situations, in the order of the menus."""
    library = dialog.library
    menus = [f"which_{category}" for category in library.options(TRIAGE)]
    flows = sorted(library.flows.values(), key=lambda flow: (menus.index(flow.menu), flow.menu_order))
    return [_situation(dialog, flow, now) for flow in flows]


def _situation(dialog: Dialog, flow: Flow, now: dt.datetime) -> Situation:
    library = dialog.library
    known = Known(
        {TRIAGE: flow.situation}, now, flow.situation, flow.family, rails=library.rails, regions=library.regions
    )
    walks = list(thin_walks(library, flow.situation, now))
    cases = [walk.known for walk in walks]
    steps = tuple(_steps(dialog, flow, known, cases))
    facts = {name for step in steps for name in step.facts}
    return Situation(
        flow=flow,
        words=library.flow_words[flow.situation],
        opening=_opening(dialog, flow, [known, *cases]),
        asked=tuple(_asked(dialog, name, known, routes) for name, routes in flow.asks.items()),
        outcomes=tuple(_outcome(dialog, flow, name, known, walks) for name in flow.outcomes),
        steps=steps,
        papers=tuple(_papers(dialog, cases)),
        myths=tuple(myth for myth in library.myths.values() if myth.facts and facts.issuperset(myth.facts)),
    )


def _asked(dialog: Dialog, name: str, known: Known, routes: tuple[Route, ...]) -> Asked:
    library = dialog.library
    options = tuple(library.label(name, option) for option in library.options(name))
    return Asked(library.questions[name], library.question_words[name], dialog.words.ask(name, known), options, routes)


def _opening(dialog: Dialog, flow: Flow, cases: list[Known]) -> tuple[Variant, ...]:
    template = dialog.library.templates[f"flows/{flow.situation}/opening.md.j2"]
    more = examples_of(dialog.library, flow, cases[0], template)

    def render(known: Known) -> Said:
        return fit_said(dialog.words.opening(known), dialog.library, known.now.date())

    return variants(dialog.library, [*cases, *more], render)


def _outcome(dialog: Dialog, flow: Flow, name: str, known: Known, walks: Iterable[Position]) -> Outcome:
    ends = [walk.known for walk in walks if walk.outcome == name]
    if len(flow.outcomes) == 1:  # any case ends here
        template = dialog.library.templates[f"flows/{flow.situation}/{name}.md.j2"]
        ends += examples_of(dialog.library, flow, known, template)

    def render(known: Known) -> Said:
        return fit_said(dialog.words.outcome(name, known), dialog.library, known.now.date())

    return Outcome(name, variants(dialog.library, ends, render))


def _steps(dialog: Dialog, flow: Flow, known: Known, cases: list[Known]) -> Iterator[Advice]:
    """The steps of a situation in the order of a plan; one that no answers lead to is none of its."""
    for step in dialog.library.steps_of(flow.situation, flow.family):
        held = [case for case in cases if all_hold(step.when, step.unless, case)]
        if held:
            yield _advice(dialog, step, held, asked=True)
        elif (case := example(dialog.library, flow, known, step.when, step.unless)) is not None:
            yield _advice(dialog, step, [case], asked=False)


def _advice(dialog: Dialog, step: Step, cases: list[Known], *, asked: bool) -> Advice:
    facts = merge_facts((step.facts, step.deadline.facts if step.deadline else ()))

    def render(known: Known) -> Said:
        title, body = dialog.words.step(step.id, known)
        fit = fit_said(Said(body, facts), dialog.library, known.now.date())
        return Said(f"{title}{BODY}{fit.text}", facts)

    return Advice(step, variants(dialog.library, cases, render), facts, asked=asked)


def _papers(dialog: Dialog, cases: list[Known]) -> Iterator[OfferedPaper]:
    for kind in dialog.papers.kinds.values():
        held = [offered(dialog.papers, kind, case) is None for case in cases]
        if any(held):
            yield OfferedPaper(kind, always=all(held))
