"""Checks of the templates: all there, all used, none with a name that nobody fills."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from dialogs.fixed_messages import MESSAGES
from dialogs.library.loader import LOCALE, Library, Problem
from dialogs.predicates import PREDICATES
from dialogs.words import GLOBALS, make_environment


def template_problems(library: Library) -> Iterator[Problem]:
    """Missing, unused and broken templates."""
    environment = make_environment(library.templates)
    needed = set(needed_templates(library))
    for name in sorted(needed - library.templates.keys()):
        yield Problem(f"{LOCALE}/{name}", "", "this template is missing")
    optional = {
        f"flows/{flow.situation}/ask_{question}.md.j2" for flow in library.flows.values() for question in flow.asks
    }
    for name in sorted(library.templates.keys() - needed - optional):
        if not name.startswith("documents/"):
            yield Problem(f"{LOCALE}/{name}", "", "no flow and no message uses this template")
    for name, source in library.templates.items():
        if not name.startswith("documents/"):
            yield from _source(environment, f"{LOCALE}/{name}", "", source, _values_of(name))
    for step, words in library.step_words.items():
        yield from _source(environment, f"{LOCALE}/steps/", step, f"{words.title}\n{words.body}", frozenset())
    for item in library.evidence.values():
        source = f"{item.title}\n{item.body}"
        yield from _source(environment, f"{LOCALE}/evidence.yaml", item.id, source, frozenset())
    for question, asked in library.question_words.items():
        yield from _source(environment, f"{LOCALE}/questions.yaml", question, asked.ask, frozenset())


def needed_templates(library: Library) -> Iterator[str]:
    """The names of all templates that the flows and the code ask for."""
    for name in MESSAGES:
        yield f"messages/{name}.md.j2"
    for flow in library.flows.values():
        yield f"flows/{flow.situation}/opening.md.j2"
        for outcome in flow.outcomes:
            yield f"flows/{flow.situation}/{outcome}.md.j2"


def _values_of(name: str) -> frozenset[str]:
    if not name.startswith("messages/"):
        return frozenset()
    return frozenset(MESSAGES.get(name.removeprefix("messages/").removesuffix(".md.j2"), ()))


def _source(environment: Environment, file: str, where: str, source: str, values: frozenset[str]) -> Iterator[Problem]:
    if "{" not in source:
        return  # no template, and most words are none
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        yield Problem(file, where or f"line {error.lineno}", f"not a valid template: {error.message}")
        return
    for name in sorted(meta.find_undeclared_variables(tree) - GLOBALS - values):
        yield Problem(file, where, f"the variable {name} is never filled")
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "holds":
            for argument in call.args:
                if isinstance(argument, nodes.Const) and argument.value not in PREDICATES:
                    yield Problem(file, where, f"unknown predicate {argument.value}")
