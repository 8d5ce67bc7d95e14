"""Somebody else's message: what it is, why, and whether the person has already been drawn in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dialogs.cards.card import card_text, make_card, pack
from dialogs.cards.lure import shortened
from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.library.library import TRIAGE
from dialogs.library.models.cards import CardKind
from dialogs.messages import PICTURE, File, ForwardInput, Option
from dialogs.replay import Position
from dialogs.screen import joined
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified_characters
from dialogs.words import Said, merge_facts

if TYPE_CHECKING:
    from dialogs.checking import CheckResult

TRAPS = frozenset({"fake_recall_tool", "recovery_scam", "other_fraud"})
SITUATION = {"fake_recall_tool": "fake_recall_tool", "recovery_scam": "recovery_scam", "other_fraud": "scam_other"}
STAGE = {"fake_recall_tool": "tool_stage", "recovery_scam": "recovery_stage"}
SEVERITY = (
    "none", "warning", "caution", "false_recall_claim", "other_fraud", "recovery_scam", "fake_recall_tool",
)  # fmt: skip
WITH_A_CARD = TRAPS | {"false_recall_claim"}
QUESTION = "forwarded"
LONGEST_WISH = 40  # characters
_WISH = Expression(
    r"(?:给我|给|来|要|发|做|生成|弄|有没有|有|想要|需要|求|出).{0,12}(?:卡片|海报|提醒卡|警示卡|防骗卡|提醒图|宣传图|宣传单)"
    r"|^发到?(?:这个|我的|我们)?群里?[吧。!！]{0,2}$|(?:卡片|海报|提醒卡|警示卡|防骗卡).{0,8}(?:发到|发给|发群|发我|给我|来一)"
    r"|(?:怎么|如何|咋).{0,4}(?:跟|和|给|告诉|提醒|通知)(?:群里|大家|群友|群员)|(?:写|发|出|弄)[一个条]{0,2}(?:群)?公告|群?公告.{0,4}(?:怎么|咋)写"
    r"|^(?:防骗|防诈|提醒|警示)?(?:海报|提醒卡片?|警示卡片?|防骗卡片?)[。!！]?$"
)
_NO_WISH = Expression(r"银行|卡号|充值|点卡|购物卡|礼品卡|被骗|骗了|转错|不要|别发")
_OF_A_GROUP = Expression(r"群主|管理员|公告")
LONGEST_BEGINNING = 12  # characters by which one of several messages is known again
MOST_REASONS, MOST_CLAIMS, MOST_SHOWN = 3, 30, 8  # a whole article is answered claim by claim


def look_at(dialog: Dialog, case: Case, position: Position, received: ForwardInput, *, asks: bool = True) -> Move:
    """Check a forwarded message; with `asks`, a trap comes with the question whether it caught the person.

    Nothing of the message is kept.
    """
    unread = dialog.words.message("verdict_unread", position.known, kinds=received.unread) if received.unread else None
    if not received.words.strip():
        said = unread or dialog.words.message("forward_empty", position.known)
        return Move(case, (Line(said),), show=False)
    result = dialog.checker.check(received.words)
    pieces = received.parts or tuple(filter(str.strip, received.image_text.split(PICTURE)))
    if len(pieces) <= 1:
        return verdict_move(dialog, case, position, result, (unread,) if unread else (), asks=asks)
    each = [dialog.checker.check(text) for text in pieces]
    rows = [
        (number, one.verdict, shortened(" ".join(text.split()), LONGEST_BEGINNING))
        for number, (one, text) in enumerate(zip(each, pieces, strict=True), start=1)
    ]
    lines = [dialog.words.message("verdict_each", position.known, found=rows), *([unread] if unread else [])]
    # What is only said by all of them together counts before what one of them says.
    worst = result if result.verdict in TRAPS else max(result, *each, key=lambda one: SEVERITY.index(one.verdict))
    return verdict_move(dialog, case, position, worst, lines, asks=asks)


def again(dialog: Dialog, case: Case, position: Position) -> Move:
    """The answer to who asks whether something is true: what the message just checked is, else which one is meant."""
    name = f"verdict_{case.checked}" if case.checked else "forward_which"
    asked = position.question is not None and case.met is not None and not case.checked
    return Move(case, (Line(dialog.words.message(name, position.known)),), show=asked)


def verdict_move(
    dialog: Dialog,
    case: Case,
    position: Position,
    result: CheckResult,
    more: Sequence[Said] = (),
    *,
    asks: bool = True,
) -> Move:
    """The verdict said, with `more` after its first line; the next words may tell whether it caught the person."""
    lines = tuple(verdict_lines(dialog, position, result, more, asks=asks))
    return Move(replace(case, checked=result.verdict), lines, show=False)


def verdict_lines(
    dialog: Dialog, position: Position, result: CheckResult, more: Sequence[Said] = (), *, asks: bool = True
) -> list[Line]:
    """The verdict with its reasons and corrections; for a trap, the question whether it caught the person."""
    head = dialog.words.message(f"verdict_{result.verdict}", position.known)
    pieces = [Said(head.text, head.facts), *more]
    spoken = [replace(one, text=dialog.explain(one.text)) for one in result.reasons[:MOST_REASONS]]
    if reasons := [(dialog.words.message("verdict_reason", position.known, reason=one), one) for one in spoken]:
        text = "\n".join(said.text for said, _ in reasons)
        pieces.append(Said(text, merge_facts(reason.facts for _, reason in reasons)))
    for claim in result.claims[:MOST_CLAIMS]:
        myth = dialog.library.myths[claim.myth]
        true = replace(claim, truth=myth.truth)
        said = dialog.words.message("verdict_claim", position.known, claim=true)
        pieces.append(Said(said.text, myth.facts))
    if result.artifacts:
        pieces.append(dialog.words.message("verdict_found", position.known, artifacts=result.artifacts[:MOST_SHOWN]))
    handing = handing_on(dialog, result.verdict) if result.verdict in WITH_A_CARD else ()
    if result.verdict not in TRAPS or not asks:
        lines = joined(pieces)
        return [*lines[:-1], replace(lines[-1], options=handing)]
    advice = tuple(map(dialog.explain, result.advice))
    pieces.append(dialog.words.message("verdict_advice", position.known, advice=advice))
    stage = f"{QUESTION}:{result.verdict}"
    labels = dialog.library.question_words[QUESTION].options
    options = tuple(Option(f"{stage}:{option}", labels[option].label) for option in dialog.library.options(QUESTION))
    lines = joined([*pieces, dialog.words.ask(QUESTION, position.known)])
    return [*lines[:-1], replace(lines[-1], options=(*options, *handing))]


def handing_on(dialog: Dialog, kind: str) -> tuple[Option, ...]:
    """How others can be warned: the card for a group, and the same as a picture."""
    query = _own_keywords(dialog, CardKind.of(kind))[0]
    share = Option(f"share:{kind}", dialog.words.button("share"), share=query)
    poster = Option(f"poster:{kind}", dialog.words.button("poster"))
    return (share, poster) if dialog.makes_files else (share,)


def asks_for_card(text: str) -> bool:
    """Whether typed words ask for something to post, to warn others: 「给我一张提醒卡片发到群里」."""
    if len(text) > LONGEST_WISH:
        return False
    plain = text.translate(simplified_characters())
    for_a_group = _OF_A_GROUP.search(plain) is not None
    return _WISH.search(plain) is not None and (for_a_group or _NO_WISH.search(plain) is None)


def card_meant(dialog: Dialog, case: Case, text: str) -> str:
    """The card that is wanted: the one whose keywords are named, of what was just checked, or the one for everybody."""
    plain = text.translate(simplified_characters())
    about = (kind for kind in CardKind if any(word in plain for word in _own_keywords(dialog, kind)))
    return next(about, CardKind.of(case.checked or "")).value


def _own_keywords(dialog: Dialog, kind: CardKind) -> list[str]:
    """The keywords that no other card has."""
    cards = dialog.deck.cards
    others = {word for other in CardKind if other is not kind for word in cards[other].keywords}
    return [word for word in cards[kind].keywords if word not in others]


def card_move(dialog: Dialog, case: Case, kind: str, day: dt.date, *before: Line) -> Move:
    """The warning card to hand on, as words, after any other lines."""
    card = make_card(dialog.deck, kind, today=day)
    shown = Line(Said(card_text(card), card.facts), handing_on(dialog, card.kind.value))
    return Move(case, (*before, shown), show=False)


def poster_move(dialog: Dialog, case: Case, position: Position, kind: str) -> Move:
    """The warning card as a picture; as words, where none can be made."""
    if not dialog.makes_files:
        nowhere = Line(dialog.words.message("files_nowhere", position.known))
        return card_move(dialog, case, kind, position.known.now.date(), nowhere)
    card = make_card(dialog.deck, kind, today=position.known.now.date())
    said = dialog.words.message("poster", position.known)
    file = File(f"{card.title}.png", "poster", pack(card))
    return Move(case, (Line(Said(said.text, card.facts), files=(file,)),), show=False)


def after_check(dialog: Dialog, case: Case, position: Position, chosen: str) -> Move | None:
    """Lead on from a verdict: ``<verdict>:<option of the question forwarded>``."""
    verdict, _, option = chosen.partition(":")
    if verdict not in TRAPS or not dialog.library.accepts(QUESTION, option):
        return None
    if option == "not_involved":
        said = dialog.words.message("forward_not_involved", position.known)
        return Move(case, (Line(said),), show=False)
    situation = SITUATION[verdict]
    stage = {"approached": "considering", "paid": "paid", "installed": "installed"}[option]
    if situation == "recovery_scam" and stage == "installed":
        stage = "shared_screen"
    answers = {name: value for name, value in case.answers.items() if not name.startswith("which_")}
    answers[TRIAGE] = situation
    if verdict in STAGE:
        answers[STAGE[verdict]] = stage
    return Move(replace(case, answers=answers, changing=None, misses=0))
