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


def broken(file: str, text: str) -> str:
    """The text with one letter too many: in a key, or in a name of a template."""
    if file.endswith(".j2"):
        name = re.search(r"\{[{%] *(?:if |for \w+ in )?\w+", text)
        return text[: name.end()] + "x" + text[name.end() :] if name else text + "{{ x }}"
    place = next(keys(text)).end_mark.index
    return text[:place] + "x" + text[place:]


@pytest.mark.parametrize("file", SOURCES)
def test_one_letter_is_found_and_its_file_named(file: str):
    spoilt = broken(file, SOURCES[file])
    assert spoilt != SOURCES[file]
    alone = read_file(file, spoilt).problems
    assert alone or any(names(line, file) for line in problems_of({**SOURCES, file: spoilt}))
    assert all(problem.file == file for problem in alone)


def names(line: str, file: str) -> bool:
    """Whether a problem names a file, or the folder of records in which it stands."""
    told = line.partition(":")[0]
    return told == file or (told.endswith("/") and file.startswith(told))


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
