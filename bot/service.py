"""The Telegram bot as a service: checks settings and content, then runs the dialog behind the adapter until stopped."""

from __future__ import annotations

import datetime as dt
import gc
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from bot import store
from bot.content import make_dialog, open_content, read_models
from bot.papers.export import build_file
from bot.settings import Settings, default_database
from bot.store import StoreSettings
from bot.telegram.phrases import Phrases
from bot.telegram.polling import PollingDead
from bot.telegram.reception import Dialog as Conversation
from bot.telegram.run import TelegramSettings, run_polling
from bot.telegram_beside import served_beside
from bot.webhook.failures import CannotListen, WebhookRefused
from bot.webhook.settings import WebhookSettings, address
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.load import Content
from dialogs.library.models.channels import TelegramWords
from dialogs.library.problems import ContentError
from dialogs.messages import File, Input, Reply, Turn
from dialogs.turn import present, take_turn

UNUSABLE = (ContentError, PollingDead, WebhookRefused, CannotListen, *store.UNUSABLE)
"""Why a service cannot go on; each comes with a text for the operator."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The settings of a service, checked. `webhook` is None for polling."""

    token: str = field(repr=False)
    api_url: str
    store: StoreSettings
    webhook: WebhookSettings | None
    zone: ZoneInfo
    log_json: bool

    @property
    def adapter(self) -> TelegramSettings:
        """The adapter's settings."""
        return TelegramSettings(token=self.token, store=self.store, api_url=self.api_url)


@dataclass(frozen=True, slots=True)
class ServiceContent:
    """The content of a service, and the dialog over it."""

    content: Content
    dialog: Dialog


def service_settings(settings: Settings, *, webhook: bool) -> ServiceSettings:
    """The settings of a service; the folder of the default database is made.

    Raises:
        ValueError: one is missing or will not do.
    """
    if settings.telegram_token is None:
        raise ValueError("TRANSFER_AID_TELEGRAM_TOKEN is not set: get a token from @BotFather and set it")
    called = webhook_settings(settings) if webhook else None
    if not settings.database_url:
        default_database().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = settings.key.get_secret_value() if settings.key else None
    return ServiceSettings(
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        store=StoreSettings(settings.store_url, keys=keys),
        webhook=called,
        zone=settings.zone,
        log_json=settings.log_json,
    )


def webhook_settings(settings: Settings) -> WebhookSettings:
    """The webhook's settings.

    Raises:
        ValueError: when the address or the secret is missing or will not do.
    """
    if settings.webhook_url is None or settings.webhook_secret is None:
        raise ValueError("--webhook needs TRANSFER_AID_WEBHOOK_URL and TRANSFER_AID_WEBHOOK_SECRET")
    host, port = address(settings.webhook_listen)
    return WebhookSettings(settings.webhook_url, settings.webhook_secret.get_secret_value(), host, port)


def load_service_content() -> ServiceContent:
    """Read and check all content that a service uses.

    Raises:
        ContentError: the content cannot be used.
    """
    content = open_content()
    return ServiceContent(content, make_dialog(content, read_models(), can_remind=True))


async def serve(
    settings: ServiceSettings,
    content: ServiceContent,
    *,
    health: tuple[str, int] | None = None,
    adapter: TelegramSettings | None = None,
) -> None:
    """Serve until stopped, by webhook if the settings have one; else `health` is where health and metrics are served.

    `adapter` replaces the adapter's settings that follow from `settings`.

    Raises:
        UNUSABLE: it cannot go on.
    """
    serving = conversation(content, settings.zone)
    if settings.webhook:
        from bot.webhook.serve import run_webhook

        await run_webhook(adapter or settings.adapter, settings.webhook, serving, build_file=built)
        return
    await run_polling(
        adapter or settings.adapter,
        serving.take_turn,
        serving.phrases,
        build_file=built,
        show=serving.show,
        health=health,
        beside=serving.beside,
        make_reader=serving.make_reader,
    )


def conversation(content: ServiceContent, zone: ZoneInfo) -> Conversation:
    """The dialog with all that is served beside it."""
    dialog, words = content.dialog, content.content.telegram
    private = Conversation(partial(_turn, dialog, zone), _phrases(dialog, words), show=partial(_shown, dialog, zone))
    serving = served_beside(private, dialog, content.content, zone)
    # It stays to the end: looking through it for garbage would only make somebody wait.
    gc.collect()
    gc.freeze()
    return serving


def _turn(dialog: Dialog, zone: ZoneInfo, case: Case, received: Input, now: dt.datetime) -> Turn:
    """A turn in the time zone of the settings."""
    return take_turn(dialog, case, received, now.astimezone(zone))


def _shown(dialog: Dialog, zone: ZoneInfo, case: Case, now: dt.datetime) -> tuple[Reply, ...]:
    """What a case looks like now, in the time zone of the settings."""
    return present(dialog, case, now.astimezone(zone))


def built(file: File) -> tuple[str, bytes]:
    """A file's name and bytes."""
    return file.name, build_file(file)


def _phrases(dialog: Dialog, words: TelegramWords) -> Phrases:
    """The adapter's own words."""
    nobody = Known({}, dt.datetime.now(dt.UTC))
    return Phrases(
        slow_down=dialog.words.message("slow_down", nobody).text,
        try_again=dialog.words.message("system_error", nobody).text,
        old_button=words.old_button,
        no_file=words.no_file,
        commands=tuple(words.commands.items()),
        profile=words.profile,
    )
