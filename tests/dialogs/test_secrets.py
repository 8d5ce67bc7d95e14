"""Secrets are struck out before anything reads them; what only looks like one is left alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dialogs.dialog import Dialog
from dialogs.papers.guard import has_identity_number, has_personal_number, has_secret
from dialogs.papers.reading import Value, read_field
from dialogs.secrets import STRUCK, is_bank_card, is_id_card, screen
from tests.dialogs.talk import NOW, Talk
from tests.each import each

CARD = "4539 1488 0343 6467"  # passes the Luhn check, belongs to nobody
ID_CARD = "11010519491231002X"  # the example of GB 11643-1999
TOKEN = "123456789:AAF_0123456789abcdefghijklmnopqrstu"


def luhn_completed(body: str) -> str:
    """The digits with the check digit that makes them pass (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(body)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return body + str(-total % 10)


def id_completed(body: str) -> str:
    """17 digits with their check character (GB 11643-1999, ISO 7064 MOD 11-2)."""
    value = 0
    for char in body:
        value = (value + int(char)) * 2 % 11
    check = (12 - value) % 11
    return body + ("X" if check == 10 else str(check))


cards = st.builds(str.__add__, st.sampled_from("34569"), st.text("0123456789", min_size=14, max_size=17)).map(
    luhn_completed
)
ids = st.builds(
    lambda place, day, order: id_completed(f"{place}{day:%Y%m%d}{order:03}"),
    st.integers(110000, 659001),
    st.dates(dt.date(1930, 1, 1), dt.date(2020, 12, 31)),
    st.integers(0, 999),
)


@given(cards)
def test_cards_with_a_right_check_digit_are_recognised(number: str):
    assert is_bank_card(number)
    assert not is_bank_card(number[:-1] + str((int(number[-1]) + 1) % 10))


@given(ids)
def test_identity_numbers_with_a_right_check_character_are_recognised(number: str):
    assert is_id_card(number)
    assert is_id_card(number.lower())
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert not is_id_card(wrong)


@each(
    ("text", "secret", "kind"),
    [
        ("我的支付密码是 123456", "123456", "payment_password"),
        ("密码:a1b2c3d4", "a1b2c3d4", "payment_password"),
        ("支付密码12345678", "12345678", "payment_password"),
        ("password=hunter22", "hunter22", "payment_password"),
        ("验证码是 9527", "9527", "sms_code"),
        ("【某行】验证码：482913，勿告诉他人", "482913", "sms_code"),
        (f"我的卡 {CARD} 被刷了", CARD, "bank_card"),
        (f"卡号{CARD.replace(' ', '')}", CARD.replace(" ", ""), "bank_card"),
        (f"卡号{CARD.replace(' ', '-')}", CARD.replace(" ", "-"), "bank_card"),
        (f"身份证{ID_CARD}", ID_CARD, "id_card"),
        (f"身份证{ID_CARD.lower()}对吗", ID_CARD.lower(), "id_card"),
        (f"机器人 {TOKEN}", TOKEN, "bot_token"),
    ],
)
def test_a_pasted_secret_is_struck_out(text: str, secret: str, kind: str):
    screened = screen(text)
    assert screened.kinds == (kind,)
    assert secret not in screened.text
    assert STRUCK in screened.text
    if secret.isdigit():
        digits = "".join(char for char in screened.text if char.isdigit())
        assert not digits, "part of the secret is left"


@each(
    "secret",
    ["４５３９１４８８０３４３６４６７", "１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２x"],
)
def test_full_width_digits_hide_nothing(secret: str):
    screened = screen(f"我的号码 {secret}")
    assert screened.kinds
    assert secret not in screened.text


@given(cards, ids)
def test_several_secrets_in_one_message(card: str, number: str):
    screened = screen(f"卡{card}，身份证{number}，支付密码是 654321，验证码 8888")
    assert set(screened.kinds) == {"bank_card", "id_card", "payment_password", "sms_code"}
    assert not any(secret in screened.text for secret in (card, number, "654321", "8888"))


FORMS = yaml.load((Path(__file__).parent / "secret_forms.yaml").read_text("utf-8"), yaml.CSafeLoader)
SECRETS = [row for part, rows in FORMS.items() if part != "no_secret" for row in rows]


@each("row", SECRETS)
def test_every_form_of_a_secret_is_struck_out_whole(row: dict[str, Any]):
    screened = screen(row["say"])
    assert screened.kinds
    assert not [secret for secret in row["strike"] if secret in screened.text], screened.text


@each("row", SECRETS)
def test_no_form_of_a_secret_gets_into_a_paper(row: dict[str, Any]):
    text = row["say"]
    assert has_secret(text) or has_identity_number(text) or has_personal_number(text)


@each("row", FORMS["no_secret"])
def test_sums_times_orders_and_the_account_of_the_other_side_are_kept(row: dict[str, Any]):
    kept = screen(row["say"]).text
    assert [piece for piece in row["keep"] if piece not in kept] == []


ORDINARY = (Path(__file__).parent / "numbers_in_the_open.txt").read_text("utf-8").splitlines()


@each("text", ORDINARY)
def test_ordinary_sentences_with_numbers_are_left_alone(text: str):
    assert screen(text).text == text
    assert not has_secret(text)


def test_the_number_of_the_other_side_is_kept_where_a_paper_asks_for_it(dialog: Dialog):
    spec, reading = dialog.papers.fields["suspect_accounts"], dialog.papers.reading
    for text in (f"银行卡 {CARD}", "微信号 abc12345，电话 13812345678"):
        assert read_field(reading, spec, text, NOW) == Value(text)


@each(
    "text",
    [
        "他的电话是 13812345678",
        "电话 13812345678 和 13987654321 都打不通",
        "转账单号 1000050001202611230011223344556677",
        "单号 4200002345202611231234567890",
        "订单号 20261123200040011100123456789012",
        "2026-11-23 21:00:05 转的 5000.00 元",
        "一共 4539148803.43 元",
        "20261123 20261124 两天都转了",
        "110105199913310024",  # a right check character, but born in month 13
        "我忘了密码",
        "密码是什么",
        "他要我的验证码",
        "验证码要不要给他",
        "密码和验证码都没给",
        "转了 123456 元",
        "QQ 123456789",
        "比例 12345678:1",
        "给了他验证码，5000就没了",
        "验证码5分钟内有效",
        "密码输错3次，锁了24小时",
        "验证码给了他之后被转走12345元",
        "转账1234元，密码没给",
        "快递单号 4539148803436468",
        "订单编号：622202020011223344",
        "扫码付了 5000",
        "",
    ],
)
def test_what_only_looks_like_a_secret_is_left_alone(text: str):
    assert screen(text).kinds == ()
    assert screen(text).text == text


@given(st.text("0123456789", min_size=28, max_size=32))
def test_an_order_number_is_no_card(number: str):
    assert screen(f"单号{number}，帮我看看").kinds == ()


@given(st.text(max_size=300))
def test_screening_never_fails_and_never_adds_anything_but_its_mark(text: str):
    screened = screen(text)
    assert bool(screened.kinds) == (screened.text != text)
    assert screen(screened.text).text == screened.text


def test_a_pasted_secret_is_answered_with_a_warning_and_is_nowhere_in_the_case(talk: Talk):
    talk.says(f"我被骗了，对方要走了我的银行卡号 {CARD} 和验证码 482913")
    assert talk.said("secret_found", kinds=("bank_card", "sms_code"))
    assert "删" in talk.text
    stored = str(talk.case.to_json())
    assert "4539" not in stored
    assert "482913" not in stored
    assert "482913" not in talk.text


@pytest.mark.parametrize("text", ["身份证11010519491231002X", "我的身份证号是 11010519491231002X"])
def test_who_shows_a_secret_and_says_no_more_is_not_sent_away(talk: Talk, text: str):
    talk.says(text)
    assert talk.turn.situation is None
    assert "删掉" in talk.turn.replies[0].text
    assert talk.buttons
