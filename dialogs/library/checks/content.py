"""All checks together: what content files say about each other, and whether what is said rests on facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.library.checks.asks import ask_problems
from dialogs.library.checks.editions import edition_problems
from dialogs.library.checks.facts import contact_problems, fact_problems, reference_problems
from dialogs.library.checks.numbers import hedge_problems, number_problems
from dialogs.library.checks.orthography import orthography_problems
from dialogs.library.checks.paths import rendering_problems
from dialogs.library.checks.patterns import pattern_problems
from dialogs.library.checks.references import link_problems
from dialogs.library.checks.templates import paper_template_problems, template_problems
from dialogs.library.checks.texts import texts
from dialogs.library.load import Content, read_content
from dialogs.library.problems import ContentError, Problem
from dialogs.understanding.wording import wording_problems

TODO = "TODO"


def check_content(sources: Mapping[str, str | bytes]) -> list[Problem]:
    """Everything wrong with the content, sorted by file: the same on any day.

    Args:
        sources: the files, as `load_content` takes them.
    """
    try:
        content = read_content(sources)
    except ContentError as error:
        return error.problems
    problems = sorted({*_problems(content), *todo_problems(sources)})
    return (
        problems
        or sorted(set(edition_problems(content)))
        or sorted(set(orthography_problems(content)))
        or rendering_problems(content.library)
    )


def _problems(content: Content) -> Iterator[Problem]:
    library, said = content.library, list(texts(content))
    yield from link_problems(content)
    yield from template_problems(library)
    yield from paper_template_problems(content.papers)
    yield from fact_problems(library)
    yield from contact_problems(library)
    yield from reference_problems(library, said)
    yield from number_problems(library, said)
    yield from hedge_problems(library, said)
    yield from pattern_problems(content.checking)
    yield from wording_problems(content.details)
    yield from ask_problems(content.text, library.myths, library.knowledge)


def todo_problems(sources: Mapping[str, str | bytes]) -> Iterator[Problem]:
    """Lines that still say what is to be written there."""
    for file, source in sources.items():
        text = source if isinstance(source, str) else source.decode("utf-8", "replace")
        if TODO in text:
            for number, line in enumerate(text.splitlines(), start=1):
                if TODO in line:
                    yield Problem(file, f"第 {number} 行", "还有 TODO 没写")
