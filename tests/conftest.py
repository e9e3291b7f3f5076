"""Fixtures for every room: a fresh, migrated database on SQLite and on PostgreSQL, and an empty Redis.

The servers are real and start at first use, once a session. A database is migrated once: on SQLite each test
gets a copy of the file, on PostgreSQL all have the same one, emptied after each.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from redis import Redis
from servers import LENT, Postgres, free_port, running_postgres, running_redis
from sqlalchemy.ext.asyncio import AsyncSession
from themed import put_themes

from channels.desk import passwords
from channels.operations.migrations import migrate
from channels.operations.temporary import Running, whole_voordeur
from kit.database import Database
from kit.settings import get_settings

pytest_plugins = ["cores"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server with one migrated database, for one test after another."""
    with running_postgres() as server:
        migrate(server.create(LENT))
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    with running_redis() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A whole Voordeur, Rasa included, that all tests share: each has conversations of its own."""
    themes = put_themes(tmp_path_factory.mktemp("themes"))
    settings = get_settings().model_copy(update={"themes_dir": themes})
    with whole_voordeur(settings, free_port) as running:
        yield running


@pytest.fixture(scope="session")
def voordeur(running: Running) -> str:
    """The address of that Voordeur."""
    return running.address


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an empty Redis."""
    with Redis.from_url(redis_server) as redis:
        redis.flushall()
    return redis_server


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite database."""
    path = tmp_path / "voordeur.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def postgresql_url(postgres: Postgres) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    yield postgres.lend()
    postgres.take_back()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A transaction that is committed after the test."""
    async with database.transaction() as session:
        yield session


@pytest.fixture
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real Argon2 at a thousandth of the cost."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._hash_of_nobody.cache_clear()
