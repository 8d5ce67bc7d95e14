"""Where settings come from: the environment, and a file where it is named; never from what lies in the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings
from bot.store.cipher import make_key
from bot.telegram.app import Service, TelegramSettings
from tests.cli.program import Run

pytestmark = pytest.mark.calendar

TOKEN = "8123456789:" + "a" * 35
OTHER = "8987654321:" + "b" * 35


def write(text: str, mode: int = 0o600) -> Path:
    file = Path("bot.env")
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


@pytest.fixture(autouse=True)
def _folder(run: Run) -> None:
    """In an empty folder, without settings in the environment."""


def test_a_named_file_adds_what_the_environment_does_not_have(monkeypatch: pytest.MonkeyPatch):
    file = write(f"TRANSFER_AID_TELEGRAM_TOKEN={TOKEN}\nTRANSFER_AID_TIMEZONE=Europe/Paris\n")
    monkeypatch.setenv("TRANSFER_AID_TIMEZONE", "Asia/Tokyo")
    settings = read_settings(file)
    assert (settings.checked_token, settings.timezone) == (TOKEN, "Asia/Tokyo")
    assert read_settings(None).telegram_token is None


@pytest.mark.parametrize(("mode", "said"), [(0o644, "chmod 600"), (0o640, "chmod 600"), (None, "no file")])
def test_a_file_that_others_can_read_or_that_is_not_there_is_refused(mode: int | None, said: str, run: Run):
    if mode:
        write(f"TRANSFER_AID_TELEGRAM_TOKEN={TOKEN}\n", mode)
    done = run("telegram", "--env-file", "bot.env")
    assert done.code == 2
    assert said in done.err
    assert TOKEN not in done.err


def test_a_file_cannot_lead_the_environments_token_to_another_server(monkeypatch: pytest.MonkeyPatch, run: Run):
    elsewhere = "TRANSFER_AID_TELEGRAM_API_URL=https://api.telegram.example\n"
    monkeypatch.setenv("TRANSFER_AID_TELEGRAM_TOKEN", TOKEN)
    for text in (elsewhere, elsewhere + f"TRANSFER_AID_TELEGRAM_TOKEN={OTHER}\n"):
        with pytest.raises(SettingsError, match="would get the token"):
            read_settings(write(text))
    done = run("telegram", "--env-file", "bot.env")
    assert done.code == 2
    assert TOKEN not in done.err


def test_an_own_server_and_its_token_in_one_place_are_fine(monkeypatch: pytest.MonkeyPatch):
    file = write(f"TRANSFER_AID_TELEGRAM_API_URL=http://127.0.0.1:8081\nTRANSFER_AID_TELEGRAM_TOKEN={TOKEN}\n")
    assert read_settings(file).telegram_api_url == "http://127.0.0.1:8081"
    monkeypatch.setenv("TRANSFER_AID_TELEGRAM_API_URL", "http://127.0.0.1:8082")
    monkeypatch.setenv("TRANSFER_AID_TELEGRAM_TOKEN", OTHER)
    both = read_settings(file)
    assert (both.telegram_api_url, both.checked_token) == ("http://127.0.0.1:8082", OTHER)


def test_what_lies_in_the_folder_is_not_obeyed(monkeypatch: pytest.MonkeyPatch, run: Run):
    for name in (".env", "bot.env"):
        Path(name).write_text("TRANSFER_AID_TELEGRAM_API_URL=https://api.telegram.example\n", "utf-8")
        Path(name).chmod(0o600)
    monkeypatch.setenv("TRANSFER_AID_TELEGRAM_TOKEN", TOKEN)
    used: list[TelegramSettings] = []

    async def serve(settings: TelegramSettings, _service: Service, **_: object) -> None:
        used.append(settings)

    monkeypatch.setattr("bot.cli.telegram_command.run_polling", serve)
    monkeypatch.setattr("bot.cli.telegram_command.load_service", lambda *_: None)
    assert run("telegram").code == 0
    assert [one.api_url for one in used] == [Settings.model_fields["telegram_api_url"].default]
    assert used[0].api_url == "https://api.telegram.org"


def test_a_webhook_listens_on_this_machine_only_unless_told_otherwise():
    assert Settings().webhook_listen.startswith("127.0.0.1:")


def test_the_key_may_be_in_a_file_elsewhere(monkeypatch: pytest.MonkeyPatch, run: Run):
    key = make_key()
    Path("key").write_text(f"{key}\n{make_key()}\n", "ascii")
    monkeypatch.setenv("TRANSFER_AID_KEY_FILE", "key")
    monkeypatch.setenv("TRANSFER_AID_DATABASE_URL", "sqlite:///data/cases.sqlite3")
    assert run("db", "upgrade").code == 0
    assert sorted(file.name for file in Path("data").iterdir()) == ["cases.sqlite3"]
    monkeypatch.delenv("TRANSFER_AID_KEY_FILE")
    monkeypatch.setenv("TRANSFER_AID_KEY", key)
    assert run("db", "upgrade").code == 0
    monkeypatch.setenv("TRANSFER_AID_KEY_FILE", "key")
    done = run("db", "upgrade")
    assert (done.code, "not both" in done.err) == (1, True)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"short\n"])
def test_a_key_file_that_will_not_do_is_refused_and_not_replaced(
    content: bytes | None, monkeypatch: pytest.MonkeyPatch, run: Run
):
    if content is not None:
        Path("key").write_bytes(content)
    monkeypatch.setenv("TRANSFER_AID_KEY_FILE", "key")
    monkeypatch.setenv("TRANSFER_AID_DATABASE_URL", "sqlite:///data/cases.sqlite3")
    assert run("db", "upgrade").code == 1
    assert (Path("key").read_bytes() if Path("key").exists() else None) == content
