"""Other spellings of the words that matter: disguises, slips of the keyboard, Cantonese, a little English.

Each table maps a pattern (or word) to the plain word that the rest of the understanding looks for.
"""

from __future__ import annotations

DISGUISES: tuple[tuple[str, str], ...] = (
    (r"wechat ?pay|we ?chat|(?<![a-z])(?:[vw] ?x|v信|w信|wx)(?![a-z])|w[eē]i ?x[iī]n", "微信"),
    (r"威信(?!力|扫地)|薇信|微 ?[芯欣馨]|徽信|喂信", "微信"),
    (r"(?<![a-z])zfb(?![a-z])|支付[宝寳保]|ali ?pay|之付宝|支富宝", "支付宝"),
    (r"转[帐張账]|转zhang|专账|赚账|zhuan ?zhang", "转账"),
    (r"帐([号户单])", r"账\1"),
    (r"[到入]帐", "到账"),
    (r"撤[徊茴会汇]|车回|chehui", "撤回"),
    (r"受骗|被p[iī]?[àa]?n(?![a-z])|被片(?!面)|被[篇偏]了|贝骗|備骗", "被骗"),
    (r"p子|骗孒|骗紫|片子(?=[把拿说让叫骗])", "骗子"),
    (r"拉嘿|啦黑|拉hei|拖黑", "拉黑"),
    (r"验正码|验证吗|言正码|yzm", "验证码"),
    (r"啰聊|果聊|l聊|luo聊", "裸聊"),
    (r"刷dan|s单|涮单|shua单", "刷单"),
    (r"客f(?![a-z])|kefu", "客服"),
    (r"红苞|红bao|hongbao|洪包", "红包"),
    (r"收kuan|收欵", "收款"),
    (r"(?<=[活看跟着住拿等开聊说催逼])著", "着"),
)

ENGLISH: tuple[tuple[str, str], ...] = (
    (r"(?:the )?wrong (?:person|account|number|contact|friend|guy|card|recipient|people)", "转错人"),
    (r"(?:the )?wrong amount|too much money|paid twice", "转错金额"),
    (r"(?:sent|transferred|transfer|paid)(?: (?:the|my|some))?(?: money)?", "转账"),
    (r"(?:got |been |was |were |am )?(?:scammed|cheated|conned|defrauded)", "被骗"),
    (r"scammers?|swindlers?|fraudsters?", "骗子"),
    (r"scam|fraud", "诈骗"),
    (r"(?:recall|undo|cancel|reverse|revoke)(?: (?:the|a|my|it))?(?: (?:transfer|payment))?", "撤回"),
    (r"get (?:my|the) money back", "追回"),
    (r"(?:not|n't|hasn't) (?:yet )?(?:received|accepted|receive|accept)", "还没收"),
    (r"blackmail(?:ed|ing)?|extort(?:ed|ion)?", "勒索"),
    (r"hacked|stolen", "被盗"),
    (r"frozen|froze", "冻结"),
    (r"refund(?:ed)?", "退款"),
    (r"blocked me", "拉黑我"),
    (r"kill myself|suicide|want to die", "不想活"),
    (r"red packet|red envelope", "红包"),
)

CANTONESE: tuple[tuple[str, str], ...] = (
    ("点算", "怎么办"), ("点样", "怎样"), ("点解", "为什么"), ("系咪", "是不是"), ("唔系", "不是"), ("边个", "哪个"),
    ("边度", "哪里"), ("几多", "多少"), ("几耐", "多久"), ("几时", "什么时候"), ("而家", "现在"), ("啱啱", "刚刚"),
    ("头先", "刚才"), ("寻日", "昨天"), ("琴日", "昨天"), ("今日", "今天"),
    ("唔该", "谢谢"), ("呃咗", "骗了"), ("呃人", "骗人"),
    ("呃我", "骗我"), ("人呃", "人骗"), ("被呃", "被骗"), ("过咗数", "转了账"), ("过数", "转账"), ("入数", "转账"),
    ("入咗数", "转了账"), ("搵", "找"), ("揾", "找"), ("冇", "没"), ("唔", "不"), ("咗", "了"), ("嘅", "的"),
    ("佢", "他"), ("俾", "给"), ("畀", "给"), ("攞", "拿"), ("嚟", "来"), ("喺", "在"), ("嘢", "东西"), ("啲", "些"),
    ("乜", "什么"), ("咁", "这么"), ("咩", "什么"), ("仲", "还"), ("睇", "看"), ("屋企", "家里"), ("阿妈", "妈妈"),
    ("阿爸", "爸爸"), ("细路", "小孩"),
)  # fmt: skip
