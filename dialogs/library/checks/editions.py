"""What is wrong with the words in other languages: nothing may be said in them that the source does not say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from pydantic import BaseModel, ValidationError

from dialogs.editions.edition import CUES, DERIVED, GLOSSARY, Edition
from dialogs.editions.overrides import merged, said
from dialogs.editions.spoken import strings_in
from dialogs.figures import in_full, numbers_in
from dialogs.library import files as at
from dialogs.library.checks.texts import without_code
from dialogs.library.files import LOCALE, read_file
from dialogs.library.headers import facts_named, parts_named
from dialogs.library.models.formats import Formats
from dialogs.library.problems import Problem
from dialogs.understanding.reading import DANGERS
from dialogs.words import make_environment

if TYPE_CHECKING:
    from dialogs.editions.edition import Written
    from dialogs.library.load import Content

LONGEST = {False: 500, True: 1400}  # characters of a message, in Chinese and in Latin letters
AS_LONG = {False: 1.2, True: 5.0}  # times the source's words, where these are cut into cases


def edition_problems(content: Content) -> Iterator[Problem]:
    """Files that cannot be used; words that stand in for none, or say other numbers, facts, conditions or values."""
    if not content.languages or content.languages[0].tag != LOCALE:
        yield Problem(at.LANGUAGES, "", f"第一种要是原文 {LOCALE}")
    for language in content.languages:
        sources = content.editions.get(language.tag)
        if sources is None:
            continue
        broken = [
            problem for name, text in sources.items() for problem in read_file(f"{language.tag}/{name}", text).problems
        ]
        yield from broken
        if (GLOSSARY in sources) != (DERIVED in sources):
            yield Problem(f"{language.tag}/", "", f"{GLOSSARY} 和 {DERIVED} 要两个都有：运行 ./scripts/derive")
        if not broken:
            edition = Edition(language, content)
            yield from _override_problems(edition, content.library.formats)
            yield from _cue_problems(edition, content)


def stale_words(content: Content) -> Iterator[Problem]:
    """The overrides that are not said any more because the source was changed; no mistake, but a task."""
    for edition in _sound(content):
        for file, name, now in edition.stale():
            what = f"原文改过了，暂时不用它；对过以后把 of 改成 {now}"
            yield Problem(f"{edition.language.tag}/{file}", name, what)


def _sound(content: Content) -> Iterator[Edition]:
    for language in content.languages:
        if language.tag in content.editions:
            yield Edition(language, content)


def _cue_problems(edition: Edition, content: Content) -> Iterator[Problem]:
    for place, cue in enumerate(edition.cues, start=1):
        where = f"第 {place} 项"
        if cue.situation and cue.situation not in content.library.flows:
            yield Problem(f"{edition.language.tag}/{CUES}", where, f"没有 {cue.situation} 这种遭遇")
        if cue.danger and cue.danger not in DANGERS:
            yield Problem(f"{edition.language.tag}/{CUES}", where, f"没有 {cue.danger} 这种危险")


def _override_problems(edition: Edition, formats: Formats) -> Iterator[Problem]:
    environment = _parser(formats)
    latin = edition.language.script == "latin"
    for file, name, override in edition.overrides():
        where = f"{edition.language.tag}/{file}"
        record = edition.original(file, name)
        if record is None:
            yield Problem(where, name, "原文里没有这一项，多半是名字打错了")
            continue
        if override.of != edition.checksum(file, name):
            continue  # of other words: not said, and noted
        old, new, what = _pair(record, override)
        if what:
            yield Problem(where, name, what)
            continue
        for difference in _differences(environment, old, new):
            yield Problem(where, name, difference)
        longest = max(LONGEST[latin], int(AS_LONG[latin] * len(without_code(old))))
        if len(plain := without_code(new)) > longest:
            yield Problem(where, name, f"有 {len(plain)} 个字，最多 {longest} 个")


def _pair(record: Any, override: Written) -> tuple[str, str, str]:
    """The words of a record and those of its override, or what is wrong with the override's fields."""
    if isinstance(record, str):
        text = override.fields.get("text")
        if set(override.fields) != {"text"} or not isinstance(text, str):
            return "", "", "只有 of 和 text 两项"
        return record, text, ""
    assert isinstance(record, BaseModel)  # noqa: S101 - all others are strings
    try:
        new = type(record).model_validate(merged(record.model_dump(), override.fields))
    except ValidationError as error:
        return "", "", "；".join(f"{'.'.join(map(str, one['loc']))} {one['msg']}" for one in error.errors())
    if said(new) == said(record):
        return "", "", "和原文一样，不用写"
    return _spoken(record), _spoken(new), ""


def _spoken(record: BaseModel) -> str:
    return "\n".join(strings_in(said(record)))


@lru_cache(maxsize=1)
def _parser(formats: Formats) -> Environment:
    return make_environment({}, formats)


@lru_cache(maxsize=4096)
def _differences(environment: Environment, old: str, new: str) -> tuple[str, ...]:
    try:
        before, after = _names(environment, old), _names(environment, new)
    except TemplateSyntaxError as error:
        return (f"模板写坏了：{error.message}",)
    found = []
    for what, one, other in (
        ("变量和条件", before, after),
        ("事实", set(facts_named(old)), set(facts_named(new))),
        ("数字", numbers_in(in_full(without_code(old))), numbers_in(in_full(without_code(new)))),
    ):
        if one - other:
            found.append(f"{what}少了 {'、'.join(sorted(one - other))}")
        if other - one:
            found.append(f"{what}多了 {'、'.join(sorted(other - one))}")
    return tuple(found)


@lru_cache(maxsize=4096)
def _names(environment: Environment, source: str) -> frozenset[str]:
    """The variables a template fills, the conditions it asks for and the parts it holds."""
    if "{" not in source:
        return frozenset()
    tree = environment.parse(source)
    calls = (call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name))
    asked = {f"{call.node.name}({one.value})" for call in calls for one in call.args if isinstance(one, nodes.Const)}  # type: ignore[attr-defined]
    filled = {
        f"{node.node.name}.{node.attr}" for node in tree.find_all(nodes.Getattr) if isinstance(node.node, nodes.Name)
    }
    return frozenset({*meta.find_undeclared_variables(tree), *asked, *filled, *parts_named(source)})
