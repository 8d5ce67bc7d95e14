"""What editors and who releases have to do next, as lines to read and as plain data."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dialogs.library.checks.due import DueFact, RecentWords, due_facts, recent_words, uses
from dialogs.library.checks.texts import texts
from dialogs.library.load import Content
from dialogs.text.fingerprints import INPUTS, SITUATION_PHRASES, outdated

_FEW = 3  # changed files that a note names


@dataclass(frozen=True, slots=True)
class DueList:
    """The facts that fall due up to a day, and the words of the present that lapse before it."""

    today: dt.date
    until: dt.date
    facts: list[DueFact]
    lapsing: list[RecentWords]

    @property
    def late(self) -> int:
        """How many of the facts that users read are past their day."""
        return sum(one.late_on(self.today) for one in self.facts)

    def lines(self) -> Iterator[str]:
        """The list by week, oldest first."""
        for week, group in itertools.groupby(self.facts, key=lambda one: one.week):
            facts = list(group)
            yield f"week of {week}: {len(facts)}"
            for one in facts:
                fact, last = one.fact, one.fact.seen[-1]
                late = " LATE" if one.late_on(self.today) else ""
                yield f"  {fact.id}  {fact.due}{late}  {fact.kind}  {fact.title}"
                yield f"    seen {last.on} by {last.by}: {last.how}{f' ({last.note})' if last.note else ''}"
                yield f"    verify by {one.verify}; said until {fact.last_fit or 'any day'}"
                yield from (f"    source {address}" for address in one.addresses)
                yield from (f"    used in {place}" for place in one.used or ("nothing",))
        if self.lapsing:
            yield "words of the present, whose facts were last seen long ago:"
        for words in self.lapsing:
            yield f"  {words.until}  {words.file} {words.where}: {words.sentence} ({', '.join(words.facts)})"
        yield f"{len(self.facts)} facts fall due by {self.until}; {self.late} that users read are late"

    def as_json(self) -> dict[str, Any]:
        """The same as plain data; its dates are still dates."""
        return {
            "today": self.today,
            "until": self.until,
            "late": self.late,
            "facts": [self._fact(one) for one in self.facts],
            "recent_words": [asdict(words) for words in self.lapsing],
        }

    def _fact(self, one: DueFact) -> dict[str, Any]:
        fact = one.fact
        return {
            "id": fact.id,
            "title": fact.title,
            "kind": fact.kind,
            "week": one.week,
            "review_by": fact.due,
            "late": one.late_on(self.today),
            "unfit_after": fact.last_fit,
            "seen": fact.seen[-1].model_dump(),
            "verify": one.verify,
            "sources": one.addresses,
            "used": one.used,
        }


def due_list(content: Content, sources: Mapping[str, str | bytes], today: dt.date, within: int) -> DueList:
    """What falls due in `within` days; `sources` are the content files by path."""
    until = today + dt.timedelta(within)
    lapsing = [one for one in recent_words(content.library, uses(sources), texts(content)) if one.until < until]
    return DueList(today, until, due_facts(content.library, sources, until), lapsing)


def device_kit(content: Content, today: dt.date) -> Iterator[str]:
    """The checklist of `content/device_kit.yaml`, each item with the line that its facts' `seen` takes over."""
    for number, check in enumerate(content.library.device_kit, start=1):
        yield f"[ ] {number}. {check.do}\n    {check.look}\n    ＿＿＿＿＿＿＿＿＿＿"
        yield from (f"    {name} {content.library.facts[name].title}" for name in check.facts)
        if check.facts:
            yield f"    - {{on: {today}, by: ＿＿, how: {check.how}, note: ＿＿}}"


def outdated_models(models: Mapping[str, bytes], files: Mapping[str, str]) -> Iterator[str]:
    """Which models are older than the `files` they are fitted to. No mistake: the words hold without them."""
    if not any(path.startswith(SITUATION_PHRASES) for path in files):
        return  # a draft of other content, without phrases to compare
    for name in INPUTS:
        if name not in models:
            yield f"note: there is no {name}: run ./scripts/fit-models"
        elif changed := outdated(name, models[name], files):
            few = ", ".join(changed[:_FEW]) + (f" and {len(changed) - _FEW} more" if len(changed) > _FEW else "")
            yield f"note: {name} is older than {few}: run ./scripts/fit-models before a release"
