"""Who takes over from somebody who left or is away."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.errors import TicketError
from handoff.models import AccountManager
from kit import clock
from kit.clock import dutch_date


async def stand_in_of(session: AsyncSession, manager: AccountManager) -> AccountManager | None:
    """Return the replacement of somebody, if that person is there today."""
    stand_in = (await repository.all_managers(session)).get(manager.replacement_id or "")
    return stand_in if stand_in and is_there(stand_in, clock.today()) else None


async def require_there(session: AsyncSession, manager: AccountManager) -> None:
    """Refuse to give a ticket to somebody who will not see it.

    Raises:
        TicketError: the person left or is away; the sentence names the replacement.
    """
    today = clock.today()
    if is_there(manager, today):
        return
    why = _away(manager) if manager.active else f"{manager.name} is niet meer actief."
    stand_in = await stand_in_of(session, manager)
    then = f"{stand_in.name} vervangt. Kies {stand_in.name}." if stand_in else "Kies iemand anders."
    raise TicketError(f"{why} {then}")


def is_there(manager: AccountManager, day: date) -> bool:
    """Tell whether somebody is active and not away that day."""
    return manager.active and not manager.absent_on(day)


def _away(manager: AccountManager) -> str:
    until = f" tot en met {dutch_date(manager.absent_until)}" if manager.absent_until else ""
    return f"{manager.name} is afwezig{until}."
