"""Planned absences, by a coordinator or by somebody for themselves. Nothing here commits."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.models import Absence, AccountManager
from handoff.people import values
from handoff.people.errors import EntryError
from handoff.people.history import Subject, record
from kit import clock
from kit.clock import dutch_date


async def add(
    session: AsyncSession,
    manager: AccountManager,
    first_day: date,
    last_day: date | None,
    replacement_id: str | None,
    actor: str,
) -> None:
    """Plan an absence; a missing last day is open, a missing replacement the usual one.

    Raises:
        EntryError: the days make no sense or overlap another absence, or nobody can stand in.
    """
    _check_days(manager, first_day, last_day)
    await _check_replacement(session, manager, replacement_id)
    before = values.with_absences(manager)
    manager.absences.append(
        Absence(first_day=first_day, last_day=last_day, replacement_id=replacement_id, from_file=False)
    )
    await record(session, actor, Subject.MANAGER, manager.id, before, values.with_absences(manager))


async def remove(session: AsyncSession, manager: AccountManager, absence_id: int, actor: str) -> bool:
    """Take an absence back, or end one that has begun as of today; false when there is none with this id.

    One that came from the file would come back: from now on the entry is that of the desk.
    """
    absence = next((each for each in manager.absences if each.id == absence_id), None)
    if absence is None:
        return False
    before = values.with_absences(manager)
    manager.edited_at_desk = manager.edited_at_desk or absence.from_file
    manager.absences.remove(absence)
    await record(session, actor, Subject.MANAGER, manager.id, before, values.with_absences(manager))
    return True


def _check_days(manager: AccountManager, first_day: date, last_day: date | None) -> None:
    if last_day and last_day < first_day:
        raise EntryError({"last_day": "De laatste dag ligt voor de eerste dag."})
    if last_day and last_day < clock.today():
        raise EntryError({"last_day": "Deze dagen zijn al voorbij."})
    for other in manager.absences:
        if first_day <= (other.last_day or date.max) and other.first_day <= (last_day or date.max):
            until = f"tot en met {dutch_date(other.last_day)}" if other.last_day else "zonder einddatum"
            told = f"Er staat al een afwezigheid vanaf {dutch_date(other.first_day)} {until}."
            raise EntryError({"first_day": f"{told} Haal die eerst weg, of kies andere dagen."})


async def _check_replacement(
    session: AsyncSession, manager: AccountManager, replacement_id: str | None
) -> None:
    if replacement_id is None:
        return
    other = (await repository.all_managers(session)).get(replacement_id)
    if other is None or not other.active or other.id == manager.id:
        raise EntryError({"replacement_id": "Kies een collega die actief is."})
