"""How often somebody may ask, counted in memory or, between gateways, in Redis."""

import hmac
import ipaddress
import logging
import math
import time
from enum import StrEnum

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from channels.errors import TooManyRequestsError
from kit.settings import Settings

logger = logging.getLogger(__name__)


class Rate(StrEnum):
    """What is counted; each has a limit of its own in the settings."""

    CLIENT = "client"
    """Everything that a client asks of the public API."""
    START = "start"
    """Conversations that a client begins."""
    CONVERSATION = "conversation"
    """Messages in one conversation, from whatever client."""
    FOLLOW = "follow"
    """Links to a question that a client asks for, and that are asked for one question and address."""


class RateLimits:
    """Counts in a window that slides, so that nobody gets twice the limit around its edge."""

    def __init__(self, settings: Settings) -> None:
        """Read the limits of the settings; nothing connects yet."""
        self._limits = {rate: _limit(getattr(settings, f"rate_{rate.value}")) for rate in Rate}
        self._settings = settings
        self._strategy: SlidingWindowCounterRateLimiter | None = None

    async def count(self, rate: Rate, key: str) -> None:
        """Count a request; the key is not kept as it is. Without an answer of Redis nobody is refused.

        Raises:
            TooManyRequestsError: there were too many; it tells when to try again.
        """
        limit = self._limits[rate]
        if limit is None:
            return
        named = (rate.value, self._hidden(key))
        try:
            if await self._counting.hit(limit, *named):
                return
            stats = await self._counting.get_window_stats(limit, *named)
        except StorageError as error:
            logger.warning("requests are not counted: %s", type(error.storage_error).__name__)
            return
        raise TooManyRequestsError(max(1, math.ceil(stats.reset_time - time.time())))

    @property
    def _counting(self) -> SlidingWindowCounterRateLimiter:
        if self._strategy is None:
            self._strategy = SlidingWindowCounterRateLimiter(_storage(self._settings.redis_url))
        return self._strategy

    def _hidden(self, key: str) -> str:
        """Return what stands for an address in the store: the same every time, readable for nobody."""
        return hmac.digest(self._settings.session_secret.encode(), key.encode(), "sha256").hex()[:32]


def client_key(address: str) -> str:
    """Return what a client is counted by; who has IPv6 has all addresses of a network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def _limit(text: str) -> RateLimitItem | None:
    return None if text == "none" else parse(text)


def _storage(redis_url: str) -> MemoryStorage | RedisStorage:
    if not redis_url:
        return MemoryStorage()
    return RedisStorage(redis_url, wrap_exceptions=True, implementation="redispy", key_prefix="voordeur:rate")
