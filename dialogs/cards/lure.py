"""The words of a trap, quoted so that they warn and lead nowhere.

A card is posted in public. Links are broken, and accounts and numbers are masked: who reads the card should
recognise the trap but reach nobody through it, and nobody's number is made public by us (law.md 4.0: no exposing of
people, law.C11).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from dialogs.papers.escape import clean
from dialogs.text.expression import Expression

LONGEST = 120  # characters of a lure that a card keeps
_READ = 2000  # characters that are looked at
_MASK = "***"
_KEPT = 2  # first characters of an account that stay, so that those who got the message know it again
_NOT_IN_LINK = r"\s<>\"'()\[\]{}【】「」《》，。；、！？：…\u3400-\u9fff"
_CHINESE_MARKS = frozenset("，。！？：；（）～…、“”‘’「」")  # they stay as they are; all else is written plainly
_CHINESE_ENDINGS = "中国|中國|公司|网络|網絡|集团|在线|商城|网址|网店|香港|我爱你"
_HANDLE = r"[-_a-z0-9.]"
# One alternative for each thing that leads somewhere; every repeat is possessive, atomic or bounded, so a text is read
# once. Groups are atomic and not possessive: Python before 3.11.5 does not find what a possessive group should.
_BAIT = Expression(
    rf"""
      (?P<link>(?P<scheme>[a-z][a-z0-9+.-]{{1,15}}+)[:：]//(?P<host>[^{_NOT_IN_LINK}/?\#]*+)(?P<path>[^{_NOT_IN_LINK}]*+))
    | (?P<hidden>(?<![a-z0-9@._%+-])@?[a-z0-9_-]{{1,{_KEPT}}}···[a-z0-9_-]?(?![a-z0-9@._/-]))
    | (?P<mail>(?<![a-z0-9._%+-])(?P<user>[a-z0-9._%+-]{{1,64}}+)
        @(?P<at>(?>(?:[a-z0-9-]{{1,63}}+\.){{1,4}})[a-z]{{2,12}}))
    | (?P<site>(?<![a-z0-9@._-])
        (?P<domain>(?:[a-z0-9-]{{1,63}}+\.){{1,5}}(?:[a-z]{{2,24}}(?![a-z0-9-])|{_CHINESE_ENDINGS}))
        (?P<tail>[/?:][!-~]*+)?)
    | (?P<address>(?<![0-9.])[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?![0-9.]))(?P<rest>[/:][!-~]*+)?
    | (?P<name>@(?=[a-z0-9_]){_HANDLE}{{1,63}}+)
    | (?P<said>(?:微信|薇信|威信|v信|vx|wx|v|加|搜|qq|q群|扣扣|群|飞机|电报|tg|telegram|whatsapp|line|id)
        [号码:：\s为是\-—~@＠+]{{0,6}}+)(?P<account>[a-z0-9][-_a-z0-9]{{3,63}}+)(?!\s?[元块万%％]|小时|分钟)
    | (?P<number>(?<![0-9.])\+?[0-9](?>(?:[\s·.-]?[0-9]){{6,24}})(?!\s?[元块万%％]))
    | (?P<mixed>(?<![a-z0-9_-])(?=[a-z_-]{{0,40}}[0-9])(?=[0-9_-]{{0,40}}[a-z])[a-z0-9_-]{{6,64}}+)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def defused(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, of at most `longest` characters, with nothing in it that can be opened, called or added.

    Disguised letters and digits are written plainly, invisible and direction characters are taken out. What comes
    back is still a stranger's words: escape it wherever it is shown.
    """
    wide = "".join(char if char in _CHINESE_MARKS else unicodedata.normalize("NFKC", char) for char in text[:_READ])
    line = " ".join(clean(wide).replace("\u200d", "").split())
    return shortened(_BAIT.sub(_harmless, line), longest)


def joined_evidence(pieces: Iterable[str]) -> str:
    """Several quotes from one message as one lure; a piece that stands inside another is said once."""
    said: list[str] = []
    for piece in pieces:
        one = " ".join(piece.split())
        if one and not any(one in other for other in said):
            said = [other for other in said if other not in one] + [one]
    return "…".join(said)


def shortened(text: str, longest: int) -> str:
    """`text` cut to `longest` characters with an ellipsis; no accent or joiner is left without its letter."""
    if len(text) <= longest:
        return text
    kept = text[: max(longest - 1, 0)]
    while kept and unicodedata.category(text[len(kept)]) in {"Mn", "Me", "Mc"}:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if kept else ""


def _harmless(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "hidden":  # masked before
            return found["hidden"].replace("@", "[@]")
        case "link" | "scheme" | "host" | "path":
            return f"{_no_scheme(found['scheme'])}{_broken(found['host'])}{'/…' if found['path'].strip('/') else ''}"
        case "mail" | "user" | "at":
            return f"{_masked(found['user'])}[@]{_broken(found['at'])}"
        case "site" | "domain" | "tail":
            return _broken(found["domain"]) + ("/…" if found["tail"] else "")
        case "address" | "rest":
            return _broken(found["address"]) + ("/…" if found["rest"] else "")
        case "name":
            return f"[@]{_masked(found['name'][1:])}"
        case "said" | "account":
            return found["said"].replace("@", "[@]") + _masked(found["account"])
        case _:
            return _masked(found.group())


def _no_scheme(scheme: str) -> str:
    name = scheme.lower()
    return f"hxxp{name[4:]}://" if name in {"http", "https"} else f"{scheme}[:]//"


def _broken(host: str) -> str:
    return host.replace(".", "[.]").replace("@", "[@]")


def _masked(account: str) -> str:
    return account[:_KEPT] + _MASK
