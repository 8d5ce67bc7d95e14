"""What the commands that open the store take."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli import BadUsageError
from bot.settings import Settings, SettingsError, read_settings
from bot.store import StoreSettings


def add_env_file(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names a file of settings; none is read unless it is named."""
    parser.add_argument("--env-file", type=Path, metavar="FILE", help="settings that the environment does not have")


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings of the environment and of the file named.
    Raises BadUsageError: `bot.settings.read_settings` says why.
    """
    try:
        return read_settings(arguments.env_file)
    except SettingsError as error:
        raise BadUsageError(str(error)) from error


def store_settings(settings: Settings) -> StoreSettings:
    """Where the store is and its keys."""
    keys = settings.key.get_secret_value() if settings.key else None
    return StoreSettings(settings.store_url, keys=keys, key_file=settings.key_file)
