"""Keeping who is at the desk: what somebody chooses, and that they were seen. Nothing here commits."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import AccountManager
from handoff.presence import Presence
from kit import clock


async def choose(session: AsyncSession, manager_id: str, presence: Presence) -> None:
    """Keep what somebody says of themselves, for the rest of the day."""
    now = clock.now()
    await _keep(session, manager_id, presence=presence, presence_at=now, seen_at=now)


async def choose_digest_hour(session: AsyncSession, manager_id: str, hour: int | None) -> None:
    """Keep when somebody wants the overview of the day by mail; -1: never, nothing: as the region does."""
    await _keep(session, manager_id, digest_hour=hour)


async def seen(session: AsyncSession, manager_id: str) -> None:
    """Keep that somebody did something at the desk just now."""
    await _keep(session, manager_id, seen_at=clock.now())


async def left(session: AsyncSession, manager_id: str) -> None:
    """Keep that somebody logged out: from now on only what they chose and their hours count."""
    await _keep(session, manager_id, seen_at=None)


async def _keep(session: AsyncSession, manager_id: str, **values: object) -> None:
    await session.execute(update(AccountManager).where(AccountManager.id == manager_id).values(**values))
