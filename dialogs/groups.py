"""What a group hears and what it is spared: the rules of the guard and of reports, its log, the card of a verdict.

An adapter keeps the records and asks the rules; nothing here knows a member, only keyed hashes.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from dialogs.cards import CardKind, Deck, group_text, make_card
from dialogs.checking import Checker, CheckResult, Verdict
from dialogs.library.models.channels import GroupLineName, GroupWords, GuardAction, GuardMode
from dialogs.words import quoted

LOG_DAYS = 30  # after which nothing of a group is kept but its setting
COOL_DOWN = 600  # seconds in which the same words are not warned of, or shown to the admins, again
DELETABLE = frozenset({"fake_recall_tool", "recovery_scam"})
PER_MEMBER = 6  # answers a minute that one member may ask for, so that they are not the group's only voice
PER_GROUP = 15  # and all its members: about what Telegram sends to a group in that time
REPORTS = 3  # of one member in an hour
MOST_WRONG = 3  # reports of a member that admins found nothing in, within the days of the log
_MINUTE = 60.0  # seconds
_PRUNE_AT = 1024  # askers
_MOST_LOGGED = 8  # reasons of one entry
_MOST_REASONS, _MOST_TODO = 2, 3  # of a card
_LINES: Mapping[Verdict, GroupLineName] = {
    Verdict.NONE: "none",
    Verdict.CAUTION: "caution",
    Verdict.WARNING: "warning",
}


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group's setting; when the bot was removed from it (0: it is there); and the second of the last action of the
    kind and on the words that an update is about, which is not kept with it.
    """

    mode: str = GuardMode.OFF.value
    left_at: int = 0
    acted_at: int = 0

    def acted_lately(self, now: int) -> bool:
        """Whether the same was done to the same words so short a time ago that it is not done again."""
        return now - self.acted_at < COOL_DOWN


@dataclass(frozen=True, slots=True)
class Logged:
    """Something done: when (seconds), what, on which verdict and reasons (ids), the hash of the words and a masked
    piece of them, and the hash of the member who reported it.
    """

    ref: str
    at: int
    action: str
    verdict: str
    reasons: tuple[str, ...]
    words: bytes
    undone: bool = False
    shown: str = ""
    member: bytes | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an admin said of a verdict: on which words (their hash), whether they agreed, which model had judged, when;
    and the masked words, only where an admin agreed to their being kept.
    """

    words: bytes
    verdict: str
    agreed: bool
    model: str
    at: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class BotRights:
    """What the bot may do in a group: see what members write, and delete it."""

    sees: bool
    deletes: bool

    def missing_for(self, mode: GuardMode) -> GroupLineName | None:
        """The line that says which right a mode lacks; None when nothing stands in its way."""
        if mode is not GuardMode.OFF and not self.sees:
            return "cannot_see"
        return "cannot_delete" if mode is GuardMode.DELETE and not self.deletes else None

    def state_line(self, mode: GuardMode) -> GroupLineName:
        """The line that says what the guard really does in a mode."""
        match self.missing_for(mode):
            case "cannot_see":
                return "state_blind"
            case "cannot_delete":
                return "state_no_delete"
        return "state"

    @property
    def line(self) -> GroupLineName:
        """The line said when these rights were given, or what is left of them."""
        if not self.sees:
            return "rights_none"
        return "rights_full" if self.deletes else "rights_see"


class AnswerQuota:
    """At most `most` answers in a span of seconds to each asker, a group or one of its members; the rest is dropped.

    Kept in memory: a restart forgives.
    """

    def __init__(self, most: int, span: float = _MINUTE) -> None:
        self._most, self._span = most, span
        self._taken: dict[Hashable, deque[tuple[float, int]]] = {}

    def take(self, asker: Hashable, update_id: int, now: float) -> bool:
        """Take one answer of an asker's span (`now`: steady seconds); the same update takes only one."""
        if len(self._taken) > _PRUNE_AT:
            self._taken = {one: taken for one, taken in self._taken.items() if taken[-1][0] > now - self._span}
        taken = self._taken.setdefault(asker, deque(maxlen=self._most))
        while taken and taken[0][0] <= now - self._span:
            taken.popleft()
        if any(number == update_id for _, number in taken):
            return True
        if len(taken) >= self._most:
            return False
        taken.append((now, update_id))
        return True


@dataclass(frozen=True, slots=True)
class GroupContent:
    """The content that groups need. `reasons` are the ids of the checker's reasons by their words, for the log; `model`
    names the fitted model that judges; `needs_help` says of words to the bot whether they ask for help; `respell`
    brings the checker's words into the language of the others.
    """

    words: GroupWords
    load_deck: Callable[[], Deck]
    load_checker: Callable[[], Checker]
    reasons: Mapping[str, str]
    model: str
    needs_help: Callable[[str, dt.datetime], bool]
    respell: Callable[[str], str] = str

    def check(self, words: str) -> CheckResult:
        """The verdict on a message's words."""
        return self.load_checker().check(words)

    def card(self, result: CheckResult, today: dt.date) -> str:
        """The Markdown to post about a checked message, of two lines on a phone's screen.

        A trap or a false claim gets a card with its own quoted, defused words and at most two of the reasons found in
        it (a card's general ones where none was named); anything else gets one sentence.
        """
        if result.verdict not in set(CardKind):
            return self.words.line(_LINES[Verdict(result.verdict)])
        evidence = [reason.evidence for reason in result.reasons] or [claim.evidence for claim in result.claims]
        card = make_card(self.load_deck(), result.verdict, evidence, today=today)
        reasons = tuple(dict.fromkeys(self.respell(reason.text) for reason in result.reasons))
        return group_text(replace(card, why=(reasons or card.why)[:_MOST_REASONS], todo=card.todo[:_MOST_TODO]))

    def guest_answer(self, words: str, today: dt.date, *, looked: bool) -> str:
        """The Markdown said once in a chat the bot is not in: of the message asked about (`looked`), or of the words
        beside the mention.
        """
        if not words.strip():
            return self.words.line("no_words" if looked else "usage_guest")
        result = self.check(words)
        return self.card(result, today) if looked or result.verdict != Verdict.NONE else self.words.line("plea")

    def reason_ids(self, result: CheckResult) -> tuple[str, ...]:
        """The ids of a result's reasons, for the log."""
        found = dict.fromkeys(self.reasons.get(reason.text, "") for reason in result.reasons)
        return tuple(name for name in found if name)[:_MOST_LOGGED]

    def log_text(self, entries: Iterable[Logged], zone: dt.tzinfo) -> str:
        """The log as Markdown: when, what, on which verdict and reasons, a masked piece; nothing about any person."""
        lines = [
            self.words.line(
                "log_entry",
                number=number,
                when=self.words.when(dt.datetime.fromtimestamp(entry.at, zone)),
                what=self.words.actions[GuardAction(entry.action)],
                verdict=self.words.verdicts.get(entry.verdict, entry.verdict),
                why="、".join(self.words.reasons.get(name, name) for name in entry.reasons),
                shown=quoted(entry.shown),
                undone=self.words.undone_mark if entry.undone else "",
            )
            for number, entry in enumerate(entries, 1)
        ]
        return "\n\n".join((self.words.line("log_head" if lines else "log_empty", days=LOG_DAYS), *lines))
