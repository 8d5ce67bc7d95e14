"""Every kind of paper in every situation that offers it, complete, half empty and empty."""

from __future__ import annotations

import re

import pytest

from dialogs.known import Known
from dialogs.library.models.papers import Form, PaperKind
from dialogs.papers.data import PaperData
from dialogs.papers.paper import NotMade, compose, render
from dialogs.papers.plain import to_text
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import KINDS, PAPERS, fill, guarded, known, offers, versions
from tests.papers.specification import FORBIDDEN, REQUIRED

OFFERS = offers()
BY_HAND = re.compile(
    r"【待填：(?:时间|页数|原件所在|对方性别|代理人[^】]*|起算日|计算标准[^】]*|要的话[^】]*|父亲[^】]*|孩子的年龄)】"
)
CITED = re.compile(r"(《[^》]+(?:〈[^〉]+〉[^》]*)?》)((?:第\d+条(?:之一)?、?)+)")


def _name(pair: object) -> str:
    return getattr(pair, "id", None) or getattr(pair, "situation", "")


@each(("kind", "case"), OFFERS)
def test_renders_whole_however_much_is_known(kind: PaperKind, case: Known):
    for fullness, data in versions(kind, case).items():
        paper = compose(PAPERS, kind, data, NOW)
        markdown = paper.markdown
        text = to_text(markdown, PAPERS.words.listed)
        where = f"{kind.id} in {case.situation}, {fullness}"
        for part in REQUIRED[kind.id]:
            assert re.search(part, text), f"{where}: lacks {part}"
        for part in FORBIDDEN:
            assert not re.search(part, text), f"{where}: has {part}"
        notice = paper.notice
        assert "机器人未核实事实，不构成法律意见" in notice
        assert "2026年11月23日" in notice  # the day the facts were checked
        assert (notice in text) is (kind.form is Form.PAPER), where  # nothing of ours in what is sent or copied
        _no_empty_part(markdown, where)
        _cites_only_its_own(kind, text, where)
        if fullness == "complete":
            assert "【待填" not in BY_HAND.sub("", text), where


def _no_empty_part(markdown: str, where: str) -> None:
    blocks = [line for line in markdown.split("\n") if line.strip()]
    for line, after in zip(blocks, [*blocks[1:], "# end"], strict=True):
        if line.startswith("## "):
            assert not after.startswith("#"), f"{where}: nothing under {line}"
        if line.endswith(("：", "，", "（")):
            assert not after.startswith(("#", ">")), f"{where}: nothing after {line}"
    assert not re.search(r"[：，（]。|（）|，，|。。|；。|：；", markdown), where


def _cites_only_its_own(kind: PaperKind, text: str, where: str) -> None:
    allowed = {
        PAPERS.words.laws[law]: {f"第{n.split('-')[0]}条{'之一' if '-' in n else ''}" for n in numbers}
        for law, numbers in kind.articles.items()
    }
    for law, articles in CITED.findall(text):
        assert law in allowed, f"{where}: cites {law}"
        assert set(articles.rstrip("、").split("、")) <= allowed[law], f"{where}: cites {articles} of {law}"
    numbered = len(re.findall(r"第\d+条", text))
    assert numbered == sum(articles.count("第") for _, articles in CITED.findall(text)), (
        f"{where}: an article without a law"
    )


def test_every_kind_is_offered_somewhere_and_specified_here():
    assert {kind.id for kind, _ in OFFERS} == set(REQUIRED) == {kind.id for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=_name)
def test_a_template_can_not_cite_beyond_its_list(kind: PaperKind):
    from dialogs.papers.view import context

    case = next(case for other, case in OFFERS if other is kind)
    cite = context(PAPERS, kind, PaperData(case), NOW)["cite"]
    with pytest.raises(ValueError, match="must not cite"):
        cite("civil_code", 1)


@pytest.mark.parametrize("kind", KINDS, ids=_name)
def test_whatever_is_asked_is_used(kind: PaperKind):
    source = PAPERS.templates[f"{kind.id}.md.j2"]
    for _ in range(2):
        for part in re.findall(r'include "([^"]+)"', source):
            source += PAPERS.templates[part]
    sums = {"due_amount": "overpaid|sums.due|sums.net", "returned_amount": "returned", "claim": "sums.principal"}
    guards = {condition.field for condition in kind.preconditions}
    for name in (*kind.fields, *kind.offline):
        used = sums.get(name, rf"(f|raw)\.{name}\b|chosen\(\"{name}\"\)")
        assert name in guards or re.search(used, source), f"{kind.id} asks {name} for nothing"


def test_nothing_is_said_of_the_police_that_nobody_told():
    kind = PAPERS.kinds["complaint_fraud"]
    for answers, said in (({}, "【待填：报警情况】"), ({"police": "not_yet"}, "尚未报警")):
        text = render(PAPERS, kind, PaperData(known("scam_rebate", **answers)), NOW)
        assert said in text
        assert "已向公安机关报案" not in text
    told = PaperData(known("scam_rebate", police="reported")).with_field(
        "police_receipt", "京公（海）受案字〔2026〕1号"
    )
    assert "受案回执编号：京公（海）受案字〔2026〕1号" in render(PAPERS, kind, told, NOW)


def test_what_is_not_known_says_so_and_what_was_not_asked_stays_blank():
    kind = PAPERS.kinds["police_report"]
    data = PaperData(known("scam_rebate")).with_field("place", "?")
    text = render(PAPERS, kind, data, NOW)
    assert "本人在【不清楚】" in text
    assert "【待填：对方自称的身份】" in text
    assert "【请线下填写】" in text


def test_the_dialogs_own_answers_stand_in_until_payments_are_entered():
    kind = PAPERS.kinds["police_report"]
    case = known(
        "scam_rebate", amount="5000", paid_at="2026-11-23T15:20:00+08:00", accepted="received", channel="transfer"
    )
    text = render(PAPERS, kind, PaperData(case), NOW)
    assert "共5,000.00元（大写：伍仟元整）" in text
    assert "2026年11月23日15时20分" in text
    assert "已收款" in text
    several = known("scam_rebate", amount="5000", paid_parts="several")
    assert "共【待填：金额】元" in render(PAPERS, kind, PaperData(several), NOW)


def test_sums_are_added_and_written_in_capitals():
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_rebate")), payments=3)
    text = to_text(render(PAPERS, kind, data, NOW), PAPERS.words.listed)
    assert "共转出3笔，合计15,000.00元" in text
    assert "大写：壹万伍仟元整" in text
    assert "14,800.00" in text  # less the 200 that came back
    assert "壹万肆仟捌佰元整" in text


def test_small_sums_cite_the_public_order_law_and_larger_ones_do_not():
    kind = PAPERS.kinds["police_report"]
    assert "治安管理处罚法" in render(PAPERS, kind, PaperData(known("scam_rebate", amount="2999.99")), NOW)
    assert "治安管理处罚法" not in render(PAPERS, kind, PaperData(known("scam_rebate", amount="3000")), NOW)
    stolen = render(PAPERS, kind, PaperData(known("account_theft", amount="100")), NOW)
    assert "刑法》第266条" not in stolen


def test_blackmail_not_paid_asks_for_no_payment():
    kind = PAPERS.kinds["police_report"]
    data = fill(kind, PaperData(known("scam_sextortion", threatened="not_paid")))
    text = render(PAPERS, kind, data, NOW)
    assert data.payments == ()
    assert "尚未付款" in text
    assert "| 序号 |" not in text


@pytest.mark.parametrize("situation", ["wrong_recipient", "wrong_amount"])
@pytest.mark.parametrize("payments", [1, 3])
def test_the_first_message_is_short_and_cites_nothing(situation: str, payments: int):
    kind = PAPERS.kinds["refund_request"]
    data = fill(kind, guarded(kind, PaperData(known(situation, channel="transfer"))), payments=payments)
    paper = compose(PAPERS, kind, data, NOW)
    text = to_text(paper.body, PAPERS.words.listed).strip()
    assert kind.form is Form.MESSAGE
    assert len(text) <= 150, text
    assert "第" not in text.replace("第三方", "")
    assert "\n" not in text
    assert "5000" in text or "15000" in text


def test_a_transfer_not_accepted_is_asked_to_be_returned_by_its_button():
    kind = PAPERS.kinds["refund_request"]
    data = guarded(kind, PaperData(known("wrong_recipient", accepted="not_yet", channel="transfer")))
    assert "立即退还" in render(PAPERS, kind, data, NOW)


def test_a_knowing_receiver_adds_one_article():
    kind = PAPERS.kinds["civil_complaint"]
    data = guarded(kind, PaperData(known("wrong_recipient", counterpart="refused")))
    assert "第987条" not in render(PAPERS, kind, data, NOW)
    told = data.with_field("notified", "11月22日16时，用微信文字消息")
    assert "第987条" in render(PAPERS, kind, told, NOW)


def test_a_paper_that_must_not_be_made_says_why():
    kind = PAPERS.kinds["demand_letter"]
    with pytest.raises(NotMade) as refused:
        compose(PAPERS, kind, PaperData(known("scam_rebate")), NOW)
    assert [obstacle.reason for obstacle in refused.value.obstacles] == ["fraud_no_contact"]
    assert "110" in refused.value.obstacles[0].text


def test_the_notice_says_the_fallback_of_unfit_facts():
    kind = PAPERS.kinds["reconsideration_application"]
    data = guarded(kind, PaperData(known("scam_rebate")))
    late = NOW.replace(year=2029)
    assert "以办案民警的答复为准。" not in render(PAPERS, kind, data, NOW)
    assert "以办案民警的答复为准。" in render(PAPERS, kind, data, late)
