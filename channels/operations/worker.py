"""The periodic tasks: what is past its retention is erased. Safe to run in several processes."""

import asyncio
import logging
from datetime import timedelta

from channels.services import Services
from handoff.service import purge_tickets
from kit import clock

log = logging.getLogger(__name__)

PERIOD = 3600.0  # seconds


async def work(services: Services) -> None:
    """Purge every hour until cancelled; a failure is logged and tried again the next hour."""
    while True:
        try:
            await purge(services)
        except Exception:
            log.exception("the periodic tasks failed; they are tried again")
        await asyncio.sleep(PERIOD)


async def purge(services: Services) -> tuple[int, int]:
    """Erase conversations and tickets past their retention; return how many of each."""
    settings, now = services.settings, clock.now()
    conversations = await services.conversations.purge(now - timedelta(days=settings.conversation_days))
    async with services.database.transaction() as session:
        tickets = await purge_tickets(session, now - timedelta(days=settings.ticket_days))
    log.info("retention: %d conversations and %d tickets erased", conversations, tickets)
    return conversations, tickets
