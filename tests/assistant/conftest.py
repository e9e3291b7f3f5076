"""The assistant with the real content and a real database, and with no Rasa anywhere near."""

import itertools
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assistant.actions import chosen, offline
from assistant.actions.dialogue import ACTIONS, take_turn
from assistant.actions.memory import Memory, load_memory
from assistant.actions.turn import Services, Understanding
from assistant.engine import Engine
from assistant.schemas import Reply
from channels.conversations.history import History
from channels.operations.migrations import migrate
from handoff.models import Ticket
from handoff.service import import_directory
from kit.database import Database
from kit.settings import Settings
from knowledge.files import read_content
from knowledge.library import Library
from knowledge.service import import_content

NOBODY_HOME = "http://127.0.0.1:9"  # the discard port
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the real content and directory; each test gets a copy."""
    settings = Settings(_env_file=None)
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.transaction() as session:
        await import_content(session, read_content(settings.content_dir))
        await import_directory(session, settings.content_dir)
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


@dataclass
class Chat:
    """A conversation with the actions themselves: what was understood is given, not guessed."""

    services: Services
    id: str = field(default_factory=lambda: f"conversation-{next(_numbers)}")

    async def choose(self, choice: str) -> list[Reply]:
        understanding, handler = chosen.understand(choice)
        return await take_turn(self.services, self.id, choice, understanding, handler)

    async def type(self, text: str) -> list[Reply]:
        """Type something that only the plainest words are understood of, as when Rasa is down."""
        understanding = offline.understand(text)
        return await take_turn(self.services, self.id, text, understanding, offline.not_now)

    async def act(self, intent: str, text: str, action: str, confidence: float = 1.0) -> list[Reply]:
        """Type something that the model understands as this."""
        understanding = Understanding(intent, confidence)
        return await take_turn(self.services, self.id, text, understanding, ACTIONS[action])

    async def memory(self) -> Memory:
        async with self.services.database.reading() as session:
            return await load_memory(session, self.id)

    async def tickets(self) -> list[Ticket]:
        async with self.services.database.reading() as session:
            found = select(Ticket).options(selectinload(Ticket.account_manager))
            return list(await session.scalars(found))

    async def to_summary(self) -> list[Reply]:
        """Fill in a whole hand-off for Laren, up to the summary."""
        for choice in ("hand-off", "gemeente:laren"):
            await self.choose(choice)
        for text in ("Sanne de Wit", "sanne@voorbeeld.nl", "Wie leest mijn plan?"):
            await self.type(text)
        return await self.choose("yes")


@pytest.fixture
def chat(services: Services) -> Chat:
    return Chat(services)


@pytest.fixture
async def engine(services: Services) -> AsyncIterator[Engine]:
    """An engine whose Rasa does not answer."""
    engine = Engine(services)
    yield engine
    await engine.close()


def titles(reply: Reply) -> list[str]:
    """Return what the buttons of a reply say."""
    return [choice.title for choice in reply.choices]
