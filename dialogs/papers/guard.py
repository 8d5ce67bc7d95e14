"""What must never get into a paper: secrets, one's own numbers, and in what the other side reads threats and abuse."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from dialogs.secrets import screen
from dialogs.text.expression import Expression

_SECRETS = frozenset({"payment_password", "sms_code", "bot_token", "wallet_key"})
_CARDS = frozenset({"id_card", "bank_card"})
_CARD = Expression(r"(?<![\d.])\d(?:[ -]?\d){14,18}(?!\d)")
_MINE = Expression(r"我的?(?:银行)?(?:卡|手机|电话|号)|本人|自己的")
_THEIRS = Expression(r"[转打汇付存](?:账|款|钱|进|入)?[到给进]|收款|户名|对方|[他她]的|骗子的?")
_NEAR, _FEW = 10, 5  # characters before a number, and beside all of them
_PHONE = Expression(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")


def has_secret(text: str) -> bool:
    """Whether a password or a code stands in the text."""
    return bool(_SECRETS & set(screen(text).kinds))


def has_identity_number(text: str) -> bool:
    """Whether a mainland identity number (with a right check digit) stands in the text."""
    return "id_card" in screen(text).kinds


def has_personal_number(text: str) -> bool:
    """Whether a bank card number or a mobile number stands in the text, whosever it is."""
    plain = unicodedata.normalize("NFKC", text)
    return bool(_PHONE.search(plain) or _CARD.search(plain) or _CARDS & {*screen(plain).kinds})


def has_own_number(text: str) -> bool:
    """Whether a bank card or mobile number stands in the text that may be the writer's own.

    A card is the other side's where the words before it say so, a phone where they do not say it is one's own and more
    than a word stands beside it: 「他用13812345678打来，让我转到6222…」 belongs into a report.
    """
    plain = unicodedata.normalize("NFKC", text)
    cards, phones = [*_CARD.finditer(plain)], [*_PHONE.finditer(plain)]
    if not cards and "bank_card" in screen(plain).kinds:
        return True  # a card's code, or a number that is spelt as nobody spells another one's
    if any(not _THEIRS.search(plain, max(0, one.start() - _NEAR), one.start()) for one in cards):
        return True
    mine = any(_MINE.search(plain, max(0, one.start() - _NEAR), one.start()) for one in phones)
    return mine or (bool(phones) and len(plain) - sum(len(one[0]) for one in phones) < _FEW)


def is_rude(text: str, words: Iterable[str]) -> bool:
    """Whether the text threatens or abuses, by a list of words."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return any(word in plain for word in words)
