"""What a message asks: in which of its parts a word asks, and which known questions the writer asks."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.text.demands import said_to_the_writer
from dialogs.text.sentences import SentenceWords, compact
from dialogs.understanding.options import is_bare
from dialogs.understanding.typed import TypedMessages

_GUESSING = "吧"  # 「二十分钟前吧」 is a guess


def asks_in_words(words: SentenceWords, part: str) -> bool:
    """Whether a word of a plain clause asks; a guess at its end, or a bare 「还没」, does not."""
    if part and is_bare(part) and not part.endswith("?"):
        return False
    return words.asks(compact(part).rstrip(_GUESSING)) or words.asks_in_english(part)


def asking_parts(words: SentenceWords, plain: str, clauses: tuple[str, ...]) -> frozenset[str]:
    """The clauses, and the whole, in which a word asks, without what somebody else asks the writer."""
    quoted = said_to_the_writer(clauses or (plain,))
    asking = frozenset(part for part in clauses or (plain,) if part not in quoted and asks_in_words(words, part))
    return asking | ({plain} if (asking or not quoted) and asks_in_words(words, plain) else set())


def asked_questions(
    typed: TypedMessages, words: SentenceWords, plain: str, clauses: tuple[str, ...], in_words: frozenset[str]
) -> Mapping[str, float]:
    """The known questions that the writer asks, and how surely; `in_words` are the parts in which a word asks.

    What somebody else asks the writer (「他说你凭什么找我」) is none.
    """
    plain, clauses = own_words(plain, clauses)
    return typed.asks(plain, clauses, in_words, words.what_now_only(plain, in_words)) if plain else {}


def own_words(plain: str, clauses: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A plain text and its clauses without what somebody else says to the writer; empty where nothing else is in it."""
    quoted = said_to_the_writer(clauses or (plain,))
    if not quoted:
        return plain, clauses
    kept = tuple(part for part in clauses if part not in quoted)
    return ",".join(kept), kept
