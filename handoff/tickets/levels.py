"""What the region promises to entrepreneurs: in how many working hours, and how long a case stays open."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import region_settings
from handoff.tickets.thanks import DEFAULT_THANKS

_KEY = "service-levels"

Hours = Annotated[int, Field(ge=1, le=400)]


class ServiceLevels(BaseModel):
    """The promises; hours are working hours of the account manager, days are days of the calendar."""

    reaction_hours: Hours = 16
    """Until the first reaction."""
    settle_hours: Hours = 48
    """Until the question is settled; the time that the entrepreneur takes does not count."""
    amber_hours: Annotated[int, Field(ge=0, le=400)] = 4
    """This long before a promise ends, the ticket turns amber."""
    reopen_days: Annotated[int, Field(ge=0, le=365)] = 14
    """So long after closing an entrepreneur gets back the same ticket; later on it is a new one."""
    thanks: tuple[str, ...] = DEFAULT_THANKS
    """What an entrepreneur may write after closing without the ticket being opened again."""


async def service_levels(session: AsyncSession, reaction_hours: int | None = None) -> ServiceLevels:
    """Return what the region promises; the hours given hold as long as nobody set others at the desk."""
    defaults = ServiceLevels() if reaction_hours is None else ServiceLevels(reaction_hours=reaction_hours)
    return await region_settings.read(session, _KEY, defaults)


async def set_service_levels(session: AsyncSession, levels: ServiceLevels, actor: str) -> None:
    """Promise this from now on; what was promised before stays as it was."""
    await region_settings.write(session, _KEY, levels, actor)


async def last_change(session: AsyncSession) -> tuple[str, datetime] | None:
    """Return who set the promises last, and when; nothing when nobody did."""
    return await region_settings.last_change(session, _KEY)
