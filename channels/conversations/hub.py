"""Wakes whoever watches a conversation. What happened stands in the database; a signal only says: look."""

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

CHANGED = "changed"
TYPING = "typing"

_MOST_WAITING = 100
_REDIS_CHANNEL = "voordeur:signals"
_RETRY_SECONDS = 2.0


class Hub:
    """Signals inside one process; a topic is the id of a conversation, or any other agreed word."""

    def __init__(self) -> None:
        """Begin without listeners."""
        self._listeners: defaultdict[str, set[asyncio.Queue[str]]] = defaultdict(set)

    async def publish(self, topic: str, signal: str = CHANGED) -> None:
        """Wake everyone who listens to the topic."""
        self._deliver(topic, signal)

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[asyncio.Queue[str]]:
        """Receive the signals of a topic during the block."""
        signals: asyncio.Queue[str] = asyncio.Queue(_MOST_WAITING)
        self._listeners[topic].add(signals)
        try:
            yield signals
        finally:
            self._listeners[topic].discard(signals)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def listeners(self, topic: str) -> int:
        """Return how many listen to a topic in this process."""
        return len(self._listeners.get(topic, ()))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Be open for signals of other processes during the block; here there are none."""
        yield

    def _deliver(self, topic: str, signal: str) -> None:
        for signals in self._listeners.get(topic, ()):
            # A full queue holds enough reasons to look.
            with contextlib.suppress(asyncio.QueueFull):
                signals.put_nowait(signal)


class RedisHub(Hub):
    """Signals between several gateways, over Redis."""

    def __init__(self, redis: Redis) -> None:
        """Keep the connection."""
        super().__init__()
        self._redis = redis

    async def publish(self, topic: str, signal: str = CHANGED) -> None:
        """Wake everyone who listens to the topic, at every gateway; without Redis only at this one."""
        try:
            await self._redis.publish(_REDIS_CHANNEL, json.dumps([topic, signal]))
        except RedisError:
            logger.warning("Redis does not answer: signals stay inside this gateway")
            self._deliver(topic, signal)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Pass on the signals of all gateways during the block."""
        receiving = asyncio.create_task(self._receive_forever())
        try:
            yield
        finally:
            receiving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await receiving

    async def _receive_forever(self) -> None:
        while True:
            try:
                await self._receive()
            except RedisError:
                logger.warning("Redis does not answer: trying again")
                await asyncio.sleep(_RETRY_SECONDS)

    async def _receive(self) -> None:
        async with self._redis.pubsub() as subscription:
            await subscription.subscribe(_REDIS_CHANNEL)
            async for message in subscription.listen():
                if message["type"] == "message":
                    topic, signal = json.loads(message["data"])
                    self._deliver(topic, signal)
