"""Names of ways to pay in Latin letters are whole words: English words that only hold their letters tell of none."""

from __future__ import annotations

from dialogs.dialog import Dialog
from tests.dialogs.talk import NOW
from tests.each import each


@each(
    "text",
    [
        "is there any software to revoke a wechat payment", "wechat says my payment function is restricted",
        "they want me to pay now", "pay now or we arrest you", "he told me to pay identity fees",
        "we interacted for two months", "a swiftly made payment", "our company was cheated", "the gazelle shop",
        "the transfer was to a stranger", "ask them to pay me back",
    ],
)  # fmt: skip
def test_a_word_that_holds_the_letters_names_no_rail(dialog: Dialog, text: str):
    details = dialog.understander.read(text, NOW).details
    assert details.channel in {None, "transfer"}
    assert details.region is None


@each(
    ("text", "channel"),
    [
        ("PayMe 转错了", "fps"), ("paid through paynow", "paynow"), ("用 pay now 转的", "paynow"),
        ("Zelle to a stranger", "zelle"), ("an Interac e-transfer", "interac"), ("SWIFT 汇过去的", "wire"),
        ("via PayID", "payid"), ("mpay 转错了", "macau_wallet"),
    ],
)  # fmt: skip
def test_the_names_themselves_do(dialog: Dialog, text: str, channel: str):
    assert dialog.understander.read(text, NOW).details.channel == channel


@each("text", ["转了500 usdt 给骗子", "paid 500 usdt to a wallet", "lost 500 USDT", "500 tether gone"])
def test_coins_are_no_yuan(dialog: Dialog, text: str):
    details = dialog.understander.read(text, NOW).details
    assert (details.amount, details.currency) == ("500", "USDT")
