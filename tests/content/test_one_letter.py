"""One wrong letter in any content file is found, and its file named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

import pytest
import yaml

from bot.content import read_sources
from dialogs.library.files import read_file
from tests.content.checked import problems_of

EDITIONS = {"en", "zh-Hant-HK", "zh-Hant-TW"}
SOURCES = {file: source.decode() for file, source in read_sources().items()}


def keys(text: str) -> Iterator[yaml.ScalarNode]:
    """The keys of the first mapping of a file, from its second on, then those inside it."""

    def inside(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        yield from (key for key, _ in pairs)
        for value in (value for _, value in pairs) if pairs else node.value:
            if isinstance(value, yaml.CollectionNode):
                yield from inside(value)

    yield from islice(inside(yaml.compose(text, yaml.CSafeLoader)), 1, None)


def broken(file: str, text: str) -> tuple[str, str]:
    """The text with one letter too many, in a key or in a name of a template, and the word that had been right."""
    if file.endswith(".j2"):
        name = re.search(r"\{[{%] *(?:(?:el)?if (?:not )?|for \w+ in )?(\w+)", text)
        return (f"{text[: name.end()]}x{text[name.end() :]}", name[1]) if name else (f"{text}{{{{ x }}}}", "x")
    key = next(keys(text))
    place = key.end_mark.index
    return f"{text[:place]}x{text[place:]}", str(key.value)


def kind_of(file: str) -> str:
    """Files that are checked side by side: a problem of one hides none of another."""
    if file.endswith(".j2"):
        return "templates"
    return "editions" if file.partition("/")[0] in EDITIONS else "others"


@pytest.mark.parametrize("kind", ["templates", "editions", "others"])
def test_one_letter_is_found_and_its_file_named(kind: str):
    """Each file is read by itself; those that are right by themselves are checked together, each with its letter."""
    spoilt = {file: broken(file, text) for file, text in SOURCES.items() if kind_of(file) == kind}
    alone = {file: read_file(file, text).problems for file, (text, _) in spoilt.items()}
    assert all(problem.file == file for file, problems in alone.items() for problem in problems)
    together = {file: spoilt[file] for file, problems in alone.items() if not problems}
    assert together
    found = problems_of({**SOURCES, **{file: text for file, (text, _) in together.items()}})
    missed = [file for file, (_, word) in together.items() if not any(names(line, file, word) for line in found)]
    assert missed == []


def names(line: str, file: str, word: str = "") -> bool:
    """Whether a problem names a file, or the folder of records in which it stands, and the word that is wrong."""
    told, _, what = line.partition(":")
    return (told == file or (told.endswith("/") and file.startswith(told))) and word in what


def test_a_letter_in_each_named_value_is_found():
    """Ids that one file names in another: a sample of each kind."""
    samples: Mapping[str, tuple[str, str]] = {
        "contacts.yaml": ("number: '110'", "number: '111'"),
        "deadlines.yaml": ("facts: [law.K", "facts: [law.X"),
        "timeline.yaml": ("wrong_recipient", "wrong_recipientx"),
        "documents.yaml": ("wrong_recipient", "wrong_recipientx"),
        "paper_fields.yaml": ("question: ", "question: x"),
        "checking/recall.yaml": ("topic: ", "topic: x"),
        "zh-Hans/checking.yaml": ("advice: [", "advice: [x"),
        "zh-Hans/groups.yaml": ("facts: [platform.", "facts: [law."),
        "flows/wrong_recipient.yaml": ("when: [", "when: [x"),
        "steps/mistake.yaml": ("when: [", "when: [x"),
    }
    for file, (old, new) in samples.items():
        assert old in SOURCES[file], file
        found = problems_of({**SOURCES, file: SOURCES[file].replace(old, new, 1)})
        assert any(names(line, file) for line in found), (file, found)
