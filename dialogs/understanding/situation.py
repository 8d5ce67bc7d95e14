"""Which situation a text tells of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogs.text.expression import Expression
from dialogs.text.linear_model import LinearModel, grams
from dialogs.understanding.features import cues
from dialogs.understanding.payee import Direction, direction
from dialogs.understanding.reading import OUT_OF_SCOPE, SCAM_OTHER
from dialogs.understanding.topics import asks
from dialogs.understanding.wording import NOT_SUBSCRIPTION, SUBSCRIPTION, Wording

Ranked = tuple[tuple[str, float], ...]

INSIDE, OUTSIDE = "in", "out"
"""The first two columns of the model: in scope or not. The others are the situations, given that it is."""

NOTHING = "none"
"""The column of texts that say nothing of what happened: 「不知道该不该问」."""

SURE_FROM = 0.36
"""The score from which a situation is named. Set on the measured sets, see the model's card."""

_FRAUD_FROM = 0.4  # all kinds of fraud together, when no one kind is sure
_SURELY_OUTSIDE = 0.85
# Unclear, but surely no idle question.
_TROUBLE = frozenset({"=scammed", "=gone", "=wrong", "=inbound", "=theft", "=demand", "=extort", "=not_intended"})
_SCAMMED = "=scammed"
_FRAUD_CUES = frozenset({_SCAMMED, "=gone"})
_LAW = "legal_routes"
_TOPICS = frozenset({"prevention_topic", "legal_topic", "channel"})  # named by who asks, too
_LEARNING = frozenset({"prevention", "comparison", _LAW})
_LAW_CUE = "=payment_case"  # a question of law is ours when it is about a payment
_OTHER_FIELDS = frozenset(
    {
        "=family_law",
        "=labour_law",
        "=property_law",
        "=crime_law",
        "=other_law",
        "=small_talk",
        "=huabei",
        "=credit_product",
        "=messages",
    }
)
_FAKE_TOOL = "fake_recall_tool"
_OF_A_CHILD = "minor_payment"
_GROWN_UP = Expression(r"奶奶|爷爷|外婆|外公|姥[姥爷]|阿[公嬷]|老人|退休|老伴|(?<!\d)(?:1[89]|[2-9]\d)周?岁")
_NAMES_A_CHILD = Expression(
    r"(?<!不是)(?<!干)(?:孩|小海|(?<!女)儿|女[儿娃孩]|闺女|娃|孙|侄|外甥|弟|妹|仔|囡|细路|崽|宝宝|丫头|小子|未成年|小朋友|小学|初[中一二三]|高[中一二三])|玩|游戏|打赏|充|(?<!\d)(?:[3-9]|1[0-7])岁"
)
_NAMES_A_TOOL = Expression(rf"=tool$|{_FAKE_TOOL}\d")  # a cue
_DENIED_FROM = 0.5
_SCAM, _NAMES_A_KIND = "scam_", 0.9
_SHORT = 14
_RUNNERS_UP = 3
_LEAST, _POSSIBLE = 0.02, 0.15  # the scores from which a runner-up is named, and may be the situation after all
_DISPUTE, _TAKEN_FOR = "merchant_dispute", frozenset({None, OUT_OF_SCOPE, "scam_customer_service", "account_theft"})
_SENT, _RECEIVED, _EXTORTED = "wrong_recipient", "received_by_mistake", "scam_sextortion"
_SENT_WRONG = Expression(r"[转打付汇]错|红包发错|发错了?红包")  # 发给我同事 alone is what blackmailers say
_HAN = Expression(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Classification:
    """The situation to go by (None: nothing can be said), its score, and the runners-up."""

    situation: str | None
    score: float = 0.0
    alternatives: Ranked = ()


_BEING_DEFRAUDED = frozenset({"still_transferring", "screen_sharing", "bank_lie", "police_at_door"})
_UNCLEAR, _RELATIVE_FROM, _SURE_ENOUGH = 0.5, 0.1, 0.6
_RELATIVE, _RELATIVE_NOW = "relative_in_danger", "relative_now"
_COURIER, _HANDED_OVER = "cash_courier", "cash_or_goods_handed_over"
_SURE_OF_AN_ANSWER = 0.6  # from this score a few words that answer a question tell of a situation, too


class Situations:
    """Tells the situations apart."""

    def __init__(self, wording: Wording, model: bytes) -> None:
        """`model`: the bytes of ``content/models/situation.bin``.

        Raises:
            ValueError: they are no model, or one of other columns.
        """
        self._wording = wording
        self._model = LinearModel(model)
        if self._model.columns[:2] != (INSIDE, OUTSIDE):
            raise ValueError(f"a model that tells {self._model.columns[:2]} apart, not what is in scope")
        self._situations = self._model.columns[2:]
        self.names = frozenset(self._situations) - {NOTHING} | {OUT_OF_SCOPE}

    def rank(self, text: str) -> Ranked:
        """Every situation and ``out_of_scope`` with its score in normalised `text`, the likeliest first."""
        return self._rank(text, cues(text, self._wording))

    def tell(self, text: str, answered: Sequence[str] = (), but: frozenset[str] = frozenset()) -> Classification:
        """The situation that normalised `text` tells of, none of those that it says it is not (`but`).

        None is told for small talk and garbage, nor for a short text that only answers a question (`answered`: the
        names of the questions that it answers).
        """
        if self._wording.small_talk.fullmatch(text) or not _HAN.search(text):
            return Classification(None)
        held = cues(text, self._wording)
        ranked = self._rank(text, held)
        if _GROWN_UP.search(text) and not _NAMES_A_CHILD.search(text):  # 「我奶奶在直播间」, 「我今年52岁」
            but |= {_OF_A_CHILD}
        scores = {name: score for name, score in ranked if name not in but}
        outside, nothing = scores.pop(OUT_OF_SCOPE), scores.pop(NOTHING, 0.0)
        name, score = max(scores.items(), key=lambda item: item[1])
        if score < SURE_FROM and held & _FRAUD_CUES:
            fraud = sum(s for n, s in scores.items() if n.startswith(_SCAM))
            if fraud >= _FRAUD_FROM:
                name, score = SCAM_OTHER, fraud
        only_answers = (
            bool(set(answered) - _TOPICS)
            and len(text) <= _SHORT
            and not held & (_OTHER_FIELDS | {_SCAMMED})  # 「被杀猪盘骗了40万」
            and not asks(text)
        )
        ours = name != _LAW or _LAW_CUE in held
        hunch = only_answers and (name in _LEARNING or score < _SURE_OF_AN_ANSWER)
        if score >= SURE_FROM and score > nothing and ours and not hunch:
            return Classification(name, _rounded(score), _runners_up(ranked, name, score))
        if nothing > max(outside, score):
            return Classification(None)
        in_trouble = outside < _SURELY_OUTSIDE and held & _TROUBLE and not held & _OTHER_FIELDS
        if only_answers or in_trouble or but - {_OF_A_CHILD}:
            return Classification(None, 0.0, _runners_up(ranked, OUT_OF_SCOPE, 1.0))
        return Classification(OUT_OF_SCOPE, _rounded(1 - score), _runners_up(ranked, OUT_OF_SCOPE, 1 - score))

    def denied(self, parts: Iterable[str]) -> Mapping[str, float]:
        """The situations that something which did not happen would be, with their scores; empty parts are of none."""
        ranked = (self.rank(part)[0] for part in parts if part)
        return {name: score for name, score in ranked if score >= _DENIED_FROM and name != OUT_OF_SCOPE}

    def made_exact(self, vague: Classification, parts: Iterable[str], but: frozenset[str]) -> Classification:
        """The kind of fraud that one of some plain parts names beyond doubt, where a whole text tells only of one.

        「刷单被骗了3000，微信转的，拉黑了，没报警，人在武汉」: what is told beside it says nothing of the kind. None of
        those that the text says it is not (`but`) is meant.
        """
        if vague.situation != SCAM_OTHER:
            return vague
        best = (self.rank(part)[0] for part in parts)
        sure = {name: score for name, score in best if name.startswith(_SCAM) and score >= _NAMES_A_KIND}
        kinds = sure.keys() - {SCAM_OTHER, *but}
        if len(kinds) != 1:
            return vague
        (name,) = kinds
        others = tuple(one for one in vague.alternatives if one[0] != name)
        return Classification(name, _rounded(sure[name]), others)

    def without_unnamed_tool(self, plain: str, classified: Classification) -> Classification:
        """What a text that asks how to undo a payment is about, where it names nothing that would do it.

        「转错钱了，怎么撤回」 tells of a mistake: without the tool, the runners-up share what it had.
        """
        if classified.situation != _FAKE_TOOL or any(map(_NAMES_A_TOOL.match, cues(plain, self._wording))):
            return classified
        left = math.fsum(score for _, score in classified.alternatives)
        others = tuple((name, score / left) for name, score in classified.alternatives)
        return Classification(*others[0], others[1:]) if others else Classification(None, 0.0, ())

    def as_subscription(self, plain: str, classified: Classification) -> Classification:
        """What a text is about in which a subscription takes money and nobody speaks: a dispute with who takes it.

        「微信自动扣了我198 说是什么会员」 is told in the words of false customer services, and has none.
        """
        said = self._wording.details.found(plain) if classified.situation in _TAKEN_FOR else ()
        if SUBSCRIPTION not in said or NOT_SUBSCRIPTION in said:
            return classified
        return Classification(_DISPUTE, max(classified.score, _SURE_ENOUGH), ())

    def fitting(self, answers: Mapping[str, str], classified: Classification) -> Mapping[str, str]:
        """The answers to questions that belong to the situation told, or to one that it may be."""
        if classified.situation in {None, OUT_OF_SCOPE}:
            return answers
        possible = {classified.situation, *(name for name, score in classified.alternatives if score >= _POSSIBLE)}
        only = self._wording.only_for
        return {name: value for name, value in answers.items() if name not in only or only[name] & possible}

    def _rank(self, text: str, held: frozenset[str]) -> Ranked:
        totals = self._model.totals(grams(text), held)
        inside, outside = _softmax(totals[:2])
        ranked = {name: inside * share for name, share in zip(self._situations, _softmax(totals[2:]), strict=True)}
        ranked[OUT_OF_SCOPE] = outside
        _lead(ranked, text)
        return tuple(sorted(ranked.items(), key=lambda item: (-item[1], item[0])))


def in_danger(classified: Classification, danger: Sequence[str]) -> Classification:
    """What a text with dangers is about.

    Nobody in danger is sent away: who is being made to pay right now is being defrauded, of whatever kind, and where
    somebody comes to take money away, it is that. Where a relative is defrauded, and that is likely to be what is told,
    it is not asked which kind of fraud it is.
    """
    if _RELATIVE_NOW in danger and classified.situation != _RELATIVE:
        likely = dict(classified.alternatives).get(_RELATIVE, 0.0)
        if likely >= _RELATIVE_FROM and classified.score < _SURELY_OUTSIDE:
            others = tuple(one for one in classified.alternatives if one[0] != _RELATIVE)
            return Classification(_RELATIVE, max(_SURE_ENOUGH, likely), others)
    if classified.situation not in {None, OUT_OF_SCOPE} or not danger:
        return classified
    if _COURIER in danger:
        return Classification(_HANDED_OVER, _SURE_ENOUGH, classified.alternatives)
    if not _BEING_DEFRAUDED.isdisjoint(danger):
        return Classification(SCAM_OTHER, _UNCLEAR, classified.alternatives)
    return Classification(None, 0.0, classified.alternatives) if set(danger) - {"minor"} else classified


def _lead(ranked: dict[str, float], text: str) -> None:
    """Who paid whom is read, not guessed: what cannot be, by the way the money went, counts for what can."""
    way = direction(text)
    if way is Direction.IN:
        ranked[_RECEIVED] += ranked[_SENT]
        ranked[_SENT] = 0.0
    if way is Direction.OUT:
        impossible = {_RECEIVED} | ({_EXTORTED} if _SENT_WRONG.search(text) else set())
        for name in impossible:
            ranked[_SENT] += ranked[name]
            ranked[name] = 0.0


def _softmax(totals: Sequence[float]) -> list[float]:
    most = max(totals)
    raised = [math.exp(total - most) for total in totals]
    whole = sum(raised)
    return [value / whole for value in raised]


def _runners_up(ranked: Ranked, chosen: str, most: float) -> Ranked:
    """The next likeliest, none of them above the score of what was chosen before it."""
    left = (chosen, NOTHING)
    others = [(name, _rounded(min(score, most))) for name, score in ranked if name not in left and score >= _LEAST]
    return tuple(others[:_RUNNERS_UP])


def _rounded(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 4)
