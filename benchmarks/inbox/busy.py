"""How long processors worked on a page: in this process and in PostgreSQL, whoever else uses the machine."""

import time
from pathlib import Path

from sqlalchemy import text

from kit.database import Database


class Busy:
    """A clock that runs only while this process or a connection of this database works (Linux)."""

    def __init__(self, database: Database) -> None:
        """Begin without connections; ``look`` finds them."""
        self._database = database
        self._connections: list[Path] = []

    async def look(self) -> None:
        """Find the processes of PostgreSQL that serve this database."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state IS NOT NULL"
        async with self._database.reading() as session:
            pids = await session.scalars(text(query))
            self._connections = [Path(f"/proc/{pid}/schedstat") for pid in pids]

    def now(self) -> float:
        """Return the milliseconds so far."""
        working = sum(int(path.read_text().split()[0]) for path in self._connections) / 1e6
        return time.process_time() * 1000 + working
