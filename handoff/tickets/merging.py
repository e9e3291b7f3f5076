"""The same question twice: one ticket stays, the other closes and points to it. Nothing here commits."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import Ticket, TicketEvent
from handoff.status import EventKind, TicketStatus
from handoff.tickets.holding import NO_OFFER
from handoff.tickets.record import change, log
from kit import clock

_MOST_RELATED = 20


async def merge(session: AsyncSession, double: Ticket, into: Ticket, actor: str) -> None:
    """Close a ticket because its question is that of another, which stays.

    The entrepreneur hears nothing of it; what they write to the closed one goes to the one that stays.

    Raises:
        TicketError: it is the same ticket, or one of the two is closed or merged already.
    """
    if double.id == into.id:
        raise TicketError("Dit is dezelfde vraag. Kies een andere om mee samen te voegen.")
    was, now = double.status, clock.now()
    free = (Ticket.status != TicketStatus.CLOSED) & Ticket.merged_into_id.is_(None)
    # In the order of their ids: two who merge them the other way round do not wait for each other.
    for ticket in sorted((double, into), key=lambda each: each.id):
        if not await change(session, ticket, free, updated_at=now):
            raise TicketError(
                f"Vraag {ticket.reference} is al afgehandeld of samengevoegd. Voeg alleen open vragen samen."
            )
    closing = {"status": TicketStatus.CLOSED, "closed_at": now, "merged_into_id": into.id, "on_top": False}
    await change(session, double, free, **closing, **NO_OFFER)
    await log(session, double, actor, EventKind.MERGED, before=was.value, after=into.reference)
    await log(session, into, actor, EventKind.MERGED, before=double.reference)


async def merged_into(session: AsyncSession, ticket: Ticket) -> Sequence[Ticket]:
    """Return the tickets that were merged into a ticket, also by way of others, oldest first."""
    found: list[Ticket] = []
    ids = [ticket.id]
    while ids:
        query = select(Ticket).where(Ticket.merged_into_id.in_(ids)).order_by(Ticket.id)
        doubles = (await session.scalars(query)).all()
        found.extend(doubles)
        ids = [double.id for double in doubles]
    return sorted(found, key=lambda each: each.id)


async def whole_history(
    session: AsyncSession, ticket: Ticket, doubles: Sequence[Ticket]
) -> Sequence[TicketEvent]:
    """Return what happened to a ticket and to those that were merged into it, oldest first."""
    ids = [each.id for each in (ticket, *doubles)]
    query = select(TicketEvent).where(TicketEvent.ticket_id.in_(ids))
    return (await session.scalars(query.order_by(TicketEvent.at, TicketEvent.id))).all()


async def related(session: AsyncSession, ticket: Ticket) -> Sequence[Ticket]:
    """Return other tickets of the same entrepreneur, by e-mail address or phone number, newest first."""
    same = []
    if ticket.email:
        same.append(Ticket.email == ticket.email.lower())
    if ticket.phone:
        same.append(Ticket.phone == ticket.phone)
    if not same:
        return []
    query = select(Ticket).where(or_(*same), Ticket.id != ticket.id)
    return (await session.scalars(query.order_by(Ticket.id.desc()).limit(_MOST_RELATED))).all()
