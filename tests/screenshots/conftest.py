"""What was read in a few pictures, read once for all tests: reading takes a second each."""

from __future__ import annotations

import pytest

from bot.screenshots.reader import ImageText, read_image
from tests.screenshots.pictures import DARK, chat, saved

LURES = (
    "微信转账撤回神器，先付后撤，加V：huitui2026，不成功不收费，全天在线接单",
    "刚转出去的钱想拿回来？我们有腾讯内部接口，一键撤回，名额有限",
)
CODE = "https://chehui.example.com/apk?from=group"


@pytest.fixture(scope="session")
def light() -> ImageText:
    """A chat screen in light colours, with times, two sides and a QR code, sent on as a picture of half its size."""
    said = [("time", "昨天 21:02"), ("you", LURES[0]), ("me", "这是骗子，别信"), ("you", LURES[1])]
    return read_image(saved(chat(said, code=CODE, size=(1080, 1500)).resize((540, 750))))


@pytest.fixture(scope="session")
def dark() -> ImageText:
    """The same lures in dark colours, as a phone takes a picture of its screen: a JPEG of middling quality."""
    screen = chat([("you", LURES[0]), ("me", LURES[1])], DARK, size=(1080, 1730))
    return read_image(saved(screen, "JPEG", quality=70))
