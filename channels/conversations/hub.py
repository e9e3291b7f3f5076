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
HOLDER = "holder"
"""Somebody else holds the conversation now: who is answering in it stops."""
TYPING = "typing"
"""The account manager types."""
ENTREPRENEUR_TYPING = "entrepreneur-typing"

INBOX = "inbox"
"""The topic of all who look at the desk: something happened to a ticket."""

_REDIS_CHANNEL = "voordeur:signals"
_RETRY_SECONDS = 2.0


class Listener:
    """One who listens to a topic; of what comes meanwhile each kind is kept once, so it stays small."""

    __slots__ = ("_signals", "_woken")

    def __init__(self) -> None:
        """Begin without signals."""
        self._signals: set[str] = set()
        self._woken = asyncio.Event()

    def wake(self, signal: str) -> None:
        """Tell that something happened."""
        self._signals.add(signal)
        self._woken.set()

    async def heard(self) -> set[str]:
        """Wait until something happens, and return what did since the last time."""
        await self._woken.wait()
        self._woken.clear()
        signals, self._signals = self._signals, set()
        return signals

    async def hear(self, wanted: str) -> None:
        """Wait for one signal and let the others pass."""
        while wanted not in await self.heard():
            pass


class Hub:
    """Signals inside one process; a topic is the id of a conversation, or any other agreed word."""

    def __init__(self) -> None:
        """Begin without listeners."""
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)

    async def publish(self, topic: str, signal: str = CHANGED) -> None:
        """Wake everyone who listens to the topic."""
        self.wake(topic, signal)

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[Listener]:
        """Receive the signals of a topic during the block."""
        listener = Listener()
        self._listeners[topic].add(listener)
        try:
            yield listener
        finally:
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def listeners(self, topic: str) -> int:
        """Return how many listen to a topic in this process."""
        return len(self._listeners.get(topic, ()))

    def topics(self) -> list[str]:
        """Return what is listened to in this process."""
        return list(self._listeners)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Be open for signals of other processes during the block; here there are none."""
        yield

    def wake(self, topic: str, signal: str = CHANGED) -> None:
        """Wake everyone who listens to the topic in this process."""
        for listener in self._listeners.get(topic, ()):
            listener.wake(signal)


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
            self.wake(topic, signal)

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
                    self.wake(topic, signal)
