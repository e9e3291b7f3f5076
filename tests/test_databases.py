"""The fixtures themselves: every test has an empty, migrated database of its own."""

import asyncio
from datetime import UTC, datetime

import pytest
from redis import Redis
from sqlalchemy import func, inspect, select

from assistant.actions.memory import Memory, save_memory
from assistant.actions.models import MemoryRow
from channels.operations.migrations import is_migrated
from kit.database import Base, Database


@pytest.mark.parametrize("time", ["first", "second"])
async def test_a_database_starts_empty_whatever_an_earlier_test_wrote(database: Database, time: str) -> None:
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(MemoryRow)) == 0
    async with database.transaction() as session:
        await save_memory(session, "the-same-id", Memory(gemeente="laren"))


async def test_a_database_has_every_table_of_every_room(database: Database, database_url: str) -> None:
    async with database.engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    assert set(Base.metadata.tables) <= tables
    assert is_migrated(database_url)


async def test_a_moment_comes_back_in_utc(database: Database) -> None:
    moment = datetime(2026, 11, 21, 12, tzinfo=UTC)
    async with database.transaction() as session:
        session.add(MemoryRow(conversation_id="one", content={}, updated_at=moment))
    async with database.reading() as session:
        row = await session.get(MemoryRow, "one")
    assert row is not None and row.updated_at == moment


async def test_writers_wait_for_each_other(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as session:
            await save_memory(session, f"conversation-{number}", Memory())

    await asyncio.gather(*(write(number) for number in range(20)))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(MemoryRow)) == 20


@pytest.mark.parametrize("time", ["first", "second"])
def test_redis_starts_empty(redis_url: str, time: str) -> None:
    with Redis.from_url(redis_url) as redis:
        assert redis.dbsize() == 0
        redis.set("key", "value")
