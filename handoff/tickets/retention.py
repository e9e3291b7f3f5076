"""Erasing tickets when their time is over: the only way in which anything of a ticket goes."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository


async def purge_tickets(session: AsyncSession, before: datetime) -> int:
    """Delete the tickets that were closed before a moment, with their events; return how many."""
    return await repository.delete_tickets_closed_before(session, before)
