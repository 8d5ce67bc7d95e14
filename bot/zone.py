"""The time zone in which people's words about time are understood."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

DEFAULT = "Asia/Shanghai"  # WeChat's bills are in Beijing time, wherever the person is


def zone_set() -> ZoneInfo:
    """The zone of the settings.

    The typed settings take a tenth of a second to import, which somebody waiting for a first word would feel; they are
    asked only where something was set at all.
    """
    if "TRANSFER_AID_TIMEZONE" not in os.environ and not Path(".env").exists():
        return ZoneInfo(DEFAULT)
    from bot.settings import Settings

    return Settings().zone
