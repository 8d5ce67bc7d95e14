"""``transfer-aid db upgrade``: bring the database to this version's schema."""

from __future__ import annotations

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError

from bot.cli import DONE, FOUND
from bot.settings import Settings, default_database
from bot.store.engine import normal_url, open_engine
from bot.store.migrate import SchemaTooNew, upgrade

PATIENCE = 30.0  # seconds to wait for a locked SQLite file


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=["upgrade"], help="upgrade the schema")


def run(arguments: argparse.Namespace) -> int:
    """Upgrade; exit 1 when the database cannot be upgraded, which leaves it as it was."""
    del arguments
    settings = Settings()
    if not settings.database_url:
        default_database().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = open_engine(normal_url(settings.store_url), PATIENCE)
    try:
        upgrade(engine)
    except (SQLAlchemyError, SchemaTooNew) as error:
        print(f"not upgraded, the database is as it was: {error}", file=sys.stderr)
        return FOUND
    finally:
        engine.dispose()
    print("the database is up to date")
    return DONE
