"""Alembic's entry: runs the migrations on the connection handed over by `bot.store.migrations.upgrade`."""

from __future__ import annotations

from alembic import context

from bot.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
