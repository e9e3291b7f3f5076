"""Closes a ticket whose task was finished in Open Klant."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.open_klant.bodies import DONE, TO_DO
from handoff.open_klant.client import GoneError, OpenKlant
from handoff.open_klant.models import OpenKlantRecord
from handoff.status import TicketStatus
from handoff.tickets.progress import change_status
from kit import clock
from kit.database import Database

log = logging.getLogger(__name__)

ACTOR = "Open Klant"
CHECK_EVERY = timedelta(minutes=5)
MOST_AT_ONCE = 100


async def read_back(database: Database, api: OpenKlant) -> int:
    """Look at the tasks of open tickets that were not looked at for a while; return how many were finished.

    A task that somebody deleted there is not looked at again; the ticket itself stays as it is.

    Raises:
        RetryLaterError: Open Klant does not answer.
    """
    async with database.reading() as session:
        waiting = await _to_check(session)
    return sum([await _check(database, api, ticket_id, task) for ticket_id, task in waiting])


async def _to_check(session: AsyncSession) -> Sequence[tuple[int, str]]:
    """Return open tickets with the id of their task, the longest not looked at first."""
    before = clock.now() - CHECK_EVERY
    query = (
        select(OpenKlantRecord)
        .join(Ticket, Ticket.id == OpenKlantRecord.ticket_id)
        .where(Ticket.status != TicketStatus.CLOSED, OpenKlantRecord.status == TO_DO)
        .where(or_(OpenKlantRecord.checked_at.is_(None), OpenKlantRecord.checked_at < before))
        .order_by(OpenKlantRecord.checked_at)
        .limit(MOST_AT_ONCE)
    )
    return [(each.ticket_id, each.steps["task"]) for each in await session.scalars(query)]


async def _check(database: Database, api: OpenKlant, ticket_id: int, task: str) -> bool:
    try:
        found = str((await api.read("/internetaken", task))["status"])
    except GoneError:
        log.warning("a task is gone from Open Klant; its ticket is not compared any more")
        found = None
    async with database.transaction() as session:
        record = await session.get(OpenKlantRecord, ticket_id, with_for_update=True)
        ticket = await session.get(Ticket, ticket_id)
        if record is None or ticket is None or record.status != TO_DO:
            return False
        record.checked_at, record.status = clock.now(), found
        return found == DONE and await _close(session, ticket)


async def _close(session: AsyncSession, ticket: Ticket) -> bool:
    try:
        await change_status(session, ticket, TicketStatus.CLOSED, ACTOR)
    except TicketError:
        return False  # somebody closed it at the desk at this very moment
    return True
