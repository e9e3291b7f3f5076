"""The list of articles: a start for editors, to read only."""

from fastapi import APIRouter, Response

from channels.desk.errors import NotFoundError
from channels.desk.guard import TheVisit
from channels.desk.pages import DeskRoute, page
from kit import clock
from knowledge.repository import all_articles
from knowledge.topics import TOPICS

PATH = "/desk/articles"

router = APIRouter(route_class=DeskRoute)


@router.get("/articles")
async def list_articles(visit: TheVisit) -> Response:
    """List every article, also those that are not served."""
    if not visit.entry.sees_articles:
        raise NotFoundError
    async with visit.services.database.reading() as session:
        articles = await all_articles(session)
    context = {
        "articles": articles,
        "topics": TOPICS,
        "areas": visit.services.library.areas,
        "today": clock.today(),
    }
    return page(visit.request, "articles.html", context)
