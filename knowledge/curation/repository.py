"""The queries of curation."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.curation.models import OPEN, ArticleRevision, State
from knowledge.models import Article


async def revision_to_change(session: AsyncSession, revision_id: int) -> ArticleRevision | None:
    """Return a revision as it is now, kept from others until the transaction ends."""
    wanted = select(ArticleRevision).where(ArticleRevision.id == revision_id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).one_or_none()


async def article_now(session: AsyncSession, article_id: str) -> Article | None:
    """Return an article as it is now, also when the session read it before."""
    return await session.get(Article, article_id, populate_existing=True)


async def published(session: AsyncSession, article_id: str, number: int) -> ArticleRevision | None:
    """Return a revision by its number."""
    wanted = select(ArticleRevision).where(
        ArticleRevision.article_id == article_id, ArticleRevision.number == number
    )
    return (await session.scalars(wanted)).one_or_none()


async def last_number(session: AsyncSession, article_id: str) -> int:
    """Return the highest number of an article's revisions, 0 when it has none."""
    last = select(func.max(ArticleRevision.number)).where(ArticleRevision.article_id == article_id)
    return await session.scalar(last) or 0


async def history(session: AsyncSession, article_id: str) -> list[ArticleRevision]:
    """Return all revisions of an article, the one that changed last first."""
    return list(
        await session.scalars(
            select(ArticleRevision)
            .where(ArticleRevision.article_id == article_id)
            .order_by(ArticleRevision.changed_at.desc(), ArticleRevision.id.desc())
        )
    )


async def open_revisions(session: AsyncSession, states: Sequence[State] = OPEN) -> list[ArticleRevision]:
    """Return what somebody still has to do something with, the oldest first."""
    return list(
        await session.scalars(
            select(ArticleRevision)
            .where(ArticleRevision.state.in_(states))
            .order_by(ArticleRevision.changed_at, ArticleRevision.id)
        )
    )
