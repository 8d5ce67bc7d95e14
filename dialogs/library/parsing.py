"""The YAML of content files, with errors in the editors' language. Loaded where something has to be parsed."""

from __future__ import annotations

import re
from typing import Any

import yaml

from dialogs.library.decoding import DecodingError, numbered

# The C parser is ten times as fast; not every build of PyYAML has it. Both read the same safe subset.
try:
    from yaml import CSafeLoader as _Base
except ImportError:
    from yaml import SafeLoader as _Base  # type: ignore[assignment]
_BOOL = "tag:yaml.org,2002:bool"
_MAP = "tag:yaml.org,2002:map"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_SYNTAX = {  # what libyaml says, and what an editor most likely did
    "mapping values are not allowed": "多了一个冒号，或这一行缩进不对；文字里有冒号时，整句加引号",
    "could not find expected ':'": "缺冒号，或冒号后面少了空格",
    "did not find expected key": "缩进不对，或上面的引号、括号没有成对",
    "did not find expected '-' indicator": "列表里这一行应以「- 」开头，和上面对齐",
    "did not find expected ',' or ']'": "方括号没有成对，或两项之间缺逗号",
    "did not find expected ',' or '}'": "花括号没有成对，或两项之间缺逗号",
    "did not find expected node content": "括号没有成对，或这里少了内容",
    "found unexpected end of stream": "引号没有成对",
    "found unexpected document indicator": "引号没有成对",
    "found unknown escape character": "双引号里的反斜杠不对，改用单引号",
    "found undefined tag": "感叹号开头的文字要加引号",
    "found undefined alias": "星号开头的文字要加引号",
    "expected alphabetic or numeric character": "这个符号开头的文字要加引号",
    "control characters are not allowed": "有看不见的控制字符，删掉这一行重打",
}


def parsed(text: str) -> Any:
    """The data in a YAML text, as `dialogs.library.decoding.parse_yaml` gives it. Raises DecodingError."""
    try:
        loader = _Loader(text)
        try:
            data = loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise DecodingError([(numbered(_mark(error)), _syntax(text, error))]) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise DecodingError([("", f"不是 YAML：{_SYNTAX['control characters are not allowed']}")]) from error
    if loader.repeated:
        raise DecodingError([(numbered(line), f"{key} 写了两遍，只留一个") for line, key in loader.repeated])
    return data


class _Loader(_Base):
    """Notes keys that a mapping has twice, and does not fail on a date that does not exist."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[int, str]] = []

    def construct_yaml_map(self, node: yaml.MappingNode) -> Any:
        """Build a mapping."""
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    self.repeated.append((key.start_mark.line, key.value))
                seen.add(key.value)
        return super().construct_yaml_map(node)

    def construct_date(self, node: yaml.ScalarNode) -> Any:
        """Build a date."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


# Only true and false are booleans, as in YAML 1.2: "on", "off", "yes" and "no" are words like any other.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"(?:true|false)$"), list("tf"))
_Loader.add_constructor(_MAP, _Loader.construct_yaml_map)
_Loader.add_constructor(_TIMESTAMP, _Loader.construct_date)


def _mark(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line if mark else 0


def _syntax(text: str, error: yaml.MarkedYAMLError) -> str:
    said = str(error.problem)
    lines = text.split("\n")
    at = lines[_mark(error)] if _mark(error) < len(lines) else ""
    refused = said.startswith("found character that cannot start")
    if "\t" in at[: len(at) - len(at.lstrip())] or (refused and "\t" in at):
        return "不是 YAML：缩进用了制表符（Tab），改成空格"
    if refused:
        return "不是 YAML：这个符号开头的文字要加引号"
    cause = next((hint for start, hint in _SYNTAX.items() if said.startswith(start)), said)
    return f"不是 YAML：{cause}"
