"""What an employee and an entrepreneur write to each other on a ticket. Nothing here commits."""

from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.progress import change_status
from handoff.tickets.record import change, filled, log
from handoff.tickets.returning import staying, ticket_for
from kit import clock


async def record_reply(session: AsyncSession, ticket: Ticket, text: str, actor: str) -> Ticket:
    """Record a message of an employee, or of the entrepreneur when the actor is ENTREPRENEUR.

    Return the ticket in which it stands: what an entrepreneur writes long after closing is a new one.
    An employee who answers waits for the entrepreneur; an entrepreneur who answers is waited for no longer.

    Raises:
        TicketError: the message is empty, an employee answers a closed ticket, or somebody else took the
            ticket or changed its status first.
    """
    text = filled(text)
    if actor != ENTREPRENEUR:
        await _record_answer(session, ticket, text, actor)
        return ticket
    known = await staying(session, ticket)
    found = await ticket_for(session, known, text)
    if found is known:  # a new ticket has the text as its question
        await _record_message(session, found, text)
    return found


async def _record_message(session: AsyncSession, ticket: Ticket, text: str) -> None:
    """Record what the entrepreneur writes, also when a colleague changes the ticket at the same moment."""
    await change(session, ticket, Ticket.id == ticket.id, updated_at=clock.now())
    await log(session, ticket, ENTREPRENEUR, EventKind.REPLY, note=text)
    if ticket.status is TicketStatus.WAITING:
        with suppress(TicketError):
            await change_status(session, ticket, TicketStatus.IN_PROGRESS, ENTREPRENEUR)


async def _record_answer(session: AsyncSession, ticket: Ticket, text: str, actor: str) -> None:
    """Record what an employee writes, on the condition that the ticket is still open and in the same hands.

    The condition holds the row until the caller commits: a transfer or a closing comes before or after.
    """
    holder = Ticket.account_manager_id.is_not_distinct_from(ticket.account_manager_id)
    still = holder & (Ticket.status != TicketStatus.CLOSED)
    if not await change(session, ticket, still, updated_at=clock.now(), on_top=False):
        raise TicketError(_why_not(ticket))
    await log(session, ticket, actor, EventKind.REPLY, note=text)
    if ticket.status is not TicketStatus.WAITING:
        await change_status(session, ticket, TicketStatus.WAITING, actor)


def _why_not(ticket: Ticket) -> str:
    if ticket.status is TicketStatus.CLOSED:
        return "Deze vraag is afgehandeld. Zet de status eerst weer op 'In behandeling'."
    return "Een collega heeft deze vraag intussen overgenomen. Bekijk de vraag opnieuw."
