"""The page of an article for those who only read it."""

from fastapi import Response

from channels.desk.articles.body import body
from channels.desk.articles.errors import ArticleNotFoundError
from channels.desk.articles.form import Typed
from channels.desk.articles.frame import show
from channels.desk.guard import Visit
from knowledge import convert
from knowledge.models import Article


async def show_article(visit: Visit, article_id: str) -> Response:
    """Show an article as it was published last.

    Raises:
        ArticleNotFoundError: there is none, or it was never published.
    """
    async with visit.services.database.reading() as session:
        article = await session.get(Article, article_id)
    if article is None:
        raise ArticleNotFoundError
    context = {"article": article, "body": body(Typed.of(convert.to_file(article)), visit.services)}
    return await show(visit, "article_reading.html", context)
