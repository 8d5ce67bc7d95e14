"""Spelling of the editions in Traditional characters: nothing of the source's script, or of another place, is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dialogs.editions.conversion import any_of
from dialogs.editions.edition import DERIVED, GLOSSARY, Edition
from dialogs.editions.spoken import spoken
from dialogs.library.checks.texts import without_code
from dialogs.library.files import LOCALE, read_file
from dialogs.library.problems import Problem

if TYPE_CHECKING:
    from dialogs.library.load import Content

_HAN = "[\u4e00-\u9fff]"
_HABITS = {  # of typing, and of the source's quotation marks
    "引号用「」『』": re.compile(rf"[“”‘’]|(?<={_HAN})[\"']|[\"'](?={_HAN})"),
    "省略号用两个「……」": re.compile(rf"(?<![…「]){_HAN}…(?!…)|(?<![….])\.\.\.?(?=$|{_HAN})|。。"),
    "标点用全角": re.compile(rf"(?<={_HAN})[,;:?!()]|[,;:?!()](?={_HAN})"),
}
_APART = re.compile(r"《[^》\n]{1,60}》|個人信息保護法")  # the name of a law keeps its words
_CODE = re.compile(r"`[^`\n]*`")


def orthography_problems(content: Content) -> Iterator[Problem]:
    """What an edition says, derived or by hand, in the source's characters, marks or words, or in another place's.

    Left out is what stays as it is: lines to be sent, an app's Simplified label beside the converted one, names.
    """
    for language in content.languages:
        files = content.editions.get(language.tag, {})
        if language.tag == LOCALE or GLOSSARY not in files or DERIVED not in files:
            continue
        glossary, derived = (read_file(f"{language.tag}/{name}", files[name]).value for name in (GLOSSARY, DERIVED))
        used = {*derived.written, *"".join(glossary.words.values()), *"".join(derived.phrases.values())}
        left = set(derived.simplified) - used
        never, beside = any_of(glossary.never), any_of(f"（{one.label}）" for one in content.labels)
        for file, name, text in spoken(Edition(language, content), content):
            where = f"{language.tag}/{file}"
            for line in without_code(text).splitlines():
                if line.startswith("> ") or line.isascii():
                    continue
                plain = beside.sub("", _CODE.sub("", line))
                if simplified := left.intersection(plain):
                    yield Problem(where, name, f"有简体字 {'、'.join(sorted(simplified))}：{line.strip()}")
                for word in set(never.findall(_APART.sub("", plain))):
                    yield Problem(where, name, f"「{word}」不是这里的说法（{GLOSSARY} 的 never）：{line.strip()}")
                for habit, pattern in _HABITS.items():
                    if pattern.search(plain):
                        yield Problem(where, name, f"{habit}：{line.strip()}")
