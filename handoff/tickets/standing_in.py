"""Who takes over from somebody who left or is away."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.errors import TicketError
from handoff.models import Absence, AccountManager
from kit import clock
from kit.clock import dutch_date


async def stand_in_of(session: AsyncSession, manager: AccountManager) -> AccountManager | None:
    """Return who stands in for somebody today, if anybody does."""
    return stand_in(await repository.all_managers(session), manager, clock.today())


async def replaced_by(session: AsyncSession, manager_id: str) -> dict[str, AccountManager]:
    """Return the colleagues for whom somebody stands in today, by id."""
    today = clock.today()
    away = select(Absence.id).where(
        Absence.first_day <= today, or_(Absence.last_day.is_(None), Absence.last_day >= today)
    )
    if await session.scalar(away.limit(1)) is None:
        return {}
    managers = await repository.all_managers(session)
    return {
        one.id: one
        for one in managers.values()
        if one.active and one.absent_on(today) and _is(stand_in(managers, one, today), manager_id)
    }


def stand_in(
    managers: Mapping[str, AccountManager], away: AccountManager, day: date
) -> AccountManager | None:
    """Follow who stands in for whom until somebody is there; a circle leads to nobody."""
    seen = {away.id}
    following = managers.get(away.stand_in_on(day) or "")
    while following and following.id not in seen:
        if is_there(following, day):
            return following
        seen.add(following.id)
        following = managers.get(following.stand_in_on(day) or "")
    return None


async def still_active(session: AsyncSession, manager_id: str) -> bool:
    """Tell whether somebody works here, and let that stay so until the caller commits.

    Who leaves waits for whoever gives them a ticket, or the other way round: so no ticket stays behind.
    """
    row = select(AccountManager).where(AccountManager.id == manager_id).with_for_update(read=True)
    manager = await session.scalar(row.execution_options(populate_existing=True))
    return manager is not None and manager.active


async def require_there(session: AsyncSession, manager: AccountManager) -> None:
    """Refuse to give a ticket to somebody who will not see it; who works here does so until the commit.

    Raises:
        TicketError: the person left or is away; the sentence names the replacement.
    """
    active = await still_active(session, manager.id)
    if active and not manager.absent_on(clock.today()):
        return
    why = _away(manager) if active else f"{manager.name} is niet meer actief."
    other = await stand_in_of(session, manager)
    then = f"{other.name} vervangt. Kies {other.name}." if other else "Kies iemand anders."
    raise TicketError(f"{why} {then}")


def _is(manager: AccountManager | None, manager_id: str) -> bool:
    return manager is not None and manager.id == manager_id


def is_there(manager: AccountManager, day: date) -> bool:
    """Tell whether somebody is active and not away that day."""
    return manager.active and not manager.absent_on(day)


def _away(manager: AccountManager) -> str:
    absence = manager.absence_on(clock.today())
    until = f" tot en met {dutch_date(absence.last_day)}" if absence and absence.last_day else ""
    return f"{manager.name} is afwezig{until}."
