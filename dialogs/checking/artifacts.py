"""Links, numbers and accounts in a message, taken out and shown so that they lead nowhere.

All patterns are possessive or have a bounded length, so that each reads the text once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.checking.results import Artifact
from dialogs.library.models.checking import ArtifactFile

_DOMAIN_ENDINGS = (
    "com|cn|net|org|top|xyz|vip|club|info|cc|me|io|app|site|online|shop|pro|link|live|fun|icu|asia|hk|tw|tv|co|"
    "biz|ltd|wang|work|ink|win|bid|one|tech|store|space|website|life|world|today|group|cloud|ai|ru|su|pw|la|gg|ws|"
    "us|uk|jp|kr|sg|my|in|xin|ren|mobi|dev|page|chat|plus|wiki|red|kim|press|host|fit|date|loan|men|edu|gov"
)
_ACCOUNT = r"(?P<shown>[a-z][-_a-z0-9]{4,19}|1[3-9]\d{9})(?![-_a-z0-9])"
_NAMED = (
    r"(?>(?:[号群码]|账号|id|加|搜|搜索|联系|咨询|客服|老师|添加|好友|同号|备用|是|为|[ :()\[\]【】「」=_\-]){0,6})"
)
_BEFORE = r"(?<![a-z0-9@._/-])"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "link",
        re.compile(r"(?P<shown>[a-z][a-z0-9+-]{1,15}://[^\s<>\"'()\[\]{}【】「」《》,;。，、；：！？\u3400-\u9fff]++)"),
    ),
    (
        "email",
        re.compile(r"(?<![a-z0-9._%+-])(?P<shown>[a-z0-9._%+-]{1,64}+@(?>(?:[a-z0-9-]{1,63}+\.){1,4})[a-z]{2,12})"),
    ),
    ("telegram", re.compile(r"(?<![a-z0-9.])(?P<shown>(?:t\.me|telegram\.me)/[+a-z0-9_/]++)")),
    ("whatsapp", re.compile(r"(?<![a-z0-9.])(?P<shown>(?:wa\.me|api\.whatsapp\.com)/[+a-z0-9_?=/]++)")),
    (
        "link",
        re.compile(
            _BEFORE + r"(?P<shown>(?>(?:[a-z0-9-]++\.)+)(?:" + _DOMAIN_ENDINGS + r")(?![a-z0-9-])(?:/[!-~]*+)?"
            r"|(?>(?:[a-z0-9-]++\.)+)[a-z]{2,24}/[!-~]*+|(?>(?:[a-z0-9-]++\.)+)(?:中国|公司|网络|集团|在线|商城|香港)(?:/[!-~]*+)?"
            r"|\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?:[:/][!-~]*+)?)"
        ),
    ),
    ("telegram", re.compile(r"(?<![a-z0-9._])(?P<shown>@[a-z][a-z0-9_]{4,31})(?![a-z0-9_.])")),
    ("telegram", re.compile(r"(?<![a-z])(?:telegram|tg|电报|纸飞机)" + _NAMED + "@?" + _ACCOUNT)),
    ("whatsapp", re.compile(r"(?<![a-z])(?:whatsapp|whats app)" + _NAMED + r"(?P<shown>\+?\d[\d -]{6,16}\d)")),
    ("qq", re.compile(r"(?<![a-z])qq" + _NAMED + r"(?P<shown>[1-9]\d{4,10})(?!\d)")),
    ("wechat", re.compile(r"微信" + _NAMED + _ACCOUNT)),
    ("crypto", re.compile(r"(?<![a-z0-9])(?P<shown>0x[0-9a-f]{40}|t[1-9a-z]{33}|bc1[a-z0-9]{25,60})(?![a-z0-9])")),
    (
        "bank_card",
        re.compile(r"(?<![\d-])(?P<shown>(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){2}[ -]?\d{4}(?:[ -]?\d{1,3})?)(?!\d)"),
    ),
    ("phone", re.compile(r"(?<![\d.])(?P<shown>(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2})(?!\d)")),
    (
        "phone",
        re.compile(r"(?<![\d.])(?P<shown>[48]00[ -]?\d{3}[ -]?\d{4}|\+\d{1,3}[ -]?\d{1,5}(?:[ -]?\d{2,4}){2,3})(?!\d)"),
    ),
)
_DIGITS_ONLY = frozenset({"phone", "bank_card"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """An artifact and where it stands in the plain text; `official` ones are nobody's bait."""

    artifact: Artifact
    start: int
    end: int
    official: bool


def defused(kind: str, text: str) -> str:
    """`text` so that no program makes it a link: ``hxxps://example[.]com``, ``[@]name``, ``138·0013·8000``."""
    if kind in _DIGITS_ONLY:
        return _in_fours(re.sub(r"[ -]", "", text))
    shown = re.sub(r"^http", "hxxp", text)
    shown = shown if shown.startswith("hxxp") else shown.replace("://", "[:]//")
    return shown.replace(".", "[.]").replace("@", "[@]")


def _in_fours(number: str) -> str:
    """A number in groups of four, counted from its end."""
    first = len(number) % 4
    groups = [number[:first], *(number[place : place + 4] for place in range(first, len(number), 4))]
    return "·".join(group for group in groups if group)


def sightings(text: str, known: ArtifactFile) -> list[Sighting]:
    """All artifacts in a plain text, in the order in which they stand there; a place counts once."""
    taken: list[Sighting] = []
    used: set[int] = set()
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("shown")
            if used.isdisjoint(range(start, end)):
                used.update(range(start, end))
                shown = match["shown"]
                artifact = Artifact(kind, defused(kind, shown))
                taken.append(Sighting(artifact, start, end, _official(shown, known)))
    return sorted(taken, key=lambda seen: seen.start)


def distinct(seen: Iterable[Sighting]) -> tuple[Artifact, ...]:
    """Each artifact once."""
    return tuple(dict.fromkeys(sighting.artifact for sighting in seen))


def _official(shown: str, known: ArtifactFile) -> bool:
    digits = re.sub(r"\D", "", shown)
    if digits and digits in known.official_numbers:
        return True
    host = re.sub(r"^https?://", "", shown).split("/")[0].split(":")[0]
    return any(host == domain or host.endswith("." + domain) for domain in known.official_domains)
