"""Finding tickets and what happened to them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.errors import TicketError
from handoff.models import Ticket, TicketEvent


async def tickets_of(session: AsyncSession, account_manager_id: str | None) -> Sequence[Ticket]:
    """Return the tickets of an account manager, or of everybody, the first due first."""
    return await repository.tickets_by_manager(session, account_manager_id)


async def unassigned(session: AsyncSession) -> Sequence[Ticket]:
    """Return the open tickets that belong to nobody, the first due first."""
    return await repository.unassigned_tickets(session)


async def events_of(session: AsyncSession, ticket: Ticket) -> Sequence[TicketEvent]:
    """Return what happened to a ticket, oldest first."""
    return await repository.events_of_ticket(session, ticket.id)


async def ticket_by_reference(session: AsyncSession, reference: str) -> Ticket:
    """Return the ticket with this reference, however the person wrote capitals and spaces.

    Raises:
        TicketError: there is none.
    """
    ticket = await repository.ticket_with_reference(session, "".join(reference.split()).upper())
    if ticket is None:
        raise TicketError("Er is geen vraag met dit kenmerk. Controleer of u het goed hebt overgenomen.")
    return ticket
