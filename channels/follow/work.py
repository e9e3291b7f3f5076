"""What an entrepreneur does with a followed question, each in a transaction of its own."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import holding
from channels.conversations.elsewhere import say_elsewhere
from channels.follow.links import HOME, follow_path, reference_of
from channels.follow.page import ticket_of
from channels.rate_limits import Rate
from channels.services import Services
from channels.web.articles.page import Reader
from channels.web.limits import count
from handoff import outbox, repository
from handoff import service as handoff
from handoff.models import Ticket
from handoff.notices import EMAIL, Side
from handoff.ratings import rate
from handoff.status import ENTREPRENEUR, TicketStatus
from kit import clock

# Whoever asks again within this time gets no second letter.
_ONCE_IN = timedelta(minutes=5)


async def ask_for_link(services: Services, reference: str, email: str) -> None:
    """Mail a link when this is the address of that question; the same work is done when it is not."""
    reference = "".join(reference.split()).upper()
    async with services.database.transaction() as session:
        ticket = await _asked_by(session, reference, email)
        bucket = int(clock.now().timestamp() // _ONCE_IN.total_seconds())
        payload = {
            "letter": "follow-link",
            "side": Side.ENTREPRENEUR,
            "ticket": ticket.id if ticket else None,
        }
        # Without a ticket too, so that the time it takes tells nothing.
        key = f"{EMAIL}:{ticket.reference if ticket else 'none'}:{bucket}:follow-link"
        await outbox.put(session, EMAIL, key, payload)


async def add_message(reader: Reader, token: str, text: str) -> str:
    """Add a message and return the path of the page on which it stands: long after closing another one.

    Raises what ``ticket_of`` raises, and TooManyRequestsError.
    """
    await _count(reader, token)
    async with reader.services.database.transaction() as session:
        ticket = await ticket_of(session, reader, token)
        kept_in = await say_elsewhere(session, ticket, text)
    await reader.services.conversations.announce(ticket.conversation_id or "")
    same = kept_in.id == ticket.id
    return f"{HOME}/{token}" if same else follow_path(reader.services.settings, kept_in.reference)


async def close_question(reader: Reader, token: str) -> None:
    """Close a question; closing it twice is closing it once. Raises what ``ticket_of`` raises."""
    async with reader.services.database.transaction() as session:
        ticket = await ticket_of(session, reader, token)
        if ticket.status is not TicketStatus.CLOSED:
            await holding.release(session, ticket.conversation_id or "")
            await handoff.change_status(session, ticket, TicketStatus.CLOSED, ENTREPRENEUR)
    await reader.services.conversations.announce(ticket.conversation_id or "")


async def give_rating(reader: Reader, token: str, score: int, remark: str) -> None:
    """Keep an opinion on a closed question; raises what ``ticket_of`` and ``rate`` raise."""
    await _count(reader, token)
    async with reader.services.database.transaction() as session:
        await rate(session, await ticket_of(session, reader, token), score, remark)


async def _count(reader: Reader, token: str) -> None:
    reference = reference_of(reader.services.settings, token)
    await count(reader.services, Rate.CONVERSATION, reader.request, f"follow {reference}")


async def _asked_by(session: AsyncSession, reference: str, email: str) -> Ticket | None:
    ticket = await repository.ticket_with_reference(session, reference)
    same = ticket is not None and (ticket.email or "").casefold() == email.casefold()
    return ticket if same else None
