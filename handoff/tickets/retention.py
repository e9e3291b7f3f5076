"""Erasing tickets when their time is over: the only way in which anything of a ticket goes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import batched

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket, TicketEvent
from handoff.open_klant.models import OpenKlantRecord
from handoff.status import TicketStatus
from handoff.tickets.models import TicketAttachment, TicketMention, TicketRound, TicketTag

# A statement holds a limited number of values.
_AT_ONCE = 500


async def purge_tickets(session: AsyncSession, before: datetime) -> int:
    """Delete the tickets that were closed before a moment, with all that belongs to them; return how many.

    One that was merged into another stays as long as the other does: it is read there. The files of
    attachments go after the commit, see ``attachments.sweep``.
    """
    old = await _closed_before(session, before)
    for ids in batched(old, _AT_ONCE, strict=False):
        await _erase(session, ids)
    return len(old)


async def _erase(session: AsyncSession, ids: Sequence[int]) -> None:
    """Delete tickets with all that belongs to them; other tables go along by their foreign keys."""
    for column in (Ticket.merged_into_id, Ticket.previous_id):
        await session.execute(update(Ticket).where(column.in_(ids)).values({column: None}))
    for table in (TicketTag, TicketMention, TicketRound, TicketAttachment, OpenKlantRecord, TicketEvent):
        await session.execute(delete(table).where(table.ticket_id.in_(ids)))
    await session.execute(delete(Ticket).where(Ticket.id.in_(ids)))


async def _closed_before(session: AsyncSession, before: datetime) -> Collection[int]:
    """Return the ids of the tickets whose time is over."""
    query = select(Ticket.id, Ticket.merged_into_id).where(
        Ticket.status == TicketStatus.CLOSED, Ticket.closed_at < before
    )
    old = {row.id: row.merged_into_id for row in await session.execute(query)}
    while kept := [ticket_id for ticket_id, into in old.items() if into is not None and into not in old]:
        for ticket_id in kept:
            del old[ticket_id]
    return old.keys()
