"""What the checker says about whole messages."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checking import TRAPS, Checker, CheckingContent, CheckResult, Verdict
from dialogs.checking.judging import CLASSES, HARMLESS, OFFERS, VOICE, WHAT, Judgement
from tests.checking.disguiser import DISGUISES, HARD, NOTICES
from tests.each import each

Written = Mapping[str, Mapping[str, list[str]]]
Read = Mapping[str, CheckResult]


@pytest.fixture(scope="session")
def read(checker: Checker, written: Written) -> Read:
    """What the checker says about each text of the written sets, undisguised."""
    return {text: checker.check(text) for sets in written.values() for texts in sets.values() for text in texts}


@each(
    ("text", "verdict"),
    [
        ("微信转账撤回神器，先付后撤，加V：huitui2026", "fake_recall_tool"),
        ("微 信 转 帐 徹 回 神 器，加薇❤ ab8888", "fake_recall_tool"),
        ("被骗资金黑客追回，先追回后收费", "recovery_scam"),
        ("收款人拒绝退还？启动强制退回程序只需三步，付费咨询", "fake_recall_tool"),
        ("你涉嫌洗钱，请把钱转到安全账户，不要告诉家里人", "other_fraud"),
        ("书记您好，我先转给你，你再帮我转给他，低调处理，转好截图给我", "other_fraud"),
        ("微信转账两分钟内可以撤回，在账单里点那个撤回键就行", "false_recall_claim"),
        ("警方提醒：切勿相信网上的“黑客追款”，都是二次诈骗", "warning"),
        ("转错账了怎么撤回", "none"),
        ("", "none"),
    ],
)
def test_a_message_gets_its_verdict(checker: Checker, text: str, verdict: str) -> None:
    assert checker.check(text).verdict == verdict


@each(
    "text",
    [
        "专业撤回微信转账，先付后撤，加V：abc8866",
        "专业团队追回，先追回后付费，不成功不收费，联系QQ 123456789",
        "先付后撤",
        "黑客追款，先追款后收费，接单中",
    ],
)
def test_the_same_words_are_quoted_for_one_reason_only(checker: Checker, text: str) -> None:
    quoted = [reason.evidence for reason in checker.check(text).reasons[:-1]]
    assert not [(one, other) for one, other in permutations(quoted, 2) if one in other]


@each(
    ("text", "led"),
    [
        ("微信转账撤回，加V：chehui8866", "加V：ch···6"),
        ("专业追款，【加微|WX:( zk_8866 】", "加微|WX:( zk···6"),
        ("被骗追款 飞机：（@heike_zk）", "飞机：（@he···k"),
        ("被骗帮追 whatsapp +852 5512 0000", "whatsapp +852·5512·0000"),
        ("正規追損追款，先追後付，電 5900 0000 陳生", "電 5900·0000"),
    ],
)
def test_an_account_is_quoted_with_the_words_that_lead_to_it(checker: Checker, text: str, led: str) -> None:
    assert led in [reason.evidence for reason in checker.check(text).reasons]


# Swindlers' own reassuring words around an offer, a page for passwords and a shared screen.
@each(
    "text",
    [
        "提醒大家别再上当了！找了三家都是骗子，最后这位王老师真的帮我追回来了，事成后才收20%，他的微信 wanglaoshi668",
        "我被骗了5万，后来在一个网警大哥帮助下全追回来了，不成功不收费，需要的私信我微信 abc12345，千万别信其他骗子",
        "转发：国家反诈中心提醒，近期有假撤回软件骗人，真正的撤回请到官网 wx-refund-center.com 登录微信并输入支付密码",
        "把手机屏幕分享给我，我一步步教你把钱退回来，不收费的哈",
        "先追回后付费，微信转账撤回神器，是骗子，加V：zhangwei_8866",
    ],
)
def test_words_of_warning_do_not_save_a_trap(checker: Checker, text: str) -> None:
    assert checker.check(text).verdict in TRAPS


@pytest.mark.parametrize("notice", NOTICES)
def test_an_offer_behind_a_notice_is_never_called_a_warning(checker: Checker, written: Written, notice: str) -> None:
    for text in written["recovery"]["lures"][::8]:
        assert checker.check(notice + text).verdict != Verdict.WARNING, text


@pytest.mark.parametrize(
    "text",
    ["警方提醒：有骗子冒充客服。请联系微信 jing123456 登记", "提醒：骗子很多。先付 500 元保证金，我们给你办返还"],
)
def test_what_gives_an_account_or_asks_a_fee_is_not_reassured(checker: Checker, text: str) -> None:
    assert checker.check(text).verdict != Verdict.WARNING


@each(
    ("text", "kind"),
    [
        ("真人荷官百家乐，注册送 88，上下分秒到，招代理占成 45%，飞机 @abcde", "gambling"),
        ("同城上门，学生空姐任选，满意付款，微 abc1234", "escort"),
        ("代开各类发票，可验真，点数低，电话 13800000000 王经理", "papers"),
        ("高价收微信老号、银行卡四件套，现结，联系 @abcde", "accounts"),
        ("跑分车队招人，自带卡，日结，点位高，善后有保", "laundering"),
        ("黑户也能贷，只凭身份证当天下款，先交 300 元工本费，加微 abc1234", "loan"),
        ("跟着老师买股票，内幕牛股免费领，进群加助理微信 abc1234", "stock"),
        ("【医保】您的医保卡已停用，请点击 yb-abc.example.top 重新认证，填写银行卡和密码", "phishing"),
        ("刷单兼职，垫付 100 返 130，多劳多得，加 QQ 100200300 做任务", "job"),
        ("这是我们聚会的照片，你看看有没有你 a.example.cc/x.apk", "trojan"),
    ],
)
def test_group_spam_is_told_by_kind(checker: Checker, rules: CheckingContent, text: str, kind: str) -> None:
    result = checker.check(text)
    assert (result.verdict, result.kind) == (Verdict.OTHER_FRAUD, kind)
    words = rules.words
    assert result.advice[0] == words.advice[words.kinds[result.kind].advice[0]].text


@pytest.mark.parametrize("name", ["fake_recall", "recovery"])
def test_the_written_sets_hold_their_bar(read: Read, written: Written, name: str) -> None:
    lures, misses = written[name]["lures"], written[name]["misses"]
    missed = [text for text in lures if read[text].verdict not in TRAPS]
    warned = [text for text in lures if read[text].verdict == Verdict.WARNING]
    called = [text for text in misses if read[text].verdict in TRAPS]
    assert len(missed) <= 0.08 * len(lures), missed
    assert not warned
    assert len(called) <= 0.03 * len(misses), called


def test_wording_that_nothing_was_tuned_to_is_mostly_told_apart(
    checker: Checker, unseen: Mapping[str, list[str]]
) -> None:
    lures = [*unseen["recovery_lures"], *unseen["recall_lures"]]
    others = [*unseen["warnings"], *unseen["ordinary"]]
    assert sum(checker.check(text).verdict in TRAPS for text in lures) >= 0.9 * len(lures)
    assert sum(checker.check(text).verdict in TRAPS for text in others) <= 0.04 * len(others)


def test_nobody_honest_in_a_group_is_accused(checker: Checker, group_posts: Mapping[str, list[str]]) -> None:
    called = {
        group: [text for text in texts if checker.check(text).verdict in TRAPS] for group, texts in group_posts.items()
    }
    assert len(called["traps"]) >= 0.8 * len(group_posts["traps"])
    assert [called["warnings"], called["ordinary"], called["victims"]] == [[], [], []]


@each(
    "text",
    [
        "通知：实验费请登录学院系统缴，助教不收钱",
        "家长好，保险费在学校平台自愿缴纳，登录后选择班级即可，老师不经手任何费用",
        "各位业主，公共能耗费已出账，请在物业系统内自行缴纳",
    ],
)
def test_a_notice_that_leads_nowhere_is_no_trap(checker: Checker, text: str) -> None:
    assert checker.check(text).verdict not in TRAPS


def test_an_advert_like_honest_ones_is_a_trap_when_it_charges(checker: Checker) -> None:
    assert checker.check("今晚派单：先垫付 500 返 680，做满三笔一起结").kind == "job"


def test_no_kind_is_told_that_others_are_as_likely_as() -> None:
    def named(**share: float) -> str:
        what = {name: share.get(name, 0.0) for name in CLASSES[WHAT]}
        return Judgement(what, dict.fromkeys(CLASSES[VOICE], 0.25), contact=False).named

    assert named(stock=0.36, chat=0.5) == "stock"
    assert named(stock=0.1, chat=0.8) == "chat"
    assert named(authority=0.3, romance=0.28, chat=0.25, job=0.1) == ""
    assert named(authority=0.9) == "authority"


def test_a_trap_without_a_kind_gets_reasons_and_advice_that_fit_any(
    checker: Checker, rules: CheckingContent, group_posts: Mapping[str, list[str]]
) -> None:
    results = [checker.check(text) for text in group_posts["traps"]]
    unnamed = [one for one in results if one.verdict == Verdict.OTHER_FRAUD and not one.kind]
    assert unnamed
    general = rules.words.verdicts[Verdict.OTHER_FRAUD].advice
    for one in unnamed:
        assert one.reasons
        assert one.advice == tuple(rules.words.advice[name].text for name in general)


def test_posts_of_groups_are_told_apart(checker: Checker, posts: Mapping[str, list[str]]) -> None:
    verdicts = {group: [checker.check(text).verdict for text in texts] for group, texts in posts.items()}
    called = {group: sum(verdict in TRAPS for verdict in found) for group, found in verdicts.items()}
    assert called["traps"] >= 0.92 * len(posts["traps"])
    assert called["warnings"] <= 0.03 * len(posts["warnings"])
    assert called["ordinary"] <= 0.1 * len(posts["ordinary"])
    assert Verdict.WARNING not in verdicts["traps"]


def test_group_spam_by_other_hands_is_mostly_told_with_its_kind(
    checker: Checker, apart: Mapping[str, Mapping[str, list[str]]]
) -> None:
    found = [(kind, checker.check(text)) for kind, texts in apart["spam"].items() for text in texts]
    caught = [(kind, result.kind) for kind, result in found if result.verdict in TRAPS]
    assert len(caught) >= 0.6 * len(found)
    assert sum(told == kind for kind, told in caught) >= 0.75 * len(caught)


def test_a_talk_is_told_from_a_fraud_by_its_lines(
    checker: Checker, apart: Mapping[str, Mapping[str, list[str]]]
) -> None:
    frauds, ordinary = apart["chats"]["fraud"], apart["chats"]["ordinary"]
    assert sum(checker.check(text).verdict in TRAPS for text in frauds) >= 0.4 * len(frauds)
    assert sum(checker.check(text).verdict in TRAPS for text in ordinary) <= 0.04 * len(ordinary)


@pytest.mark.parametrize(("contact", "trap"), [(True, True), (False, False)])
def test_an_account_makes_a_likely_trap_a_trap(contact: object, trap: object) -> None:
    what = {**dict.fromkeys(CLASSES[WHAT], 0.0), "gambling": 0.52, HARMLESS: 0.48}
    voice = {**dict.fromkeys(CLASSES[VOICE], 0.0), OFFERS: 1.0}
    assert Judgement(what, voice, contact=bool(contact)).trap is trap


def test_a_remark_beside_an_advert_is_heard(checker: Checker) -> None:
    advert = "黑客追款，先追回后付费，飞机 @heike_zk"
    assert checker.about(advert) < checker.about(f"我昨天就是被这个骗的：{advert}")
    assert checker.about(advert) < checker.about(f"{advert}，管理员快踢了他")


def test_pictures_alone_are_no_evidence(checker: Checker) -> None:
    reasons = checker.check("被骗的看过来，回款率七成，先评估，不收咨询费。V🛰：huikuan_lv3").reasons
    assert reasons
    assert all(any(map(str.isalnum, reason.evidence)) for reason in reasons)


def test_the_written_set_is_large_and_without_repeats(written: Written) -> None:
    lures, misses = written["fake_recall"]["lures"], written["fake_recall"]["misses"]
    assert len(set(lures)) == len(lures) >= 120
    assert len(set(misses)) == len(misses) >= 120


def test_every_trap_gives_reasons_in_its_own_words(read: Read, written: Written) -> None:
    for name in written:
        for text in written[name]["lures"]:
            result = read[text]
            if result.verdict in TRAPS:
                assert result.reasons, text
                assert all(_stands_in(reason.evidence, text) for reason in result.reasons), text


def _stands_in(evidence: str, text: str) -> bool:
    """Whether evidence is the message's own words, but for the inside of accounts and addresses."""
    pieces = [piece for piece in re.split(r"···|[\d·]*·\d+|\[[.:@]\]|hxxp", evidence) if piece]
    return bool(pieces) and all(piece in text for piece in pieces)


@pytest.mark.parametrize("disguise", sorted(HARD))
def test_most_offers_are_seen_through_a_hard_disguise(
    checker: Checker, read: Read, written: Written, disguise: str
) -> None:
    texts = [text for name in written for text in written[name]["lures"][::4] if read[text].verdict in TRAPS]
    hidden = [HARD[disguise](text, random.Random(number)) for number, text in enumerate(texts)]
    lost = [text for text in hidden if checker.check(text).verdict not in TRAPS]
    assert len(lost) <= 0.2 * len(texts), lost


@pytest.mark.parametrize("disguise", sorted(DISGUISES))
def test_a_disguise_changes_few_verdicts(checker: Checker, read: Read, written: Written, disguise: str) -> None:
    caught = [
        (text, verdict)
        for name in written
        for text in written[name]["lures"]
        if (verdict := read[text].verdict) in TRAPS
    ]
    changed = [
        text
        for number, (text, verdict) in enumerate(caught)
        if checker.check(DISGUISES[disguise](text, random.Random(number))).verdict != verdict
    ]
    assert len(changed) <= 0.06 * len(caught), changed


@given(seed=st.integers(0, 10_000), names=st.lists(st.sampled_from(sorted(DISGUISES)), min_size=1, max_size=2))
def test_a_plain_lure_is_seen_through_any_disguise(checker: Checker, seed: int, names: list[str]) -> None:
    chance = random.Random(seed)
    text = "微信转账撤回神器，对方收款也能撤，先付款后撤回，加我微信abc12345"
    for name in names:
        text = DISGUISES[name](text, chance)
    assert checker.check(text).verdict == "fake_recall_tool"


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(checker: Checker, text: str) -> None:
    result = checker.check(text)
    assert 0 <= result.score <= 1
    assert result.advice
    assert all(_stands_in(reason.evidence, text) for reason in result.reasons)
    assert all(_stands_in(claim.evidence, text) for claim in result.claims)


def test_the_same_message_always_gets_the_same_answer(checker: Checker) -> None:
    text = "追款大师傅，成功抽成，加QQ 22334455"
    assert checker.check(text) == checker.check(text)


def test_a_trap_scores_above_one_half_and_none_below(read: Read, written: Written) -> None:
    for name in written:
        for text in (*written[name]["lures"], *written[name]["misses"]):
            result = read[text]
            if result.verdict in TRAPS:
                assert result.score >= 0.5
            if result.verdict == "none":
                assert result.score < 0.5


def test_several_false_claims_are_each_answered(checker: Checker) -> None:
    text = "微信转账两分钟内可以撤回。长按转账消息点撤回就行。百万保障年费18元，记得投保。"
    claims = checker.check(text).claims
    assert len({claim.myth for claim in claims}) >= 3
    assert all(claim.truth and claim.evidence in text for claim in claims)


def test_a_warning_that_quotes_an_offer_is_no_offer(checker: Checker) -> None:
    offer = "先追回后收费，加微信 zk88888"
    assert checker.check(offer).verdict == "recovery_scam"
    assert checker.check("骗子的话术是“先追回后收费”，警方提醒切勿相信").verdict == "warning"


def test_an_offer_stays_one_when_it_warns_of_others(checker: Checker) -> None:
    text = "小心那些先收费的骗子，我们是正规追款团队，先追回后付款，微信 zk88888"
    assert checker.check(text).verdict == "recovery_scam"


def test_what_is_taught_or_opened_is_no_reason(checker: Checker) -> None:
    for text in ("招家教，初二数学，一对一，上完当场结", "请登录孩子账号自行缴纳，老师不代收"):
        assert not checker.signals(text)
