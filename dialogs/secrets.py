"""Recognises secrets that people paste in panic, so that they are neither understood nor kept.

Kinds: ``payment_password``, ``sms_code``, ``id_card`` (GB 11643 checksum), ``bank_card`` (Luhn checksum),
``bot_token``. The text that goes on into the dialog has them struck out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

STRUCK = "■"
CARD_LENGTHS = range(16, 20)

# \d and not [0-9]: Chinese keyboards also type full-width digits.
_PASSWORD = re.compile(
    r"(?:支付密码|密码|password|pwd)\s{0,3}(?:是|为|:|：|=)?\s{0,3}([\dA-Za-z]{6,20})", re.IGNORECASE
)
_CODE = re.compile(r"(?:验证码|校验码|动态码|code)\s{0,3}(?:是|为|:|：|=)?\s{0,3}(\d{4,8})(?!\d)", re.IGNORECASE)
_ID_CARD = re.compile(r"(?<!\d)(\d{17}[\dXxＸｘ])(?!\d)")
_CARD = re.compile(r"(?<!\d)((?:\d[ -]?){15,18}\d)(?!\d)")
_TOKEN = re.compile(r"(?<![0-9])([0-9]{8,10}:[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])")

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_PLACE_AND_BIRTH = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True, slots=True)
class Screened:
    """A text with its secrets struck out, and the kinds that were in it."""

    text: str
    kinds: tuple[str, ...]


def screen(text: str) -> Screened:
    """Strike secrets out of a text. Order matters: a token holds digits that would look like a card."""
    kinds: list[str] = []
    for kind, pattern, is_real in (
        ("bot_token", _TOKEN, _always),
        ("id_card", _ID_CARD, is_id_card),
        ("bank_card", _CARD, is_bank_card),
        ("payment_password", _PASSWORD, _always),
        ("sms_code", _CODE, _always),
    ):
        struck = pattern.sub(_striker(is_real), text)
        if struck != text:
            kinds.append(kind)
            text = struck
    return Screened(text, tuple(kinds))


def is_id_card(number: str) -> bool:
    """Whether 18 characters hold a date of birth and the check character of an identity card (GB 11643-1999)."""
    plain = unicodedata.normalize("NFKC", number)
    if not _PLACE_AND_BIRTH.match(plain):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(plain[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == plain[17].upper()


def is_bank_card(number: str) -> bool:
    """Whether 16 to 19 digits pass the Luhn check (ISO/IEC 7812-1) and begin as payment cards do (3 to 6, 9)."""
    digits = [int(char) for char in number if char.isdecimal()]
    if len(digits) not in CARD_LENGTHS or digits[0] not in {3, 4, 5, 6, 9}:
        return False
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(odd) + sum(sum(divmod(2 * digit, 10)) for digit in even)) % 10 == 0


def _always(_: str) -> bool:
    return True


def _striker(is_real: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    """A replacement that strikes the secret of a match out, where it is a real one."""

    def strike(match: re.Match[str]) -> str:
        secret = match.group(1)
        return match.group(0).replace(secret, STRUCK * 4) if is_real(secret) else match.group(0)

    return strike
