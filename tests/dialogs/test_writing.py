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


def told(talk: Talk, *answers: str) -> Talk:
    """Answers what a complaint about fraud still needs: the order number, the receiver."""
    return talk.chooses("paper:complaint_fraud").says(*(answers or (ORDER, "小李（*明）")))


def test_a_complaint_with_three_payments_told_in_one_sentence(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud").says(ORDER, "小李（*明）").says("改全部转账")
    assert "把每一笔都告诉我" in defrauded.text
    defrauded.says("昨天晚上九点多 微信转了他三笔 27700 2000 300")
    payments = read_payments(defrauded.case.answers[PAYMENTS])
    assert [str(one.amount) for one in payments] == ["27700.00", "2000.00", "300.00"]
    assert {one.time.written() for one in payments if one.time} == {"约2026年11月22日21时"}
    assert {one.channel for one in payments} == {"transfer"}
    defrauded.says(f"{ORDER}1\n{ORDER}2\n{ORDER}3", "小李（*明）")
    assert "第3笔：约2026年11月22日21时，300元" in plain_text(defrauded.text)
    defrauded.says("对")
    shown = paper(defrauded)
    assert "合计：3笔，人民币30,000.00元（大写：叁万元整）" in shown
    assert f"单号：{ORDER}2" in shown
    assert {"file:docx", "file:pdf", "resume", "fields:0", "leave"} <= set(defrauded.options)


def test_the_payment_that_was_told_is_not_asked_again(mistaken: Talk):
    mistaken.chooses("paper:evidence_list")
    asked = [mistaken.text, *(mistaken.says(answer).text for answer in ("昨天下午三点", ORDER, "小李"))]
    assert not any("多少元" in text or "多少钱" in text for text in asked)


def test_sums_that_do_not_agree_are_refused_with_the_reason_until_one_is_taken(defrauded: Talk):
    told(defrauded).says("改全部转账").says("昨晚九点 微信转账 30000，九点半 2000").says(f"{ORDER}1\n{ORDER}2", "小李")
    assert "32,000.00 元" in defrauded.text
    assert "30,000.00 元不一致" in defrauded.text
    assert paper(defrauded) == ""
    assert defrauded.options == ["total", "fields:0", "leave"]
    defrauded.chooses("file:docx")
    assert files(defrauded) == []
    assert "不一致" in defrauded.text
    defrauded.chooses("total", "write")
    assert "叁万贰仟元整" in paper(defrauded)
    assert len(files(defrauded.chooses("file:docx"))) == 1


@pytest.mark.parametrize("how", ["小王", "收款方是小王", "收款方不对，应该是小王"])
def test_a_field_is_mended_by_its_name(defrauded: Talk, how: str):
    before = paper(told(defrauded).chooses("write"))
    if how == "小王":
        press(defrauded.chooses("fields:0"), "收款方显示名称1：小李（*明）")
        assert "钱付给了谁" in defrauded.text
    defrauded.says(how)
    assert paper(defrauded) == before.replace("小李（*明）", "小王")


def test_what_is_needed_comes_first_and_the_rest_only_when_wanted(defrauded: Talk):
    told(defrauded).chooses("resume")
    assert "可写可不写" in defrauded.text
    for _ in range(4):
        if "什么时候联系的付款银行" in defrauded.text:
            break
        defrauded.says("跳过")
    assert "什么时候联系的付款银行" in defrauded.text
    defrauded.says("昨天22点10分").chooses("finish", "write")
    assert "联系付款银行：2026年11月22日22时10分" in paper(defrauded)


def test_nobody_who_has_not_gone_to_the_police_is_asked_for_their_receipt(defrauded: Talk):
    defrauded.chooses("paper:police_report", "resume")
    asked = ""
    for _ in range(60):
        if "finish" not in defrauded.options:
            break
        asked += defrauded.text
        options = [option for option in defrauded.options if option in {"set:?", "set:-", "set:no"}]
        defrauded.chooses(options[0])
    assert "哪个公安局或派出所" in asked
    assert "什么时候报的警" not in asked
    assert "受案回执上的编号" not in asked
    assert "报警：尚未报警" in paper(defrauded.chooses("write"))


def test_a_paper_half_empty_shows_its_blanks_and_can_be_gone_on_with(defrauded: Talk):
    defrauded.chooses("paper:police_report", "finish")
    assert "还空着：转账单号、收款方显示名称、对方自称的身份、付款时所在地" in defrauded.text
    assert paper(defrauded) == ""
    defrauded.chooses("write")
    assert "【待填：付款时所在地】" in paper(defrauded)
    assert "11月22日21时30分" in paper(defrauded)  # as it was told in the dialog
    defrauded.chooses("leave")
    assert defrauded.case.paper is None
    assert defrauded.plan
    defrauded.chooses("paper:police_report", "resume")
    assert "转账单号是多少" in defrauded.text


def test_what_was_inferred_is_shown_before_it_is_written_and_mended_by_one_button(talk: Talk):
    talk.says("我被刷单骗了，昨天晚上九点半微信转账转了3万").chooses(
        "switch:scam_rebate", "stopped", "received", "not_yet", "mainland"
    )
    talk.chooses("paper:police_report", "finish")
    assert "被骗方式：刷单返利（我推的，没问过你）" in talk.text
    assert "微信转账" in talk.text
    assert paper(talk) == ""
    press(talk, "改：被骗方式：刷单返利").says("刷单做任务")
    assert "被骗方式：刷单做任务\n" in f"{talk.text}\n"
    assert "刷单做任务" in paper(talk.says("没错"))


def test_back_asks_the_last_answer_anew_and_at_last_closes_the_paper(defrauded: Talk):
    told(defrauded)
    for asked in ("钱付给了谁", "转账单号是多少"):
        defrauded.says("返回")
        if asked == "钱付给了谁":
            assert "将写入" not in defrauded.text
    defrauded.commands("back", "back", "back")
    assert defrauded.case.paper is None


def test_skip_leaves_a_blank_and_is_not_asked_again(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud").says("跳过", "跳过")
    assert "将写入" in defrauded.text
    assert "【不清楚】" not in paper(defrauded.chooses("write")).split("合计")[1]


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
    wanted = {"paper:reconsideration_application", "paper:supervision_application"}
    assert not wanted & menu(defrauded)
    defrauded.chooses("change:police", "refused")
    assert wanted <= menu(defrauded)


def menu(talk: Talk) -> set[str]:
    """Everything in the menu of papers, on all its pages."""
    found = set(talk.commands("papers").options)
    for page in range(1, 4):
        found |= set(talk.chooses(f"papers:{page}").options)
    return found


def test_a_precondition_that_fails_says_why_and_can_be_corrected(mistaken: Talk):
    mistaken.chooses("paper:refund_request", "set:yes")
    assert "就不按“转错”处理" in mistaken.text
    assert "多少" not in mistaken.text  # nothing more is asked for a paper that will not be made
    press(mistaken.chooses("fields:0"), "有无冒充或诱导：是").chooses("set:no")
    assert "什么时候转的" in mistaken.text


def test_the_costs_stand_beside_a_lawsuit(mistaken: Talk):
    mistaken.case = mistaken.case.answered("amount", "87500")
    mistaken.chooses("paper:civil_complaint", "set:no", "finish", "write")
    assert "预计受理费 1,987.50 元" in mistaken.text
    assert "law.E01" in mistaken.turn.facts
    mistaken.chooses("leave", "paper:demand_letter", "finish", "write")
    assert "受理费" not in mistaken.text


def test_the_step_about_suing_tells_the_fee_for_the_sum(mistaken: Talk):
    steps = {step.id: step.body for step in mistaken.commands("plan").turn.plan}
    assert "按 5,000 元算，受理费 50 元" in steps["sue_for_return"]
    mistaken.case = mistaken.case.without("amount")
    steps = {step.id: step.body for step in mistaken.commands("plan").turn.plan}
    assert "受理费" not in steps["sue_for_return"]
    assert "起诉要多少钱" in steps["sue_for_return"]


def test_what_cannot_be_read_is_asked_again_with_the_reason(defrauded: Talk):
    defrauded.chooses("paper:complaint_fraud").says("没有看到过")
    assert "请从账单详情里长按复制" in defrauded.text
    assert "转账单号是多少" in defrauded.text


@pytest.mark.parametrize("secret", ["我的支付密码是 135790", "验证码 482913", "11010519491231002X", "4539148803436467"])
def test_secrets_do_not_get_into_a_paper(defrauded: Talk, secret: str):
    told(defrauded)
    before = defrauded.answers
    defrauded.says("改经过").says(secret)
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
    talk.chooses("paper:police_report")
    while "付款时你在哪里" not in talk.text:
        talk.chooses("set:?")
    talk.says(typed).chooses("finish", "write")
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
    defrauded.chooses("paper:police_report").says(ORDER, "小李（*明）", "小雅", "福建泉州 **粗体** {{ 7*7 }}").says(
        "对"
    )
    shown = squeezed(plain_text(paper(defrauded)))
    [word] = files(defrauded.chooses("file:docx"))
    [pdf] = files(defrauded.chooses("file:pdf"))
    [whole] = files(defrauded.chooses("file:bundle"))
    assert (word.name, pdf.name, whole.name) == ("报案材料.docx", "报案材料.pdf", "报案材料（整套）.pdf")
    assert whole.form == "pdf"
    assert "证据清单" in whole.content
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
    mistaken.chooses("paper:refund_request", "set:no").says("2026-11-22 15:20:31", "阿明", "本来要转给房东，点错了人")
    assert "本来要转给房东" in paper(mistaken)
    assert not {"file:docx", "file:pdf"} & set(mistaken.options)


def test_the_same_answers_feed_every_paper(defrauded: Talk):
    told(defrauded).chooses("leave", "paper:police_report", "finish", "write")
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
