"""What an entrepreneur writes to the account manager who holds the conversation. Nothing here commits."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository, service
from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.status import ENTREPRENEUR


async def record_answer(session: AsyncSession, conversation_id: str, text: str) -> None:
    """Record what an entrepreneur writes to the account manager who holds the conversation.

    Without an open ticket there is nothing to record. What a colleague does at the same moment goes first:
    the message itself stands in the conversation anyway.
    """
    ticket = await repository.open_ticket_of_conversation(session, conversation_id)
    if ticket is not None:
        with suppress(TicketError):
            await service.record_reply(session, ticket, text, ENTREPRENEUR)


async def with_news(session: AsyncSession, tickets: Sequence[Ticket]) -> set[int]:
    """Return the ids of the tickets in which the entrepreneur wrote the last message."""
    return await repository.answered_last_by(session, [ticket.id for ticket in tickets], ENTREPRENEUR)
