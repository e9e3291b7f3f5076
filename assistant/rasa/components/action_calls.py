"""Call the actions over connections that stay open, instead of a new one for every turn.

Rasa 3.6 opens a client session for each call and closes it after the answer, with its connection, which the
gateway then has to accept anew. What is asked, and how errors are told, stays the same.
"""

from contextlib import nullcontext
from typing import Any, Optional

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

IDLE_SECONDS = 2.0
"""A connection that was idle for longer is not used again: the gateway closes it after five, and what is
sent at that moment would be lost."""


class ActionCalls:
    """The one client session, opened at the first call: it belongs to the event loop of that call."""

    def __init__(self) -> None:
        """Begin without a session."""
        self._session: Optional[aiohttp.ClientSession] = None

    def session(self) -> "nullcontext[aiohttp.ClientSession]":
        """Return the session as a context that leaves it open.

        Headers, with the token among them, go along with each request; the session has none of its own.
        """
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
            )
        return nullcontext(self._session)

    async def close(self, *_: Any) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def keep_connections() -> ActionCalls:
    """Make Rasa call over one session; the actions are the only endpoint that we configure."""
    calls = ActionCalls()
    EndpointConfig.session = lambda _endpoint: calls.session()
    return calls
