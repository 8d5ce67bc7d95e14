"""All cards, read from the content file and checked against the rest of the content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dialogs.cards.records import CardKind, CardsFile, CardWords, Headings, InlineWords, PlanWords
from dialogs.library.fact import Fact
from dialogs.library.loader import LOCALE, ContentError, Library, Problem, parse_yaml, validated
from dialogs.library.records import Contact
from dialogs.proof.sayings import Saying

FILE = f"{LOCALE}/cards.yaml"


@dataclass(frozen=True, slots=True)
class Deck:
    """The words of every card, with the contacts and facts they name."""

    headings: Headings
    cards: Mapping[CardKind, CardWords]
    plans: tuple[PlanWords, ...]
    inline: InlineWords
    contacts: Mapping[str, Contact] = field(repr=False)
    facts: Mapping[str, Fact] = field(repr=False)
    acts: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def from_files(cls, files: Mapping[str, str], library: Library) -> Deck:
        """Build the deck.

        Args:
            files: text by path inside `content/`; only the cards' own file is read.
            library: the facts, contacts and situations that cards may name.

        Raises:
            ContentError: with all problems found.
        """
        problems: list[Problem] = []
        data = parse_yaml(FILE, files.get(FILE, ""), problems)
        read = validated(FILE, CardsFile, data, "", problems)
        if read is None:
            raise ContentError(problems)
        problems += _problems(read, library)
        if problems:
            raise ContentError(problems)
        return cls(
            headings=read.headings,
            cards={CardKind(name): words for name, words in read.cards.items()},
            plans=read.plans,
            inline=read.inline,
            contacts={contact.id: contact for contact in library.contacts},
            facts=library.facts,
            acts=library.fact_words.acts,
        )

    def sayings(self) -> Iterator[Saying]:
        """Everything the cards say, for the checks that no number stands without a fact."""
        for kind, words in self.cards.items():
            yield Saying(FILE, f"{kind}.title", f"{words.tag} {words.title}", words.title_facts)
            for part, lines in (("why", words.why), ("todo", words.todo)):
                for place, line in enumerate(lines):
                    yield Saying(FILE, f"{kind}.{part}.{place}", line.text, line.facts)


def _problems(read: CardsFile, library: Library) -> Iterator[Problem]:
    kinds = set(CardKind)
    for name in sorted(kinds ^ read.cards.keys()):
        yield Problem(FILE, f"cards.{name}", "there is no such card" if name in read.cards else "this card is missing")
    contacts = {contact.id: contact for contact in library.contacts}
    for name, words in read.cards.items():
        named = {fact for line in (*words.why, *words.todo) for fact in line.facts} | set(words.title_facts)
        for fact in sorted(named - library.facts.keys()):
            yield Problem(FILE, f"cards.{name}", f"unknown fact {fact}")
        for contact in words.hotlines:
            if contact not in contacts or not contacts[contact].number:
                yield Problem(FILE, f"cards.{name}.hotlines", f"no contact {contact} with a number")
        titles = [source.title for fact in named & library.facts.keys() for source in library.facts[fact].sources]
        for source in words.sources:
            if not any(source in title for title in titles):
                yield Problem(FILE, f"cards.{name}.sources", f"{source} is no source of a fact named here")
    for plan in read.plans:
        if plan.situation not in library.flows:
            yield Problem(FILE, f"plans.{plan.situation}", "there is no such situation")
