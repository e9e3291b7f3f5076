"""What the other rooms ask of the knowledge store in the database. Nothing here commits."""

from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from kit.settings import get_settings
from knowledge import convert, repository, writing
from knowledge.curation.importing import ImportReport, import_articles
from knowledge.files import Content
from knowledge.models import Article


async def import_content(session: AsyncSession, content: Content) -> ImportReport:
    """Bring the articles in the database to those of the content folder, within the caller's transaction.

    What the desk published is kept: a file that says something else is a conflict, for an editor to settle.
    An article whose file is gone is withdrawn and kept: conversations and tickets still refer to it.
    """
    return await import_articles(session, content.articles)


async def export_content(session: AsyncSession, folder: Path, frame: Path | None = None) -> int:
    """Write all articles as files and return their number; the folder can be imported again as it is.

    What stands beside the articles (areas, vocabulary, replies) is copied from ``frame``, by default the
    content folder of the settings.
    """
    writing.copy_frame(frame or get_settings().content_dir, folder)
    articles = await repository.all_articles(session)
    for article in articles:
        writing.write_article(folder, convert.to_file(article))
    return len(articles)


async def served_articles(session: AsyncSession, today: date) -> list[Article]:
    """Return the articles that are published and valid on a day, both ends of the period included."""
    return await repository.served_articles(session, today)


async def get_article(session: AsyncSession, article_id: str) -> Article | None:
    """Return an article whatever its status, or nothing."""
    return await repository.get_article(session, article_id)


async def owners(session: AsyncSession) -> set[str]:
    """Return the roles that keep articles true."""
    return await repository.owners(session)


async def content_version(session: AsyncSession) -> int:
    """Return the number of the content as it is now, higher after every change; 0 before the first import."""
    state = await repository.state(session)
    return state.version if state else 0
