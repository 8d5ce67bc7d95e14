"""What must never get into a paper: secrets, one's own numbers, threats and abuse (law.md 4.0)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from dialogs.secrets import screen

_SECRETS = frozenset({"payment_password", "sms_code", "bot_token", "wallet_key"})
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")


def has_secret(text: str) -> bool:
    """Whether a password or a code stands in the text."""
    return bool(_SECRETS & set(screen(text).kinds))


def has_identity_number(text: str) -> bool:
    """Whether a mainland identity number (with a right check digit) stands in the text."""
    return "id_card" in screen(text).kinds


def has_personal_number(text: str) -> bool:
    """Whether an identity number, a bank card number or a mobile number stands in the text."""
    plain = unicodedata.normalize("NFKC", text)
    return bool({"id_card", "bank_card"} & set(screen(plain).kinds) or _PHONE.search(plain))


def is_rude(text: str, words: Iterable[str]) -> bool:
    """Whether the text threatens or abuses, by a list of words."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return any(word in plain for word in words)
