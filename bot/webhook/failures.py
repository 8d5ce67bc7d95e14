"""Why the HTTP side cannot go on; the texts are for the operator."""

from __future__ import annotations


class WebhookRefused(Exception):  # noqa: N818  # reads as what is the case
    """Telegram does not accept the token, or did not take our address: a supervisor should start us anew."""


class CannotListen(Exception):  # noqa: N818  # reads as what is the case
    """The address to be served at is taken, or not of this machine."""
