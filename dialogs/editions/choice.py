"""In which language somebody is answered: as they chose, else as they write, else as their client is set, else ours."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dialogs.case import Case
from dialogs.library.models.editions import Language, Script
from dialogs.library.problems import UnknownLanguageError
from dialogs.text.expression import Expression

LANGUAGE = "lang:"
"""How the id of an option begins that chooses a language; its tag follows."""
LONGEST = 400  # characters; what is longer is often pasted, and tells nothing of who sends it
_HAN = Expression("[\u4e00-\u9fff\u3400-\u4dbf]")
_WORD = Expression(r"(?<![\w/@.])[a-z]+(?:'[a-z]+)?(?![\w/@]|[.:][\w/])")  # no part of a number or an address
_SYLLABLE = Expression(  # of Chinese spelled in Latin letters, without tones
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|ia?|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ue|v)"
)
_TRADITIONAL = "zh-hant"  # the code of a client that tells no region
_FEW_WORDS = 2  # a single one may be a name
_FEW_CHARACTERS = 6  # in fewer, one that is of one script only tells; in more it may be a slip


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages the words can be had in; the first is the source. `default` is the tag of the operator's."""

    known: tuple[Language, ...] = ()
    default: str = ""

    def known_tag(self, tag: str) -> str:
        """The tag itself. Raises UnknownLanguageError where there is no such language."""
        if all(tag != one.tag for one in self.known):
            raise UnknownLanguageError(f"no language {tag}: there is {', '.join(one.tag for one in self.known)}")
        return tag

    def spoken(self, case: Case) -> str:
        """The tag of the language in which a case is answered."""
        held = (tag for tag in (case.language, case.written) if any(tag == one.tag for one in self.known))
        if tag := next(held, None):
            return tag
        return self._of_code(case.client.lower()) or self.default

    def heard(self, case: Case, text: str) -> Case:
        """The case with the language in which its person writes, where their words show it and none was chosen."""
        if case.language or len(text) > LONGEST:
            return case
        now = self.spoken(case)
        found = self._written(case, text, now)
        return case if found in {None, now} else replace(case, written=found)

    def chosen(self, text: str) -> str | None:
        """The tag of the language that a whole message names."""
        wanted = text.strip().rstrip("。.!！").casefold()
        return next((one.tag for one in self.known if wanted in {one.name.casefold(), *one.called}), None)

    def _written(self, case: Case, text: str, now: str) -> str | None:
        characters = _HAN.findall(text)
        if not characters:
            words = _WORD.findall(text.lower())
            marked = (one for one in self._in(Script.LATIN) if _is_in(words, one.marks))
            return next((one.tag for one in marked), None) if len(words) >= _FEW_WORDS else None
        traditional, simplified = of_one_script(characters)
        sure = 1 if len(characters) < _FEW_CHARACTERS else 2
        if traditional >= sure and traditional > 2 * simplified:
            return self._regional(case, text, now)
        if not simplified and self._marked(text, Script.TRADITIONAL):
            return self._regional(case, text, now)
        if (simplified >= sure and simplified > 2 * traditional) or self._language(now).script is Script.LATIN:
            return next((one.tag for one in self._in(Script.SIMPLIFIED)), None)
        return None

    def _regional(self, case: Case, text: str, now: str) -> str | None:
        """Which of the languages in Traditional characters: by its own words, by the region, or as before."""
        ours = list(self._in(Script.TRADITIONAL))
        marked = self._marked(text, Script.TRADITIONAL)
        told = next((one.tag for one in ours if case.answers.get("region") in one.regions), None)
        likely = (now, self._of_code(case.client.lower()), self._of_code(_TRADITIONAL))
        before = next((tag for tag in likely if any(tag == one.tag for one in ours)), None)
        return marked or told or before

    def _marked(self, text: str, script: Script) -> str | None:
        counts = {one.tag: sum(text.count(mark) for mark in one.marks) for one in self._in(script)}
        best = max(counts, key=lambda tag: counts[tag], default=None)
        return best if best and counts[best] and list(counts.values()).count(counts[best]) == 1 else None

    def _of_code(self, code: str) -> str | None:
        """The language that a client's code means: the one with the longest code with which it begins."""
        fitting = [(len(own), one.tag) for one in self.known for own in one.codes if f"{code}-".startswith(f"{own}-")]
        return max(fitting)[1] if fitting else None

    def _language(self, tag: str) -> Language:
        return next(one for one in self.known if one.tag == tag)

    def _in(self, script: Script) -> Iterator[Language]:
        return (one for one in self.known if one.script is script)


def _is_in(words: Sequence[str], marks: Container[str]) -> bool:
    """Whether words in Latin letters are of the language with some marks; 「bao jing you yong ma」 spells Chinese."""
    marked = sum(word in marks for word in words)
    spelled = sum(word not in marks and bool(_SYLLABLE.fullmatch(word)) for word in words)
    return marked > 0 and marked >= spelled


def of_one_script(characters: Iterable[str]) -> tuple[int, int]:
    """How many Chinese characters are Traditional only, and how many Simplified only.

    That is: the old standard of the other script has them not. GB 2312 and Big5 hold the common characters of both.
    """
    text = "".join(characters)
    in_gb, in_big5 = (set(text.encode(name, "ignore").decode(name)) for name in ("gb2312", "big5hkscs"))
    return sum(one in in_big5 and one not in in_gb for one in text), sum(
        one in in_gb and one not in in_big5 for one in text
    )
