"""SQLite behind asyncio: what goes to a thread, and that what waits does not hold up everybody else."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from kit.database import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'small.db'}")
    for engine in {made.engine, made._writing}:
        event.listen(engine.sync_engine, "connect", _let_sql_name_its_thread)
    async with made.transaction() as session:
        await session.execute(text("CREATE TABLE words (word TEXT PRIMARY KEY)"))
    yield made
    await made.close()


def _let_sql_name_its_thread(connection: object, _record: object) -> None:
    connection.create_function("thread", 0, threading.get_ident)  # type: ignore[attr-defined]


async def test_what_writes_is_done_at_once_and_what_may_take_long_in_a_thread(database: Database) -> None:
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT thread()")) == threading.get_ident()
    async with database.reading() as session:
        assert await session.scalar(text("SELECT thread()")) != threading.get_ident()


async def test_of_a_change_only_its_end_goes_to_a_thread(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_over = []
    execute = aiosqlite.Connection._execute

    async def noted(connection: aiosqlite.Connection, function: Any, *arguments: Any) -> Any:
        handed_over.append(function.__name__)
        return await execute(connection, function, *arguments)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
    async with database.transaction() as session:
        await session.execute(text("INSERT INTO words VALUES ('een')"))
    assert handed_over == ["commit"]


async def test_a_change_is_kept_whole_or_not_at_all(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("INSERT INTO words VALUES ('een')"))
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            await session.execute(text("INSERT INTO words VALUES ('twee')"))
            await session.execute(text("INSERT INTO words VALUES ('een')"))
    async with database.reading() as session:
        assert (await session.scalars(text("SELECT word FROM words"))).all() == ["een"]


async def test_who_waits_for_another_process_holds_up_nobody_else(database: Database) -> None:
    other = sqlite3.connect(str(database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with database.transaction() as session:
            await session.execute(text("INSERT INTO words VALUES ('laat')"))

    writing = asyncio.create_task(write())
    for _ in range(5):
        await asyncio.sleep(0.01)
        async with database.reading() as session:
            assert await session.scalar(text("SELECT count(*) FROM words")) == 0
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await writing
