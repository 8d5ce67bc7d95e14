"""The header of a template, its first line: ``{# facts: platform.W04, law.D11; own: 30 #}``."""

from __future__ import annotations

from dialogs.text.expression import Expression

INCLUDE = Expression(r"\{% include \"([^\"]+)\" %\}")
HEADER = Expression(r"\A\{#-?([^#]*)#\}")


def header_list(source: str, name: str) -> tuple[str, ...]:
    """The items of one list in a template's header, in order; nothing where it has none."""
    header = HEADER.match(source)
    for part in header.group(1).split(";") if header else ():
        key, _, items = part.partition(":")
        if key.strip() == name:
            return tuple(item.strip() for item in items.split(",") if item.strip())
    return ()


def parts_named(source: str) -> tuple[str, ...]:
    """The templates that a template includes."""
    return tuple(INCLUDE.findall(source))


def facts_named(source: str) -> tuple[str, ...]:
    """The fact ids that a template says it rests on."""
    return header_list(source, "facts")
