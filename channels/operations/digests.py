"""Puts the digests of a day in the outbox, from the hour of the settings on."""

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


async def put_digests(services: Services) -> int:
    """Put a digest for each account manager who works later today or now; return how many are there.

    Whoever looks more often puts nothing twice. Without a mail server, or with the hour at -1, none.
    """
    settings, now = services.settings, clock.now()
    hour = now.astimezone(clock.AMSTERDAM).hour
    if settings.mail_server is None or not 0 <= settings.digest_hour <= hour:
        return 0
    day = clock.today()
    async with services.database.transaction() as session:
        managers = (await session.scalars(select(AccountManager).where(AccountManager.active))).all()
        there = [each for each in managers if await _works_on(session, each, now, day)]
        for manager in there:
            payload = {"letter": "digest", "manager": manager.id, "day": day.isoformat()}
            await outbox.put(session, EMAIL, f"{EMAIL}:digest:{manager.id}:{day}", payload)
    return len(there)


async def _works_on(session: AsyncSession, manager: AccountManager, now: datetime, day: date) -> bool:
    """Tell whether somebody works on a day, now or later."""
    present = next_present(manager, now, await closed_dates(session, manager))
    return present is not None and present.astimezone(clock.AMSTERDAM).date() == day
