"""SQLite for asyncio with few hand-overs between threads; one costs as much as a small statement.

aiosqlite does every step in the thread of its connection: make a cursor, execute, fetch, close, and that
again for the beginning and the end. Here what never waits is done at once, and a statement is one step. Only
what waits for another process or for the disk, and what may take long, goes to the thread: while the event
loop is busy, each hand-over waits for its turn twice, and who writes keeps all others waiting meanwhile.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import aiosqlite
from aiosqlite.context import contextmanager

BEGIN_READING, BEGIN_WRITING = "BEGIN", "BEGIN IMMEDIATE"

BE_PATIENT = "PRAGMA busy_timeout=10000"
"""Wait so many milliseconds for another process that writes."""


class Connection(aiosqlite.Connection):
    """A connection for readers: a query may take long, so it runs in the thread."""

    def waits(self, sql: str) -> bool:
        """Tell whether a statement goes to the thread."""
        return sql != BEGIN_READING

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        """Make a cursor."""
        return _Cursor(self, self._conn.cursor())

    async def rollback(self) -> None:
        """Undo what was not committed, which never waits."""
        self._conn.rollback()


class WritingConnection(Connection):
    """A connection for the one writer: its statements are short, for everybody who writes waits for them."""

    def waits(self, sql: str) -> bool:
        """Send no statement to the thread."""
        return False


class _Cursor(aiosqlite.Cursor):
    """A cursor that fetches all rows when it executes."""

    _conn: Connection
    _rows: list[Any]

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> aiosqlite.Cursor:
        """Execute a statement, and fetch its rows."""
        if sql == BEGIN_WRITING:
            await self._begin_writing()
        elif self._conn.waits(sql):
            await self._in_thread(sql, parameters or ())
        else:
            self._run(sql, parameters or ())
        return self

    async def _begin_writing(self) -> None:
        """Begin at once; only while another process writes, wait for that in the thread."""
        self._run("PRAGMA busy_timeout=0", ())
        try:
            self._run(BEGIN_WRITING, ())
        except sqlite3.OperationalError:
            self._run(BE_PATIENT, ())
            await self._in_thread(BEGIN_WRITING, ())
        else:
            self._run(BE_PATIENT, ())

    async def _in_thread(self, sql: str, parameters: Any) -> None:
        await self._execute(self._run, sql, parameters)  # type: ignore[no-untyped-call]

    def _run(self, sql: str, parameters: Any) -> None:
        self._cursor.execute(sql, parameters)
        self._rows = self._cursor.fetchall() if self._cursor.description else []

    async def fetchall(self) -> list[Any]:
        """Return the rows."""
        return self._rows

    async def close(self) -> None:
        """Close the cursor; nothing in it is left to be done."""
        self._cursor.close()


def connecting(kind: type[Connection]) -> Callable[..., Connection]:
    """Return what makes such connections for SQLAlchemy: its argument `async_creator_fn`."""

    def connect(database: str, **options: Any) -> Connection:
        return kind(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)

    return connect
