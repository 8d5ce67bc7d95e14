"""Counts and times for Prometheus; no label holds anything about a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The adapter's metrics, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("transfer_aid_turns", "Updates processed", ["result"], registry=self.registry)
        self.turn_seconds = Histogram(
            "transfer_aid_turn_seconds",
            "From an update's arrival to its commit",
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=self.registry,
        )
        self.sent = Counter(
            "transfer_aid_messages", "Messages by what became of them", ["result"], registry=self.registry
        )
        self.outbox_waiting = Gauge("transfer_aid_outbox_waiting", "Messages not yet sent", registry=self.registry)
        self.outbox_age = Gauge("transfer_aid_outbox_age_seconds", "Age of the oldest one", registry=self.registry)
        self.errors = Counter("transfer_aid_errors", "Errors by place", ["place"], registry=self.registry)
        self.last_poll = Gauge("transfer_aid_last_poll_seconds", "When Telegram last answered", registry=self.registry)
