"""The history of the directory: every change, with what stood there before and after. It never commits."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import DirectoryChange
from kit import clock


class Subject(StrEnum):
    """What in the directory changed, or who may come in at the desk."""

    MANAGER = "account-manager"
    MOMENT = "walk-in-hour"
    CLOSED_DAY = "closed-day"
    USER = "desk-user"


async def record(
    session: AsyncSession,
    actor: str,
    subject: Subject,
    subject_id: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Keep what changed; when nothing did, nothing is kept."""
    fields = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if fields:
        session.add(
            DirectoryChange(
                at=clock.now(),
                actor=actor,
                subject=subject.value,
                subject_id=subject_id,
                before={key: before.get(key) for key in fields if key in before},
                after={key: after.get(key) for key in fields if key in after},
            )
        )
    await session.flush()


async def changes_of(
    session: AsyncSession, subject: Subject, subject_id: str | None = None, most: int = 200
) -> Sequence[DirectoryChange]:
    """Return the newest changes of one entry or of all entries of a kind, the newest first."""
    query = select(DirectoryChange).where(DirectoryChange.subject == subject.value)
    if subject_id is not None:
        query = query.where(DirectoryChange.subject_id == subject_id)
    return (await session.scalars(query.order_by(DirectoryChange.id.desc()).limit(most))).all()


async def version_of(session: AsyncSession, subject: Subject, subject_id: str) -> int:
    """Return a number that is another one after each change of an entry."""
    query = select(func.max(DirectoryChange.id)).where(
        DirectoryChange.subject == subject.value, DirectoryChange.subject_id == subject_id
    )
    return await session.scalar(query) or 0
