"""Puts the digests of a day in the outbox, from the hour on that somebody chose, or that of the settings."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.services import Services
from handoff import outbox
from handoff.closed_days import closed_dates
from handoff.hours import next_present
from handoff.models import AccountManager
from handoff.notices import EMAIL
from kit import clock
from kit.settings import Settings


async def put_digests(services: Services) -> int:
    """Put a digest for each account manager who works later today or now; return how many are there.

    Whoever looks more often puts nothing twice. Without a mail server none.
    """
    settings, now = services.settings, clock.now()
    hour = now.astimezone(clock.AMSTERDAM).hour
    if settings.mail_server is None:
        return 0
    day = clock.today()
    async with services.database.transaction() as session:
        managers = (await session.scalars(select(AccountManager).where(AccountManager.active))).all()
        due = [each for each in managers if 0 <= _hour_of(each, settings) <= hour]
        there = [each for each in due if await _works_on(session, each, now, day)]
        for manager in there:
            payload = {"letter": "digest", "manager": manager.id, "day": day.isoformat()}
            await outbox.put(session, EMAIL, f"{EMAIL}:digest:{manager.id}:{day}", payload)
    return len(there)


def _hour_of(manager: AccountManager, settings: Settings) -> int:
    """Return the hour at which somebody gets the digest; -1: never."""
    return settings.digest_hour if manager.digest_hour is None else manager.digest_hour


async def _works_on(session: AsyncSession, manager: AccountManager, now: datetime, day: date) -> bool:
    """Tell whether somebody works on a day, now or later."""
    present = next_present(manager, now, await closed_dates(session, manager))
    return present is not None and present.astimezone(clock.AMSTERDAM).date() == day
