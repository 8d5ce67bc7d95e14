"""What a start of the service needs, as `bot.preparing` makes it in a process of its own."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.store import StoreSettings
from bot.telegram_words import TelegramWords
from bot.webhook.settings import WebhookSettings
from bot.wiring import Content
from dialogs.cards import Deck
from dialogs.library.library import Library
from dialogs.library.models.papers import PaperLibrary
from dialogs.understanding import Understander


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The settings of a service, checked. `webhook` is None for polling."""

    token: str = field(repr=False)
    api_url: str
    store: StoreSettings
    webhook: WebhookSettings | None
    zone: ZoneInfo
    log_json: bool


@dataclass(frozen=True, slots=True)
class Packed:
    """What few messages need, each by itself as `packed` makes it, until it is asked for."""

    checker: bytes
    papers: bytes
    timetable: bytes
    deck: bytes


@dataclass(frozen=True, slots=True)
class Start:
    """All that a start needs. `script` is for `dialogs.script`."""

    settings: ServiceSettings
    words: TelegramWords
    library: Library
    understander: Understander
    script: Mapping[int, str]
    packed: Packed

    @property
    def content(self) -> Content:
        """The content of the dialog; unpickled where `Packed` holds it, when it is first asked for."""
        return Content(
            library=self.library,
            understander=self.understander,
            load_checker=partial(unpacked, self.packed.checker),
            load_papers=self._papers,
            load_timetable=partial(unpacked, self.packed.timetable),
        )

    def deck(self) -> Deck:
        """The cards."""
        cards: Deck = unpacked(self.packed.deck)
        contacts = {contact.id: contact for contact in self.library.contacts}
        return replace(cards, contacts=contacts, facts=self.library.facts)

    def _papers(self) -> PaperLibrary:
        papers: PaperLibrary = unpacked(self.packed.papers)
        return replace(papers, facts=self.library.facts)


def packed(part: Any) -> bytes:
    """A part, pickled and compressed: most of them are never asked for."""
    return zlib.compress(pickle.dumps(part))


def unpacked(data: bytes) -> Any:
    """The part that was packed."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301  # by our own child
