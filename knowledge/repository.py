"""The queries of the knowledge store."""

from collections.abc import Collection
from datetime import date
from itertools import batched

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.models import SINGLE_ROW, Article, ContentState

_AT_A_TIME = 500  # articles; a query has a highest number of parameters


async def all_articles(session: AsyncSession) -> list[Article]:
    """Return every article, also drafts and withdrawn ones, in the order of their ids."""
    return list(await session.scalars(select(Article).order_by(Article.id)))


async def served_articles(session: AsyncSession, today: date) -> list[Article]:
    """Return the articles that are published and valid on a day, both ends of the period included."""
    served = select(Article).where(
        Article.status == "published", Article.valid_from <= today, Article.valid_until >= today
    )
    return list(await session.scalars(served.order_by(Article.id)))


async def served_ids(session: AsyncSession, today: date) -> set[str]:
    """Return the ids of ``served_articles``, without reading their texts."""
    return set(
        await session.scalars(
            select(Article.id).where(
                Article.status == "published", Article.valid_from <= today, Article.valid_until >= today
            )
        )
    )


async def articles(session: AsyncSession, ids: Collection[str]) -> list[Article]:
    """Return the articles with these ids."""
    found: list[Article] = []
    for some in batched(ids, _AT_A_TIME, strict=False):
        found += await session.scalars(select(Article).where(Article.id.in_(some)))
    return found


async def changed_ids(session: AsyncSession, since: int) -> set[str]:
    """Return the ids of the articles that changed after a version of the content, whatever their status."""
    return set(await session.scalars(select(Article.id).where(Article.changed_in > since)))


async def get_article(session: AsyncSession, article_id: str) -> Article | None:
    """Return an article whatever its status, or nothing."""
    return await session.get(Article, article_id)


async def owners(session: AsyncSession) -> set[str]:
    """Return the owners of all articles."""
    return set(await session.scalars(select(Article.owner).distinct()))


async def state(session: AsyncSession) -> ContentState | None:
    """Return the version row; nothing before the first import."""
    return await session.get(ContentState, SINGLE_ROW)
