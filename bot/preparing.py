"""Makes what a start of the service needs; runs in a process of its own that ends with it.

Checking settings and content, upgrading the database and writing its SQL take pydantic, SQLAlchemy and Alembic.
Serving takes none of them; yet they would stay, with the holes that their work leaves in memory: a third of the whole
bot. So `transfer-aid telegram` starts itself once more for this (`--prepare`), and gets what came of it pickled,
through a pipe, from its own child: nothing is stored, and nobody else can put anything in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.content_files import read_models, read_texts
from bot.settings import Settings, default_database
from bot.start import Packed, ServiceSettings, Start, packed
from bot.store import StoreSettings, prepare
from bot.telegram_words import TelegramWords
from bot.webhook.settings import WebhookSettings, address
from bot.wiring import Content, typed
from dialogs import script
from dialogs.cards import Deck


def prepare_start(service: ServiceSettings) -> Start:
    """Check the content, bring the database up to date.

    Raises:
        ContentError: the content cannot be used.
        DatabaseAddressError, StoreKeyError, SchemaError, StoreUnavailableError: the database cannot.
    """
    texts = read_texts()
    content = typed(texts, read_models())
    return Start(
        settings=replace(service, store=replace(service.store, prepared=prepare(service.store))),
        words=TelegramWords.from_files(texts),
        library=content.library,
        understander=content.understander,
        script=script.table(),
        packed=_packed(content, texts),
    )


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


def _packed(content: Content, texts: Mapping[str, str]) -> Packed:
    """The parts, without what they share with the library: it would come twice."""
    return Packed(
        checker=packed(content.load_checker()),
        papers=packed(replace(content.load_papers(), facts={})),
        timetable=packed(content.load_timetable()),
        deck=packed(replace(Deck.from_files(texts, content.library), facts={}, contacts={})),
    )
