"""The assistant with the real content and a real database, and with no Rasa anywhere near."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from assistant_builders import Chat
from sqlalchemy import update

from assistant.actions.turn import Services
from assistant.engine import Engine
from channels.conversations.history import History
from handoff.models import AccountManager
from handoff.service import import_directory
from kit.database import Database
from kit.settings import Settings
from knowledge.files import read_content
from knowledge.library import Library
from knowledge.service import import_content

# Everybody is at the desk, at whatever hour the tests run.
ALWAYS = datetime(2999, 1, 1, tzinfo=UTC)
NOBODY_HOME = "http://127.0.0.1:9"  # the discard port


@pytest.fixture(scope="session")
async def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the real content and directory; each test gets a copy."""
    settings = Settings(_env_file=None)
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.transaction() as session:
        await import_content(session, read_content(settings.content_dir))
        await import_directory(session, settings.content_dir)
        await session.execute(update(AccountManager).values(seen_at=ALWAYS))
    await database.close()
    return path


@pytest.fixture(scope="session")
async def real_library(filled: Path) -> Library:
    """The library is only read, and its index takes a second: all tests share it."""
    settings = Settings(_env_file=None)
    database = Database(f"sqlite+aiosqlite:///{filled}")
    library = Library(database, settings)
    await library.load()
    await database.close()
    return library


@pytest.fixture
async def services(filled: Path, real_library: Library, tmp_path: Path) -> AsyncIterator[Services]:
    path = tmp_path / "voordeur.db"
    shutil.copyfile(filled, path)
    settings = Settings(
        _env_file=None, data_dir=tmp_path, rasa_url=NOBODY_HOME, internal_token="inner", rasa_timeout=1.0
    )
    database = Database(f"sqlite+aiosqlite:///{path}")
    yield Services(settings, database, real_library, History(database))
    await database.close()


@pytest.fixture
def chat(services: Services) -> Chat:
    return Chat(services)


@pytest.fixture
async def engine(services: Services) -> AsyncIterator[Engine]:
    """An engine whose Rasa does not answer."""
    engine = Engine(services)
    yield engine
    await engine.close()
