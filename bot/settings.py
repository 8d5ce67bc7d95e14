"""The settings: environment variables with the prefix ``TRANSFER_AID_``, and a file of them where it is named."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

PREFIX = "TRANSFER_AID_"
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,100}")  # as @BotFather gives it: the bot's number, and 35 characters


class SettingsError(ValueError):
    """A file of settings will not do; the text is for the operator."""


class Settings(BaseModel):
    """Everything that can be set. Secrets are never shown in an error or a log."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = ""
    key: SecretStr | None = Field(
        default=None, description="keys of the encrypted store, newest first, comma-separated"
    )
    key_file: Path | None = Field(default=None, description="a file that holds them instead, one a line")
    timezone: str = "Asia/Shanghai"  # WeChat's bills are in Beijing time, wherever the person is
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1:8080"
    log_json: bool = False
    language: str = Field(default="zh-Hans", description="the language of who shows no other: a tag of languages.yaml")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError) as error:
            raise ValueError(f"no such time zone: {value}") from error
        return value

    @property
    def checked_token(self) -> str:
        """The bot's token. Raises ValueError when there is none, or when it cannot be one by its form."""
        token = self.telegram_token.get_secret_value() if self.telegram_token else ""
        if not token:
            raise ValueError("TRANSFER_AID_TELEGRAM_TOKEN is not set: get a token from @BotFather and set it")
        if not _TOKEN.fullmatch(token):
            raise ValueError(
                "TRANSFER_AID_TELEGRAM_TOKEN is not a bot token: copy it whole from @BotFather, without quotes or "
                "spaces; it is digits, a colon, and 35 letters, digits, _ or -"
            )
        return token

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people's words about time are understood."""
        return ZoneInfo(self.timezone)

    @property
    def store_url(self) -> str:
        """The database address; a SQLite file in the user's data folder, made with it, when none is set."""
        if self.database_url:
            return self.database_url
        from platformdirs import user_data_path

        return f"sqlite:///{user_data_path('transfer-aid', appauthor=False) / 'cases.sqlite3'}"


def settings_in(variables: Mapping[str, str | None]) -> Settings:
    """The settings in environment variables; an empty one is not set. Raises ValidationError: one will not do."""
    return Settings.model_validate(
        {
            name.upper().removeprefix(PREFIX).lower(): value
            for name, value in variables.items()
            if value and name.upper().startswith(PREFIX)
        }
    )


def read_settings(file: Path | None = None) -> Settings:
    """The settings of the environment, and those of a file that it does not have.

    Raises SettingsError: the file is not there or can be read by others; or it names another Bot API server for a token
    that it does not hold, and who can write the file would be given the token; ValidationError: a setting will not do.
    """
    given = settings_in(os.environ)
    if file is None:
        return given
    if not file.is_file():
        raise SettingsError(f"there is no file {file}")
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise SettingsError(f"{file} can be read by others; run chmod 600 on it")
    from dotenv import dotenv_values

    both = settings_in({**dotenv_values(file), **{name: value for name, value in os.environ.items() if value}})
    if given.telegram_token and both.telegram_api_url != given.telegram_api_url:
        raise SettingsError(
            f"{file} names another TRANSFER_AID_TELEGRAM_API_URL, which would get the token of the environment; "
            "put both into the file, or both into the environment"
        )
    return both
