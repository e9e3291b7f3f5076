"""An entrepreneur who comes back to a ticket that is closed. Nothing here commits."""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.closed_days import closed_dates
from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.levels import service_levels
from handoff.tickets.opening import new_reference
from handoff.tickets.progress import change_status
from handoff.tickets.promises import first_promises
from handoff.tickets.record import log
from handoff.tickets.reopening import keeper_of
from handoff.tickets.thanks import says_thanks
from kit import clock
from kit.clock import dutch_date

# What a ticket that goes on where another ended has in common with it.
_SAME = ("conversation_id", "gemeente", "topic", "sector", "language", "name", "email", "phone", "rode_loper")
_CONSENT = ("consent_at", "consent_text")


async def ticket_for(session: AsyncSession, ticket: Ticket, text: str) -> Ticket:
    """Return the ticket in which a text of the entrepreneur belongs.

    That is the ticket itself while it is open, or when the text is only a word of thanks. A closed ticket
    opens again within the days that the region set; after those it is a new ticket, linked to the old one.
    """
    ticket = await staying(session, ticket)
    levels = await service_levels(session)
    names = [word for name in (ticket.name, _holder(ticket)) for word in name.split()]
    if ticket.status is not TicketStatus.CLOSED or says_thanks(text, levels.thanks, names):
        return ticket
    if ticket.closed_at and clock.now() <= ticket.closed_at + timedelta(days=levels.reopen_days):
        with suppress(TicketError):  # another message of the entrepreneur opened it a moment ago
            await change_status(session, ticket, TicketStatus.IN_PROGRESS, ENTREPRENEUR)
        return ticket
    return await _continue(session, ticket, text)


async def staying(session: AsyncSession, ticket: Ticket) -> Ticket:
    """Return the ticket into which a ticket was merged, or itself."""
    while ticket.merged_into_id is not None:
        ticket = await session.get_one(Ticket, ticket.merged_into_id)
    return ticket


async def _continue(session: AsyncSession, old: Ticket, text: str) -> Ticket:
    """Open a new ticket that goes on where the old one ended."""
    now, levels = clock.now(), await service_levels(session)
    keeper, reason = await keeper_of(session, old)
    closed = f" van {dutch_date(old.created_at.date())}"
    new = Ticket(
        **{name: getattr(old, name) for name in (*_SAME, *_CONSENT)},
        reference=new_reference(),
        question=text,
        summary=f"Vervolg op vraag {old.reference}{closed}: {old.question}",
        account_manager=keeper,
        routing_reason=reason,
        status=TicketStatus.NEW,
        previous_id=old.id,
        **first_promises(keeper, now, levels, await closed_dates(session, keeper)),
        created_at=now,
        updated_at=now,
    )
    session.add(new)
    await session.flush()
    await log(session, new, ENTREPRENEUR, EventKind.OPENED, after=new.status.value, note=reason)
    await log(session, old, ENTREPRENEUR, EventKind.CONTINUED, after=new.reference)
    return new


def _holder(ticket: Ticket) -> str:
    return ticket.account_manager.name if ticket.account_manager else ""
