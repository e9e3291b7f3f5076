"""Extra closed days, set by a coordinator. Nothing here commits."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.closed_days import all_closed_days, holiday_name
from handoff.models import ClosedDay
from handoff.people import values
from handoff.people.errors import EntryError
from handoff.people.history import Subject, record


async def add(session: AsyncSession, day: date, name: str, gemeente: str | None, actor: str) -> None:
    """Close a day for the region or for one gemeente.

    Raises:
        EntryError: it is closed already.
    """
    holiday = holiday_name(day)
    if holiday:
        raise EntryError({"day": f"Dit is al een feestdag: {holiday}. Die hoeft u niet in te vullen."})
    for other in await all_closed_days(session):
        if other.day == day and other.gemeente in {None, gemeente}:
            raise EntryError({"day": f"Deze dag is al dicht: {other.name}."})
    closed = ClosedDay(day=day, name=name, gemeente=gemeente)
    session.add(closed)
    await session.flush()
    await record(session, actor, Subject.CLOSED_DAY, str(closed.id), {}, values.of_closed_day(closed))


async def remove(session: AsyncSession, closed_day_id: int, actor: str) -> bool:
    """Open a day again; false when there is no such closed day."""
    closed = await session.get(ClosedDay, closed_day_id)
    if closed is None:
        return False
    await record(session, actor, Subject.CLOSED_DAY, str(closed.id), values.of_closed_day(closed), {})
    await session.delete(closed)
    await session.flush()
    return True
