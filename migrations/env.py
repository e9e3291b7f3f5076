"""Alembic's way in: the tables of all rooms, one linear history."""

from alembic import context
from sqlalchemy import Connection, create_engine

import knowledge.curation.models
import knowledge.gaps.models
import knowledge.models  # noqa: F401 - each import registers its tables
from kit.database import Base
from kit.settings import get_settings


def sync_url(url: str) -> str:
    """Migrations run without asyncio: the same database through the plain driver."""
    return url.replace("+aiosqlite", "")


def run(connection: Connection) -> None:
    """Bring one database to the head revision."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


engine = create_engine(sync_url(context.config.get_main_option("sqlalchemy.url") or get_settings().database))
with engine.connect() as connection:
    run(connection)
engine.dispose()
