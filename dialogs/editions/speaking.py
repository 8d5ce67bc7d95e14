"""Puts the editions behind a dialog: it speaks any of them, and its channels the one of who shows no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from dialogs.dialog import Dialog
from dialogs.editions.choice import Languages
from dialogs.editions.edition import Edition, respelled
from dialogs.library.checks.texts import sayings
from dialogs.library.files import LOCALE
from dialogs.library.library import Library
from dialogs.library.load import Content
from dialogs.library.models.cards import Deck
from dialogs.words import Words


def speaking(content: Content, dialog: Dialog) -> Dialog:
    """A dialog over the source's words that can speak every language of a content; each is made when first spoken."""
    known = {one.tag: one for one in content.languages}

    @cache
    def speak(tag: str) -> Dialog:
        if tag == LOCALE:
            return source
        edition = Edition(known[tag], content)
        library = edition.library()
        return replace(
            source,
            library=library,
            words=Words(library, edition.convert),
            papers=edition.papers(content.papers),
            timetable=edition.timetable(content.timetable),
            deck=_deck(content.cards, library, edition.convert),
            language=tag,
            cues=edition.cues,
            explain=edition.explain,
        )

    source = replace(dialog, languages=Languages(content.languages, LOCALE), language=LOCALE, speak=speak)
    return source


def own_words(content: Content) -> Iterator[str]:
    """All that a content says, in every language: handed on by somebody, it accuses nobody."""
    libraries = [content.library]
    libraries += [Edition(one, content).library() for one in content.languages if one.tag in content.editions]
    return (piece for library in libraries for saying in sayings(library) for piece in saying.pieces)


def channel_words(content: Content, dialog: Dialog) -> Content:
    """A content whose channels speak the dialog's language: groups, cards, the menu, the terminal, and pictures."""
    if dialog.source is dialog:
        return content
    edition = Edition(next(one for one in content.languages if one.tag == dialog.language), content)
    respell = edition.convert
    return replace(
        content,
        cards=dialog.deck,
        telegram=respelled(content.telegram, respell),
        groups=respelled(content.groups, respell),
        screenshots=edition.single("screenshots.yaml", content.screenshots),
        console=edition.single("console.yaml", content.console),
    )


def _deck(deck: Deck, library: Library, respell: Callable[[str], str]) -> Deck:
    return replace(
        deck,
        headings=respelled(deck.headings, respell),
        cards=respelled(deck.cards, respell),
        plans=respelled(deck.plans, respell),
        inline=respelled(deck.inline, respell),
        contacts={contact.id: contact for contact in library.contacts},
        facts=library.facts,
        acts=library.fact_words.acts,
    )
