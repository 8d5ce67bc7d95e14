"""Reads YAML, in which all content is written. Nothing else loads what reads it: serving checked records needs none."""

from __future__ import annotations

from typing import Any


class NotYaml(ValueError):  # noqa: N818  # reads as what is the case
    """The text is no YAML; `where` is the line, as far as known, and `what` is wrong there."""

    def __init__(self, where: str, what: str) -> None:
        self.where, self.what = where, what
        super().__init__(f"{where}: {what}" if where else what)


def parsed(text: str) -> Any:
    """The mappings, lists, texts, numbers and dates in a YAML text.

    Raises:
        NotYaml: it is none.
    """
    import yaml  # noqa: PLC0415  # see above

    # Both loaders read the same safe subset; the one in C, which not every build has, is ten times as fast.
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, loader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        raise NotYaml(where, f"not valid YAML: {getattr(error, 'problem', None) or error}") from error
