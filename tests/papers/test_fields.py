"""Asking for what a paper needs, one thing at a time, and reading the answers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.known import Known
from dialogs.library.models.papers import PaperKind
from dialogs.papers import guard
from dialogs.papers.data import SKIPPED, PaperData, Payment, read_payments, write_payments
from dialogs.papers.fields import Ask, entries, missing, next_field, shown
from dialogs.papers.reading import Misread, Value, read_field
from dialogs.papers.taking import accept, put
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import HEAR, KINDS, LIBRARY, ORDER, PAPERS, answer, fill, known, offers

READING = PAPERS.reading


ANSWERS = [
    ("amount", "5,000 元", "5000.00"),
    ("amount", "0", "<amount_impossible>"),
    ("amount", "0.001", "<amount_too_fine>"),
    ("amount", "九百", "900.00"),
    ("amount", "3000多", "<amount_unreadable>"),
    ("amount", "不是5000", "<amount_unreadable>"),
    ("amount", "99999999999999", "<amount_impossible>"),
    ("amount", "不知道", "?"),
    ("due_amount", "0", "0.00"),
    ("returned_amount", "没有", "0.00"),
    ("time", "2026-11-22 15:20:31", "2026-11-22T15:20:31"),
    ("time", "昨天下午3点", "2026-11-22T15:00"),
    ("time", "昨天", "2026-11-22"),
    ("time", "昨天夜里11点", "2026-11-22T23:00"),
    ("time", "11月22日 晚上12点", "2026-11-23T00:00"),
    ("time", "昨天晚上九点多", "~2026-11-22T21:00"),
    ("time", "明天下午三点", "<time_unreadable>"),
    ("time", "2026-11-24 08:00", "<in_future>"),
    ("bank_called_at", "没有联系银行", "no"),
    ("bank_called_at", "打过了", "yes"),
    ("bank_called_at", "昨天22点10分打的", "2026-11-22T22:10"),
    ("time", "2009-01-01", "<time_impossible>"),
    ("time", "前几天", "<time_unreadable>"),
    ("time", "昨天八点转的", "<half_of_day>"),
    ("demand_by", "三天内", "2026-11-26"),
    ("demand_by", "昨天", "<time_impossible>"),
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
    ("what_happened", "昨天！我！被骗了！5000！怎么办！急！", "昨天！我！被骗了！5000！怎么办！急！"),
    ("what_said", "他叫我打 13800138000", "他叫我打 13800138000"),
    (
        "what_said",
        "他用13812345678打来，让我转到6222021234567890128 李强",
        "他用13812345678打来，让我转到6222021234567890128 李强",
    ),
    ("what_said", "我的卡号6222021234567890128", "<personal_number>"),
    ("what_said", "6222021234567890128", "<personal_number>"),
    ("payee_reply", "有本事去告啊，他妈的，转给我就是我的", "有本事去告啊，他妈的，转给我就是我的"),
    ("objection_reasons", "已涉嫌诈骗罪，达到立案标准", "已涉嫌诈骗罪，达到立案标准"),
    ("mistake_reason", "打我朋友 13800138000", "<personal_number>"),
    ("payments", "转了一些", "<payments_unreadable>"),
    ("payments", f"11月22日 500 单号{ORDER}\n11月22日 600 单号{ORDER}", "<order_repeated>"),
    (
        "evidence_have",
        "除了银行流水都有",
        "order_page voucher chat profile right_payee demand complaint police_papers tool",
    ),
    ("evidence_have", "1-3", "order_page voucher bank_statement"),
    ("evidence_have", "没有", "0"),
    ("suspect_accounts", "手机 13800138000，卡号 6222021234567890128", "手机 13800138000，卡号 6222021234567890128"),
    ("suspect_accounts", "身份证 11010519491231002X", "<personal_number>"),
    ("what_said", "我的支付密码是 123456", "<secret>"),
    ("what_said", "他要我的验证码，我没给", "他要我的验证码，我没给"),
    ("what_said", "验证码：８８２２１１", "<secret>"),
    ("own_name", "张三", "<offline_only>"),
    ("place", "   \u200b ", "<empty>"),
    ("place", "跳过", "-"),
    ("place", "跟刚才一样", "<no_answer>"),
    ("how_met", "？", "<no_answer>"),
    ("what_happened", "他问我在吗，我说在，他就让我转账", "他问我在吗，我说在，他就让我转账"),
    ("what_said", "他问：你是不是本人？", "他问：你是不是本人？"),
    ("time", "22/11 20:15", "2026-11-22T20:15"),
    ("amount", "3 000", "3000.00"),
    ("due_amount", "一分都不该给他", "0.00"),
    ("due_amount", "不用给那么多，800", "800.00"),
    ("guardian_knew", "我睡着了不知道", "no"),
    ("order_number", "12345678", "<order_unreadable>"),
]


def read(name: str, text: str) -> str:
    """What is stored, or the problem in angle brackets."""
    got = read_field(READING, PAPERS.fields[name], text, NOW, HEAR)
    return got.text if isinstance(got, Value) else f"<{got.problem}>"


@each(("field", "typed", "stored"), ANSWERS)
def test_reads_each_kind_of_answer(field: str, typed: str, stored: str):
    assert read(field, typed) == stored


@each("text", ["跳过", "先不填", "-"])
def test_everything_can_be_left_out(text: str):
    assert {read(name, text) for name in PAPERS.fields if not PAPERS.fields[name].sensitive} == {"-"}


@given(
    st.sampled_from(sorted(PAPERS.fields)),
    st.text(max_size=60)
    | st.sampled_from(["没有", "无", "跳过", "不清楚", "是", "2026-11-20", "1 2", "5000", "-", "?"]),
)
@example("payments", "-")  # found by searching
def test_any_text_is_taken_or_refused_in_words(name: str, text: str):
    got = read_field(READING, PAPERS.fields[name], text, NOW, HEAR)
    if isinstance(got, Misread):
        assert got.problem in READING.problems
        return
    if name == "payments":
        assert got.text in {SKIPPED, write_payments(read_payments(got.text))}
        return
    again = read_field(READING, PAPERS.fields[name], got.text, NOW)
    assert again == got  # what is stored is itself an answer, so that a case file reads back
    assert shown(PAPERS, PAPERS.fields[name], got.text)


def test_every_problem_is_in_the_table_and_has_words():
    of_one_answer = {stored[1:-1] for _, _, stored in ANSWERS if stored.startswith("<")}
    of_several_payments = {stored for _, _, stored in TO_SEVERAL if isinstance(stored, str)}
    assert of_one_answer | of_several_payments == set(READING.problems)


@each("pair", offers())
def test_asks_until_nothing_is_missing(pair: tuple[PaperKind, Known]):
    kind, case = pair
    full = fill(kind, PaperData(case))
    assert next_field(PAPERS, kind, full) is None
    assert missing(PAPERS, kind, full) == ()
    for entry in entries(PAPERS, kind, full):
        assert entry.ask.question
        assert entry.shown
        if entry.source == "paper" and entry.ask.key != "payments":
            reopened = full.without(entry.ask.key)
            assert put(reopened, entry.ask, _stored(full, entry.ask.key)) == full


def _stored(data: PaperData, key: str) -> str:
    if key.startswith("paper."):
        return data.fields[key.removeprefix("paper.")]
    _, index, name = key.split(".")
    return data.payments[int(index)].to_json()[name]


def asked(kind: PaperKind, data: PaperData) -> list[str]:
    """The keys asked, one after the other, by somebody who knows everything."""
    keys = []
    while (ask := next_field(PAPERS, kind, data, optional=False)) is not None:
        keys.append(ask.key)
        got = accept(PAPERS, ask, data, answer(kind, data, ask, 1), NOW, HEAR)
        assert isinstance(got, Value), (ask.key, got)
        data = put(data, ask, got.text)
    return keys


def test_what_decides_is_asked_first_and_what_is_known_not_at_all():
    kind = PAPERS.kinds["civil_complaint"]
    keys = asked(kind, PaperData(known("wrong_recipient", relation="none", counterpart="refused")))
    assert keys[:2] == ["paper.induced", "payments"]
    assert not {"paper.other_relation", "paper.contact_result"} & set(keys)
    assert "paper.due_amount" not in keys  # only where too much was paid


# Preservation before a suit depends on seven conditions of the law, each with its own reason when it fails.
MANY = {"preservation_application": 15, "pboc_complaint": 10}


@each("pair", offers())
def test_a_usable_paper_takes_few_questions(pair: tuple[PaperKind, Known]):
    kind, case = pair
    rules = [PAPERS.fields[name].known for name in kind.fields]
    heard = {rule.question: next(iter(rule.values)) for rule in rules if rule and rule.question != "relation"}
    answers = {**heard, "relation": "none", **case.answers}
    told = known(answers.pop("situation"), **answers)
    data = PaperData(told).with_field("story", "昨天下午我在微信里把钱转出去了，到现在还没有要回来。")
    assert len(asked(kind, data)) <= MANY.get(kind.id, 8), asked(kind, data)


def test_only_a_card_has_a_tail_and_only_a_merchant_a_number():
    kind = PAPERS.kinds["police_report"]
    paid = Payment(amount=Decimal(5), method="balance")
    data = PaperData(known("scam_shopping", channel="merchant_code"), payments=(paid,))
    assert wished(kind, data) == ["payments.*.merchant_number"]
    by_card = PaperData(
        known("scam_shopping", channel="transfer"), payments=(Payment(amount=Decimal(5), method="card"),)
    )
    assert wished(kind, by_card) == ["payments.*.card_tail", "payments.*.accepted"]


def wished(kind: PaperKind, data: PaperData) -> list[str]:
    """The fields of payments that are asked only of who wants to go on."""
    for name in ("time", "order_number", "payee_shown"):
        data = data.with_payment(0, data.payments[0].with_value(name, "?"))
    for name in kind.required:
        data = data.with_field(name, "?")
    keys = []
    while (ask := next_field(PAPERS, kind, data)) is not None and ask.key.startswith("payments"):
        keys.append(ask.key)
        data = put(data, ask, "?")
    return keys


def test_payments_are_asked_all_at_once_and_each_field_of_them_once():
    kind = PAPERS.kinds["evidence_list"]
    data = fill(kind, PaperData(known("scam_rebate")), payments=3)
    assert len(data.payments) == 3
    assert len({payment.order_number for payment in data.payments}) == 3
    assert {payment.payee_shown for payment in data.payments} == {"小李（*明）"}


SEVERAL = PaperData(known("scam_rebate"), payments=(Payment(amount=Decimal(5)), Payment(amount=Decimal(6))))


TO_SEVERAL: list[tuple[str, str, list[str | None] | str]] = [
    ("order_number", f"{ORDER}1\n{ORDER}2", [f"{ORDER}1", f"{ORDER}2"]),
    ("order_number", f"{ORDER}1 {ORDER}2", [f"{ORDER}1", f"{ORDER}2"]),
    ("order_number", f"{ORDER}1", [f"{ORDER}1", None]),
    ("order_number", f"{ORDER}\n{ORDER}", "order_repeated"),
    ("order_number", "不清楚", [None, None]),
    ("payee_shown", "小李（*明）", ["小李（*明）", "小李（*明）"]),
    ("payee_shown", "小李\n张伟 6222021234567890128 工商银行", ["小李", "张伟 6222021234567890128 工商银行"]),
    ("channel", "微信", ["transfer", "transfer"]),
    ("channel", "微信；银行卡", ["transfer", "bank"]),
    ("time", "昨天晚上八点，还有九点半", ["2026-11-22T20:00", "2026-11-22T21:30"]),
    ("payee_shown", "第一笔给张伟 第二笔给王芳", ["张伟", "王芳"]),
    ("payee_shown", "第一笔给张伟 第二笔给王芳 第三笔也是张伟", "other_payments"),
    ("channel", "第一笔是微信，第二笔是支付宝", ["transfer", "alipay"]),
]


@each(("name", "typed", "stored"), TO_SEVERAL)
def test_one_answer_is_that_of_every_payment(name: str, typed: str, stored: list[str | None] | str):
    kind = PAPERS.kinds["police_report"]
    ask = next(ask for ask in _asks(kind) if ask.key == f"payments.*.{name}")
    got = accept(PAPERS, ask, SEVERAL, typed, NOW, HEAR)
    if isinstance(got, Misread):
        assert got.problem == stored
        return
    payments = put(SEVERAL, ask, got.text).payments
    assert [payment.to_json().get(name) if getattr(payment, name) else None for payment in payments] == stored
    assert all(payment.answered(name) for payment in payments)


def _asks(kind: PaperKind) -> Iterator[Ask]:
    data = SEVERAL
    while (ask := next_field(PAPERS, kind, data)) is not None:
        yield ask
        data = put(data, ask, "?")


def test_the_account_and_the_bank_are_found_in_what_is_told_of_the_receiver():
    ask = next(ask for ask in _asks(PAPERS.kinds["police_report"]) if ask.key == "payments.*.payee_shown")
    paid = put(SEVERAL, ask, "张伟 6222 0212 3456 7890 128 中国工商银行").payments[0]
    assert (paid.payee_account, paid.payee_bank) == ("6222021234567890128", "中国工商银行")


def test_optional_fields_can_be_left_for_later():
    kind = PAPERS.kinds["police_report"]
    data = PaperData(known("scam_rebate"))
    while (ask := next_field(PAPERS, kind, data, optional=False)) is not None:
        data = put(data, ask, "?")
    assert next_field(PAPERS, kind, data) is not None
    assert missing(PAPERS, kind, data) == ()


def test_what_was_told_first_is_the_draft_of_what_happened():
    kind = PAPERS.kinds["complaint_fraud"]
    told = PaperData(known("scam_rebate")).with_field("story", "我昨天在群里做任务，垫付了三单以后对方不返钱了。")
    assert "paper.what_happened" not in asked(kind, told)
    [entry] = [one for one in entries(PAPERS, kind, told) if one.ask.key == "paper.what_happened"]
    assert (entry.source, entry.shown[:4]) == ("story", "我昨天在")
    own = told.with_field("what_happened", "我自己写的。")
    assert "我自己写的。" in {one.shown for one in entries(PAPERS, kind, own)}
    assert "paper.what_happened" in asked(kind, told.with_field("story", "被骗了"))  # tells nothing


def test_one_answer_feeds_every_paper():
    report = PAPERS.kinds["police_report"]
    data = fill(report, PaperData(known("scam_rebate")))
    asked = {ask.key for ask in missing(PAPERS, PAPERS.kinds["complaint_fraud"], data)}
    assert asked <= {"paper.what_happened"}


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


@each("text", ["", "x", "1", "{}", '[1, "a", null]', "null", '[{"amount": []}]'])
def test_broken_storage_holds_no_payments(text: str):
    assert all(payment.amount is None for payment in read_payments(text))


@each(
    ("text", "found"),
    [
        ("6222021234567890128", True), (ORDER, False),
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
    assert set(LIBRARY.questions) & set(PAPERS.fields) <= {"amount", "accepted", "channel"}
