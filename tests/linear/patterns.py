"""Every regular expression: those that modules hold, those built from content, those inside functions."""

from __future__ import annotations

import ast
import functools
import gc
import importlib
import pkgutil
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path

from dialogs.text.expression import Expression

PACKAGES = ("dialogs", "bot")
ROOT = Path(__file__).parents[2]
OPTIONAL = ("bot.screenshots", "bot.papers")  # need extras
SKIPPED = ("bot.store.migrations",)  # run by Alembic, not imported
_CONTAINERS = (
    dict, list, tuple, set, frozenset, types.MappingProxyType, types.FunctionType, types.CellType, types.ModuleType,
    types.MethodType, functools._lru_cache_wrapper, functools.partial, staticmethod, classmethod, property,
)  # fmt: skip


def all_patterns(*roots: object) -> dict[re.Pattern[str], str]:
    """Each pattern once, with where it comes from: a module, or what `roots` hold beside those."""
    found: dict[re.Pattern[str], str] = {}
    known = dict(modules())
    for name, module in known.items():
        for thing in vars(module).values():
            if (pattern := _pattern(thing)) is not None:
                found.setdefault(pattern, name)
    seen = {id(vars(module)) for name, module in [*sys.modules.items()] if name.partition(".")[0] not in PACKAGES}
    for pattern in _held_by(list(roots), seen):
        found.setdefault(pattern, "content")
    for name, module in known.items():
        for pattern in [*_inside_functions(module), *_held_by(vars(module), seen)]:
            found.setdefault(pattern, name)
    return found


def modules() -> Iterator[tuple[str, types.ModuleType]]:
    """All modules of the project that can be imported here."""
    for package in PACKAGES:
        parent = importlib.import_module(package)
        for info in pkgutil.walk_packages(parent.__path__, f"{package}."):
            if info.name.endswith("__main__") or info.name.startswith(SKIPPED):
                continue
            try:
                yield info.name, importlib.import_module(info.name)
            except ImportError:
                if not info.name.startswith(OPTIONAL):
                    raise


def _inside_functions(module: types.ModuleType) -> Iterator[re.Pattern[str]]:
    """Patterns that stand as text in calls of `re`."""
    source = Path(module.__file__ or "").read_text("utf-8")
    for node in ast.walk(ast.parse(source)) if "re." in source else ():
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=name), args=[ast.Constant(value=str(text)), *_]
            ) if name not in {"escape", "error"}:
                yield re.compile(text)


def _held_by(root: object, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """Patterns that can be reached from an object through the project's own objects, and not through those seen."""
    waiting: list[object] = [root]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, re.Pattern | Expression):
            if (pattern := _pattern(thing)) is not None:
                yield pattern
        elif isinstance(thing, _CONTAINERS) or _ours(thing):
            waiting.extend(gc.get_referents(thing))


def _pattern(thing: object) -> re.Pattern[str] | None:
    """The expression for texts that a thing is, compiled or not."""
    if isinstance(thing, Expression):
        return thing.compiled
    return thing if isinstance(thing, re.Pattern) and isinstance(thing.pattern, str) else None


def _ours(thing: object) -> bool:
    kind = thing if isinstance(thing, type) else type(thing)
    return kind.__module__.partition(".")[0] in PACKAGES
