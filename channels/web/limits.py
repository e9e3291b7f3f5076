"""Counting requests, in front of the public routes; the desk and /health have no limit."""

from fastapi import Depends, Request

from channels.rate_limits import Rate, client_key
from channels.services import TheServices


def client_of(request: Request) -> str:
    """Return what the client of a request is counted by; behind a trusted proxy that is the visitor."""
    return client_key(request.client.host if request.client else "")


async def count_client(request: Request, services: TheServices) -> None:
    """Count everything that a client asks."""
    await services.rate_limits.count(Rate.CLIENT, client_of(request))


async def count_start(request: Request, services: TheServices) -> None:
    """Count the conversations that a client begins."""
    await services.rate_limits.count(Rate.START, client_of(request))


async def count_message(conversation_id: str, services: TheServices) -> None:
    """Count the messages of a conversation."""
    await services.rate_limits.count(Rate.CONVERSATION, conversation_id)


CLIENT, START, MESSAGE = Depends(count_client), Depends(count_start), Depends(count_message)
