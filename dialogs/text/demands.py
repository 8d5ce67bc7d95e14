"""What somebody else asks of the writer of plain clauses, and what they say to them: neither is the writer's doing.

Who is asked for a code (「他让我把验证码发给他」) has given none yet, and pays nothing by it; who is asked something
(「他说你凭什么找我」) asks the program nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.text.expression import Expression

_KEYS = (  # what opens an account; no new password is asked for
    r"(?:验证|动态|校验|短信)码|(?<![改换置设])密码|口令|u盾|人脸|刷脸|身份证(?:的?照|正|反|拍)|拍身份证"
)
_ACCESS = (
    rf"{_KEYS}|共享|投屏|屏幕|会议|远程|zoom|teams|skype|webex|desk|向日葵|软件|app|下载|安装|装个|呼叫转移|飞行模式"
)
_DATA = r"卡号|身份证|手机号|个人信息|资料|链接|余额|额度|账单|网银|钱包|(?:打开|登录|点开|进)(?:支付宝|微信|银行)"
_WANTS = (  # said of people: no system and not the program, 「微信提示让我」, 「你让我」
    r"(?:(?<![你统示面信宝动没未有])(?:让|叫|喊|教|催|逼|要求|指导|忽悠)(?:着)?(?:我|我[妈爸]|[他她])"
    r"|(?:说|又|还)(?:是)?(?:要|得|需要|必须|先)(?:我)?"
    r"|(?:[问跟找管向]我|[他她方服子们就直又还]|^)要(?!是|不)(?:我|先)?)"
)
_TO_PAY = r"转(?!移)|(?<!支)付(?!密|码)|[汇充贷借垫]|存(?=[钱款进到])|[交打][钱款]"
_TO_BE_PAID = Expression(_TO_PAY)
# Where money is asked for as well, that counts; the app of the police is no trap.
_NO_MONEY = rf"(?![^,。;!?]{{0,40}}(?:{_TO_PAY}|国家反诈|反诈中心))"
_NOT_YET = r"[^,。;!?了过]{0,14}"
_ACCESS_WANTED = Expression(
    rf"{_NO_MONEY}(?:{_WANTS}{_NOT_YET}?(?:{_ACCESS})"
    rf"|不(?:给|开|下载|安装|共享|配合)?[^,。;!?了过]{{0,4}}(?:{_ACCESS})[^,。;!?]{{0,4}}就){_NOT_YET}$"
)
_DATA_WANTED = Expression(rf"{_NO_MONEY}{_WANTS}{_NOT_YET}?(?:{_DATA}){_NOT_YET}$")
# 「让我去所里做笔录」: the police, a bank or a service asks for no money.
_SENT_TO_AN_OFFICE = Expression(
    r"(?:让|叫|要|喊)我[^,。;!?]{0,6}"
    r"(?:派出所|所里|局里|警|公安|笔录|报案|立案|柜台|网点|大厅|等(?:消息|通知|电话|着|回复)|打(?:1|9)\d)"
)
_GIVEN = Expression(
    r"(?<![没未])(?:开|给|发|说|念|报|填|输|装|载|下|点|做|刷|拍|传|共享|连|进|登|贴|设|加|诉|扫|照)"
    r"(?:给)?(?:他|她|对方)?(?:了|过去|好了|完了|上了|着)|照做"
    r"|(?:看|睇)(?:得|到|见|着|紧)|(?:控制|操控|操作)(?:着|了|我)|自己(?:在)?动"
)
_OTHERS = r"(?:[他她]|对方|人家|那边|那人|老板|店家|商家|卖家|骗子|家长|同[学事]|房东|群主|收款人)(?:们|娘)?"
_SAYS = r"(?:说|回|问|讲|喊|骂|吼|怼|答|道)(?:我|道|的是|了一?句|过来)?"
_SAID_TO_ME = Expression(
    rf"(?:{_OTHERS}[^,。;!?说问]{{0,6}})?(?:就|还|又|反而|却|只|也|居然|竟然)?{_SAYS}\s?"
    r"(?:你(?!说|看|觉|们说|能帮|帮)|凭什么|凭啥|啥|什么钱|谁|哪来|干嘛|干吗|关我|我凭|我为什么|为什么要|怎么证明|有证据)"
)
_BEGINS_TO_SPEAK = Expression(rf"(?:^|{_OTHERS}[^,。;!?]{{0,6}}|然后|就|还|又){_SAYS}$")
_WRITER_AGAIN = Expression(
    r"我(?!凭|为什么|哪|又没|没拿|没收|怎么知道|怎么证明|不认识你)|怎么办|咋办|该|请问|是不是(?:骗|真)|(?:这|那)(?:是|算|怎么)"
)


def only_wanted(clauses: Iterable[str]) -> frozenset[str]:
    """The clauses in which access or data is asked for, and after which nothing was given.

    「下了 他让我共享屏幕」: what was given before is something else.
    """
    told = tuple(clauses)
    last = max((place for place, clause in enumerate(told) if _GIVEN.search(clause)), default=-1)
    return frozenset(clause for place, clause in enumerate(told) if place > last and _is_for_data(clause))


def nothing_but_wanted(clauses: Iterable[str]) -> bool:
    """Whether all that is told is what access or data somebody asks for: 「他让我看支付宝余额」."""
    told = tuple(clauses)
    return bool(told) and only_wanted(told) == {*told}


def access_wanted(clauses: Iterable[str]) -> bool:
    """Whether somebody asks the writer to open their screen or phone, or for a code, and has got nothing yet."""
    return any(map(_ACCESS_WANTED.search, only_wanted(clauses)))


def data_wanted(clauses: Iterable[str]) -> bool:
    """Whether somebody asks the writer for access or for data, got or not."""
    return any(map(_is_for_data, clauses))


def no_money_wanted(clauses: Iterable[str]) -> bool:
    """Whether access or data is asked for, or the writer sent to an office, and no clause speaks of paying."""
    told = tuple(clauses)
    asked = data_wanted(told) or any(map(_SENT_TO_AN_OFFICE.search, told))
    return asked and not any(map(_TO_BE_PAID.search, told))


def said_to_the_writer(clauses: Iterable[str]) -> frozenset[str]:
    """The clauses in which somebody else speaks to the writer: 「他回了」 「说凭什么还」."""
    found, speaks = set[str](), False
    for clause in clauses:
        if speaks or _SAID_TO_ME.match(clause):
            found.add(clause)
        speaks = (speaks and not _WRITER_AGAIN.match(clause)) or bool(_BEGINS_TO_SPEAK.search(clause))
    return frozenset(found)


def _is_for_data(clause: str) -> bool:
    return bool(_ACCESS_WANTED.search(clause) or _DATA_WANTED.search(clause))
