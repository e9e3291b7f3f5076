"""The queries of the knowledge store."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.models import SINGLE_ROW, Article, ContentState


async def all_articles(session: AsyncSession) -> list[Article]:
    """Return every article, also drafts and withdrawn ones, in the order of their ids."""
    return list(await session.scalars(select(Article).order_by(Article.id)))


async def served_articles(session: AsyncSession, today: date) -> list[Article]:
    """Return the articles that are published and valid on a day, both ends of the period included."""
    served = select(Article).where(
        Article.status == "published", Article.valid_from <= today, Article.valid_until >= today
    )
    return list(await session.scalars(served.order_by(Article.id)))


async def get_article(session: AsyncSession, article_id: str) -> Article | None:
    """Return an article whatever its status, or nothing."""
    return await session.get(Article, article_id)


async def state(session: AsyncSession) -> ContentState | None:
    """Return the version row; nothing before the first import."""
    return await session.get(ContentState, SINGLE_ROW)
