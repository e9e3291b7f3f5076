"""Walk-in hours at the desk: adding, changing and ending. Nothing here commits."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import ContactMoment
from handoff.people import values
from handoff.people.errors import EntryError
from handoff.people.history import Subject, record, version_of
from handoff.people.managers import MEANWHILE
from handoff.schemas import ContactMomentEntry
from kit import clock


async def every(session: AsyncSession) -> Sequence[ContactMoment]:
    """Return all walk-in hours, also those that ended, by gemeente and then through the week."""
    query = select(ContactMoment).order_by(
        ContactMoment.gemeente, ContactMoment.weekday, ContactMoment.starts, ContactMoment.id
    )
    return (await session.scalars(query)).all()


async def add(session: AsyncSession, entry: ContactMomentEntry, actor: str) -> ContactMoment:
    """Add a walk-in hour, shown from its first day on.

    Raises:
        EntryError: there is one with this id.
    """
    if await session.get(ContactMoment, entry.id):
        raise EntryError({"title": "Er is al een spreekuur met deze titel."})
    moment = ContactMoment(id=entry.id, edited_at_desk=True)
    session.add(moment)
    _fill(moment, entry)
    await record(session, actor, Subject.MOMENT, entry.id, {}, values.of_moment(moment))
    return moment


async def change(
    session: AsyncSession, moment: ContactMoment, entry: ContactMomentEntry, version: int, actor: str
) -> None:
    """Change a walk-in hour, unless somebody else did since this version of it.

    Raises:
        EntryError: somebody did.
    """
    if await version_of(session, Subject.MOMENT, moment.id) != version:
        raise EntryError({"": MEANWHILE})
    before = values.of_moment(moment)
    _fill(moment, entry)
    moment.edited_at_desk = True
    await record(session, actor, Subject.MOMENT, moment.id, before, values.of_moment(moment))


async def end(session: AsyncSession, moment: ContactMoment, actor: str) -> None:
    """End a walk-in hour as of today; one that was still to begin never does."""
    before = values.of_moment(moment)
    yesterday: date = clock.today() - timedelta(days=1)
    moment.valid_until = min(moment.valid_until or yesterday, yesterday)
    moment.valid_from = min(moment.valid_from, moment.valid_until)
    moment.edited_at_desk = True
    await record(session, actor, Subject.MOMENT, moment.id, before, values.of_moment(moment))


def _fill(moment: ContactMoment, entry: ContactMomentEntry) -> None:
    for field in values.MOMENT_FIELDS:
        if field != "weekday":
            setattr(moment, field, getattr(entry, field))
    moment.weekday = entry.weekday_number
