"""What a message quotes of others is held against nobody, and hides nobody's own offer."""

from __future__ import annotations

import pytest

from dialogs.checking import TRAPS, Checker, Verdict
from dialogs.checking.quotations import told_quotations, without
from tests.checking.disguiser import NOTICES
from tests.each import each

_OFFERS = (
    "专业追回被骗资金，先追回后收费，微信 zk88888",
    "微信转账撤回神器，对方收了也能撤，加V：huitui2026",
    "刷单兼职，垫付 100 返 130，加 QQ 100200300 做任务",
)


@each(
    ("text", "left"),
    [
        ("骗子总说“先追回后收费”,其实是要你再交一次钱", "骗子总说,,其实是要你再交一次钱"),
        ("居委会提醒大家留意,自称「资金清退组」的电话不要接", "居委会提醒大家留意,自称,的电话不要接"),
        ("他发来“微信转账撤回神器”这样的广告,我没有理他", "他发来,这样的广告,我没有理他"),
        # Nothing says whose words they are, or next to nothing is said of them.
        ("警方提醒:“先追回后收费,联系我们”", None),
        ("我们有“追回被骗资金”的成熟方案,先办事后收钱", None),
        ("骗子说“先追回后收费”", None),
        # A way to reach somebody is quoted, and nobody is warned of it.
        ("大家看到“先追回后收费,微信xid”,我试了一下效果真的很好", None),
    ],
)
def test_words_that_others_are_said_to_say_are_left_out(text: str, left: str | None) -> None:
    told = told_quotations(text)
    assert (without(text, told) if told else None) == left


@each(
    "text",
    [
        "曝光一个广告号：天天在群里发“微信转账撤回，加V：huitui2026 秒办”，收了钱就拉黑，大家举报他",
        "凡是说“加我微信能帮你追回被骗资金”的，百分百是骗子，我家里人就又被骗了三千",
        "骗子的原话是「您被骗的钱已经追回，请下载软件登记」，公安机关从来不会这样办理",
    ],
)
def test_a_warning_in_whole_sentences_is_no_trap(checker: Checker, text: str) -> None:
    assert checker.check(text).verdict not in TRAPS


def test_a_quoted_account_wants_caution(checker: Checker) -> None:
    text = "曝光：有人天天发“对方收了也能强制撤回，专业代撤，加V：huitui2026”，收了 200 就拉黑"
    assert checker.check(text).verdict == Verdict.CAUTION


@pytest.mark.parametrize("notice", NOTICES)
def test_quotation_marks_around_an_offer_hide_it_from_nobody(checker: Checker, notice: str) -> None:
    for offer in _OFFERS:
        assert checker.check(f"{notice}“{offer}”").verdict in TRAPS, offer


def test_the_words_that_decide_do_not_where_they_are_quoted(checker: Checker) -> None:
    for offer in ("微信转账撤回神器", "先追回后收费"):
        text = f"网警今天又讲了一遍：所谓“{offer}”都是骗局，交钱以后对方就消失了"
        assert checker.check(text).verdict not in TRAPS


@each(
    ("text", "left"),
    [
        (
            "给大家看一段派出所公布的聊天记录\n骗子:我们可以帮您追,先做个资金验证\n受害人:要多少",
            "给大家看一段派出所公布的聊天记录\n骗子:,\n受害人:要多少",
        ),
        ("看清楚这段聊天记录的套路, 骗子:追款加我微信xid", None),
        ("小心骗子:我们才是正规的追款团队,先办事后收费", None),
    ],
)
def test_what_a_swindler_says_in_a_talk_written_down_is_left_out(text: str, left: str | None) -> None:
    told = told_quotations(text)
    assert (without(text, told) if told else None) == left


@each(
    ("text", "left"),
    [
        ("本群不准发“包追款”“出黑”“回血”广告,看到请告诉我", "本群不准发,,,广告,看到请告诉我"),
        (
            "话术揭秘:第一步,“您的包裹丢了”;第二步,“我们给您三倍理赔”。正规理赔不用你操作",
            "话术揭秘:第一步,,;第二步,,。正规理赔不用你操作",
        ),
        ("他们开口就是「您的钱能退」,后来「通道费」都提不出来", "他们开口就是,,后来,都提不出来"),
        ("我们有“专家”和“律师”,两者都替您办理退款业务", None),
    ],
)
def test_quotations_of_one_list_or_story_are_told_together(text: str, left: str | None) -> None:
    told = told_quotations(text)
    assert (without(text, told) if told else None) == left
