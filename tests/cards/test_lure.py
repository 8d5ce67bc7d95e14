"""A quoted lure leads nowhere: no link, no account, no number, whatever it looked like."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dialogs.cards import defused, shortened
from dialogs.cards.lure import LONGEST, joined_evidence
from tests.each import each

LINK = re.compile(r"https?://|(?<!\[)\.(?:com|cn|net|me|org)(?![a-z])|(?<!\[)@[A-Za-z0-9]", re.IGNORECASE)


@each(
    ("text", "shown"),
    [
        ("加V：huitui2026", "加V：hu***"),
        ("联系微信 chehui_88", "联系微信 ch***"),
        ("咨询QQ 3387120456", "咨询QQ 33***"),
        ("手机13800138000", "手机13***"),
        ("WhatsApp +852 6000 1234", "WhatsApp +8***"),
        ("客服 400-000-1234", "客服 40***"),
        ("飞机 @wxloudong", "飞机 [@]wx***"),
        ("飞机 @wx···g", "飞机 [@]wx···g"),  # masked before
        ("飞机 @wx···g.com", "飞机 [@]wx***···g[.]com"),
        ("写信 someone@mail.example", "写信 so***[@]mail[.]example"),
        ("http://chehui-tool.example.com/apk?id=7", "hxxp://chehui-tool[.]example[.]com/…"),
        ("HTTPS://EVIL.COM", "hxxps://EVIL[.]COM"),
        ("bit.ly/x", "bit[.]ly/…"),
        ("evil.中国", "evil[.]中国"),
        ("evil.zip", "evil[.]zip"),
        ("1.2.3.4/x", "1[.]2[.]3[.]4/…"),
        ("看 t.me/chehui 领取", "看 t[.]me/… 领取"),
        ("ｈｔｔｐｓ：／／ｅｖｉｌ．ｃｏｍ", "hxxps://evil[.]com"),
        ("𝗵𝘁𝘁𝗽𝘀://𝗲𝘃𝗶𝗹.𝗰𝗼𝗺", "hxxps://evil[.]com"),
        ("加薇❤ ch168168", "加薇❤ ch***"),
        ("加V①③⑧①③⑧", "加V1***"),
        ("wxp://f2f0abcdefg", "wxp[:]//f2f0abcdefg"),
        ("weixin://dl/business", "weixin[:]//dl/…"),
        ("微信转账撤回神器，先撤后付", "微信转账撤回神器，先撤后付"),
        ("24小时内可撤，成功率98%", "24小时内可撤，成功率98%"),
        ("被骗50000000元可追回", "被骗50000000元可追回"),
        ("打 110、96110、95017", "打 110、96110、95017"),
        ("一行\n两行\t三行", "一行 两行 三行"),
        ("前\u202e反\u202c后\u200b\u2066", "前反后"),
        ("", ""),
    ],
)
def test_baits_are_broken_and_words_stay(text: str, shown: str) -> None:
    assert defused(text) == shown


@given(st.text(max_size=300))
def test_any_text_becomes_one_short_harmless_line(text: str) -> None:
    shown = defused(text)
    assert len(shown) <= LONGEST
    assert not LINK.search(shown)
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in shown)


@given(st.from_regex(r"(?:https?://|@|www\.)?[a-z0-9]{3,12}\.(?:com|cn|net|me)(?:/[a-z0-9]{0,9})?", fullmatch=True))
def test_any_address_is_broken(address: str) -> None:
    assert not LINK.search(defused(f"点这里 {address} 领取"))
    assert not LINK.search(defused(f"点这里{address}领取"))


@given(st.from_regex(r"(?:微信|QQ|V|加|电报)[:： ]{0,3}[a-z][a-z0-9_]{5,14}", fullmatch=True))
def test_any_named_account_is_masked(words: str) -> None:
    account = re.findall(r"[a-z0-9_]+$", words)[0]
    assert account not in defused(f"想撤回的{words}")


@each("unit", ["a", "@", "a.", "1 ", "加", "http://", "a-", "9-", "a@", "_1a"])
def test_hostile_texts_are_read_to_their_end(unit: str) -> None:
    assert len(defused(unit * 10_000)) <= LONGEST  # at all: patterns that go back and forth would not come to an end


def test_evidence_is_joined_without_repeats() -> None:
    assert joined_evidence(["先撤后付", "加V", "先撤后付，加V", " ", "神器"]) == "先撤后付，加V…神器"


@given(st.text(max_size=80), st.integers(0, 40))
def test_a_cut_text_is_no_longer_than_asked(text: str, longest: int) -> None:
    cut = shortened(text, longest)
    assert len(cut) <= longest
    assert cut == text if len(text) <= longest else not cut or cut.endswith("…")
