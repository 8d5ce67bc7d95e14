"""A strict Bot API server on loopback, and people who use it.

It knows the fields and refusals of Bot API 10.3, as its documentation has them: `rich_message` (10.1), `live_photo` and
guest mode (10.0), messages for one member's eyes (10.3), buttons that copy (7.11) and that share (6.7).
"""

from tests.telegram_double.clock import FakeClock
from tests.telegram_double.double import TelegramDouble
from tests.telegram_double.faults import Fault
from tests.telegram_double.group import Group, Member
from tests.telegram_double.person import Person
from tests.telegram_double.rules import Sent

BOT_API = "10.3"
"""The version of the Bot API whose fields and refusals it knows."""

__all__ = ["BOT_API", "FakeClock", "Fault", "Group", "Member", "Person", "Sent", "TelegramDouble"]
