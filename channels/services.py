"""Everything the gateway works with, put together once when it starts."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from redis.asyncio import Redis
from sqlalchemy.exc import SQLAlchemyError

from assistant.actions.turn import Services as AssistantServices
from assistant.engine import Engine
from channels.conversations.history import History
from channels.conversations.hub import Hub, RedisHub
from channels.conversations.locks import LocalLocks, Locks, RedisLocks
from channels.conversations.lookout import Lookout
from channels.conversations.service import Conversations
from channels.desk.provider.client import Provider
from channels.messaging.chats import hidden_with
from channels.messaging.parts import Parts
from channels.messaging.service import Messengers
from channels.rate_limits import RateLimits
from channels.web.embedding.service import Embeddings
from channels.web.metrics import Metrics
from kit.database import Database
from kit.errors import VoordeurError
from kit.settings import Settings
from knowledge.library import Library

logger = logging.getLogger(__name__)

LOOK_FOR_CONTENT_EVERY = 2.0  # seconds


@dataclass(frozen=True)
class Services:
    """What the routes use; `app.state.services`."""

    settings: Settings
    database: Database
    library: Library
    assistant: AssistantServices
    engine: Engine
    hub: Hub
    conversations: Conversations
    metrics: Metrics
    rate_limits: RateLimits
    embeddings: Embeddings
    messengers: Messengers
    provider: Provider
    rasa_seen: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Be open during the block, and leave no connection behind."""
        await self.library.load()
        await self.embeddings.refresh()
        fresh = asyncio.create_task(_keep_fresh(self.library, self.embeddings))
        looking = asyncio.create_task(Lookout(self.database, self.hub).watch())
        try:
            async with self.hub.running(), self.messengers.running():
                yield
        finally:
            fresh.cancel()
            looking.cancel()
            await asyncio.gather(fresh, looking, return_exceptions=True)  # in the middle of a query, perhaps
            await self.conversations.settle()
            await self.engine.close()
            await self.database.close()


async def _keep_fresh(library: Library, embeddings: Embeddings) -> None:
    """Look for changes every few seconds, so that every gateway serves what was just published or set."""
    while True:
        await asyncio.sleep(LOOK_FOR_CONTENT_EVERY)
        try:
            await library.refresh()
            await embeddings.refresh()
        except (VoordeurError, SQLAlchemyError) as error:
            logger.warning("content or settings could not be read again: %s", type(error).__name__)


def build_services(settings: Settings) -> Services:
    """Put the services of one gateway together; nothing connects yet."""
    database = Database(settings.database)
    library = Library(database, settings)
    assistant = AssistantServices(settings, database, library, History(database))
    engine = Engine(assistant)
    hub, locks = _between_gateways(settings)
    conversations = Conversations(database, engine, hub, locks)
    metrics = Metrics()
    return Services(
        settings,
        database,
        library,
        assistant,
        engine,
        hub,
        conversations,
        metrics,
        RateLimits(settings),
        Embeddings(database),
        build_messengers(settings, database, library, conversations, locks, metrics),
        Provider(settings),
    )


def build_messengers(
    settings: Settings,
    database: Database,
    library: Library,
    conversations: Conversations,
    locks: Locks,
    metrics: Metrics,
) -> Messengers:
    """Put the messengers together, around conversations that are others in a test."""
    hide = hidden_with(settings.session_secret)
    return Messengers(Parts(settings, database, library, conversations, hide, metrics.count_start), locks)


def _between_gateways(settings: Settings) -> tuple[Hub, Locks]:
    """Return signals and locks: inside this process, or over Redis when there are several."""
    if not settings.redis_url:
        return Hub(), LocalLocks()
    redis = Redis.from_url(settings.redis_url, decode_responses=True)
    return RedisHub(redis), RedisLocks(redis)


# A coroutine, as all that routes depend on: FastAPI runs functions in threads, where messages change places.
async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


TheServices = Annotated[Services, Depends(_services)]
