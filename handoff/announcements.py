"""What is told to others when something happens to a ticket.

Each function sees every event in the transaction that writes it, and puts what must leave in the outbox.
"""

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket, TicketEvent
from handoff.notices import put_notices
from handoff.open_klant.announcement import put_registration
from handoff.tickets.searching import keep_words
from handoff.webhook.announcement import put_webhook

type Announcement = Callable[[AsyncSession, Ticket, TicketEvent], Awaitable[None]]

ANNOUNCEMENTS: Sequence[Announcement] = (put_notices, keep_words, put_registration, put_webhook)


async def announce(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> None:
    """Let everyone who announces look at an event, which has its id already."""
    for announcement in ANNOUNCEMENTS:
        await announcement(session, ticket, event)
