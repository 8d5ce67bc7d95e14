"""Asking for what a paper needs, one thing at a time, and reading the answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.known import Known
from dialogs.library.models.papers import FieldKind, PaperKind
from dialogs.papers import guard
from dialogs.papers.data import PaperData, Payment, read_payments, write_payments
from dialogs.papers.fields import accept, changeable, missing, next_field, put, shown
from dialogs.papers.reading import Misread, Value, read_field
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import KINDS, LIBRARY, ORDER, PAPERS, fill, known, offers

READING = PAPERS.reading


ANSWERS = [
    ("amount", "5,000 元", "5000.00"),
    ("amount", "0", "<amount_impossible>"),
    ("amount", "0.001", "<amount_too_fine>"),
    ("amount", "九百", "<amount_unreadable>"),
    ("amount", "99999999999999", "<amount_impossible>"),
    ("amount", "不知道", "?"),
    ("due_amount", "0", "0.00"),
    ("returned_amount", "没有", "0.00"),
    ("time", "2026-11-22 15:20:31", "2026-11-22T15:20:31"),
    ("time", "昨天下午3点", "2026-11-22T15:00"),
    ("time", "昨天", "2026-11-22"),
    ("time", "2026-11-24 08:00", "<in_future>"),
    ("time", "2009-01-01", "<time_impossible>"),
    ("time", "前几天", "<time_unreadable>"),
    ("reply_by", "12月1日", "2026-12-01"),
    ("reply_by", "2035-01-01", "<time_impossible>"),
    ("complaint_date", "下周", "<date_unreadable>"),
    ("complaint_date", "11月20日 13:00", "2026-11-20"),
    ("order_number", "1000 0500 0120 2611 2205 1234 5678 901", ORDER),
    ("order_number", "单号在哪", "<order_unreadable>"),
    ("order_number", "忘了", "?"),
    ("card_tail", "尾号1234", "1234"),
    ("card_tail", "6222021234567890128", "<only_last_four>"),
    ("method", "银行卡", "card"),
    ("method", "1", "balance"),
    ("method", "4", "<choose_one>"),
    ("demands", "1、3", "written_answer records"),
    ("demands", "9", "<choose_some>"),
    ("induced", "没有", "no"),
    ("induced", "有", "yes"),
    ("induced", "也许", "<yes_or_no>"),
    ("mistake_reason", "转给房东点错了人", "转给房东点错了人"),
    ("mistake_reason", "再不还就让你坐牢", "<rude>"),
    ("mistake_reason", "长" * 41, "<too_long>"),
    ("what_happened", "一。二。三。四。五。六。", "<too_many_sentences>"),
    ("what_happened", "一。二。三。四。五。", "一。二。三。四。五。"),
    ("what_said", "他叫我打 13800138000", "<personal_number>"),
    ("suspect_accounts", "手机 13800138000，卡号 6222021234567890128", "手机 13800138000，卡号 6222021234567890128"),
    ("suspect_accounts", "身份证 11010519491231002X", "<personal_number>"),
    ("what_said", "我的支付密码是 123456", "<secret>"),
    ("what_said", "他要我的验证码，我没给", "他要我的验证码，我没给"),
    ("what_said", "验证码：８８２２１１", "<secret>"),
    ("own_name", "张三", "<offline_only>"),
    ("place", "   \u200b ", "<empty>"),
    ("place", "跳过", "<needed>"),
]


def read(name: str, text: str, *, optional: bool = False) -> str:
    """What is stored, or the problem in angle brackets."""
    got = read_field(READING, PAPERS.fields[name], text, NOW, optional=optional)
    return got.text if isinstance(got, Value) else f"<{got.problem}>"


@each(("field", "typed", "stored"), ANSWERS)
def test_reads_each_kind_of_answer(field: str, typed: str, stored: str):
    assert read(field, typed) == stored


@pytest.mark.parametrize("text", ["跳过", "先不填", "-", "没有"])
def test_what_is_optional_can_be_left_out(text: str):
    assert read("own_part", text, optional=True) == "-"
    assert read("mediation_ok", "没有", optional=True) == "no"


@given(
    st.sampled_from(sorted(PAPERS.fields)),
    st.text(max_size=60)
    | st.sampled_from(["没有", "无", "跳过", "不清楚", "是", "2026-11-20", "1 2", "5000", "-", "?"]),
    st.booleans(),
)
def test_any_text_is_taken_or_refused_in_words(name: str, text: str, optional: bool):  # noqa: FBT001
    got = read_field(READING, PAPERS.fields[name], text, NOW, optional=optional)
    if isinstance(got, Misread):
        assert got.problem in READING.problems
        return
    again = read_field(READING, PAPERS.fields[name], got.text, NOW, optional=got.text == "-")
    assert again == got  # what is stored is itself an answer, so that a case file reads back
    assert shown(PAPERS, PAPERS.fields[name], got.text)


def test_every_problem_is_in_the_table_and_has_words():
    assert {stored[1:-1] for _, _, stored in ANSWERS if stored.startswith("<")} == set(READING.problems)


@each("pair", offers())
def test_asks_until_nothing_is_missing(pair: tuple[PaperKind, Known]):
    kind, case = pair
    full = fill(kind, PaperData(case))
    assert next_field(PAPERS, kind, full) is None
    assert missing(PAPERS, kind, full) == ()
    for ask, value in changeable(PAPERS, kind, full):
        assert ask.question
        assert value
        assert "%n%" not in ask.question
        reopened = full.without(ask.key)
        assert next_field(PAPERS, kind, reopened).key == ask.key
        assert put(reopened, ask, _stored(full, ask.key)) == full


def _stored(data: PaperData, key: str) -> str:
    if key.startswith("paper."):
        return data.fields[key.removeprefix("paper.")]
    _, index, name = key.split(".")
    return data.payments[int(index)].to_json()[name]


def test_what_decides_is_asked_first_and_what_is_known_not_at_all():
    kind = PAPERS.kinds["civil_complaint"]
    data = PaperData(known("wrong_recipient", relation="none", counterpart="refused"))
    asked = []
    while (ask := next_field(PAPERS, kind, data)) is not None and len(asked) < 3:
        asked.append(ask.key)
        data = put(data, ask, "no" if ask.field.kind is FieldKind.YES_NO else accept(PAPERS, ask, "不清楚", NOW).text)
    assert asked == ["paper.induced", "payments.0.time", "payments.0.amount"]
    keys = {ask.key for ask in missing(PAPERS, kind, PaperData(data.known))}
    assert "paper.other_relation" not in keys
    assert "paper.contact_result" not in keys
    assert "paper.due_amount" not in keys  # only where too much was paid


def test_only_a_card_has_a_tail_and_only_a_merchant_a_number():
    kind = PAPERS.kinds["police_report"]
    data = PaperData(known("scam_shopping", channel="merchant_code"))
    keys = [ask.key for ask in missing(PAPERS, kind, data)]
    assert "payments.0.merchant_number" in keys
    assert "payments.0.card_tail" not in keys
    assert "payments.0.accepted" not in keys
    by_card = data.with_payment(0, Payment(method="card"))
    assert "payments.0.card_tail" in [ask.key for ask in missing(PAPERS, kind, by_card)]


def test_payments_are_asked_one_by_one_and_only_one_when_told_so():
    kind = PAPERS.kinds["evidence_list"]
    data = fill(kind, PaperData(known("scam_rebate")), payments=3)
    assert len(data.payments) == 3
    one = fill(kind, PaperData(known("scam_rebate", paid_parts="one")), payments=3)
    assert len(one.payments) == 1
    assert "more_payments" not in one.fields


def test_optional_fields_can_be_left_for_later():
    kind = PAPERS.kinds["police_report"]
    data = PaperData(known("scam_rebate"))
    while (ask := next_field(PAPERS, kind, data, optional=False)) is not None:
        data = put(data, ask, "no" if ask.field.id == "more_payments" else "?")
    assert next_field(PAPERS, kind, data) is not None
    assert missing(PAPERS, kind, data) == ()


def test_one_answer_feeds_every_paper():
    report = PAPERS.kinds["police_report"]
    data = fill(report, PaperData(known("scam_rebate")))
    asked = {ask.key for ask in missing(PAPERS, PAPERS.kinds["complaint_fraud"], data)}
    assert asked == {"paper.what_happened"}


def test_data_is_stored_beside_the_answers():
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_rebate", amount="10000")))
    answers = {**data.known.answers, **data.stored()}
    assert all(isinstance(value, str) for value in answers.values())
    again = PaperData.of(known("scam_rebate", **{k: v for k, v in answers.items() if k != "situation"}))
    assert (again.fields, again.payments) == (data.fields, data.payments)


PAYMENTS = st.builds(
    Payment.from_json,
    st.dictionaries(
        st.sampled_from(["time", "amount", "method", "order_number", "payee_shown", "accepted", "nonsense"]),
        st.sampled_from(["?", "2026-11-22T15:20:31", "5000.00", "card", ORDER, "小李", ""]),
    ),
)


@given(st.lists(PAYMENTS, max_size=5).map(tuple))
def test_payments_survive_storage(payments: tuple[Payment, ...]):
    assert read_payments(write_payments(payments)) == payments


@pytest.mark.parametrize("text", ["", "x", "1", "{}", '[1, "a", null]', "null", '[{"amount": []}]'])
def test_broken_storage_holds_no_payments(text: str):
    assert all(payment.amount is None for payment in read_payments(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11010519491231002X", True), ("110105194912310021", True), ("6222021234567890128", True), (ORDER, False),
        ("138 0013 8000", True), ("+86 13800138000", True), ("2026-11-22 15:20:31", False), ("1234", False),
    ],
)  # fmt: skip
def test_knows_personal_numbers(text: str, found: bool):  # noqa: FBT001
    assert guard.has_personal_number(f"我的{text}，") is found


def test_no_kind_asks_for_what_is_sensitive():
    for kind in KINDS:
        for name in (*kind.fields, *kind.payments):
            assert not PAPERS.fields[name].sensitive
        assert all(PAPERS.fields[name].sensitive for name in kind.offline)
    assert set(LIBRARY.questions) & set(PAPERS.fields) <= {"amount", "accepted"}
