"""What the webhook needs to know."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Bot API: 1 to 256; shorter than 16 can be guessed


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`url` is where Telegram finds us (https, through a proxy that ends TLS); its path is served at host and port.

    `deliveries` is how many updates Telegram may have on their way at once.
    """

    url: str
    secret: str = field(repr=False)
    host: str = "0.0.0.0"  # noqa: S104  # in a container, behind the proxy
    port: int = 8080
    deliveries: int = 40

    def __post_init__(self) -> None:
        """Refuse what would leave the door open: ValueError."""
        if not _SECRET.fullmatch(self.secret):
            raise ValueError("the webhook secret is 16 to 256 characters of A-Z a-z 0-9 _ -")
        if urlsplit(self.url).scheme != "https":
            raise ValueError("Telegram calls https addresses only")


def address(text: str) -> tuple[str, int]:
    """The host and port in ``host:port``.

    Raises:
        ValueError: when it is not that.
    """
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"HOST:PORT is expected, not {text}")
    return host, int(port)
