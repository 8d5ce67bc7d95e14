"""Checks of the templates: all there, all used, none with a name that is never filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from dialogs.fixed_messages import MESSAGES
from dialogs.library import files as at
from dialogs.library.files import LOCALE
from dialogs.library.headers import parts_named
from dialogs.library.library import Library
from dialogs.library.models.papers import PaperLibrary
from dialogs.library.problems import Problem
from dialogs.papers.bundle import BUNDLE_PARTS
from dialogs.papers.paper import make_paper_environment
from dialogs.papers.view import PAPER_VALUES
from dialogs.predicates import PREDICATES
from dialogs.words import GLOBALS, make_environment

PAPERS = "documents/"


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template's source, where it stands, and the values it is filled with."""

    file: str
    where: str
    text: str
    values: frozenset[str] = GLOBALS


def template_problems(library: Library) -> Iterator[Problem]:
    """Missing, unused and broken templates of the conversation."""
    environment = make_environment(library.templates, library.formats)
    own = {name: text for name, text in library.templates.items() if not name.startswith(PAPERS)}
    needed = set(needed_templates(library)) | {part for text in own.values() for part in parts_named(text)}
    for name in sorted(needed - own.keys()):
        yield Problem(f"{LOCALE}/{name}", "", "缺这个文件")
    optional = {
        f"flows/{flow.situation}/ask_{question}.md.j2" for flow in library.flows.values() for question in flow.asks
    }
    for name in sorted(own.keys() - needed - optional):
        yield Problem(f"{LOCALE}/{name}", "", "没有地方用这个文件，多半是文件名打错了")
    for source in _sources(library, own):
        yield from source_problems(environment, source)


def paper_template_problems(papers: PaperLibrary) -> Iterator[Problem]:
    """Broken templates of papers, and fields in them that the kind of paper does not have."""
    environment = make_paper_environment(papers.templates)
    kinds = {kind.template: kind for kind in papers.kinds.values()}
    used = {*kinds, *BUNDLE_PARTS}
    for name, text in papers.templates.items():
        file = f"{LOCALE}/{PAPERS}{name}"
        found = list(source_problems(environment, TemplateSource(file, "", text, PAPER_VALUES)))
        yield from found
        if found:
            continue
        tree = environment.parse(text)
        used |= {part for part in meta.find_referenced_templates(tree) if part}
        fields = {*kinds[name].fields, *kinds[name].offline} if name in kinds else set(papers.fields)
        for field in sorted(_fields_named(tree) - fields):
            yield Problem(file, "", f"没有 {field} 这个字段，多半是名字打错了")
    for name in sorted(papers.templates.keys() - used):
        yield Problem(f"{LOCALE}/{PAPERS}{name}", "", "没有地方用这个文件，多半是文件名打错了")
    for name in sorted(used - papers.templates.keys() - kinds.keys()):
        yield Problem(f"{LOCALE}/{PAPERS}{name}", "", "缺这个文件")


def needed_templates(library: Library) -> Iterator[str]:
    """The names of all templates that the flows and the code ask for."""
    for name in MESSAGES:
        yield f"messages/{name}.md.j2"
    for flow in library.flows.values():
        yield f"flows/{flow.situation}/opening.md.j2"
        for outcome in flow.outcomes:
            yield f"flows/{flow.situation}/{outcome}.md.j2"


def source_problems(environment: Environment, source: TemplateSource) -> Iterator[Problem]:
    """What is wrong with one template: its syntax, unknown variables, filters and predicates."""
    if "{" not in source.text:
        return  # no template, and most words are none
    try:
        tree = environment.parse(source.text)
        named = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:  # also an unknown filter
        yield Problem(source.file, source.where or f"第 {error.lineno} 行", f"模板写坏了：{error.message}")
        return
    for name in sorted(named - source.values):
        yield Problem(source.file, source.where, f"没有 {name} 这个变量，多半是名字打错了")
    for call in tree.find_all(nodes.Call):
        # In a paper `holds` takes a question and an option; in a conversation the name of a predicate.
        if isinstance(call.node, nodes.Name) and call.node.name == "holds" and len(call.args) == 1:
            for argument in call.args:
                if isinstance(argument, nodes.Const) and argument.value not in PREDICATES:
                    yield Problem(source.file, source.where, f"没有 {argument.value} 这个条件")


def _sources(library: Library, templates: dict[str, str]) -> Iterator[TemplateSource]:
    for name, text in templates.items():
        yield TemplateSource(f"{LOCALE}/{name}", "", text, GLOBALS | _values_of(name))
    for step, words in library.step_words.items():
        yield TemplateSource(f"{LOCALE}/steps/", step, f"{words.title}\n{words.body}")
    for item in library.evidence.values():
        yield TemplateSource(at.EVIDENCE, item.id, f"{item.title}\n{item.body}")
    for question, asked in library.question_words.items():
        yield TemplateSource(at.QUESTION_WORDS, question, asked.ask)
    for entry in library.knowledge.values():
        yield TemplateSource(at.KNOWLEDGE, entry.id, entry.answer)


def _values_of(name: str) -> frozenset[str]:
    return frozenset(MESSAGES.get(name.removeprefix("messages/").removesuffix(".md.j2"), ()))


def _fields_named(tree: nodes.Template) -> set[str]:
    """The fields that a paper's template names, as ``f.<field>`` or ``raw.<field>``."""
    read = tree.find_all(nodes.Getattr)
    return {node.attr for node in read if isinstance(node.node, nodes.Name) and node.node.name in {"f", "raw"}}
