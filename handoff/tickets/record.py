"""Changing the row of a ticket, and adding to its history. Nothing here commits."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.announcements import announce
from handoff.errors import TicketError
from handoff.models import Ticket, TicketEvent
from handoff.status import EventKind
from kit import clock
from kit.masking import mask_personal_numbers


async def change(session: AsyncSession, ticket: Ticket, condition: Any, **values: Any) -> bool:
    """Change the row when the condition still holds, and read it back; tell whether it did."""
    statement = (
        update(Ticket)
        .where(Ticket.id == ticket.id, condition)
        .values(**values)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    changed = await session.scalar(statement)
    await session.refresh(ticket)
    return changed is not None


async def log(
    session: AsyncSession,
    ticket: Ticket,
    actor: str,
    kind: EventKind,
    *,
    before: str | None = None,
    after: str | None = None,
    note: str | None = None,
) -> TicketEvent:
    """Add a line to the history of a ticket, and tell who should know."""
    event = TicketEvent(
        ticket_id=ticket.id, at=clock.now(), actor=actor, kind=kind, before=before, after=after, note=note
    )
    session.add(event)
    await session.flush()
    await announce(session, ticket, event)
    return event


def filled(text: str) -> str:
    """Refuse a text without anything in it."""
    if not text.strip():
        raise TicketError("De tekst is leeg. Typ eerst een bericht.")
    return mask_personal_numbers(text.strip())
