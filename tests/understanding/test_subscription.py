"""Money that a subscription takes: no false customer service, where nobody called."""

from __future__ import annotations

import datetime as dt

from dialogs.understanding import Understander
from tests.each import each

NOW = dt.datetime(2026, 11, 23, 21, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@each(
    ("said", "situation"),
    [
        ("微信自动扣了我198 说是什么会员", "merchant_dispute"),
        ("微信每个月自动扣我19.9 我没开通过", "merchant_dispute"),
        ("莫名其妙被扣了30块 账单写的连续包月", "merchant_dispute"),
        ("0元试用结果扣了我299", "merchant_dispute"),
        ("客服打电话说我开了会员每月扣500 要我取消", "scam_customer_service"),
        ("抖音客服说我开了直播会员 转了2万", "scam_customer_service"),
        ("免密支付被扣了两千 不是我弄的", "account_theft"),
        ("苹果自动扣了648好几次，我没充过", "account_theft"),
    ],
)
def test_a_subscription_is_a_dispute_unless_somebody_called_or_it_was_stolen(
    understander: Understander, said: str, situation: str
):
    assert understander.read(said, NOW).situation == situation
