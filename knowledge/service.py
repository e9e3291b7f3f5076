"""What the other rooms ask of the knowledge store in the database. Nothing here commits."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from kit.settings import get_settings
from knowledge import convert, repository, writing
from knowledge.files import Content
from knowledge.models import Article, ContentState
from knowledge.schemas import ArticleFile


@dataclass
class ImportReport:
    """How many articles an import added, changed, removed (withdrew) and left alone."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


async def import_content(session: AsyncSession, content: Content) -> ImportReport:
    """Make the articles in the database those of the content folder, within the caller's transaction.

    An article whose file is gone is withdrawn and kept: conversations and tickets still refer to it.
    """
    existing = {article.id: article for article in await repository.all_articles(session)}
    report = ImportReport()
    for file in content.articles:
        _import_article(session, existing.pop(file.id, None), file, report)
    for article in existing.values():
        _withdraw(article, report)
    await session.flush()
    await _stamp(session)
    return report


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


async def content_version(session: AsyncSession) -> str:
    """Return the fingerprint of all articles; empty before the first import."""
    state = await repository.state(session)
    return state.version if state else ""


def _import_article(
    session: AsyncSession, article: Article | None, file: ArticleFile, report: ImportReport
) -> None:
    if article is None:
        article = Article(id=file.id)
        convert.fill(article, file)
        session.add(article)
        report.added += 1
    elif convert.to_file(article) != file:
        convert.fill(article, file)
        report.changed += 1
    else:
        report.unchanged += 1


def _withdraw(article: Article, report: ImportReport) -> None:
    if article.status == "withdrawn":
        report.unchanged += 1
    else:
        article.status = "withdrawn"
        report.removed += 1


async def _stamp(session: AsyncSession) -> None:
    """Write down the version of what is now in the database; an import without changes keeps it."""
    version = _fingerprint(await repository.all_articles(session))
    state = await repository.state(session)
    if state is None:
        session.add(ContentState(version=version, imported_at=clock.now()))
    else:
        state.version, state.imported_at = version, clock.now()
    await session.flush()


def _fingerprint(articles: Iterable[Article]) -> str:
    digest = hashlib.sha256()
    for article in articles:
        digest.update(convert.to_file(article).model_dump_json().encode())
    return digest.hexdigest()
