"""Understanding people in their own words: from a free Chinese text to situation, answers, details and danger."""

from dialogs.understanding.payment import MORE, WHOLE
from dialogs.understanding.reading import (
    ABOUT_UNDOING,
    DANGERS,
    HOW_PAID,
    OUT_OF_SCOPE,
    SCAM_OTHER,
    Details,
    Reading,
)
from dialogs.understanding.understander import Understander

__all__ = [
    "ABOUT_UNDOING",
    "DANGERS",
    "HOW_PAID",
    "MORE",
    "OUT_OF_SCOPE",
    "SCAM_OTHER",
    "WHOLE",
    "Details",
    "Reading",
    "Understander",
]
