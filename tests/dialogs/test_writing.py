"""Writing papers in the dialog: whole conversations, from the menu to the file."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pypdf
import pytest

from bot.console.plain import plain_text
from bot.papers.export import build_file
from dialogs.dialog import Dialog
from dialogs.messages import File
from dialogs.papers.data import PAYMENTS, read_payments
from tests.dialogs.talk import Talk
from tests.each import each
from tests.papers.test_escape import HOSTILE, docx_text, squeezed

ORDER = "1000050001202611220512345678901"


@pytest.fixture
def defrauded(talk: Talk) -> Talk:
    """Somebody who lost 30,000 yuan to a swindle last night and has not gone to the police yet."""
    talk.says("我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了")
    return talk.chooses("stopped", "not_yet", "mainland")


@pytest.fixture
def mistaken(talk: Talk) -> Talk:
    """Somebody whose 5000 yuan went to the wrong person, who keeps them."""
    return talk.chooses("switch:wrong_recipient", "transfer", "received").says("5000元").chooses("refused", "none")


def files(talk: Talk) -> list[File]:
    return [file for reply in talk.turn.replies for file in reply.files]


def paper(talk: Talk) -> str:
    """The paper as it stands on the screen."""
    return "\n".join(reply.text for reply in talk.turn.replies if reply.text.startswith("```"))


def press(talk: Talk, label: str) -> Talk:
    """Presses a button by its words, on whichever page it is."""
    for _ in range(10):
        found = next((option.id for option in talk.buttons if option.label == label), None)
        if found:
            return talk.chooses(found)
        talk.chooses(next(option for option in talk.options if option.startswith("fields:")))
    raise AssertionError(f"{label} is on no page")


def payment(talk: Talk, number: int, amount: str = "") -> None:
    """Tells one payment: its time, its amount where it is asked, how it was paid, its order number, its payee."""
    talk.says(f"2026-11-22 21:3{number}:05")
    if amount:
        talk.says(amount)
    talk.chooses("set:=", "set:=") if number > 1 else talk.chooses("set:card").says("1234")
    talk.says(f"{ORDER}{number}")
    talk.chooses("set:=") if number > 1 else talk.says("小李（*明）")


def test_a_complaint_with_three_payments_written_one_by_one(defrauded: Talk):
    defrauded.chooses("change:channel", "transfer").chooses("paper:complaint_fraud")
    assert defrauded.state == "papers.complaint_fraud"
    assert "你说的是 11月22日 21:30" in defrauded.text
    payment(defrauded, 1)
    defrauded.chooses("set:yes")
    assert "第1笔转了多少元" in defrauded.text  # 30,000 was the sum of all
    defrauded.says("27700")
    payment(defrauded, 2, "2000")
    defrauded.chooses("set:yes")
    payment(defrauded, 3, "300")
    defrauded.chooses("set:no").says("昨晚做任务，对方说最后一单返钱。转完就联系不上了。")
    payments = read_payments(defrauded.case.answers[PAYMENTS])
    assert [str(one.amount) for one in payments] == ["27700.00", "2000.00", "300.00"]
    assert {one.card_tail for one in payments} == {"1234"}
    assert {one.payee_shown for one in payments} == {"小李（*明）"}
    shown = paper(defrauded)
    assert "合计：3笔，人民币30,000.00元（大写：叁万元整）" in shown
    assert f"转账单号：{ORDER}2" in shown
    assert "2026年11月22日21时33分05秒" in shown
    assert {"file:docx", "file:pdf", "resume", "fields:0", "leave"} <= set(defrauded.options)


def test_the_payment_that_was_told_is_not_asked_again(mistaken: Talk):
    mistaken.chooses("paper:evidence_list")
    asked = [mistaken.text, *(mistaken.says(answer).text for answer in ("2026-11-22 15:20:31", ORDER, "小李"))]
    assert not any("多少元" in text for text in asked)


def test_sums_that_do_not_agree_are_refused_with_the_reason_until_one_is_taken(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud")
    payment(defrauded, 1)
    defrauded.chooses("set:yes").says("30000")
    payment(defrauded, 2, "2000")
    defrauded.chooses("set:no").says("昨晚被骗。")
    assert "32,000.00 元" in defrauded.text
    assert "30,000.00 元不一致" in defrauded.text
    assert paper(defrauded) == ""
    assert defrauded.options == ["total", "fields:0", "leave"]
    defrauded.chooses("file:docx")
    assert files(defrauded) == []
    assert "不一致" in defrauded.text
    defrauded.chooses("total")
    assert "叁万贰仟元整" in paper(defrauded)
    assert len(files(defrauded.chooses("file:docx"))) == 1


def test_a_field_is_changed_without_starting_over(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud")
    payment(defrauded, 1)
    defrauded.chooses("set:no").says("昨晚被骗。")
    before = paper(defrauded)
    press(defrauded.chooses("fields:0"), "收款方显示名称1：小李（*明）")
    assert "收款方在页面上显示成什么" in defrauded.text
    defrauded.says("小王")
    assert paper(defrauded) == before.replace("小李（*明）", "小王")


def test_what_is_needed_comes_first_and_the_rest_only_when_wanted(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud")
    payment(defrauded, 1)
    defrauded.chooses("set:no").says("昨晚被骗。")
    assert paper(defrauded)
    defrauded.chooses("resume")
    assert "可写可不写" in defrauded.text
    assert "什么时候联系的付款银行" in defrauded.text
    defrauded.says("昨天22点10分").chooses("finish")
    assert "联系付款银行：2026年11月22日22时10分" in paper(defrauded)


def test_nobody_who_has_not_gone_to_the_police_is_asked_for_their_receipt(defrauded: Talk):
    defrauded.chooses("paper:police_report", "resume")
    asked = ""
    for _ in range(60):
        if not defrauded.options or "finish" not in defrauded.options:
            break
        asked += defrauded.text
        options = [option for option in defrauded.options if option in {"set:?", "set:-", "set:no"}]
        defrauded.chooses(options[0])
    assert "哪个公安局或派出所" in asked
    assert "什么时候报的警" not in asked
    assert "受案回执上的编号" not in asked
    assert "报警：尚未报警" in paper(defrauded)


def test_a_paper_half_empty_shows_its_blanks_and_can_be_gone_on_with(defrauded: Talk):
    defrauded.chooses("paper:police_report", "finish")
    assert "【待填：付款时所在地】" in paper(defrauded)
    assert "11月22日21时30分" in paper(defrauded)  # as it was told in the dialog
    defrauded.chooses("leave")
    assert defrauded.case.paper is None
    assert defrauded.plan
    defrauded.chooses("paper:police_report", "resume")
    assert "第1笔是什么时候转的" in defrauded.text


def test_a_time_that_is_not_known_better_stays_as_it_was_told(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud", "set:?", "finish")
    assert "转账时间：2026年11月22日21时30分" in paper(defrauded)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("demand_letter", "打草惊蛇"),
        ("civil_complaint", "移送公安"),
        ("refund_request", "打草惊蛇"),
        ("complaint_mistake", "被骗"),
    ],
)
def test_a_swindle_gets_no_letter_to_the_swindler_and_is_told_why(defrauded: Talk, kind: str, why: str):
    assert f"paper:{kind}" not in defrauded.commands("papers").options
    defrauded.chooses(f"paper:{kind}")
    assert why in defrauded.text
    assert defrauded.case.paper is None


def test_a_mistake_gets_no_police_report_and_is_told_why(mistaken: Talk):
    assert "paper:police_report" not in mistaken.commands("papers").options
    assert "民事" in mistaken.chooses("paper:police_report").text


def test_papers_that_need_the_police_first_are_not_in_the_menu(defrauded: Talk):
    assert not {"paper:reconsideration_application", "paper:supervision_application"} & set(
        defrauded.commands("papers").options
    )
    defrauded.chooses("change:police", "refused").commands("papers")
    assert {"paper:reconsideration_application", "paper:supervision_application"} <= set(defrauded.options)


def test_a_precondition_that_fails_says_why_and_can_be_corrected(mistaken: Talk):
    mistaken.chooses("paper:refund_request", "set:yes")
    assert "就不按“转错”处理" in mistaken.text
    press(mistaken.chooses("fields:0"), "有无冒充或诱导：是").chooses("set:no")
    assert "第1笔是什么时候转的" in mistaken.text


def test_the_costs_stand_beside_a_lawsuit(mistaken: Talk):
    mistaken.case = mistaken.case.answered("amount", "87500")
    mistaken.chooses("paper:civil_complaint", "set:no", "finish")
    assert "预计受理费 1,987.50 元" in mistaken.text
    assert "law.E01" in mistaken.turn.facts
    mistaken.chooses("leave", "paper:demand_letter", "finish")
    assert "受理费" not in mistaken.text


def test_the_step_about_suing_tells_the_fee_for_the_sum(mistaken: Talk):
    steps = {step.id: step.body for step in mistaken.commands("plan").turn.plan}
    assert "按 5,000 元算，受理费 50 元" in steps["sue_for_return"]
    mistaken.case = mistaken.case.without("amount")
    steps = {step.id: step.body for step in mistaken.commands("plan").turn.plan}
    assert "受理费" not in steps["sue_for_return"]
    assert "起诉要多少钱" in steps["sue_for_return"]


def test_what_cannot_be_read_is_asked_again_with_the_reason(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud").says("大概昨天吧")
    assert "没看懂这个时间" in defrauded.text
    assert "第1笔是什么时候转的" in defrauded.text


@pytest.mark.parametrize("secret", ["我的支付密码是 135790", "验证码 482913", "11010519491231002X", "4539148803436467"])
def test_secrets_do_not_get_into_a_paper(defrauded: Talk, secret: str):
    defrauded.chooses("paper:complaint_fraud")
    payment(defrauded, 1)
    before = defrauded.answers
    defrauded.chooses("set:no").says(secret)
    assert "没有保存" in defrauded.text
    assert secret not in str(defrauded.answers)
    assert before.items() <= defrauded.answers.items()


def test_despair_is_heard_while_a_paper_is_written(defrauded: Talk):
    defrauded.chooses("paper:police_report").says("我不想活了")
    assert "12356" in defrauded.text
    assert defrauded.case.paper == "police_report"


@each("typed", HOSTILE)
def test_hostile_words_come_out_as_plain_words(dialog: Dialog, typed: str):
    talk = Talk(dialog).chooses("switch:scam_rebate", "stopped", "paid", "bank", "not_yet", "mainland")
    talk.chooses("paper:police_report", "set:?", "set:?", "set:?", "set:?", "set:?", "set:no").says(typed)
    talk.chooses("finish")
    shown = paper(talk)
    kept = talk.case.answers.get("paper.place")
    if kept is None:
        assert "【待填：付款时所在地】" in shown  # what is no words at all is not taken
        return
    assert shown.count("```") == 2
    assert "http://" not in shown
    assert "\u202e" not in shown
    assert "49" not in shown.replace(kept, "")


def test_the_files_hold_what_was_shown(defrauded: Talk):
    defrauded.chooses("paper:police_report")
    payment(defrauded, 1)
    defrauded.chooses("set:no").says("福建泉州 **粗体** {{ 7*7 }}").chooses("finish")
    shown = squeezed(plain_text(paper(defrauded)))
    [word] = files(defrauded.chooses("file:docx"))
    [pdf] = files(defrauded.chooses("file:pdf"))
    assert (word.name, pdf.name) == ("报案材料.docx", "报案材料.pdf")
    made = build_file(word)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - made here
    pages = pypdf.PdfReader(io.BytesIO(build_file(pdf))).pages
    texts = (squeezed(docx_text(made)), squeezed("".join(page.extract_text() for page in pages)))
    for text in texts:
        for part in ("福建泉州**粗体**{{7*7}}", "叁万元整", ORDER, "【请线下填写】", "依法受案"):
            assert part in text
            assert part in shown


def test_a_message_is_text_to_paste_and_no_file(mistaken: Talk):
    mistaken.chooses("paper:refund_request", "set:no").says("2026-11-22 15:20:31", ORDER).chooses("set:no")
    mistaken.says("阿明", "本来要转给房东，点错了人")
    assert "本来要转给房东" in paper(mistaken)
    assert not {"file:docx", "file:pdf"} & set(mistaken.options)


def test_the_same_answers_feed_every_paper(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud")
    payment(defrauded, 1)
    defrauded.chooses("set:no", "finish", "leave", "paper:police_report", "finish")
    assert ORDER in paper(defrauded)
    assert "小李（*明）" in paper(defrauded)


def test_the_menu_leads_on_and_buttons_of_another_paper_do_nothing_wrong(defrauded: Talk):
    assert {"cmd:evidence", "cmd:timeline", "cmd:export"} <= set(defrauded.commands("papers").options)
    for option in ("field:99", "set:x", "file:exe", "fields:x", "total", "resume", "finish", "paper:nonsense"):
        defrauded.chooses(option)
        assert defrauded.turn.replies
        assert defrauded.case.paper is None
    defrauded.chooses("paper:police_report", "field:99", "set:=", "file:exe", "total")
    assert defrauded.case.paper == "police_report"
