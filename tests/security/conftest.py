"""A whole bot with the packaged dialog, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from bot.store import StoreSettings
from dialogs.dialog import Dialog
from tests.bot.store.conftest import key, postgres_database, postgres_server, url
from tests.bot.telegram.conftest import bench, double, empty_store
from tests.cli.conftest import opened, run
from tests.dialogs.opened import open_dialog

__all__ = ["bench", "double", "empty_store", "key", "opened", "postgres_database", "postgres_server", "run", "url"]


@pytest.fixture(scope="session")
def reminding() -> Dialog:
    """The dialog as the bot opens it."""
    return open_dialog(can_remind=True)


@pytest.fixture
def at(url: str, key: str) -> StoreSettings:
    """The store of a bot."""
    return StoreSettings(url, keys=key)
