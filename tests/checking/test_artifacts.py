"""Links, numbers and accounts are taken out, and shown so that they lead nowhere."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking import Checker, CheckingContent
from dialogs.checking.artifacts import defused, sightings
from tests.each import each


def artifacts(checker: Checker, text: str) -> set[tuple[str, str]]:
    return {(artifact.kind, artifact.shown) for artifact in checker.check(text).artifacts}


@each(
    ("text", "kind", "shown"),
    [
        ("点 https://pay.example.com/a?b=1 领取", "link", "hxxps://pay[.]example[.]com/a?b=1"),
        ("打开 chehui.example.top 下载", "link", "chehui[.]example[.]top"),
        ("加微信 abc_12345", "wechat", "ab···5"),
        ("加V：huitui2026", "wechat", "hu···6"),
        ("薇❤ zk6688", "wechat", "zk···8"),
        ("微信同号 13900000000", "wechat", "13···0"),
        ("扣扣 1122334455", "qq", "11···5"),
        ("联系 @recall_help", "telegram", "re···p"),
        ("t.me/recall_help", "telegram", "t[.]me/recall_help"),
        ("写信到 a.b@example.com", "email", "a[.]b[@]example[.]com"),
        ("电话 138 0000 0000", "phone", "138·0000·0000"),
        ("热线 400-111-2222", "phone", "40·0111·2222"),
        ("卡号 6222 0212 3456 7890 123", "bank_card", "622·2021·2345·6789·0123"),
        ("0x52908400098527886E0F7030069857D2E4169EE7", "crypto", "0x52908400098527886e0f7030069857d2e4169ee7"),
        ("wa.me/85260001234", "whatsapp", "wa[.]me/85260001234"),
    ],
)
def test_an_artifact_is_listed_and_defused(checker: Checker, text: str, kind: str, shown: str) -> None:
    assert (kind, shown) in artifacts(checker, text)


@each(
    ("text", "shown"),
    [
        ("加V：chehui8866", "ch···6"),
        ("薇信号：zhuanzhang_520", "zh···0"),
        ("V❤:weixin1314", "we···4"),
        ("加vx beipian110 了解", "be···0"),
        ("专业撤回微信转账，先付后撤，加V：chehui", "ch···i"),
    ],
)
def test_an_account_that_spells_a_word_is_still_an_account(checker: Checker, text: str, shown: str) -> None:
    assert shown in {artifact.shown for artifact in checker.check(text).artifacts}
    result = checker.check(f"专业撤回微信转账，{text}")
    assert any(shown in reason.evidence for reason in result.reasons)


@each(
    "text",
    ["chehui5000元微信转账", "weixin chehui100%成功", "wx che hui 转账", "微信转账 chehui", "加v zhuan zhang"],
)
def test_words_spelled_in_letters_beside_a_channel_are_no_account(checker: Checker, text: str) -> None:
    assert not checker.check(text).artifacts
    assert any(word in checker.plain(text) for word in ("撤回", "转账"))


@each(
    "text",
    [
        "威：abc123", "解决微：abc123", "【加微|WX:( abc123",
        "QQ：(100200300 )", "飞机：（@abc123）", "@abcdef", "扣扣 100200300",
        "企鹅号100200300", "电报 abc123", "TG搜 abc123", "V❤abc123", "嶶 abc123",
        "＋v【abc123】", "赖：abc123", "指南abc123威",
        "加我 abc123", "v x : a b c 1 2 3", "出嘿薇：abc123", "蝙蝠号 7788990",
    ],
)  # fmt: skip
def test_an_account_is_known_by_its_grammar_and_shown_masked(checker: Checker, text: str) -> None:
    (found,) = checker.check(text).artifacts
    assert "···" in found.shown
    assert "bc12" not in found.shown


@each(
    "text",
    [
        "转了 3.12 万元", "2026.11.23", "微信支付 app", "单号 12345678", "打 110 或 96110", "v1.2.3 更新",
        "微信转账 20000 元", "扣 10000 元", "抖音 10000 粉", "微信 android 版", "电话打了 10000 次",
    ],
)  # fmt: skip
def test_what_is_no_artifact_is_left_alone(checker: Checker, text: str) -> None:
    assert artifacts(checker, text) == set()


def test_an_official_address_is_no_bait(checker: Checker) -> None:
    assert not checker.judgement("转账撤回说明见 https://kf.qq.com/faq/1.html").contact
    assert checker.judgement("转账撤回说明见 https://kf-qq.example.com/faq/1.html").contact


def test_an_official_number_is_no_bait(rules: CheckingContent) -> None:
    known = rules.artifacts.model_copy(update={"official_numbers": ("4001112222",)})
    (seen,) = sightings("热线 400-111-2222", known)
    assert seen.official
    assert not sightings("热线 400-111-2223", known)[0].official


@given(st.from_regex(r"https?://[a-z0-9.-]{1,20}\.[a-z]{2,5}(/[!-~]{0,10})?", fullmatch=True))
def test_no_defused_address_can_be_opened(address: str) -> None:
    shown = defused("link", address)
    assert not re.search(r"https?:", shown)
    assert not re.search(r"[^\[]\.[^\]]", shown)
