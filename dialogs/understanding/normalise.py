"""One spelling for all: width, invisible characters, Traditional characters, spaced-out and disguised words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

MAX_LENGTH = 2000
"""Characters that are read at most; a longer text says what it has to say before that."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SPACED_OUT = re.compile(rf"(?<=[{_HAN}])[ \t*·._~|/\\-]{{1,2}}(?=[{_HAN}])")
_BLANKS = re.compile(r"\s+")
_REPEATED = re.compile(r"([^\d])\1{3,}")

# Spellings by which people (and their keyboards) replace the words that matter here.
_DISGUISES: tuple[tuple[str, str], ...] = (
    (
        r"威信|薇信|微 ?[芯欣馨]|徽信|喂信|w[eē]i ?x[iī]n|wechat ?pay|we ?chat|(?<![a-z])[vw] ?x(?![a-z])|(?<![a-z])v信|(?<![a-z])wx(?![a-z])",
        "微信",
    ),
    (r"(?<![a-z])zfb(?![a-z])|支付[宝寳保]|ali ?pay|之付宝|支富宝", "支付宝"),
    (r"转[帐張账]|转zhang|专账|赚账|zhuan ?zhang", "转账"),
    (r"帐([号户单])", r"账\1"),
    (r"到帐", "到账"),
    (r"撤[徊茴会汇]|车回|chehui", "撤回"),
    (r"受骗|被p[iī]?[àa]?n(?![a-z])|被片(?!面)|被[篇偏]了|贝骗|備骗", "被骗"),
    (r"p子|骗孒|骗紫|騙子|片子(?=[把拿说让叫骗])", "骗子"),
    (r"拉嘿|啦黑|拉hei|拉𪐴|拖黑", "拉黑"),
    (r"验正码|验证吗|言正码|yzm", "验证码"),
    (r"啰聊|果聊|l聊|luo聊", "裸聊"),
    (r"刷dan|s单|涮单|shua单", "刷单"),
    (r"客f(?![a-z])|kefu", "客服"),
    (r"红苞|红bao|hongbao|洪包", "红包"),
    (r"收kuan|收欵", "收款"),
)

# Cantonese in the words of the north, so that one set of patterns reads both.
_CANTONESE: tuple[tuple[str, str], ...] = (
    ("点算", "怎么办"), ("点样", "怎样"), ("点解", "为什么"), ("系咪", "是不是"), ("唔系", "不是"), ("边个", "哪个"), ("边度", "哪里"),
    ("几多", "多少"), ("几耐", "多久"), ("几时", "什么时候"), ("而家", "现在"), ("啱啱", "刚刚"), ("头先", "刚才"), ("寻日", "昨天"),
    ("琴日", "昨天"), ("今日", "今天"), ("呃咗", "骗了"), ("呃人", "骗人"), ("呃我", "骗我"), ("人呃", "人骗"), ("被呃", "被骗"), ("过咗数", "转了账"),
    ("过数", "转账"), ("入数", "转账"), ("入咗数", "转了账"), ("搵", "找"), ("揾", "找"), ("冇", "没"), ("唔", "不"), ("咗", "了"), ("嘅", "的"), ("佢", "他"),
    ("俾", "给"), ("畀", "给"), ("攞", "拿"), ("嚟", "来"), ("喺", "在"), ("嘢", "东西"), ("啲", "些"), ("乜", "什么"), ("咁", "这么"), ("咩", "什么"),
    ("仲", "还"), ("睇", "看"), ("屋企", "家里"), ("阿妈", "妈妈"), ("阿爸", "爸爸"), ("细路", "小孩"),
)  # fmt: skip


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _northern() -> tuple[re.Pattern[str], dict[str, str]]:
    words = dict(_CANTONESE)
    return re.compile("|".join(sorted(words, key=len, reverse=True))), words


@cache
def _disguises() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    rules = tuple((re.compile(pattern), plain) for pattern, plain in _DISGUISES)
    return re.compile("|".join(pattern for pattern, _ in _DISGUISES)), rules


def normalise(text: str) -> str:
    """`text` in Simplified lower-case characters, one blank at most between words, disguises taken off.

    Takes any string; returns at most `MAX_LENGTH` characters. Emoji, control and invisible characters become
    nothing or a blank, so that they never part a word.
    """
    wide = unicodedata.normalize("NFKC", text[: 2 * MAX_LENGTH])
    kept = "".join(" " if c.isspace() else c for c in wide if not _invisible(c))
    plain = _converter().convert(kept).lower()
    plain = _REPEATED.sub(r"\1\1", _SPACED_OUT.sub("", _BLANKS.sub(" ", plain))).strip()
    anything, rules = _disguises()
    if anything.search(plain):
        for pattern, word in rules:
            plain = pattern.sub(word, plain)
    cantonese, northern = _northern()
    return cantonese.sub(lambda match: northern[match[0]], plain)[:MAX_LENGTH]


def _invisible(character: str) -> bool:
    if character < "\u0300":
        return character < " " and not character.isspace()
    return unicodedata.category(character) in {"Cf", "Mn", "Me", "Cs", "Co", "Cn", "So", "Sk", "Cc"}
