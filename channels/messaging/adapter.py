"""What a channel must be able to do; WhatsApp and Telegram are the two that can."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

import httpx

from channels.errors import ChannelError
from channels.messaging.heard import Post
from channels.messaging.said import Part, Said
from handoff.outbox import RetryLaterError

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
# After a call without an answer nobody knows whether it arrived; a receipt that names it may tell meanwhile.
UNSURE_PAUSE = timedelta(seconds=90)
LONGEST_PAUSE = timedelta(hours=1)


class WindowClosedError(ChannelError):
    """The provider takes nothing but an approved template: the person wrote too long ago."""

    def __init__(self) -> None:
        super().__init__("De 24 uur waarin WhatsApp een gewoon bericht toelaat, zijn voorbij.")


class Adapter(Protocol):
    """One channel."""

    channel: str
    window: timedelta | None
    """How long after a person's last message anything may be sent; none: always."""

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether a webhook comes from the provider."""
        ...

    def read(self, payload: Any) -> Post:
        """Read a webhook. What is not understood becomes something heard of an unknown kind, or nothing."""
        ...

    def write(self, said: Said) -> list[Part]:
        """Write a message as the channel shows it, within its limits."""
        ...

    async def send(self, address: str, part: Part, reference: str) -> str:
        """Send one part and return the provider's id of it.

        Raises:
            RetryLaterError: not now; the provider may have said for how long.
            UndeliverableError: never.
            WindowClosedError: only a template may be sent.
        """
        ...

    async def send_template(self, address: str, reference: str) -> str:
        """Send the approved template; raises what `send` raises. Only asked for where there is a window."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...

    async def show_chosen(self, address: str, provider_id: str, title: str) -> None:
        """Leave of a message's buttons only the chosen one, where the channel can; raises as `send`."""
        ...


async def post(client: httpx.AsyncClient, url: str, body: dict[str, Any]) -> httpx.Response:
    """Call a provider.

    Raises:
        RetryLaterError: it could not be reached, or did not answer; the address is not in the message.
    """
    try:
        return await client.post(url, json=body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise RetryLaterError(f"not reached: {type(error).__name__}") from None
    except (httpx.HTTPError, asyncio.CancelledError) as error:
        if isinstance(error, asyncio.CancelledError):
            raise
        raise RetryLaterError(f"no answer: {type(error).__name__}", UNSURE_PAUSE) from None


def asked_pause(seconds: object) -> timedelta | None:
    """Read how long a provider wants to be left alone; nothing when it does not say."""
    try:
        wanted = timedelta(seconds=float(str(seconds)))
    except (ValueError, OverflowError):
        return None
    return min(max(wanted, timedelta(seconds=1)), LONGEST_PAUSE)


def content_of(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of an answer; an empty one when it is something else."""
    try:
        content = response.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
