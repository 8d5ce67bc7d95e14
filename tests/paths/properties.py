"""What must hold at the end of every way, and of every piece of words on it. Each returns what is wrong, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from dialogs.figures import numbers_in
from dialogs.library.checks.flows import CALLBACK_BYTES, REVISION_BYTES
from dialogs.library.library import Library
from dialogs.library.records import ORDER, Family, Urgency
from dialogs.screen import MAX_LENGTH
from tests.paths.endings import Ending, Piece, messages_of

WITHOUT_PLAN = {Family.LEARN, Family.OUT_OF_SCOPE}
POLICE = {
    "report_though_unpaid", "police_to_the_door", "refuse_the_ransom", "call_110", "call_110_blackmail",
    "call_local_police", "complete_the_report", "ask_for_reconsideration",
}  # fmt: skip
PLATFORM_AND_BANK = {
    "complain_while_pending", "report_in_wechat", "report_in_alipay", "call_paying_bank", "call_own_bank_first",
    "merchant_or_person",
}  # fmt: skip
COURT_PAPERS = {
    "civil_complaint", "preservation_application", "court_evidence_application", "enforcement_application",
}  # fmt: skip
# The warning against fake tools, paid recovery and fees that each kind of plan must hold.
WARNINGS: dict[str, set[str]] = {
    Family.MISTAKE: {"no_recall_tools"},
    Family.SCAM: {"beware_of_recovery"},
    Family.RECALL: {"do_not_use_tool", "pay_nothing_more"},
    "received_by_mistake": {"do_not_touch", "return_only_once"},
    "account_lent": {"pay_no_hush_money"},
    "account_theft": {"pay_nobody_for_help"},
    "account_frozen": {"pay_no_unfreezing_fee"},
    "merchant_dispute": {"no_fake_customer_service"},
    "minor_payment": {"no_paid_refund_help"},
    "loan_unreturned": {"no_hired_recovery"},
}

_DENIED = r"(?<!不)(?<!不能)(?<!没人能)(?<!没有人能)(?<!谁也不能)(?<!别信)"
PROMISES = re.compile(
    rf"(?:一定|肯定|必定|保准|百分之?百|绝对)(?:能|会|可以)?(?:帮你)?[追退要拿撤找]回|{_DENIED}保证(?:能|会|可以|帮你)?(?:[追退要拿撤找]回|成功|到账)"
    rf"|包(?:[追退要拿]回|赔|成功)|放心[,，]?钱(?:会|能)回来"
)
PERCENTAGES = re.compile(
    r"成功率|追回率|[几概]率(?:是|为|有|高|大|约)?\s*[0-9一二三四五六七八九]|"
    r"(?:[0-9.]+\s*[%％]|百分之[一二三四五六七八九十]+|[一二三四五六七八九]成)[^。；\n]{0,12}(?:追回|找回|拿回|要回|退回|成功|拦)|"
    r"(?:追回|找回|拿回|要回|拦截|成功)[^。；\n]{0,12}(?:[0-9.]+\s*[%％]|百分之[一二三四五六七八九十]+|[一二三四五六七八九]成(?![功为]))"
)
# Figures and recipes of the article that started the project, each refuted by a myth record.
REFUTED = re.compile(
    r"98\.7|1\.2 ?秒|0\.1 ?秒|6\.8 ?万|8\.2 ?[%％]|3\.8 ?天|2\.3 ?万|15 ?[–-] ?45|36 ?小时|千分之一|冷静期|2 ?分钟内"
    r"|(?:断网|关机|飞行模式|卸载微信|删好友|拉黑他?)(?:就|可以|能|即可|马上)(?:能|可以)?(?:撤回|取消|中断|退回)"
    r"|95017[^。；\n不]{0,8}(?:能|可以|会)(?:帮你)?(?:撤回|冻结对方|强制退)|先投诉[，,]?[^。]{0,6}再报警"
)
LEFTOVERS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\bNone\b|Undefined|\bTrue\b|\bFalse\b")


def reaches_an_outcome(ending: Ending) -> str | None:
    return None if ending.outcome else f"stands at {ending.state}"


def holds_a_plan(ending: Ending) -> str | None:
    return None if ending.steps or ending.family in WITHOUT_PLAN else "no step at all"


def has_something_to_do_now(ending: Ending) -> str | None:
    if ending.family in WITHOUT_PLAN:
        return None
    return None if ending.steps and ending.steps[0].urgency is Urgency.NOW else "nothing to do now"


def runs_in_order_of_urgency(ending: Ending) -> str | None:
    order = [ORDER[step.urgency] for step in ending.steps]
    return None if order == sorted(order) else "out of order"


def names_each_step_once(ending: Ending) -> str | None:
    ids = [step.id for step in ending.steps]
    return None if len(ids) == len(set(ids)) else "a step twice"


def begins_a_swindle_with_stop_police_platform(ending: Ending) -> str | None:
    if ending.family is not Family.SCAM:
        return None
    ids = [step.id for step in ending.steps]
    stopped = "pay_nothing_later" in ids  # who has cut them off is warned after the police
    if ids[:1] != ["stop_paying"] and not stopped and ending.situation != "relative_in_danger":
        return f"begins with {ids[:1]}"
    police = [place for place, name in enumerate(ids) if name in POLICE]
    others = [place for place, name in enumerate(ids) if name in PLATFORM_AND_BANK]
    if not police or (others and others[0] < police[0]):
        return f"{ids[others[0]] if others else 'nothing'} before the police"
    return None if ending.steps[police[0]].urgency is Urgency.NOW else "the police are not for now"


def leaves_the_court_for_later(ending: Ending) -> str | None:
    early = [step.id for step in ending.steps if step.urgency in {Urgency.NOW, Urgency.TODAY}]
    papers = [step.id for step in ending.steps if step.id in early and COURT_PAPERS & set(step.documents)]
    return f"{papers} too early" if papers else None


def leaves_the_court_of_a_swindle_for_last(ending: Ending) -> str | None:
    if ending.family is not Family.SCAM:
        return None
    early = [step.id for step in ending.steps if "court" in step.id and step.urgency is not Urgency.LATER]
    return f"{early} too early" if early else None


def begins_a_mistake_with_the_other_side(ending: Ending) -> str | None:
    """A mistake plan begins with whether the other side has accepted: it looks, asks, or takes back; it never sues."""
    if ending.situation not in {"wrong_recipient", "wrong_amount"}:
        return None
    first = ending.steps[0].id
    begins = ("look_", "ask_", "wait_", "message_", "cancel_", "take_", "call_local_bank", "unbind_")
    return None if first.startswith(begins) else f"begins with {first}"


def holds_its_warning(ending: Ending) -> str | None:
    needed = WARNINGS.get(ending.situation or "") or WARNINGS.get(ending.family or "", set())
    missing = needed and not needed & {step.id for step in ending.steps if step.urgency is Urgency.NOW}
    return f"none of {sorted(needed)} to do now" if missing else None


def has_ids_that_fit_a_button(ending: Ending) -> str | None:
    limit = CALLBACK_BYTES - REVISION_BYTES
    ids = [f"undo:{step.id}" for step in ending.steps]
    ids += [f"change:{name}" for name in ending.path] + [f"switch:{ending.situation}"]
    long = [name for name in ids if len(name.encode()) > limit]
    return f"{long} over {limit} bytes" if long else None


OF_AN_ENDING: tuple[Callable[[Ending], str | None], ...] = (
    reaches_an_outcome,
    holds_a_plan,
    has_something_to_do_now,
    runs_in_order_of_urgency,
    names_each_step_once,
    begins_a_swindle_with_stop_police_platform,
    leaves_the_court_for_later,
    leaves_the_court_of_a_swindle_for_last,
    begins_a_mistake_with_the_other_side,
    holds_its_warning,
    has_ids_that_fit_a_button,
)


def fits_a_message(piece: Piece) -> str | None:
    longest = max(len(message) for message in messages_of(piece))
    return f"{longest} characters" if longest > MAX_LENGTH else None


def says_something(piece: Piece) -> str | None:
    return None if all(messages_of(piece)) else "an empty message"


def holds_no_template_code(piece: Piece) -> str | None:
    found = LEFTOVERS.search(piece.text)
    return found and f"「{found.group()}」"


def promises_nothing(piece: Piece) -> str | None:
    found = PROMISES.search(piece.text)
    return found and f"「{found.group()}」"


def states_no_chance(piece: Piece) -> str | None:
    found = PERCENTAGES.search(piece.text)
    return found and f"「{found.group()}」"


OF_A_PIECE: tuple[Callable[[Piece], str | None], ...] = (
    fits_a_message,
    says_something,
    holds_no_template_code,
    promises_nothing,
    states_no_chance,
)


def unheld_numbers(library: Library, piece: Piece) -> set[str]:
    """The numbers in rendered words that none of the facts named holds."""
    held = {number for name in piece.facts for number in numbers_in(library.facts[name].statement)}
    return numbers_in(piece.text) - held - set(piece.own)


def repeated_claim(library: Library, piece: Piece) -> str | None:
    """A refuted claim that the words repeat: one of the article's figures or recipes, or a myth word for word."""
    if found := REFUTED.search(piece.text):
        return found.group()
    return next((myth.claim for myth in library.myths.values() if myth.claim in piece.text), None)
