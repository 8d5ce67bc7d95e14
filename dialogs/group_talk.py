"""What people say in a group: whether they offer a trap in their own voice, and whether they ask the bot for help.

Who warns, reports, tells or asks says the words of a swindler, too, often word for word, and must never be hurt for it.
So a message counts as an offer only if what is left of it without quotations is a trap, and nothing in that speaks of a
swindler rather than as one. A swindler who writes so is let off here: a check on request still knows them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from dialogs.cards.lure import defused
from dialogs.checking import Checker, CheckResult, Verdict
from dialogs.checking.judging import HARMLESS, OFFERS
from dialogs.text.expression import Expression
from dialogs.understanding.reading import OUT_OF_SCOPE
from dialogs.understanding.typed import REMARKS

if TYPE_CHECKING:
    from dialogs.understanding import Understander

SURE = 0.8  # of the checker's score; nothing is done below it
# How likely a post is about somebody's advert from which on nothing is done, and from which on it is not deleted. Set
# on tests/bot/groups/posts.yaml and remarks.yaml, to which the model is not fitted.
_ABOUT_ONE, _PERHAPS_ABOUT_ONE = 0.9, 0.6
LONGEST_SHOWN, LONGEST_KEPT = 60, 500  # characters of masked words in the log, and of those kept with consent
_OWN = 4  # Chinese characters or letters beside quotations from which on these are somebody's words about them
_QUOTED = Expression(r"「[^」]*+」?|『[^』]*+』?|“[^”]*+”?|\"[^\"]*+\"|‘[^’]*+’|^[ \t]*+>[^\n]*+", re.MULTILINE)
_CLAUSE_END = Expression(r"[，,。！!？?；;：:\n—←→|]+|\s+")
_LEAST_REMARK, _LIKE_A_REMARK = 2, 0.8  # Chinese characters of a clause that is read; the likelihood
_TRADE = Expression(r"追[款回损]|撤[回销]|代撤|出黑|出款|^(?:加|联系|咨询|私聊)?(?:微信|飞机|电话|客服|qq|telegram)$")
_CHINESE = Expression(r"[\u3400-\u9fff]")
_LETTER = Expression(r"[\u3400-\u9fffA-Za-z]")
# In the plain spelling. What is said about a swindler or an advert, never by one: to admins, to others, as a question.
_TO_ADMINS = (
    r"举报(?!中心|,请)|检举|投诉(?:一|:|这|他|她|群)|管理员?(?:大大|大人)?(?:出来|快|看|请|在|你好|踢|管管|帮|处理|喺)|@(?:所有|全体)|麻烦管理|"
    r"请管理|各位管理|报告(?:管理|群主)|群主(?:快|踢|看|请|出来|管|提醒|说一)|作为群主|(?:踢|封|删|禁言|拉黑)(?:了|掉)(?:他|她|一条|吧|佢)|"
    r"(?:请|快|求)(?:踢|封|删)|已(?:踢|封|删除?|禁言|举报)(?!不)|群规|本群(?:禁|不|接|任|近|没)|(?:群|社区)(?:公告|通知)|违规(?:提醒|用户|者)|封禁通知|禁止发|骗术样本"
)
_OF_SOMEBODY = (
    r"(?:有人(?!用你|被)|有个人|这个人|这人|那个人|某人|对方(?!电话|向你)|骗子|楼上|楼下|三楼|新来的|嫌疑人|犯罪分子|嗰条友)(?:[^,.。!?\n]{0,12})"
    r"(?:发|说|称|叫|让|加|私聊|私信|冒充|自称|推荐|卖|贴|刷|骗|话)|(?:他|她|它|佢|发布者|用户[a-z])(?:[^,.。!?\n]{0,8})"
    r"(?:发的|发了|发给|说的|说他|说:|跟我说|原话|又来|自称|一直|让我|叫我|教我|冒充|话)|广告(?:号|内容|词|语|原话|说)|"
    r"(?:发|私聊|私信|推给)(?:了)?我[的:「\"]|发给我[的:,「]|给我发(?:的|了|:|「)|原话|话术|套路(?:是|:|的|呢|吧)|(?:被骗|受骗)经过:|全过程"
)
_WARNING = (
    r"上当的|(?<!不)是(?:个)?骗子|骗子(?:发|就|们|说|一个|!|。|$)|是骗(?:局|人)|骗人的|呃人|老千|骗局:|二次(?:诈骗|被骗|受骗)|别(?:再)?(?:信|加|点|上当|碰|装|付|理)|"
    r"不要(?:再)?(?:信|相信|加|点|上当|理|轻信)|唔好(?:信|加)|千万(?:别|不要)(?!跟|急|慌)|切勿|请勿|勿信|小心(?:骗|点|啊|!|$)|大家(?:小心|注意|警惕|当心|醒目|提高)|"
    r"(?:请|群友们?|各位|大家|家人们?|朋友们?|同事|老人)[^,。!?\n]{0,6}(?:注意|警惕|当心|提防|留意|转告)(?!,我们)|辟谣|科普|防骗|曝光|避雷|假的(?:!|。|,|$)|全是假|"
    r"损失(?:了)?\s?[\d一二两三四五六七八九十]+\s?(?:\.\d+)?(?:万|元|块|千)|骗了我|骗走(?:了)?(?:我|\d)|骗咗|一起(?:去)?报案|想(?:去)?报警|报(?:完|了)警|打(?:96110|18222|165)"
)
_LOSS = (
    r"我(?!们|司|方|局|给你|现在)[^,。!?\n]{0,12}(?:被[^,。!?\n]{0,10}骗|被坑|上当|中招|中咗|信了|信咗|转了|付了|交了|给了|俾咗|过咗|亏了|没了)|"
    r"(?:付|转|交|给|收|骗)(?:了|咗|走)我?\s?\d+|(?:就|又|已)(?:被)?(?:拉黑|消失|删了我|不见)|血泪|教训|(?:真的|真|好|太)后悔|后悔死|(?:被|给)(?:他|她|它|佢|这个|这家|这些)[^,。!?\n]{0,8}骗|屁都没|冇晒"
)
_QUESTION = (
    r"(?:骗子|骗局|诈骗|骗人的?|真的|假的|靠谱|可靠|可信|可以信|能信|合理|官方的?|有用|有效|犯法)(?:吗|嘛|么|咩|㗎|呢|\?)|犯法不|骗子啊|"
    r"(?:是不是|系咪|算不算|会不会|算)[^,。!?\n]{0,8}(?:骗|真|假|坑)|真的?假的?|真系|信唔信|信得过|靠谱不|可信不|能不能信|"
    r"(?:请问|请教|想问|问下|问一下|求鉴定|求解|求问|求回复|谁知道|谁能告|有懂|有没有(?:人|懂|被这|律师|成功)|有人(?:试|用过|知道|收)|有冇人)|"
    r"帮我?(?:看看|看一下|判断|鉴定)|帮我看下这|(?:各位|大家|大佬|群友)[^,。!?\n]{0,6}(?:觉得|怎么看|看看|判断)|律师帮忙看|"
    r"(?:要不要|该不该|能不能|可不可以)[^,。!?\n]{0,12}(?:付|加|给|点|信|转|买|办|交|联系)|(?:能|可以)(?:点|付|加|给|买|办|联系|共享)吗|怎么看"
)
_SEEN = (
    r"刚(?:才|刚)?(?:收到|看到|刷到|接到|有人)|(?:上|下)面(?:这|那)条|(?:这|那)(?:种|条|个|段)(?:广告|话|文案|消息|短信|骗|你们|也信|帖子?)|"
    r"(?:我|你们?|他)也信|笑死|想吐|奇葩|烦死|无语|我(?:该|应该|要不要|应唔应该)|又一个|又来(?:了|一)|第[一二三四五六七八九十\d]+个了|已截图|文案(?:我|都|真)|"
    r"(?:隔壁|别的|其他)群|(?:别人|客户)[^,。!?\n]{0,4}(?:发|转来|问|传)|网友:|转来的|(?:把|贴)原文|求证|辨别|懂的(?:人)?(?:说|来|看)|图片里"
)
_FOUND = (
    r"(?:收到|接到|搜到|刷到|读到|翻到|捡到|弹出|塞|贴着|贴的|写着|写的|印着|存的|转的|传来|发来|打来)[^,。!?\n]{0,6}"
    r"(?:[一这]条|这么|这样|短信|邮件|广告|卡片|纸条|内容|说|:|$)|(?:今天|昨天|昨晚|昨儿|早上|上午|下午|中午|前天|上周|前几天|刚刚?)"
    r"[^,。!?\n]{0,8}(?:收到|看到|接到|有人|有个|加了?我|打来|碰到|遇到)|(?:路边|电梯|楼道|门缝|厕所|快递盒|邮箱|朋友圈|(?:家长|亲戚|同学|业主|小区|"
    r"公司|工作|班级|妈妈|车友|老乡)群)[^,。!?\n]{0,6}(?:里|上|收|刷|贴|塞|转|弹|写|也|的)|(?:我(?:妈|爸|奶|爷|儿子|女儿|老公|老婆|同学|同事|室友|闺蜜)|"
    r"家里?老人|邻居|物业|警察(?:叔叔|已|来|说)|民警(?:已|来|说))"
)
_REACTION = (
    r"什么鬼|你们?看(?!好|中)|不懂就问|弹出来|截图(?!证|发|给我)|看看(?:这|他|她|下面)|原来(?:是|就|还)|这是(?:我|他|她|谁|什么|真|骗)|[他她]写|"
    r"哈哈|呵呵|有没有搞错|醒醒|血压|(?<!翻)滚(?!球)|卧槽|离谱|恶心|吓死|气死|骗鬼|鬼才信|谁信|没敢|不敢|差点|(?:你|你们)(?:觉得|怎么看|信吗|也信)|"
    r"咋(?:看|办|弄)|能办吗|我(?:把它|回了|回他|没理|拉黑|截图|加了他|存着|删了)|就是这么没|人财两空|年头还有|是(?:个)?坑(?!队)|信你个|笑了|"
    r"(?:反馈|上报)(?:给|到|了)|通报过|我截取|摘自|病句|合法吗|正常吗|怎么想|怎么又|老(?:是)?发|头疼|良心|网上说|垃圾短信|他们(?:胆子|老|又|还)|你处理|典型$"
)
_CRY = Expression(r"帮帮我|救[命我]|救救|在线等|求助|求求")
_SAID_IN_PASSING = REMARKS | {"off_topic"}
_AS_WRITTEN = (
    r"\b(?:scam alert|(?:is|are) (?:an? )?(?:scam|fraud|fake)s?|scammers?|legit\W*\?|is (?:this|it)|beware|watch out|"
    r"do ?n[o']?t (?:trust|add|believe)|they (?:really )?(?:wrote|said))\b|[?？]{2}"
)
_ABOUT = Expression(f"{_TO_ADMINS}|{_OF_SOMEBODY}|{_WARNING}|{_LOSS}|{_QUESTION}|{_SEEN}|{_FOUND}|{_REACTION}")
_ABOUT_AS_WRITTEN = Expression(_AS_WRITTEN, re.IGNORECASE)


def offered(checker: Checker, text: str) -> CheckResult | None:
    """The verdict on a message whose author offers a trap in their own voice; None for any other message."""
    found = checker.check(text)
    if not _is_sure(found):
        return None
    own = _QUOTED.sub(" ", text)
    if own != text and len(_LETTER.findall(own)) >= _OWN and not _is_sure(checker.check(own)):
        return None
    return None if speaks_about(checker, own) or checker.about(own) >= _ABOUT_ONE else found


def is_all_offer(checker: Checker, text: str) -> bool:
    """Whether a message that is offered has no remark at its beginning or end, where people put theirs: what is to be
    deleted needs that, too.
    """
    own = _QUOTED.sub(" ", text)
    if checker.about(own) >= _PERHAPS_ABOUT_ONE:
        return False
    clauses = [part for part in _CLAUSE_END.split(own) if len(_CHINESE.findall(part)) >= _LEAST_REMARK]
    return all(_remark(checker, part) < _LIKE_A_REMARK for part in (*clauses[:1], *clauses[-1:]))


def _remark(checker: Checker, clause: str) -> float:
    """How likely a clause belongs to no trap and offers nothing; one about the trade is no remark, however short."""
    if _TRADE.search(checker.plain(clause).strip()):
        return 0.0
    judged = checker.judgement(clause)
    return judged.what[HARMLESS] * (1 - judged.voice[OFFERS])


def speaks_about(checker: Checker, own: str) -> bool:
    """Whether somebody's own words, without quotations, are about a swindler or advert: to warn, report, ask, tell."""
    return bool(_ABOUT.search(checker.plain(own)) or _ABOUT_AS_WRITTEN.search(own))


def masked(text: str, longest: int = LONGEST_SHOWN) -> str:
    """The beginning of a message on one line, the accounts in it masked."""
    return defused(text, longest)


def needs_help(understander: Understander, text: str, now: datetime) -> bool:
    """Whether words said to the bot are a plea: a cry, a danger or loss told of, or a question."""
    reading = understander.read(text, now)
    if reading.danger or _CRY.search(reading.plain):
        return True
    if reading.request in _SAID_IN_PASSING:
        return False
    return reading.situation not in {None, OUT_OF_SCOPE} or bool(reading.topics or reading.interrogative)


def _is_sure(found: CheckResult) -> bool:
    return Verdict(found.verdict).is_trap and found.score >= SURE
