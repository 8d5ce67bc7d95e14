"""Logging for the services: structured, and never a word of what people said."""

from __future__ import annotations

import sys

import structlog


def set_up_logs(*, json: bool) -> None:
    """Log to standard error, as JSON lines or for people to read."""
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        logger_factory=_to_standard_error,
    )


def _to_standard_error(*_: object) -> structlog.PrintLogger:
    """Asked for at each line: who replaced the stream meanwhile, or closed it, must not make a service fall over."""
    return structlog.PrintLogger(sys.stderr)
