"""One message of a conversation at a time, in the order in which they came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from weakref import WeakValueDictionary

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import LockError

from channels.errors import ConversationBusyError

WAIT_SECONDS = 60.0
# A gateway that dies lets go of its locks by itself; longer than any answer of Rasa may take.
EXPIRY_SECONDS = 120.0


class Locks(Protocol):
    """Locks by name."""

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        """Wait for the lock and hold it during the block.

        Raises:
            ConversationBusyError: it did not come free in time.
        """
        ...


class LocalLocks:
    """Locks of one process, first come first served."""

    def __init__(self) -> None:
        """Begin without locks; a lock that nobody holds or waits for disappears."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[None]:
        """Wait for the lock and hold it during the block."""
        lock = self._locks.setdefault(name, asyncio.Lock())
        try:
            await asyncio.wait_for(lock.acquire(), WAIT_SECONDS)
        except TimeoutError:
            raise ConversationBusyError from None
        try:
            yield
        finally:
            lock.release()


class RedisLocks:
    """Locks between several gateways."""

    def __init__(self, redis: Redis) -> None:
        """Keep the connection."""
        self._redis = redis

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[None]:
        """Wait for the lock and hold it during the block."""
        lock = self._redis.lock(
            f"voordeur:lock:{name}", timeout=EXPIRY_SECONDS, blocking_timeout=WAIT_SECONDS, sleep=0.02
        )
        try:
            async with lock:
                yield
        except (LockError, RedisConnectionError):
            raise ConversationBusyError from None
