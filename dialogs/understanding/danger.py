"""What cannot wait, found in the words and by a model, whatever else is said."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.text.demands import access_wanted, no_money_wanted
from dialogs.text.expression import Expression
from dialogs.text.sentences import SentenceWords, each_part, sentences
from dialogs.understanding.reading import DANGERS
from dialogs.understanding.typed import DONE, TypedMessages
from dialogs.understanding.wording import Wording

THREATENED, VIOLENCE, DESPAIR, STILL_PAYING = "threatened", "violence", "despair", "still_transferring"
SCREEN_SHARING, SECRET_GIVEN, ACCESS_WANTED = "screen_sharing", "secret_given", "access_wanted"
_GIVEN = frozenset({SCREEN_SHARING, SECRET_GIVEN})
# Dangers by model that words can take back.
_TAKEN_BACK = frozenset({DESPAIR, VIOLENCE, "bank_lie", "cash_courier", "locked_in_call", SECRET_GIVEN})
_SECRET = Expression(r"码|密|口令|u盾|人脸|刷脸|指纹|数字|code|password|pin|otp|tac|passcode|login")
_A_WORD = 4  # characters
_BEYOND_DOUBT = 0.85  # of a danger that a model hears


class Dangers:
    """Reads the dangers that a message tells of. Built once, then pure."""

    def __init__(self, wording: Wording, words: SentenceWords) -> None:
        """Build it from the words of the details and of sentences."""
        self._wording, self._words = wording, words

    def read(self, typed: TypedMessages, plain: str, clauses: tuple[str, ...], request: str | None) -> tuple[str, ...]:
        """The dangers that a plain text tells of, the most urgent first.

        `clauses` are those that tell the program nothing to do: 「让我改」 holds nobody.
        """
        parts = clauses or (plain,)
        worded = self._worded(plain, parts)
        # A threat by message is not yet violence, and has words of its own.
        taken_back = {VIOLENCE} if THREATENED in worded else set[str]()
        likely = self._likely(typed, plain, clauses)
        for name in likely & _TAKEN_BACK:
            if (calm := self._wording.calm[name]) and calm.search(plain):
                taken_back.add(name)
        # 「网银转了50万，刚刚转的」, and 「让我转给客户，我转了」
        if self._words.tells_of_payment(plain) and not self._words.still_pressed(clauses or (plain,)):
            taken_back.add(STILL_PAYING)
        held = {*worded, *(likely - taken_back)}
        if SECRET_GIVEN not in worded and not _SECRET.search(plain):
            held.discard(SECRET_GIVEN)  # 「卡号发给他了」
        if request == DONE and len(plain) <= _A_WORD and DESPAIR not in worded:
            held.discard(DESPAIR)  # 「写好了」
        if any("sharing_screen" in self._wording.over.found(part) for part in (plain, *parts)):
            held.discard(SCREEN_SHARING)  # 「断开了」
        if no_money_wanted(parts):
            held.discard(STILL_PAYING)
        if access_wanted(parts):  # and nothing was given since, as far as that is sure
            held -= _GIVEN - {*worded} - typed.dangers(plain, clauses, _BEYOND_DOUBT)
            held |= {ACCESS_WANTED} if held.isdisjoint(_GIVEN) else set()
        return tuple(name for name in DANGERS if name in held)

    def sure(self, typed: TypedMessages, plain: str, clauses: tuple[str, ...]) -> frozenset[str]:
        """Those that words tell of, or a model hears beyond doubt."""
        parts = clauses or (plain,)
        wanted = frozenset({ACCESS_WANTED} if access_wanted(parts) else ())
        return wanted | frozenset(self._worded(plain, parts)) | typed.dangers(plain, clauses, _BEYOND_DOUBT)

    def _worded(self, plain: str, parts: Sequence[str]) -> tuple[str, ...]:
        """The dangers that the words of a text tell, without those that it says did not happen: 「没有让我再转」."""
        worded, each = find_danger(plain, self._wording), each_part(parts)
        kept = self._words.happened(each)
        if not worded or kept == each:
            return worded
        undone = find_danger(",".join(one for one in each if one not in kept), self._wording)
        gone = {*undone} - {DESPAIR, *find_danger(",".join(kept), self._wording)}
        return tuple(name for name in worded if name not in gone)

    def _likely(self, typed: TypedMessages, plain: str, clauses: tuple[str, ...]) -> frozenset[str]:
        """The dangers that a model hears in a text without what it says did not happen, which leaves despair alone."""
        heard = typed.dangers(plain, clauses)
        kept = self._words.happened(clauses or (plain,))
        if not heard or kept == (clauses or (plain,)):
            return heard
        return (heard & {DESPAIR}) | (typed.dangers(",".join(kept), kept) if kept else frozenset())


def find_danger(text: str, wording: Wording) -> tuple[str, ...]:
    """The ids of `DANGERS` that the words of normalised `text` tell of, the most urgent first.

    A danger is taken back only by words of the same sentence: 之前共享了屏幕，已经关了.
    """
    possible = dict(wording.danger.possible(text))
    return tuple(name for name in DANGERS if name in possible and _told(possible[name], wording.calm[name], text))


def _told(danger: Expression, calm: Expression | None, text: str) -> bool:
    if not danger.search(text):
        return False
    if calm is None or not calm.search(text):
        return True
    return any(danger.search(s) and not calm.search(s) for s in sentences(text))
