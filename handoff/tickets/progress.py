"""How a ticket goes on: its status, notes and replies. Nothing here commits."""

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.record import change, filled, log
from kit import clock


async def change_status(session: AsyncSession, ticket: Ticket, status: TicketStatus, actor: str) -> None:
    """Give the ticket another status.

    Raises:
        TicketError: the transition is not allowed, or somebody else changed the status first.
    """
    before = ticket.status
    if not before.may_become(status):
        raise TicketError(f"Dat kan niet: deze vraag heeft de status '{before.label}'.")
    now = clock.now()
    closed_at = now if status is TicketStatus.CLOSED else None
    changed = await change(
        session, ticket, Ticket.status == before, status=status, closed_at=closed_at, updated_at=now
    )
    if not changed:
        raise TicketError("Een collega heeft de status intussen gewijzigd. Bekijk de vraag opnieuw.")
    await log(session, ticket, actor, EventKind.STATUS, before=before.value, after=status.value)


async def add_note(session: AsyncSession, ticket: Ticket, text: str, actor: str) -> None:
    """Write an internal note, which the entrepreneur never sees.

    Raises:
        TicketError: the note is empty.
    """
    ticket.updated_at = clock.now()
    await log(session, ticket, actor, EventKind.NOTE, note=filled(text))


async def record_reply(session: AsyncSession, ticket: Ticket, text: str, actor: str) -> None:
    """Record a message of an employee, or of the entrepreneur when the actor is ENTREPRENEUR.

    An employee who answers waits for the entrepreneur; an entrepreneur who answers is waited for no longer.
    A closed ticket stays closed, because "bedankt" is an answer too.

    Raises:
        TicketError: the message is empty, or somebody else changed the status first.
    """
    ticket.updated_at = clock.now()
    await log(session, ticket, actor, EventKind.REPLY, note=filled(text))
    following = _status_after_reply(ticket.status, actor)
    if following is not ticket.status:
        await change_status(session, ticket, following, actor)


def _status_after_reply(status: TicketStatus, actor: str) -> TicketStatus:
    """Return the status that a ticket has after somebody wrote."""
    if actor == ENTREPRENEUR:
        return TicketStatus.IN_PROGRESS if status is TicketStatus.WAITING else status
    return status if status is TicketStatus.CLOSED else TicketStatus.WAITING
