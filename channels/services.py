"""Everything the gateway works with, put together once when it starts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from knowledge.library import Library
from redis.asyncio import Redis

from assistant.actions.turn import Services as AssistantServices
from assistant.engine import Engine
from channels.conversations.history import History
from channels.conversations.hub import Hub, RedisHub
from channels.conversations.locks import LocalLocks, Locks, RedisLocks
from channels.conversations.service import Conversations
from channels.web.metrics import Metrics
from kit.database import Database
from kit.settings import Settings


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
    rasa_seen: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Be open during the block, and leave no connection behind."""
        async with self.database.reading() as session:
            await self.library.refresh(session)
        try:
            async with self.hub.running():
                yield
        finally:
            await self.engine.close()
            await self.database.close()


def build_services(settings: Settings) -> Services:
    """Put the services of one gateway together; nothing connects yet."""
    database = Database(settings.database)
    library = Library(settings)
    assistant = AssistantServices(settings, database, library, History(database))
    engine = Engine(assistant)
    hub, locks = _between_gateways(settings)
    conversations = Conversations(database, engine, hub, locks)
    return Services(settings, database, library, assistant, engine, hub, conversations, Metrics())


def _between_gateways(settings: Settings) -> tuple[Hub, Locks]:
    """Return signals and locks: inside this process, or over Redis when there are several."""
    if not settings.redis_url:
        return Hub(), LocalLocks()
    redis = Redis.from_url(settings.redis_url, decode_responses=True)
    return RedisHub(redis), RedisLocks(redis)


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


TheServices = Annotated[Services, Depends(_services)]
