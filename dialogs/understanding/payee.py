"""Who paid whom, from the order of the words: 转给我 is paid to me, 转给我同学 is paid by me."""

from __future__ import annotations

from enum import StrEnum

from dialogs.text.expression import Expression


class Direction(StrEnum):
    """Which way the money of a text went."""

    OUT = "out"
    IN = "in"


_CLAUSE = Expression(r"[,。;!?\n]")
_NO_MONEY = r"(?![^钱款]{0,4}(?:电话|链接|二维码|消息|信息|短信|截图|图|视频|验证码|网址|语音|文件|定位|记录|人工))"
_PAY = rf"(?:转|打|汇|付|充|发|过(?=错?数)){_NO_MONEY}"
_BESIDE = (
    r"(?:错|账|款|钱|数|红包|过去|过来|进来|[多误了过]|\d{1,9}(?:\.\d\d?)?[元块万千百]?钱?"
    r"|[一二三四五六七八九十两几][笔个次千百万]){0,4}"
)
# What follows 我 where it is the payee itself, and no noun of a person of mine: 转给我了, 打到我卡里, not 转给我同学.
_MYSELF = (
    r"我(?=$|[\s\d了过]|[一二三四五六七八九十百两几半][笔块百千万分毛]|的?(?:账|卡|微信(?!好友|[上里]的)|支付宝|零钱|银行|钱|款|红包|那|这)|的(?:人|$)"
    r"|[多说让叫要后之但就还又怎是能吗呢并]|不(?!认识|熟)|自己的?[账卡微])"
)
_MINE = rf"(?!{_MYSELF})我"
_GIVEN = r"(?:了|错|过|的|钱|账|款|来|\d|个?红包|$)"
_TO_ME = Expression(
    rf"{_PAY}{_BESIDE}[给到进去入往]?了?{_MYSELF}|给我[再多先又误错]?{_PAY}{_GIVEN}|往我[^,]{{0,4}}{_PAY}|扫了?我[^,]{{0,6}}{_PAY}"
    rf"|我[^,]{{0,4}}被人打进"
)
_TO_OTHERS = Expression(
    rf"{_PAY}{_BESIDE}(?:[给到去进成]了?(?!{_MYSELF}|[了的]?$)|{_MINE})|给(?!我{_PAY})[^,给]{{1,8}}?{_PAY}{_GIVEN}"
    rf"|我(?:自己)?{_PAY}的(?:那|这|红包|钱|款|转账)|(?:转|付|充|还|打|发|点|认)[错成]|误(?:转|付|操作)|(?:转|打|付|汇)(?:了|给)?[他她](?!们?[说让])|给[了过][他她](?=[\d一二三四五六七八九十两几百])"
)
_GOT = Expression(
    r"(?<!没)(?<!还未)收(?:到|下|了)[^,]{0,8}(?:钱|款|转账|红包|\d)|(?:里|上|微信|账户)(?:突然|莫名)?(?:进|多)(?:了|出)|到账\d"
)
_MONEY = Expression(r"红包|钱|款|账|\d|[百千万]")
_SHOWN = Expression(r"(?:视频|截图|记录|照片|链接|码)[^,]{0,4}$")  # what is sent, and is no money
# Whoever is named last before the verb pays; 我的 and 我妈 are no payers of their own.
_PAYER = Expression(
    r"(?P<other>有个?人|别人|人家|陌生[人号]|不认识的|不知道谁|对方|对面|他|她|客户|顾客|买家|公司|平台|客服|网友|骗子|老头)|我(?!的)"
)
_NOT_PAID = Expression(
    r"(?:[让叫求催帮替要想会能]|可以|准备|威胁|本来|应该|其实|先别|没)[我他她你人]{0,2}(?:再|先|帮他)?$"
)
_REPORTED = Expression(r"说(?:是|他|她)?$")


def direction(text: str) -> Direction | None:
    """Which way the money in normalised `text` went; None when it does not say, or tells of both."""
    found = {way for clause in _CLAUSE.split(text) if (way := _of_clause(clause, money=bool(_MONEY.search(text))))}
    return found.pop() if len(found) == 1 else None


def _of_clause(clause: str, *, money: bool) -> Direction | None:
    for pattern in (_TO_ME, _GOT, _TO_OTHERS):
        for match in pattern.finditer(clause):
            before = clause[: match.start()]
            if _NOT_PAID.search(before) or ("发" in match[0] and (not money or _SHOWN.search(before))):
                continue
            if pattern is _TO_ME:
                return Direction.IN
            if _REPORTED.search(before):
                continue
            by_me = next((not named["other"] for named in reversed([*_PAYER.finditer(before)])), True)
            if by_me:
                return Direction.IN if pattern is _GOT else Direction.OUT
            if pattern is _TO_OTHERS and "我" in clause[match.start() : match.end() + 1]:
                return Direction.IN  # to one of mine
    return None
