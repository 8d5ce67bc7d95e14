"""Links, numbers and accounts in a message, taken out and shown so that they lead nowhere.

All patterns are possessive or have a bounded length, so that each reads the text once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.checking.results import Artifact
from dialogs.library.models.checking import ArtifactFile
from dialogs.text.contacts import CHANNELS, contacts
from dialogs.text.expression import Expression

_DOMAIN_ENDINGS = (
    "com|cn|net|org|top|xyz|vip|club|info|cc|me|io|app|site|online|shop|pro|link|live|fun|icu|asia|hk|tw|tv|co|"
    "biz|ltd|wang|work|ink|win|bid|one|tech|store|space|website|life|world|today|group|cloud|ai|ru|su|pw|la|gg|ws|"
    "us|uk|jp|kr|sg|my|in|xin|ren|mobi|dev|page|chat|plus|wiki|red|kim|press|host|fit|date|loan|men|edu|gov"
)
_BEFORE = r"(?<![a-z0-9@._/-])"
_Patterns = tuple[tuple[str, Expression], ...]
_ADDRESSES: _Patterns = (
    (
        "link",
        Expression(r"(?P<shown>[a-z][a-z0-9+-]{1,15}://[^\s<>\"'()\[\]{}【】「」《》,;。，、；：！？\u3400-\u9fff]++)"),
    ),
    (
        "email",
        Expression(r"(?<![a-z0-9._%+-])(?P<shown>[a-z0-9._%+-]{1,64}+@(?>(?:[a-z0-9-]{1,63}+\.){1,4})[a-z]{2,12})"),
    ),
    ("telegram", Expression(r"(?<![a-z0-9.])(?P<shown>(?:t\.me|telegram\.me)/[+a-z0-9_/]++)")),
    ("whatsapp", Expression(r"(?<![a-z0-9.])(?P<shown>(?:wa\.me|api\.whatsapp\.com)/[+a-z0-9_?=/]++)")),
    (
        "link",
        Expression(
            _BEFORE + r"(?P<shown>(?>(?:[a-z0-9-]++\.)+)(?:" + _DOMAIN_ENDINGS + r")(?![a-z0-9-])(?:/[!-~]*+)?"
            r"|(?>(?:[a-z0-9-]++\.)+)[a-z]{2,24}/[!-~]*+|(?>(?:[a-z0-9-]++\.)+)(?:中国|公司|网络|集团|在线|商城|香港)(?:/[!-~]*+)?"
            r"|\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?:[:/][!-~]*+)?)"
        ),
    ),
)
_NUMBERS: _Patterns = (
    ("crypto", Expression(r"(?<![a-z0-9])(?P<shown>0x[0-9a-f]{40}|t[1-9a-z]{33}|bc1[a-z0-9]{25,60})(?![a-z0-9])")),
    (
        "bank_card",
        Expression(r"(?<![\d-])(?P<shown>(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){2}[ -]?\d{4}(?:[ -]?\d{1,3})?)(?!\d)"),
    ),
    ("phone", Expression(r"(?<![\d.])(?P<shown>(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2})(?!\d)")),
    (
        "phone",
        Expression(r"(?<![\d.])(?P<shown>[48]00[ -]?\d{3}[ -]?\d{4}|\+\d{1,3}[ -]?\d{1,5}(?:[ -]?\d{2,4}){2,3})(?!\d)"),
    ),
)
_DIGITS_ONLY = frozenset({"phone", "bank_card"})
_KEPT = 2  # characters of an account that are shown at its beginning; one more at its end
_STAND_INS = {"link": "url", "phone": "xtel", "bank_card": "xnum", "crypto": "xnum"}
_ACCOUNT = "xid"
_MASKED = Expression(r"(?<![a-z])(?:xid|url|xtel|xnum)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Sighting:
    """An artifact and where it stands in the plain text; `official` ones are nobody's bait."""

    artifact: Artifact
    start: int
    end: int
    official: bool


def defused(kind: str, text: str) -> str:
    """`text` so that nothing leads there: ``hxxps://example[.]com``, ``138·0013·8000``; of an account, ``ab···9``."""
    if kind in _DIGITS_ONLY:
        return _in_fours(re.sub(r"[ -]", "", text))
    if kind in CHANNELS and "/" not in text:
        return f"{text[:_KEPT]}···{text[-1]}"
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
    for kind, start, end in [*_found(text, _ADDRESSES), *contacts(text), *_found(text, _NUMBERS)]:
        if used.isdisjoint(range(start, end)):
            used.update(range(start, end))
            shown = text[start:end]
            taken.append(Sighting(Artifact(kind, defused(kind, shown)), start, end, _official(shown, known)))
    return sorted(taken, key=lambda seen: seen.start)


def gives_contact(text: str) -> bool:
    """Whether a masked text holds an account or address."""
    return bool(_MASKED.search(text))


def _found(text: str, patterns: _Patterns) -> list[tuple[str, int, int]]:
    return [(kind, *found.span("shown")) for kind, pattern in patterns for found in pattern.finditer(text)]


def masked(text: str, seen: Iterable[Sighting]) -> str:
    """A plain text with one word for every account, one for every address and so on; official ones are kept."""
    pieces, done = [], 0
    for sighting in seen:
        if sighting.official:
            continue
        pieces += [text[done : sighting.start], _STAND_INS.get(sighting.artifact.kind, _ACCOUNT)]
        done = sighting.end
    return "".join([*pieces, text[done:]])


def distinct(seen: Iterable[Sighting]) -> tuple[Artifact, ...]:
    """Each artifact once."""
    return tuple(dict.fromkeys(sighting.artifact for sighting in seen))


def _official(shown: str, known: ArtifactFile) -> bool:
    if re.sub(r"[ +()-]", "", shown) in known.official_numbers:  # an account that only ends in 110 is not
        return True
    host = re.sub(r"^https?://", "", shown).split("/")[0].split(":")[0]
    return any(host == domain or host.endswith("." + domain) for domain in known.official_domains)
