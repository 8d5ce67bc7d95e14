"""What a plain text is and who speaks in it, by the model in ``content/models/checking.bin``; and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from dialogs.checking.artifacts import gives_contact
from dialogs.checking.quotations import reachable, told_quotations, without
from dialogs.library.models.checking import Kind
from dialogs.text.expression import Expression
from dialogs.text.heads import Heads, Probabilities
from dialogs.text.sentences import sentence_spans

MODEL = "models/checking.bin"
WHAT, VOICE, POST = "what", "voice", "post"
RECOVERY, RECALL, HOWTO, APPROACHED, HARMLESS = "recovery", "recall", "howto", "approached", "harmless"
OFFERS, REPORTS, TELLS, ORDINARY = "offers", "reports", "tells", "ordinary"
OWN, ABOUT = "own", "about"
CLASSES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        WHAT: frozenset({RECOVERY, RECALL, HOWTO, APPROACHED, HARMLESS, *Kind}),
        VOICE: frozenset({OFFERS, REPORTS, TELLS, ORDINARY}),
        POST: frozenset({OWN, ABOUT}),
    }
)
"""The heads of the model and their classes."""

# From which likelihood a message is a trap, or wants caution. Set on operators and sources that were left out of the
# fitting (docs/benchmarks.md); kinds that honest adverts resemble need more, and what gives an account needs less.
TRAP_AT, TRAP_WITH_CONTACT_AT, CAUTION_AT, APPROACHED_AT = 0.55, 0.5, 0.3, 0.5
_NO_TRAPS = (HARMLESS, HOWTO, APPROACHED)
_LIKE_HONEST_ADVERTS = frozenset({Kind.LOAN, Kind.JOB, Kind.STOCK, Kind.TRADE})
HONEST_TRAP_AT = 0.75
_NEVER_HONEST = frozenset({Kind.GAMBLING, Kind.ESCORT, Kind.PAPERS, Kind.ACCOUNTS, Kind.LAUNDERING, Kind.SPYING})
# Of the former, those whose honest adverts ask their reader for no money.
_NEVER_CHARGE = frozenset({Kind.LOAN, Kind.JOB})
SURELY_REPORTS, SURELY_TELLS_HOW = 0.7, 0.5
# How much it speaks against a trap that the writer reports, tells or asks: less where they give an account of theirs.
_AGAINST, _AGAINST_WITH_CONTACT = 1.0, 0.3
# Share of all kinds from which one is named, and of the likelihood of a talk that another needs to be named first.
_NAMED, _BESIDE_CHAT = 0.35, 1 / 3
_LONG = 140  # characters from which the parts of a text are judged as well
_MOST_PARTS = 60
_LEAST, _PART = 12, 90  # characters of a line that is judged alone, and of a stretch
PART_SURE, PART_OFFERS = 0.85, 0.7
_SENDS = Expression(
    "<[a-z]+>|点|戳|链接|链结|连结|网址|网页|页面|扫|码|回复|致电|拨|来电|电话|联系|加我|加微|添加|私|下载|安装|填|输入|提供|密码|卡号|身份证|"
    "转[入到账]|汇|打到|click|link"
)
_END = 16  # characters of a post in which a remark stands alone or nearly


@dataclass(frozen=True, slots=True)
class Judgement:
    """The probability of each class of both heads for one text, and whether it gives an account or address.

    `quotes` says that words which are only quoted were left out, `leads` that they give an account; `nowhere` that the
    reader is sent to no link, number, person or form: of notices, only those of schools, companies and the like are so.
    """

    what: Probabilities
    voice: Probabilities
    contact: bool
    quotes: bool = False
    leads: bool = False
    nowhere: bool = False

    @property
    def kind(self) -> str:
        """The trap that it is most likely, if any."""
        return max((name for name in self.what if name not in _NO_TRAPS), key=self.what.__getitem__)

    @property
    def named(self) -> str:
        """The kind of other fraud that a reader is told; empty where several are about as likely.

        What turns to money in a talk may be any of them, so that another kind is named before it.
        """
        kinds = {kind: self.what[kind] for kind in Kind}
        most = sum(kinds.values())
        chat = kinds.pop(Kind.CHAT)
        best = max(kinds, key=kinds.__getitem__)
        if kinds[best] < chat * _BESIDE_CHAT:
            best, kinds[Kind.CHAT] = Kind.CHAT, chat
        return best if kinds[best] >= _NAMED * most else ""

    @property
    def words(self) -> float:
        """How likely the words are those of a trap, whoever speaks."""
        return 1 - sum(self.what[name] for name in _NO_TRAPS)

    @property
    def likelihood(self) -> float:
        """How likely the writer is out for the reader's money: a trap in the words, and their own voice."""
        others = (self.voice[REPORTS] + self.voice[TELLS]) * (_AGAINST_WITH_CONTACT if self.contact else _AGAINST)
        return self.words * (1 - others)

    @property
    def doubtful(self) -> bool:
        """Whether it is no trap and yet wants caution.

        It is near one, told of by who was approached, behind a notice, or quoted with an account.
        """
        behind = self.contact and self.voice[REPORTS] >= CAUTION_AT and self.words >= CAUTION_AT
        return self.likelihood >= CAUTION_AT or self.what[APPROACHED] >= APPROACHED_AT or behind or self.leads

    @property
    def charges(self) -> bool:
        """Whether it is a trap if it asks for money: like an advert that asks for none where it is honest."""
        return self.kind in _NEVER_CHARGE and self.likelihood >= TRAP_AT and self.what[self.kind] > self.what[HARMLESS]

    @property
    def trap(self) -> bool:
        """Whether it is called a trap; not where no account is given and harmless is what it is likeliest to be."""
        honest = not self.contact and self.kind not in _NEVER_HONEST
        if honest and self.what[HARMLESS] > self.what[self.kind]:
            return False
        if self.kind == Kind.PHISHING and self.nowhere:
            return False
        if self.kind in _LIKE_HONEST_ADVERTS:
            return self.likelihood >= HONEST_TRAP_AT
        least = TRAP_WITH_CONTACT_AT if self.contact else TRAP_AT
        like_honest = sum(self.what[kind] for kind in _LIKE_HONEST_ADVERTS) / self.words if self.words else 0.0
        return self.likelihood >= least + (HONEST_TRAP_AT - least) * like_honest


def about(heads: Heads, text: str) -> float:
    """How likely a masked text is said about an advert, by somebody whose it is not; a remark stands at an end."""
    return max(heads.read(part, (POST,))[POST][ABOUT] for part in (text, *ends(text)))


def ends(text: str) -> Sequence[str]:
    """The first and the last characters of a text that has more."""
    return (text[:_END], text[-_END:]) if len(text) > _END else ()


def judge(heads: Heads, text: str) -> Judgement:
    """The judgement on a masked text (`artifacts.masked`).

    What a warning quotes is held against nobody: where the rest is no trap, that decides.
    """
    whole = _worst(heads, text)
    if whole.likelihood < CAUTION_AT or not (told := told_quotations(text)):
        return whole
    rest = _worst(heads, without(text, told))
    return whole if rest.trap else replace(rest, quotes=True, leads=reachable(text, told))


def _worst(heads: Heads, text: str) -> Judgement:
    """The judgement on a text; on a long one, that on its worst part where it is sure."""
    whole = _judged(heads, text)
    if len(text) <= _LONG:
        return whole
    # Of a very long text the parts that give an account first.
    pieces = (_judged(heads, part) for part in sorted(parts(text), key=gives_contact, reverse=True)[:_MOST_PARTS])
    sure = (one for one in pieces if one.trap and one.likelihood >= PART_SURE and one.voice[OFFERS] >= PART_OFFERS)
    return max((whole, *sure), key=lambda judged: judged.likelihood)


def _judged(heads: Heads, text: str) -> Judgement:
    read = heads.read(text, (WHAT, VOICE))
    contact = gives_contact(text)
    return Judgement(read[WHAT], read[VOICE], contact, nowhere=not (contact or _SENDS.search(text)))


def parts(text: str) -> Iterator[str]:
    """The parts of a long text that may be a message of their own: its lines, and stretches of whole sentences.

    A stretch is about as long as a short message; stretches overlap by half.
    """
    lines = [line for line in text.split("\n") if len(line) >= _LEAST]
    if len(lines) > 1:
        yield from lines
    spans = list(sentence_spans(text))
    first = 0
    while first < len(spans):
        last = first
        while last + 1 < len(spans) and spans[last][1] - spans[first][0] < _PART:
            last += 1
        yield text[spans[first][0] : spans[last][1]]
        if last + 1 >= len(spans):
            return
        first = max(first + 1, (first + last + 1) // 2)
