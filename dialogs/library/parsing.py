"""Reads YAML, in which all content is written. Nothing else loads what reads it: serving checked records needs none."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_BOOL = "tag:yaml.org,2002:bool"


class NotYaml(ValueError):  # noqa: N818  # reads as what is the case
    """The text is no YAML; `where` is the line, as far as known, and `what` is wrong there."""

    def __init__(self, where: str, what: str) -> None:
        self.where, self.what = where, what
        super().__init__(f"{where}: {what}" if where else what)


def parsed(text: str) -> Any:
    """The mappings, lists, texts, numbers and dates in a YAML text. As in YAML 1.2, `on` and `no` are texts.

    Raises:
        NotYaml: it is none.
    """
    import yaml  # noqa: PLC0415  # see above

    try:
        return yaml.load(text, _loader())  # noqa: S506  # a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        raise NotYaml(where, f"not valid YAML: {getattr(error, 'problem', None) or error}") from error


@cache
def _loader() -> Any:
    """A safe loader that keeps the texts `on`, `off`, `yes` and `no`, which YAML 1.1 takes for truth values."""
    import yaml  # noqa: PLC0415

    # Both read the same safe subset; the one in C, which not every build has, is ten times as fast.
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader: Any = type("Loader", (base,), {})
    read = base.yaml_implicit_resolvers.items()
    loader.yaml_implicit_resolvers = {first: [one for one in found if one[0] != _BOOL] for first, found in read}
    loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), ["t", "f"])
    return loader
