"""Amber and red: a promise that is nearly broken, and one that is. Nothing here commits."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket
from handoff.status import VOORDEUR, Alarm, EventKind, TicketStatus
from handoff.tickets.record import change, log
from kit import clock

# While the entrepreneur is waited for the clock stands still.
RUNNING = (TicketStatus.NEW, TicketStatus.IN_PROGRESS)
_MOST_AT_ONCE = 500

_KINDS = {Alarm.AMBER: EventKind.AMBER, Alarm.RED: EventKind.RED}


async def sound_alarms(session: AsyncSession) -> int:
    """Tell of every promise that is broken, or nearly, once; return how many were told.

    Red is told to the coordinator too, see ``handoff.announcements``. Safe in several processes.
    """
    now = clock.now()
    red = await _sound(session, Alarm.RED, and_(Ticket.due_at <= now, Ticket.alarm != Alarm.RED))
    near = and_(Ticket.amber_at <= now, Ticket.due_at > now, Ticket.alarm == Alarm.NONE)
    return red + await _sound(session, Alarm.AMBER, near)


async def _sound(session: AsyncSession, alarm: Alarm, when: ColumnElement[bool]) -> int:
    told = 0
    query = select(Ticket).where(Ticket.status.in_(RUNNING), when).order_by(Ticket.due_at)
    for ticket in (await session.scalars(query.limit(_MOST_AT_ONCE))).all():
        before = ticket.alarm
        still = and_(Ticket.alarm == before, Ticket.status.in_(RUNNING), when)
        if await change(session, ticket, still, alarm=alarm):
            await log(session, ticket, VOORDEUR, _KINDS[alarm], before=before.value, after=alarm.value)
            told += 1
    return told
