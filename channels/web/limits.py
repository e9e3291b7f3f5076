"""Counting requests, in front of the public routes; the desk and /health have no limit."""

import ipaddress
from contextlib import suppress

from fastapi import Depends, Request

from channels.rate_limits import Rate, client_key
from channels.services import Services, TheServices


async def count_client(request: Request, services: TheServices) -> None:
    """Count everything that a client asks."""
    await count(services, Rate.CLIENT, request)


async def count_start(request: Request, services: TheServices) -> None:
    """Count the conversations that a client begins."""
    await count(services, Rate.START, request)


async def count_message(conversation_id: str, request: Request, services: TheServices) -> None:
    """Count the messages of a conversation."""
    await count(services, Rate.CONVERSATION, request, conversation_id)


async def count(services: Services, rate: Rate, request: Request, key: str | None = None) -> None:
    """Count a request by its client, or by a key; what this machine asks itself has no limit.

    Behind a trusted proxy the client is the visitor, also when that proxy is on this machine.

    Raises:
        TooManyRequestsError: there were too many.
    """
    address = request.client.host if request.client else ""
    if not _is_here(address):
        await services.rate_limits.count(rate, key or client_key(address))


def _is_here(address: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(address).is_loopback
    return False


CLIENT, START, MESSAGE = Depends(count_client), Depends(count_start), Depends(count_message)
