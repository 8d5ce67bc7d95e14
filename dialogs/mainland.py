"""Words that only the mainland's law, offices and numbers have: they are not told as theirs to somebody abroad."""

from __future__ import annotations

from dialogs.text.expression import Expression

_OFFICES = Expression(
    "公安|派出所|民警|检察院|人民银行|央行|财付通|国内银行|受案回执|受案登记|一证通|云闪付|腾讯卫士|信用报告"
)
_LAW = Expression(
    "(?<!停)止付|不予立案|复议|追认|不当得利|时效|支付令|受理费|小额诉讼|诉前保全|口头起诉|法院调取|追缴|退赔|帮信"
    "|(?i:stop[- ]payment|public security|limitation period|small claims|unjust enrichment|civil dispute)"
    "|侵权|民事纠纷|走民事|法律上无效|未成年人」的规则|惩戒|拘留|诬告|应当返还|应当接受|请求法院撤销|数额较大"
)


def names_mainland_law(text: str) -> bool:
    """Whether words state a rule of the mainland's law, or name an office that applies it."""
    return any(words.search(text) for words in (_OFFICES, _LAW))
