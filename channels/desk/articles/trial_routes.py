"""The page on which an editor tries a question."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import LONGEST_TEXT, clean, is_visible
from channels.desk.articles.door import EditorVisit, number
from channels.desk.articles.errors import ArticleNotFoundError
from channels.desk.articles.frame import show
from channels.desk.articles.trial import VERDICTS, intent_words, try_question
from channels.desk.pages import DeskRoute
from channels.web.articles.text import to_html
from knowledge.curation import service
from knowledge.curation.errors import UnknownRevisionError
from knowledge.schemas import ArticleFile

_EMPTY = "Typ eerst een vraag, zoals een ondernemer die stelt."
_LONG = f"Uw vraag is te lang. Gebruik hooguit {LONGEST_TEXT} tekens."

router = APIRouter(prefix="/articles", route_class=DeskRoute)


@router.get("/try")
async def try_out(
    visit: EditorVisit,
    question: Annotated[str | None, Query()] = None,
    gemeente: Annotated[str, Query()] = "",
    revision: Annotated[str, Query()] = "",
) -> Response:
    """Show the form, and of a question what the assistant would do with it."""
    areas = visit.services.library.areas
    asked, draft = clean(question or ""), None
    if revision:
        async with visit.services.database.reading() as session:
            draft = await _draft(session, number(revision))
    place = areas.current(gemeente) if areas.is_gemeente(gemeente) else None
    error = _refuse(asked) if question is not None else ""
    wanted = question is not None and not error
    context = {
        "question": asked,
        "gemeente": place,
        "gemeenten": {slug: areas.name(slug) for slug in areas.region_gemeenten},
        "revision": revision,
        "draft": draft,
        "error": error,
        "trial": await try_question(visit.services, asked, place, draft) if wanted else None,
        "longest": LONGEST_TEXT,
        "verdicts": VERDICTS,
        "intent_words": intent_words,
        "to_html": to_html,
    }
    return await show(visit, "article_try.html", context, 400 if error else 200)


async def _draft(session: AsyncSession, revision_id: int) -> ArticleFile:
    try:
        return service.content_of(await service.get_revision(session, revision_id))
    except UnknownRevisionError:
        raise ArticleNotFoundError from None


def _refuse(question: str) -> str:
    if not is_visible(question):
        return _EMPTY
    return _LONG if len(question) > LONGEST_TEXT else ""
