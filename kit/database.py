"""The database: one engine a process, one transaction a request or task, committed at its edge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, MetaData, TypeDecorator, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from kit import sqlite

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of Voordeur, in whichever room it lives."""

    metadata = MetaData(naming_convention=_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without time zone: nobody knows when that was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """The database of one process."""

    def __init__(self, url: str) -> None:
        """Prepare an engine for a SQLAlchemy address; nothing connects yet."""
        if url.startswith("sqlite"):
            self.engine = _sqlite(url, sqlite.Connection)
            # SQLite has one writer. Waiting for one connection is first come, first served; SQLite itself
            # lets everybody try again after ever longer pauses: threads stay busy and some wait long.
            self._writing = _sqlite(url, sqlite.WritingConnection, pool_size=1, max_overflow=0)
        else:
            self.engine = self._writing = create_async_engine(url, pool_pre_ping=True, hide_parameters=True)
        self._writers = async_sessionmaker(self._writing, expire_on_commit=False)
        self._readers = async_sessionmaker(
            self.engine.execution_options(reads_only=True), expire_on_commit=False
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Open a session that commits when the block ends well and rolls back when it does not."""
        async with self._writers.begin() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session for looking only: it never waits for a writer and keeps no change."""
        async with self._readers() as session:
            yield session

    async def ping(self) -> None:
        """Raise an SQLAlchemy error when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        await self._writing.dispose()


def _sqlite(url: str, kind: type[sqlite.Connection], **pool: int) -> AsyncEngine:
    # An error must not carry what somebody typed into the log.
    connecting = {"async_creator_fn": sqlite.connecting(kind)}
    engine = create_async_engine(url, connect_args=connecting, hide_parameters=True, **pool)
    event.listen(engine.sync_engine, "connect", _tune_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers and one writer work side by side; a second writer waits instead of failing."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(sqlite.BE_PATIENT)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: a reader that starts writing later can fail at once, unwaited."""
    reads_only = connection.get_execution_options().get("reads_only", False)
    cursor = connection.connection.cursor()
    cursor.execute(sqlite.BEGIN_READING if reads_only else sqlite.BEGIN_WRITING)
    cursor.close()
