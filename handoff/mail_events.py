"""What happens to a ticket by mail. Nothing here commits."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket, TicketEvent
from handoff.notices import Side
from handoff.status import VOORDEUR, EventKind
from handoff.tickets.record import filled, log

_NOT_ARRIVED = {
    Side.ENTREPRENEUR: "Een e-mail aan de ondernemer kwam niet aan",
    Side.DESK: "Een e-mail aan de accountmanager kwam niet aan",
    Side.COLLEAGUE: "Een e-mail aan een collega kwam niet aan",
    Side.COORDINATORS: "Een e-mail aan de coördinatoren kwam niet aan",
}


async def note_mail_failed(session: AsyncSession, ticket: Ticket, side: Side, reason: str = "") -> None:
    """Write on the ticket that a letter did not arrive; who handles it hears so when it matters."""
    said = f"{_NOT_ARRIVED[side]}{f' ({reason})' if reason else ''}."
    await log(session, ticket, VOORDEUR, EventKind.MAIL_FAILED, after=side, note=said)


async def note_mail(session: AsyncSession, ticket: Ticket, text: str) -> bool:
    """Write something about a mail that came in on the ticket, the same at most once; tell whether it did."""
    known = await session.scalar(
        select(TicketEvent.id)
        .where(
            TicketEvent.ticket_id == ticket.id,
            TicketEvent.kind == EventKind.MAIL_NOTED,
            TicketEvent.note == text,
        )
        .limit(1)
    )
    if known is None:
        await log(session, ticket, VOORDEUR, EventKind.MAIL_NOTED, note=text)
    return known is None


async def note_by_mail(session: AsyncSession, ticket: Ticket, text: str, author: str) -> None:
    """Write what an employee answered to a letter as an internal note; an @ in a mail names nobody."""
    await log(session, ticket, author, EventKind.NOTE, note=filled(text))
