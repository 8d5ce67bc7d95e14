"""The named conditions that routes and steps may use: pure functions of what is known.

Thresholds come from the facts named beside them. A condition that is just "this question was answered so" stands in
the table `ANSWERED`; anything that takes thought is a function. `PREDICATES` holds them all by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from dialogs.case import PASSED_OVER
from dialogs.known import Known
from dialogs.library.records import Family, ForCases, RailKind, Undo

Predicate = Callable[[Known], bool]

FRAUD_CRIME_FROM = Decimal(3000)  # law.F03: telecom fraud is a crime from this sum (yuan)
RETURN_AFTER_HOURS = 24  # platform.W02: an unaccepted transfer goes back by itself
LONGEST_ARRIVAL_HOURS = 24  # platform.W07: the longest delayed arrival

ANSWERED: Mapping[str, tuple[str, frozenset[str]]] = {
    # how the money moved
    "paid_by_transfer": ("channel", frozenset({"transfer"})),
    "paid_by_red_packet": ("channel", frozenset({"red_packet"})),
    "paid_by_personal_code": ("channel", frozenset({"personal_code"})),
    "paid_by_merchant_code": ("channel", frozenset({"merchant_code"})),
    "paid_by_code": ("channel", frozenset({"personal_code", "merchant_code"})),
    "paid_to_bank_card": ("channel", frozenset({"bank_card"})),
    "paid_to_phone": ("channel", frozenset({"phone"})),
    "paid_by_merchant_payout": ("channel", frozenset({"merchant_payout"})),
    "paid_by_alipay": ("channel", frozenset({"alipay"})),
    "paid_by_quickpass": ("channel", frozenset({"quickpass"})),
    "channel_unknown": ("channel", frozenset({"unknown"})),
    "paid_by_family_card": ("channel", frozenset({"family_card"})),
    "paid_by_digital_yuan": ("channel", frozenset({"digital_yuan"})),
    "waits_for_acceptance": ("channel", frozenset({"transfer", "red_packet"})),
    "may_arrive_late": ("channel", frozenset({"transfer", "phone"})),
    # where it stands
    "not_yet_accepted": ("accepted", frozenset({"not_yet"})),
    "has_been_received": ("accepted", frozenset({"received"})),
    "arrival_pending": ("accepted", frozenset({"pending"})),
    "said_to_wait": ("accepted", frozenset({"not_yet", "pending"})),
    "arrival_instant": ("arrival", frozenset({"instant"})),
    "arrival_delayed": ("arrival", frozenset({"h2", "h24"})),
    "arrival_24h": ("arrival", frozenset({"h24"})),
    "arrival_2h": ("arrival", frozenset({"h2"})),
    # the people
    "counterpart_willing": ("counterpart", frozenset({"willing"})),
    "counterpart_silent": ("counterpart", frozenset({"silent"})),
    "counterpart_refused": ("counterpart", frozenset({"refused"})),
    "counterpart_not_contacted": ("counterpart", frozenset({"not_contacted"})),
    "counterpart_unreachable": ("counterpart", frozenset({"unreachable"})),
    "receiver_blocked_me": ("reach", frozenset({"blocked"})),
    "counterpart_unhelpful": ("counterpart", frozenset({"silent", "refused", "unreachable"})),
    "screen_is_shared": ("still_in_contact", frozenset({"sharing_screen"})),
    "asked_for_more_money": ("still_in_contact", frozenset({"asked_for_more"})),
    "no_money_gone": ("money_gone", frozenset({"not_paid"})),
    "contact_ended": ("still_in_contact", frozenset({"stopped"})),
    "still_talking": ("still_in_contact", frozenset({"sharing_screen", "asked_for_more", "talking"})),
    "police_reported": ("police", frozenset({"reported"})),
    "police_not_reported": ("police", frozenset({"not_yet"})),
    "police_refused": ("police", frozenset({"refused"})),
    "in_mainland": ("region", frozenset({"mainland"})),
    "in_hong_kong": ("region", frozenset({"hong_kong"})),
    "in_macau": ("region", frozenset({"macau"})),
    "in_taiwan": ("region", frozenset({"taiwan"})),
    "elders_money": ("whose_money", frozenset({"elder"})),
    "minors_money": ("whose_money", frozenset({"minor"})),
    "others_money": ("whose_money", frozenset({"other"})),
    "no_other_relation": ("relation", frozenset({"none"})),
    "has_other_relation": ("relation", frozenset({"loan", "sale"})),
    # one situation only
    "paid_too_much": ("wrong_amount_kind", frozenset({"too_much", "typed_wrong"})),
    "paid_twice": ("wrong_amount_kind", frozenset({"paid_twice"})),
    "stranger_money_not_accepted": ("received_state", frozenset({"not_accepted"})),
    "stranger_money_accepted": ("received_state", frozenset({"accepted"})),
    "asked_to_pass_on": ("received_state", frozenset({"asked_to_pass_on"})),
    "money_returned": ("received_state", frozenset({"returned"})),
    "money_sent_on": ("received_state", frozenset({"sent_on"})),
    "tool_considered": ("tool_stage", frozenset({"considering"})),
    "tool_paid": ("tool_stage", frozenset({"paid"})),
    "tool_installed": ("tool_stage", frozenset({"installed"})),
    "gave_code_away": ("tool_stage", frozenset({"gave_code"})),
    "recovery_considered": ("recovery_stage", frozenset({"considering"})),
    "recovery_paid": ("recovery_stage", frozenset({"paid", "shared_screen"})),
    "recovery_shared_screen": ("recovery_stage", frozenset({"shared_screen"})),
    "can_log_in": ("theft_access", frozenset({"can_log_in"})),
    "locked_out": ("theft_access", frozenset({"locked_out"})),
    "phone_lost": ("theft_access", frozenset({"phone_lost"})),
    "wechat_limited": ("frozen_kind", frozenset({"wechat_limited", "account_banned"})),
    "bank_frozen": ("frozen_kind", frozenset({"bank_frozen"})),
    "protected_by_police": ("frozen_kind", frozenset({"protected"})),
    "frozen_kind_unknown": ("frozen_kind", frozenset({"unknown"})),
    "payer_waiting": ("delayed_side", frozenset({"payer_waiting"})),
    "receiver_waiting": ("delayed_side", frozenset({"receiver_waiting"})),
    "refund_waiting": ("delayed_side", frozenset({"refund_waiting"})),
    "merchant_not_contacted": ("merchant_stage", frozenset({"not_contacted"})),
    "merchant_unhelpful": ("merchant_stage", frozenset({"silent", "refused"})),
    "merchant_vanished": ("merchant_stage", frozenset({"vanished"})),
    "child_under_8": ("child_age", frozenset({"under_8"})),
    "child_from_8": ("child_age", frozenset({"from_8"})),
    "child_paid_game": ("child_paid_to", frozenset({"game"})),
    "child_paid_stranger": ("child_paid_to", frozenset({"stranger"})),
    "child_paid_merchant": ("child_paid_to", frozenset({"merchant"})),
    "loan_in_writing": ("loan_proof", frozenset({"written"})),
    "loan_in_chat": ("loan_proof", frozenset({"chat_only"})),
    "loan_without_proof": ("loan_proof", frozenset({"nothing"})),
    "blackmailed_and_paid": ("threatened", frozenset({"paid"})),
    "blackmailed_not_paid": ("threatened", frozenset({"not_paid"})),
    "nothing_handed_over": ("goods", frozenset({"not_yet"})),
    "handed_over_cash": ("goods", frozenset({"cash", "parcel"})),
    "handed_to_courier": ("goods", frozenset({"parcel"})),
    "handed_over_cards": ("goods", frozenset({"cards"})),
    "gave_nothing": ("given_away", frozenset({"nothing"})),
    "gave_id_photo": ("given_away", frozenset({"id_photo"})),
    "gave_card_number": ("given_away", frozenset({"card"})),
    "gave_password": ("given_away", frozenset({"code"})),
    "gave_screen": ("given_away", frozenset({"screen"})),
    "relative_on_call": ("relative_state", frozenset({"on_call"})),
    "relative_at_bank": ("relative_state", frozenset({"at_bank"})),
    "relative_not_listening": ("relative_state", frozenset({"not_listening"})),
    "relative_held": ("relative_state", frozenset({"held"})),
    "account_out_of_hand": ("lent_stage", frozenset({"lent", "sold"})),
    "passed_money_on": ("lent_stage", frozenset({"passed_on"})),
    "only_asked_to_lend": ("lent_stage", frozenset({"asked"})),
    "told_to_stop": ("official_asks", frozenset({"stop", "come", "nothing"})),
    "told_to_come": ("official_asks", frozenset({"come"})),
    "told_to_pay": ("official_asks", frozenset({"pay", "hand_over"})),
    "told_to_hand_over": ("official_asks", frozenset({"hand_over"})),
    "payment_blocked": ("official_asks", frozenset({"blocked"})),
    "about_to_pay": ("paying_now", frozenset({"about_to"})),
    "paid_already": ("paying_now", frozenset({"paid"})),
    "asks_delayed_arrival": ("prevention_topic", frozenset({"delayed_arrival"})),
    "asks_checks": ("prevention_topic", frozenset({"checks"})),
    "asks_insurance": ("prevention_topic", frozenset({"insurance"})),
    "asks_limits": ("prevention_topic", frozenset({"limits"})),
    "asks_police_route": ("legal_topic", frozenset({"police_route"})),
    "asks_complaint_route": ("legal_topic", frozenset({"complaint_route"})),
    "asks_court_route": ("legal_topic", frozenset({"court_route"})),
    "asks_costs": ("legal_topic", frozenset({"costs"})),
}


def _answered(question: str, options: frozenset[str]) -> Predicate:
    return lambda known: known.answers.get(question) in options


def is_mistake(known: Known) -> bool:
    """The payer's own slip, no deceit."""
    return known.family is Family.MISTAKE


def is_scam(known: Known) -> bool:
    """Money went to a swindler."""
    return known.family is Family.SCAM


def cut_off_with_the_money(known: Known) -> bool:
    """The swindler is gone, and a sum was told: it went with him."""
    return known.get("still_in_contact") == "stopped" and known.sum_said is not None


def told_how_it_went(known: Known) -> bool:
    """Who says by which way the money went, and is not just being asked for it, has paid."""
    told = known.get("channel") not in {None, "unknown"}
    return told and known.get("still_in_contact") in {"stopped", "talking", "sharing_screen"}


def not_paid_yet(known: Known) -> bool:
    """A swindle that has been stopped before any money went."""
    return known.get("money_gone") == "not_paid" or known.get("goods") == "not_yet"


def money_lost_to_fraud(known: Known) -> bool:
    """Money went to a swindler, the second kind (fake tool, "recovery") included."""
    return (
        (known.family is Family.SCAM and not not_paid_yet(known) and known.get("relative_state") != "held")
        or known.answers.get("tool_stage") in {"paid", "installed", "gave_code"}
        or known.answers.get("recovery_stage") in {"paid", "shared_screen"}
    )


def device_lost(known: Known) -> bool:
    """Somebody else may control the phone: a tool was installed or the screen shared (law.I06)."""
    return known.get("tool_stage") == "installed" or known.get("recovery_stage") == "shared_screen"


def device_or_code_lost(known: Known) -> bool:
    """The phone may be controlled, or a password or code was given away (law.I06)."""
    return device_lost(known) or known.get("tool_stage") == "gave_code"


def is_abroad(known: Known) -> bool:
    """Outside mainland China, where 110 is not simply dialled."""
    return known.place != "mainland"


def is_outside_china(known: Known) -> bool:
    """In another country, where the consular line applies."""
    return is_abroad(known) and known.place not in {"hong_kong", "macau", "taiwan"}


def from_fraud_crime_sum(known: Known) -> bool:
    """At or over the sum from which telecom fraud is a crime nationwide (law.F03)."""
    amount = known.amount
    return known.get("amount") == "from_3000" or (amount is not None and amount[0] >= FRAUD_CRIME_FROM)


def under_fraud_crime_sum(known: Known) -> bool:
    """Under that sum: still to be reported, as an offence against public order (law.F04)."""
    amount = known.amount
    return known.get("amount") == "under_3000" or (amount is not None and amount[1] < FRAUD_CRIME_FROM)


def amount_known(known: Known) -> bool:
    """The sum is known as a number."""
    return known.amount is not None


def acceptance_unknown(known: Known) -> bool:
    """Whether the other side took a transfer or red packet is not known, or was not asked yet (platform.W01)."""
    waits = known.channel in {"transfer", "red_packet", "unknown", PASSED_OVER, None} and not known.paid_locally
    return waits and known.get("accepted") in {"unknown", PASSED_OVER, None}


def arrives_unasked(known: Known) -> bool:
    """Paid in a way in which nobody has to accept, so that nothing comes back by itself (platform.W02, W15)."""
    return known.paid_locally or (known.rail is not None and known.rail.undo is not Undo.UNTIL_ACCEPTED)


def may_return_by_itself(known: Known) -> bool:
    """A transfer or red packet not accepted, whose 24 hours may still be running (platform.W02, W15)."""
    if known.paid_locally:
        return False
    waiting = known.get("accepted") == "not_yet" and known.channel in {"transfer", "red_packet", "unknown", None}
    return waiting and not should_have_returned(known)


def should_have_returned(known: Known) -> bool:
    """A transfer not accepted although its 24 hours are over (platform.W02)."""
    hours = known.hours_since
    earlier = known.get("paid_at") == "earlier" or (hours is not None and hours >= RETURN_AFTER_HOURS)
    return known.get("accepted") == "not_yet" and earlier


def just_paid(known: Known) -> bool:
    """Paid less than a day ago: no court and no authority has decided anything."""
    return known.hours_since is not None and known.hours_since < LONGEST_ARRIVAL_HOURS


def may_still_be_stopped(known: Known) -> bool:
    """A delayed arrival that may not have arrived yet (platform.W10, W11)."""
    if known.paid_locally or known.channel not in {"transfer", "phone", "unknown", None}:
        return False
    if known.get("accepted") == "pending":
        return True
    hours = known.hours_since
    limit = {"h2": 2, "h24": LONGEST_ARRIVAL_HOURS}.get(known.get("arrival") or "")
    return limit is not None and known.get("paid_at") != "earlier" and (hours is None or hours < limit)


def paid_recently(known: Known) -> bool:
    """Within the last day, or at an unknown time: hours may still count."""
    hours = known.hours_since
    return known.get("paid_at") != "earlier" and (hours is None or hours < LONGEST_ARRIVAL_HOURS)


def paid_long_ago(known: Known) -> bool:
    """More than a day ago for certain."""
    return not paid_recently(known)


def arrival_matters(known: Known) -> bool:
    """Whether it is worth asking which arrival time was chosen: a friend or phone transfer within the last day."""
    return known.get("channel") in {"transfer", "phone"} and paid_recently(known)


def acceptance_matters(known: Known) -> bool:
    """Whether the other side has to press 收款 at all: WeChat transfers and red packets (platform.W01, W15)."""
    return known.get("channel") in {"transfer", "red_packet"}


def paid_outside_wechat(known: Known) -> bool:
    """By anything but WeChat, whose bill and complaint therefore do not know of it."""
    rail = known.rail
    return (rail is not None and rail.kind is not RailKind.WECHAT) or known.paid_locally


def paid_by_bank(known: Known) -> bool:
    """By a mainland bank's app or counter."""
    return known.get("channel") == "bank" and not known.paid_locally


def paid_locally(known: Known) -> bool:
    """By a bank or wallet outside the mainland, whose own rules hold."""
    return known.paid_locally


def has_mainland_side(known: Known) -> bool:
    """The money may have left a mainland account, so that mainland police can have it stopped (platform.O01)."""
    rail = known.rail
    return not known.paid_locally and (rail is None or rail.kind in {RailKind.WECHAT, RailKind.MAINLAND})


def wholly_abroad(known: Known) -> bool:
    """Abroad, and the money left no mainland account: the law and the police of the mainland do not decide."""
    return is_abroad(known) and not has_mainland_side(known)


def foreign_rules(known: Known) -> bool:
    """The mainland's law, numbers and bank rules are not theirs: paid by a foreign rail, or wholly abroad."""
    return known.paid_locally or wholly_abroad(known)


def may_cancel_locally(known: Known) -> bool:
    """A local rail on which the payer can cancel until the receiver has deposited it or enrolled."""
    return known.rail is not None and known.rail.undo in {Undo.UNTIL_DEPOSITED, Undo.UNTIL_ENROLLED}


def paid_in_cash(known: Known) -> bool:
    """Cash or gold."""
    return known.channel == "cash"


def paid_by_gift_card(known: Known) -> bool:
    """The codes of prepaid cards."""
    return known.channel == "gift_card"


def paid_by_crypto(known: Known) -> bool:
    """Coins."""
    return known.channel == "crypto"


def paid_with_goods(known: Known) -> bool:
    """Cash, gold, cards or coins: no account of ours holds a record of it."""
    return known.rail is not None and known.rail.kind in {RailKind.GOODS, RailKind.CRYPTO}


def paid_from_bank_account(known: Known) -> bool:
    """Paid by a mainland bank directly, so that the bank is the first to call."""
    return known.get("channel") in {"bank", "quickpass"} and not known.paid_locally


FUNCTIONS: tuple[Predicate, ...] = (
    acceptance_matters,
    amount_known,
    cut_off_with_the_money,
    foreign_rules,
    device_lost,
    device_or_code_lost,
    arrival_matters,
    arrives_unasked,
    from_fraud_crime_sum,
    has_mainland_side,
    is_abroad,
    is_mistake,
    is_outside_china,
    is_scam,
    just_paid,
    may_cancel_locally,
    acceptance_unknown,
    may_return_by_itself,
    may_still_be_stopped,
    money_lost_to_fraud,
    not_paid_yet,
    paid_by_bank,
    paid_by_crypto,
    paid_by_gift_card,
    paid_from_bank_account,
    paid_in_cash,
    paid_locally,
    paid_long_ago,
    paid_outside_wechat,
    paid_recently,
    paid_with_goods,
    should_have_returned,
    told_how_it_went,
    under_fraud_crime_sum,
    wholly_abroad,
)

PREDICATES: Mapping[str, Predicate] = {
    **{name: _answered(question, options) for name, (question, options) in ANSWERED.items()},
    **{function.__name__: function for function in FUNCTIONS},
}


def all_hold(when: tuple[str, ...], unless: tuple[str, ...], known: Known) -> bool:
    """Whether every predicate of `when` holds and none of `unless`."""
    for name in when:  # asked for every step of every plan: twice as fast as all() over a generator
        if not PREDICATES[name](known):
            return False
    return not (unless and any(PREDICATES[name](known) for name in unless))


def fits(record: ForCases, known: Known) -> bool:
    """Whether a record is for a case: for its situation, and in it."""
    return record.is_for(known.situation, known.family) and all_hold(record.when, record.unless, known)
