"""The queries of the gaps."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from knowledge.gaps.models import GapGroup, GapLesson, GapQuestion


async def any_ungrouped(session: AsyncSession) -> bool:
    """Tell whether a question waits for its group."""
    return bool(await session.scalar(select(exists().where(GapQuestion.group_id.is_(None)))))


async def ungrouped_to_change(session: AsyncSession, limit: int) -> list[GapQuestion]:
    """Return the oldest questions without a group, kept from other processes until the transaction ends."""
    wanted = select(GapQuestion).where(GapQuestion.group_id.is_(None)).order_by(GapQuestion.id).limit(limit)
    return list(await session.scalars(wanted.with_for_update()))


async def grouped(session: AsyncSession) -> list[GapQuestion]:
    """Return the questions that have a group, in the order in which they came."""
    wanted = select(GapQuestion).where(GapQuestion.group_id.is_not(None)).order_by(GapQuestion.id)
    return list(await session.scalars(wanted))


async def texts(session: AsyncSession, ids: Collection[int]) -> list[str]:
    """Return what was asked in questions, the newest first; a question that is gone is left out."""
    wanted = select(GapQuestion.text).where(GapQuestion.id.in_(ids)).order_by(GapQuestion.id.desc())
    return list(await session.scalars(wanted))


async def groups(session: AsyncSession, ids: Collection[int] | None = None) -> list[GapGroup]:
    """Return groups with their questions, all of them or some."""
    wanted = select(GapGroup).options(selectinload(GapGroup.questions))
    if ids is not None:
        wanted = wanted.where(GapGroup.id.in_(ids))
    return list(await session.scalars(wanted.execution_options(populate_existing=True)))


async def lessons(session: AsyncSession) -> list[GapLesson]:
    """Return what the assistant may learn from, in alphabetical order."""
    return list(await session.scalars(select(GapLesson).order_by(GapLesson.text)))


async def delete_before(session: AsyncSession, day: date) -> int:
    """Delete the questions of before a day, and the groups left empty; return how many questions."""
    gone = list(
        await session.scalars(delete(GapQuestion).where(GapQuestion.asked_on < day).returning(GapQuestion.id))
    )
    filled = exists().where(GapQuestion.group_id == GapGroup.id)
    await session.execute(delete(GapGroup).where(~filled))
    return len(gone)
