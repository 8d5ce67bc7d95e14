"""Receipts of payments, read from the words of a screenshot: what was paid, when, to whom, and whether it was taken.

A picture is read line by line (`bot.screenshots`), a label and its value on one line or on two. Nothing is taken for
granted: what was read is shown, and becomes an answer only when the person says that it is right.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dialogs.answering import UNKNOWN
from dialogs.case import PASSED_OVER, Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.known import TimeSpan, decode_amount, encode_span
from dialogs.messages import PICTURE, Option
from dialogs.papers.data import PAYMENTS, Payment, read_payments, write_payments
from dialogs.papers.moments import Moment, read_moment
from dialogs.papers.money import read_amount
from dialogs.replay import Position, is_valid
from dialogs.text.expression import Expression

LONGEST_PAYEE = 30
RECEIVED = "received_by_mistake"
MOST = 10  # receipts of one message
MOST_ASKED = 2  # times that it is asked whether they are right
_LONGEST_STATE = 14  # characters
_LEAST_SIGNS = 2  # besides the sum: less is no receipt

_SUM = Expression(  # a point read for a comma, and a stroke for the sign, are usual mistakes of reading
    r"(?P<sign>[-−–—一+]?)\s?[¥￥Y]?\s?(?P<sum>\d{1,3}(?:[,.]\d{3})+\.\d{2}|\d{1,3}(?:,\d{3})+|\d{1,9}\.\d{2})\s?元?"
)
_TITLE = Expression(
    r"(?P<kind>微信转账|转账|转(?=\s?[-—–])|(?i:transfer)|扫二维码付款|扫码付款|二维码[付收]款|微信红包|红包)"
    r"\s?[-—–]?\s?(?:转给|给|发给|付给|(?i:to)(?=\s))\s?(?P<payee>\S.{0,29})"
)
_FROM = Expression(r"(?:微信)?(?:转账|红包|(?:二维码|扫码|收款码)?收款)\s?[-—–]?\s?来自\s?(?P<payer>\S.{0,29})")
_WAITING = Expression(r"(?:待|等待)\s?(?P<payee>\S{1,20}?)\s?(?:收款|确认收款|领取)")
_TAKEN = Expression(r"(?P<payee>\S{1,20}?)\s?已(?:收款|收钱|被接收|领取)")
_LABELS: dict[str, tuple[str, ...]] = {
    "amount": ("转账金额", "付款金额", "交易金额", "支付金额", "付款总额", "实付", "金额"),
    "time": ("转账时间", "支付时间", "付款时间", "交易时间", "创建时间", "发起时间"),
    "order_number": ("转账单号", "交易单号", "交易流水号", "流水号", "订单号", "凭证号"),
    "merchant_number": ("商户单号", "商家订单号"),
    "state": ("当前状态", "交易状态", "转账状态", "支付状态", "状态"),
    "method": ("支付方式", "付款方式"),
    "payee": ("收款方", "收款人", "收款户名", "对方账户", "对方户名", "收款账户名", "商户全称"),
}
_STATES: tuple[tuple[str, Expression], ...] = (
    ("returned", Expression(r"已(?:全额)?(?:退还|退款|退回)|已关闭|交易关闭")),
    ("pending", Expression(r"待入账|入账中|处理中")),
    ("no", Expression(r"待.{0,12}(?:收款|领取|接收|确认)|未(?:收款|领取|接收)|等待.{0,12}收款|将退还")),
    ("yes", Expression(r"已(?:收(?:[钱款下]|(?![到货藏]))|被接收|存入|到账|领取|入账)|(?:交易|支付|转账|付款)成功")),
)
_METHODS = (("balance_plus", "零钱通"), ("balance", "零钱"), ("card", "银行"), ("card", "储蓄卡"), ("card", "信用卡"))
# Where one line holds what a bill shows on several: before a label, a sum and a state, and behind a sum.
_NAMES = "|".join(sorted((label for labels in _LABELS.values() for label in labels), key=len, reverse=True))
_TYPED_SUM = r"[-−–—+]?\s?[¥￥]?\d[\d,]{0,11}(?:\.\d{2})?元?(?:[ ,，;；]|$)"
_JOINT = Expression(
    rf"[ ,，;；](?=\s?(?:{_NAMES}|{_TYPED_SUM}|对方|朋友|收款方|待|等待|已|(?:支付|付款|转账|交易)成功))"
    rf"|(?<=[\u4e00-\u9fff])(?=[-−–—+]\s?[¥￥]?\d{{1,9}}(?:\.\d{{2}})?(?:[ ,，;；元]|$))"
    r"|(?:(?<=\.\d\d)|(?<=\d元))[ ,，;；]"
    r"|(?:(?<=已收钱|已收款|已领取|已退还|已到账|已入账)|(?<=对方已收|支付成功|付款成功|转账成功|交易成功))[ ,，;；。]"
)
_WHOLE = Expression(r"[-−–—]?\s?[¥￥]?(\d{1,9})元?")  # a sum typed without cents
_WHOLE_IN = Expression(r"\+\s?[¥￥]?\d{1,9}")
_ALIPAY = Expression(r"支付宝|余额宝|花呗|对方账户|创建时间")
_BANK = Expression(r"收款(?:账号|卡号|银行|行)|网银|手机银行|柜员")
_DIGITS = Expression(r"[0-9A-Za-z]{8,40}")
ACCEPTED = {"yes": "received", "no": "not_yet", "pending": "pending"}
_CHANNELS = (("红包", "red_packet"), ("码", "personal_code"))  # else a transfer


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as a picture shows it; `channel` is an option of that question, `returned` whether it went back."""

    payment: Payment
    channel: str = ""
    returned: bool = False

    def to_json(self) -> dict[str, object]:
        """A plain dict for storage."""
        return {"payment": self.payment.to_json(), "channel": self.channel, "returned": self.returned}


def read_receipts(image_text: str, now: dt.datetime) -> tuple[Receipt, ...]:
    """The payments that pictures show, a receipt a picture; pictures that are none are passed over."""
    pictures = (text.splitlines() for text in image_text.split(PICTURE))
    found = (read_receipt(lines, now) or read_receipt(_laid_out(lines), now) for lines in pictures)
    return tuple(receipt for receipt in found if receipt is not None)[:MOST]


def typed_receipt(text: str, now: dt.datetime) -> tuple[str, str] | None:
    """A bill that was typed or pasted, laid out as a picture shows it, and the words said with it; None for no bill."""
    rows = [f"{row}.00" if _WHOLE.fullmatch(row) and not row.endswith("元") else row for row in _laid_out([text])]
    rows = [f"{row.removesuffix('元')}.00" if _WHOLE.fullmatch(row) else row for row in rows]
    if not rows or not (_TITLE.match(rows[0]) or sum(map(_is_labelled, rows)) >= _LEAST_SIGNS):
        return None
    if read_receipt(rows, now) is None:
        return None
    said = [row for place, row in enumerate(rows) if place and not _of_a_bill(row)]
    return "\n".join(row for row in rows if row not in said), "\n".join(said)


def _laid_out(lines: Iterable[str]) -> list[str]:
    """Lines with what a bill shows on lines of its own each on one."""
    plain = (" ".join(unicodedata.normalize("NFKC", part).split()) for line in lines for part in line.splitlines())
    return [row for line in plain for part in _JOINT.sub("\n", line).split("\n") if (row := part.strip(" ,;，；。"))]


def _is_labelled(row: str) -> bool:
    return any(row.startswith(label) for labels in _LABELS.values() for label in labels)


def _of_a_bill(row: str) -> bool:
    """Whether a row is a bill's own: a title, a label, a sum or a state."""
    state = len(row) <= _LONGEST_STATE and any(sign.search(row) for _, sign in _STATES)
    return bool(state or _SUM.fullmatch(row) or _TITLE.match(row) or _is_labelled(row) or row == "账单详情")


def read_receipt(lines: Sequence[str], now: dt.datetime) -> Receipt | None:
    """The payment that the lines of one picture show; None for what is no receipt, or one of money that came in."""
    rows = [plain for line in lines if (plain := " ".join(unicodedata.normalize("NFKC", line).split()))]
    found = _labelled(rows)
    amount = _amount([*rows, found.get("amount", "")])
    if amount is None:
        return None
    title = next((match for row in rows if (match := _TITLE.search(row))), None)
    state = _state([found["state"]] if "state" in found else rows)
    named = next((match for row in rows if (match := _WAITING.search(row) or _TAKEN.search(row))), None)
    when = _moment(found.get("time", ""), now)
    if sum(map(bool, (title, state, when, found.get("order_number"), named and not title))) < _LEAST_SIGNS:
        return None
    payee = (title["payee"] if title else None) or found.get("payee") or (named["payee"] if named else None)
    payment = Payment(
        time=when,
        amount=amount,
        method=next((method for method, sign in _METHODS if sign in found.get("method", "")), None),
        order_number=_number(found.get("order_number", "")),
        merchant_number=_number(found.get("merchant_number", "")),
        payee_shown=payee.strip()[:LONGEST_PAYEE] if payee and payee not in {"对方", "朋友"} else None,
        accepted=state if state in ACCEPTED else None,
    )
    return Receipt(payment, _channel(rows, title, payment), state == "returned")


def typed_income(text: str) -> tuple[Decimal, str] | None:
    """The sum and the payer of a bill of money that came in, where nothing but that was typed."""
    rows = _laid_out([text])
    own = (_FROM.match(row) or _WHOLE_IN.fullmatch(row) or _of_a_bill(row) for row in rows)
    return money_in([text]) if rows and all(own) else None


def money_in(lines: Iterable[str]) -> tuple[Decimal, str] | None:
    """The sum and the payer that a bill of money that came in shows; None for all else."""
    rows = _laid_out(lines)
    sums = (_SUM.fullmatch(f"{row}.00" if _WHOLE_IN.fullmatch(row) else row) for row in rows)
    payer = next((match["payer"] for row in rows if (match := _FROM.match(row))), None)
    amount = next((read_amount(_figures(match)) for match in sums if match and match["sign"] == "+"), None)
    return (amount, payer[:LONGEST_PAYEE]) if amount is not None and payer else None


def write_receipts(receipts: Iterable[Receipt], asked: int = 1) -> str:
    """Receipts as JSON text, with how often it was asked whether they are right."""
    return json.dumps({"asked": asked, "rows": [receipt.to_json() for receipt in receipts]}, ensure_ascii=False)


def stored_receipts(text: str) -> tuple[Receipt, ...]:
    """The receipts in JSON text of ours; none in an empty one."""
    rows = json.loads(text)["rows"] if text else []
    return tuple(Receipt(Payment.from_json(row["payment"]), row["channel"], row["returned"]) for row in rows)


def asked(dialog: Dialog, position: Position, receipts: Sequence[Receipt]) -> Line:
    """What was read, and whether it is right."""
    rows = [
        (receipt, receipt.payment, dialog.library.label("channel", receipt.channel) if receipt.channel else "")
        for receipt in receipts
    ]
    button = dialog.words.button
    options = [Option("receipt:yes", button("receipt_yes")), Option("receipt:no", button("receipt_no"))]
    if number := receipts[0].payment.order_number:
        options.append(Option("copy:order", button("copy_order"), copy=number))
    return Line(dialog.words.message("receipt", position.known, rows=rows), tuple(options))


def came_in(dialog: Dialog, position: Position, amount: Decimal, payer: str) -> Line:
    """What a bill of money that came in shows, and whether that is what this is about."""
    said = dialog.words.message("receipt_in", position.known, amount=amount, payer=payer)
    mistake = Option(f"switch:{RECEIVED}", dialog.library.flow_words[RECEIVED].label)
    return Line(said, (mistake, Option("menu", dialog.words.button("neither"))))


def still_asking(dialog: Dialog, move: Move, now: dt.datetime) -> Move:
    """The move after words that did not say whether the receipts are right: asked once more, then dropped."""
    receipts, asked_before = stored_receipts(move.case.receipts or ""), json.loads(move.case.receipts or "{}")["asked"]
    if asked_before >= MOST_ASKED:
        return replace(move, case=replace(move.case, receipts=None))
    new = replace(move.case, receipts=write_receipts(receipts, asked_before + 1))
    line = asked(dialog, dialog.position(new, now), receipts)
    if move.show:
        return replace(move, case=new, instead=(line,))
    return replace(move, case=new, lines=(*move.lines, line))


def answer_receipts(dialog: Dialog, case: Case, position: Position, *, right: bool) -> Move | None:
    """What was read off pictures is right, or wrong; None where nothing was."""
    if case.receipts is None:
        return None
    if right:
        return Move(confirmed(dialog, case))
    said = Line(dialog.words.message("receipt_wrong", position.known))
    return Move(replace(case, receipts=None), (said,), show=position.question is not None and case.met is not None)


def confirmed(dialog: Dialog, case: Case) -> Case:
    """The case with what the receipts say as its answers: the payments, and what the questions ask of them."""
    receipts = stored_receipts(case.receipts or "")
    new = replace(case, receipts=None, misses=0)
    if not receipts:
        return new
    payments = (*read_payments(case.answers.get(PAYMENTS, "")), *(receipt.payment for receipt in receipts))
    unique = tuple(one for place, one in enumerate(payments) if one not in payments[:place])
    answers = {**case.answers, PAYMENTS: write_payments(unique)}
    fresh = {
        name: value
        for name, value in _answers(receipts, unique)
        if is_valid(dialog.library, name, value) and _adds(name, value, case.answers.get(name))
    }
    return replace(new, answers=answers | fresh)


def _adds(question: str, value: str, told: str | None) -> bool:
    """Whether a receipt says more than was told: one of several payments does not make the sum smaller."""
    if told is None or told in {PASSED_OVER, UNKNOWN} or question == "accepted":
        return True
    before, now = decode_amount(told), decode_amount(value)
    return question == "amount" and (before is None or (now is not None and now[0] > before[1]))


def _answers(receipts: Sequence[Receipt], payments: Sequence[Payment]) -> Iterator[tuple[str, str]]:
    amounts = [one.amount for one in payments if one.amount is not None]
    if amounts and len(amounts) == len(payments):
        yield "amount", f"{sum(amounts, Decimal()):f}"
    if len(payments) > 1:
        yield "paid_parts", "several"
    times = [one.time for one in payments if one.time is not None and one.time.precision != "day"]
    if times:
        last = max(time.at for time in times)
        yield "paid_at", encode_span(TimeSpan(last, last))
    states = {receipt.payment.accepted for receipt in receipts}
    if len(states) == 1 and (state := states.pop()) in ACCEPTED:
        yield "accepted", ACCEPTED[state]
    channels = {receipt.channel for receipt in receipts}
    if len(channels) == 1 and (channel := channels.pop()):
        yield "channel", channel


def _amount(rows: Sequence[str]) -> Decimal | None:
    """The sum that stands alone on a line; none for one that came in (+)."""
    for row in rows:
        match = _SUM.fullmatch(row)
        if match:
            return None if match["sign"] == "+" else read_amount(_figures(match))
    return None


def _figures(match: re.Match[str]) -> str:
    whole, point, cents = match["sum"].rpartition(".")
    return f"{re.sub('[,.]', '', whole)}{point}{cents}" if point else match["sum"].replace(",", "")


def _labelled(rows: Sequence[str]) -> dict[str, str]:
    """The values of the labels known, the first of each kind."""
    found: dict[str, str] = {}
    for place, row in enumerate(rows):
        for kind, labels in _LABELS.items():
            label = next((label for label in labels if row.startswith(label)), None)
            if label is None or kind in found:
                continue
            value = row.removeprefix(label).lstrip(": ")
            found[kind] = value or (rows[place + 1] if place + 1 < len(rows) else "")
            break
    return found


def _state(rows: Iterable[str]) -> str:
    text = "\n".join(rows)
    return next((state for state, sign in _STATES if sign.search(text)), "")


def _moment(text: str, now: dt.datetime) -> Moment | None:
    # A picture often loses the blank between day and clock.
    spaced = re.sub(r"(日|\d{4}-\d{1,2}-\d{2})(?=\d{1,2}:)", r"\1 ", text)
    return read_moment(spaced, now)


def _number(text: str) -> str | None:
    match = _DIGITS.search(text.replace(" ", ""))
    return match.group() if match else None


def _channel(rows: Sequence[str], title: re.Match[str] | None, payment: Payment) -> str:
    if title:
        return next((channel for sign, channel in _CHANNELS if sign in title["kind"]), "transfer")
    text = "\n".join(rows)
    if _BANK.search(text):
        return "bank"
    if _ALIPAY.search(text):
        return "alipay"
    if payment.merchant_number or "商户" in text:
        return "merchant_code"
    return "transfer" if re.search(r"转账单号|转账时间|转账说明|微信转账", text) else ""
