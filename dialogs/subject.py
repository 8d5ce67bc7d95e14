"""Which situation typed words are about: found, told apart by a question, or changed in the middle of a talk."""

from __future__ import annotations

from dataclasses import replace

from dialogs.case import OPENED, Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.forwards import TRAPS, verdict_lines, verdict_move
from dialogs.known import Known
from dialogs.library.library import TRIAGE
from dialogs.library.records import AT_EASE, Family
from dialogs.machine import situation_of
from dialogs.messages import Option
from dialogs.replay import Position
from dialogs.text.expression import Expression
from dialogs.understanding import ABOUT_UNDOING, HOW_PAID, OUT_OF_SCOPE, Reading
from dialogs.understanding.contact import IN_CONTACT, WANTED
from dialogs.understanding.reading import surely_denied

MAX_CHECKED = 800  # characters of typed words that are looked at as a pasted offer; a forward is checked whole
SURE = 0.6  # from this score a new situation may replace one already found (after asking)
LOAN, SALE, THREATENED = "loan_unreturned", "merchant_dispute", "threatened"
DELAYED = "transfer_delayed"
STOLEN, BLACKMAIL = "account_theft", "scam_sextortion"
RELATIVE_IN_DANGER = "relative_in_danger"
CERTAIN, STORY = 0.9, 10  # from this score and so many characters an answer may be the story of another one
BEYOND_DOUBT = 0.97  # from this score on even of another one of its own family
HEARD = 0.45  # from this score where nothing is at stake
AMENDED = 0.4  # from this score where they say themselves that it was something else
SHORT_QUESTION, A_FEW_WORDS = 14, 8  # characters
LIKELY_INSTEAD = 0.25  # from this score where the present one is not so
ANOTHER_LOSS = Expression("也|又|还|盗|刷|不是我|没(?:动|操作|点)")
NAMES_FRAUD = Expression("骗|诈|假|冒充|盗|scam|fraud|fake|hack")
NAMES_MISTAKE = Expression("错|误|多[转付打给扣汇发]|重复|不小心|手滑|wrong|mistake")
CLOSE = 0.15  # two situations nearer to each other than this are told apart by a question
VAGUE = frozenset({"scam_other"})
AT_WORK = frozenset({"access_wanted", "screen_sharing", "locked_in_call", "card_on_phone"})  # dangers
FRAUD = frozenset({Family.SCAM, Family.RECALL})
# Who tells any of these is not sent away, whatever else the words sound like.
OF_ANY_CASE = frozenset({"channel", "region", "counterpart", "police", "still_in_contact"})
OF_A_PAYMENT = frozenset({"channel", "accepted", "arrival", "amount", "counterpart", "still_in_contact", "police"})


def find_situation(dialog: Dialog, case: Case, position: Position, reading: Reading, text: str) -> Move | None:
    """The situation from the words: found, or one of two and asked which."""
    if not is_ours(dialog, reading):
        asks = (reading.asking or reading.interrogative) and len(reading.plain) <= SHORT_QUESTION  # 「能撤回吗」
        pasted = None if asks and reading.topics else as_forward(dialog, case, position, text)
        at_risk = bool(reading.danger or OF_A_PAYMENT & (reading.answers.keys() | case.answers.keys()))
        if pasted or at_risk or reading.situation != OUT_OF_SCOPE:
            return pasted
    near = [name for name, score in reading.alternatives[:1] if reading.score - score < CLOSE]
    rivals = [name for name in near if name in dialog.library.flows and name not in {OUT_OF_SCOPE, *VAGUE}]
    found = reading.situation or OUT_OF_SCOPE
    if rivals and reading.score < SURE and found not in {OUT_OF_SCOPE, *VAGUE}:
        lines = _which_of(dialog, just_told(position, reading), (found, *rivals), fresh=case.met is None)
        return Move(replace(case, met=case.met or OPENED, offered=found), tuple(lines), show=False)
    return Move(settle(case, found))


def corrects_a_payment(case: Case, reading: Reading) -> bool:
    """Whether a few words put right how it was paid, and tell of nothing that happened: 「金额改成 6000」."""
    corrected = HOW_PAID & reading.stated.keys() & case.answers.keys()
    return bool(reading.amends and corrected) and len(reading.plain) <= SHORT_QUESTION


def just_told(position: Position, reading: Reading) -> Known:
    """What is known, with what this message tells: where somebody is decides whom they call."""
    return replace(position.known, answers={**reading.answers, **position.known.answers})


def is_ours(dialog: Dialog, reading: Reading) -> bool:
    """Whether the words tell of a situation that we can help with."""
    flow = dialog.library.flows.get(reading.situation or "")
    return flow is not None and flow.from_words and flow.situation != OUT_OF_SCOPE


def settle(case: Case, situation: str) -> Case:
    """The case with its situation decided; menu answers that led elsewhere are dropped."""
    menus = [name for name in case.answers if name.startswith("which_")]
    kept, before = case.without(*menus, TRIAGE), case.answers.get(TRIAGE)
    left = before if before != situation else case.left
    return replace(kept, answers={TRIAGE: situation, **kept.answers}, misses=0, left=left)


def pruned(dialog: Dialog, case: Case) -> Case:
    """The case without answers that its situation can do nothing with: only what a plan or a paper needs is kept."""
    situation = situation_of(dialog.library, case.answers)
    if situation is None:
        return case
    flow, questions = dialog.library.flows[situation], dialog.library.questions
    kept = {
        name: value
        for name, value in case.answers.items()
        if name in flow.asks
        or name not in questions
        or questions[name].worth_keeping(flow.family)
        or name == TRIAGE
        or name.startswith("which_")
    }
    return case if len(kept) == len(case.answers) else replace(case, answers=kept)


def as_forward(dialog: Dialog, case: Case, position: Position, text: str) -> Move | None:
    """A trap pasted as one's own words is looked at as a forwarded message."""
    result = dialog.checker.check(text[:MAX_CHECKED])
    if result.verdict not in {*TRAPS, "caution"} and not result.claims:
        return None
    if result.verdict in TRAPS:
        new = replace(case, answers={name: value for name, value in case.answers.items() if name != "forwarded"})
        return verdict_move(dialog, new, position, result)
    less_urgent = result.verdict != "caution"
    lines = verdict_lines(dialog, position, result)
    return Move(case, tuple(replace(line, less_urgent=less_urgent) for line in lines))


def _which_of(dialog: Dialog, known: Known, situations: tuple[str, ...], *, fresh: bool) -> list[Line]:
    """One short question between situations; before anything is known it comes with the first aid."""
    library = dialog.library
    options = [Option(f"switch:{name}", library.flow_words[name].label) for name in situations]
    options.append(Option("menu", dialog.words.button("neither")))
    first_aid = [Line(dialog.words.message("first_aid", known), less_urgent=True)] if fresh else []
    return [*first_aid, Line(dialog.words.message("which_of_two", known), tuple(options))]


def _speaks_of_this_case(dialog: Dialog, case: Case, reading: Reading, family: Family, present: Family) -> bool:
    """Whether words that sound like another situation were understood so before, in vain.

    Who said that it is not one kind of fraud is not taken for defrauded in another way by a few words more.
    """
    certain = not reading.interrogative and reading.score >= CERTAIN
    if reading.situation in case.declined:
        return not (certain and (reading.amends or reading.score >= BEYOND_DOUBT))
    flows = dialog.library.flows
    no_fraud = any(flows[one].family in FRAUD for one in case.declined if one in flows)
    return no_fraud and family in FRAUD and present not in FRAUD and not certain


def _corrects_an_answer(position: Position, reading: Reading) -> bool:
    """Whether words say that an answer is not so, which would be the same in another situation: 「我不在大陆」."""
    said = position.known.answers
    return any(said.get(name) == value for name, value in reading.denied.items() if name in OF_ANY_CASE)


def _comes_of_this_case(known: Known, reading: Reading, family: Family, present: Family) -> bool:
    """Whether what is told belongs to the case at hand, though it sounds like another one.

    A swindler's threat, what came of a fraud, the fraud before an offer of recovery, a receiver who keeps the money, a
    fear; a danger of the same family, in which what has to be done now is the same; and who asks about undoing names
    nobody who would do it (「那我点哪里能撤销」).
    """
    own_debt = bool(reading.details.own_debt) and present is Family.MISTAKE
    unasked = not reading.interrogative or reading.score >= CERTAIN  # 「那不退的话能报警吗 不是骗我的」 asks
    if reading.amends and unasked and not own_debt:
        return False
    if {*reading.danger} - {THREATENED} and family is present and not _is_blackmail(reading):
        return True
    asks = reading.asking or reading.interrogative
    if family is Family.RECALL is not present and asks and not ABOUT_UNDOING.isdisjoint(reading.topics):
        return True
    # 「微信里的钱也被转走了」 needs a plan of its own; what is gone from a card is the loss, while none was told.
    loss = "amount" in known.answers or ANOTHER_LOSS.search(reading.plain)
    taken = reading.situation == STOLEN and reading.score >= CERTAIN and loss
    of_the_fraud = present in FRAUD and family is Family.ACCOUNT and not taken
    follows = of_the_fraud or (present is Family.RECALL and family is not present)
    no_loan = reading.situation == LOAN and (own_debt or reading.told.get("relation") != "loan")
    no_sale = reading.situation == SALE and reading.told.get("relation") != "sale" and present is Family.MISTAKE
    waits = reading.situation == DELAYED  # for the other side to answer or to accept: 「说过了 没回」
    return bool(follows or no_sale or ((no_loan or waits) and present in {Family.MISTAKE, *FRAUD}) or reading.feeling)


def _is_blackmail(reading: Reading) -> bool:
    """Whether the swindler threatens with pictures now, whatever it began with."""
    return reading.situation == BLACKMAIL and THREATENED in reading.danger and reading.score >= CERTAIN


def _is_told(reading: Reading, family: Family, present: Family, *, answered: bool) -> bool:
    """Whether another situation is told surely enough to be spoken of; who was asked and `answered` tells a story."""
    if _is_blackmail(reading):
        return True
    least_of_a_story = CERTAIN if family is not present else BEYOND_DOUBT
    story = reading.score >= least_of_a_story and len(reading.plain) >= STORY
    amended = reading.amends and family is not present  # 「不是转错，是被骗」
    wrong = story and NAMES_MISTAKE.search(reading.plain)
    if present in FRAUD and family is Family.MISTAKE and not (amended or wrong):
        return False  # 「已经充了三次 一共一万六」, 「转了两笔 一笔两万」 tell of the same fraud
    surely = amended and reading.score >= SURE  # 「我不是被骗 他拉黑了我」 tells of no fraud
    if reading.situation in VAGUE and not ((story or surely) and present is not Family.RECALL):
        return False
    # Who corrects a sum, a time or a way of paying corrects these, and not what happened.
    if reading.amends and not HOW_PAID.isdisjoint(reading.stated) and (not amended or reading.score < CERTAIN):
        return False
    least = CERTAIN if len(reading.plain) < A_FEW_WORDS else SURE
    if reading.amends:
        least = _least_of_an_amendment(reading, new_fraud=family in FRAUD and present not in FRAUD)
    return reading.score >= least and family is not Family.LEARN and (not answered or story)


def _least_of_an_amendment(reading: Reading, *, new_fraud: bool) -> float:
    """How sure another situation must be for words that amend what was told.

    「不是冒充的 是真的客服」 denies a fraud, 「不是转错 是被骗」 names one, and many words amend something else.
    """
    if not new_fraud or NAMES_FRAUD.search(",".join(reading.statements)):
        return AMENDED
    return CERTAIN if NAMES_FRAUD.search(reading.plain) else SURE


def other_situation(
    dialog: Dialog, case: Case, position: Position, reading: Reading, *, answered: bool, corrects: bool = False
) -> Move | None:
    """The words sound like another situation: a vague one is made exact, any other change is asked first.

    Who `corrects` an answer of this situation, or says that one is not so, stays in it unless the other is certain.

    An offer of "recall" or "recovery" is warned of at once, whatever was being talked about.
    """
    if at_work := _swindler_at_work(dialog, case, position, reading):
        return Move(replace(case, offered=at_work), (switch_line(dialog, position.known, at_work),), show=False)
    new, flows = reading.situation, dialog.library.flows
    if new is None or new in {position.situation, OUT_OF_SCOPE} or new not in flows:
        return None
    if new == case.left and reading.score >= (AMENDED if reading.amends else SURE) and not answered:
        return Move(settle(case, new))  # it was that after all
    family, present = flows[new].family, flows[position.situation or ""].family
    asks = (reading.asking or reading.interrogative) and not reading.amends
    at_ease = present in AT_EASE and reading.score >= CERTAIN
    if _speaks_of_this_case(dialog, case, reading, family, present) or (
        asks and not at_ease and len(reading.plain) <= SHORT_QUESTION and not _is_blackmail(reading)
    ):
        return None  # 「能不能申请撤销」, 「他要是收了呢」 ask about this case
    if new == RELATIVE_IN_DANGER and present not in FRAUD and reading.score < CERTAIN and not reading.danger:
        return None  # nobody is sent to a door on a hunch
    if present in AT_EASE and not answered and family is not present and reading.score >= HEARD:
        return Move(settle(case, new)) if new != BLACKMAIL or reading.score >= SURE else None
    if position.situation in VAGUE and family is Family.SCAM and new not in VAGUE:
        return Move(settle(case, new)) if reading.score >= SURE else None
    lured = family is Family.RECALL and present is not Family.RECALL
    if lured:  # "recall" or "recovery": which of the two is no matter here
        alike = (score for name, score in reading.alternatives if name in flows and flows[name].family is family)
        reading = replace(reading, score=min(1.0, reading.score + sum(alike)))
    told = _is_told(reading, family, present, answered=answered and not lured)
    if reading.score < CERTAIN and (corrects or _corrects_an_answer(position, reading)):
        return None
    if _comes_of_this_case(position.known, reading, family, present) or not told:
        return None
    sure = present not in FRAUD or family in FRAUD or reading.score >= CERTAIN  # no fraud is left on a hunch
    if reading.amends and sure and not lured and reading.score >= SURE:
        return Move(settle(case, new))  # they say themselves that it was something else
    warning = [Line(dialog.words.opening(replace(position.known, situation=new, family=family)))] if lured else []
    return Move(replace(case, offered=new), (*warning, switch_line(dialog, position.known, new)), show=False)


def _swindler_at_work(dialog: Dialog, case: Case, position: Position, reading: Reading) -> str | None:
    """The fraud that somebody is in the middle of whose case is none: who is kept on the phone, whose screen is wanted,
    or who is to pay a fee first, meets no shop and no mistake. None where that was declined.
    """
    flows = dialog.library.flows
    present = flows[position.situation or ""]
    told = ((reading.situation or "", reading.score), *reading.alternatives)
    kinds = (name for name, score in told if score >= LIKELY_INSTEAD and name in flows)
    found = next((name for name in kinds if flows[name].family is Family.SCAM), *VAGUE)
    at_work = not reading.surely_in_danger.isdisjoint(AT_WORK.intersection(reading.danger))
    fee_first = reading.stated.get(IN_CONTACT) == WANTED and IN_CONTACT not in present.asks and found not in VAGUE
    if present.family in FRAUD or not (at_work or fee_first):
        return None
    return None if found in case.declined else found


def leave_denied(dialog: Dialog, case: Case, position: Position, reading: Reading) -> Move | None:
    """Words that say that the present situation is not so (「我没被盗」) leave it for another that they tell of.

    Where they tell of none, it is asked. Who was not defrauded at all leaves every kind of fraud.
    """
    present, flows = position.situation or "", dialog.library.flows
    surely_not = surely_denied(reading.not_about)
    fraud = flows[present].family in FRAUD and not surely_not.isdisjoint(VAGUE)
    # 「是付了两次，不是多转」 tells of the same situation otherwise.
    same = reading.denied.keys() & reading.told.keys() & flows[present].asks.keys()
    told = ((reading.situation or "", reading.score), *reading.alternatives)
    others = (name for name, score in told if score >= LIKELY_INSTEAD and name not in {*surely_not, present})
    new = next((name for name in others if name in flows and name != OUT_OF_SCOPE), None)
    # 「打电话的自称是公安，不是客服」: hardly denied, it is left for a kind that is told.
    instead = present in reading.not_about and new and new not in VAGUE
    if same or not (present in surely_not or fraud or instead):
        return None
    said = Line(dialog.words.message("not_that", position.known, title=dialog.library.flow_words[present].title))
    left = replace(back_to_menu(case), declined=(*case.declined, present))
    return Move(settle(left, new) if new else left, (said,))


def back_to_menu(case: Case) -> Case:
    """The case at the first menu; what was told about the payment is kept."""
    triage = [TRIAGE, *(name for name in case.answers if name.startswith("which_"))]
    return replace(case.without(*triage), met=OPENED, misses=0)


def switch_line(dialog: Dialog, known: Known, situation: str) -> Line:
    """The offer of another situation in place of the present one."""
    title, scam = dialog.library.flow_words[situation].title, dialog.library.flows[situation].family is Family.SCAM
    said = dialog.words.message("switch_offer", known, other=title, scam=scam)
    options = (
        Option(f"switch:{situation}", dialog.words.button("switch")),
        Option("stay", dialog.words.button("stay")),
    )
    return Line(said, options)
