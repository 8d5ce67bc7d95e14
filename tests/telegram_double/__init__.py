"""A strict Bot API server on loopback, and people who use it."""

from tests.telegram_double.clock import FakeClock
from tests.telegram_double.double import TelegramDouble
from tests.telegram_double.faults import Fault
from tests.telegram_double.group import Group, Member
from tests.telegram_double.person import Person
from tests.telegram_double.rules import Sent

__all__ = ["FakeClock", "Fault", "Group", "Member", "Person", "Sent", "TelegramDouble"]
