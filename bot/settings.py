"""The settings: environment variables with the prefix ``TRANSFER_AID_``, or a ``.env`` file in the working folder."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,100}")  # as @BotFather gives it: the bot's number, and 35 characters


class Settings(BaseSettings):
    """Everything that can be set. Secrets are never shown in an error or a log."""

    model_config = SettingsConfigDict(
        env_prefix="TRANSFER_AID_", env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = ""
    key: SecretStr | None = Field(
        default=None, description="keys of the encrypted store, newest first, comma-separated"
    )
    timezone: str = "Asia/Shanghai"  # WeChat's bills are in Beijing time, wherever the person is
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1:8080"
    log_json: bool = False

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
        """The database address; a SQLite file in the user's data folder when none is set."""
        return self.database_url or f"sqlite:///{default_database()}"


def default_database() -> Path:
    """The SQLite file used when no database is set; its folder is made when the store is opened."""
    return user_data_path("transfer-aid", appauthor=False) / "cases.sqlite3"
