"""The page on which an editor tries a question."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import LONGEST_TEXT, clean, is_visible
from channels.desk.articles.door import EditorVisit, number
from channels.desk.articles.errors import ArticleNotFoundError
from channels.desk.articles.frame import show
from channels.desk.articles.trial import VERDICTS, intent_words, try_question
from channels.desk.guard import Visit
from channels.desk.pages import DeskRoute
from channels.web.articles.text import to_html
from knowledge.curation import service
from knowledge.curation.errors import UnknownRevisionError
from knowledge.drafts import Draft
from knowledge.search.verdict import POSSIBLE, SURE

_EMPTY = "Typ eerst een vraag, zoals een ondernemer die stelt."
_LONG = f"Uw vraag is te lang. Gebruik hooguit {LONGEST_TEXT} tekens."

router = APIRouter(prefix="/articles", route_class=DeskRoute)


@router.get("/try")
async def begin(
    visit: EditorVisit, gemeente: Annotated[str, Query()] = "", revision: Annotated[str, Query()] = ""
) -> Response:
    """Show the form."""
    return await _show(visit, None, gemeente, revision)


@router.post("/try")
async def try_out(
    visit: EditorVisit,
    question: Annotated[str, Form()] = "",
    gemeente: Annotated[str, Form()] = "",
    revision: Annotated[str, Form()] = "",
) -> Response:
    """Show what the assistant would do with a question; what somebody asks stands in no address."""
    return await _show(visit, clean(question), gemeente, revision)


async def _show(visit: Visit, question: str | None, gemeente: str, revision: str) -> Response:
    areas, draft = visit.services.library.areas, None
    if revision:
        async with visit.services.database.reading() as session:
            draft = await _draft(session, number(revision))
    place = areas.current(gemeente) if areas.is_gemeente(gemeente) else None
    error = _refuse(question) if question is not None else ""
    article = draft.finished() if draft and draft.is_finished else None
    wanted = question is not None and not error
    context = {
        "question": question or "",
        "gemeente": place,
        "gemeenten": {slug: areas.name(slug) for slug in areas.region_gemeenten},
        "revision": revision,
        "draft": article,
        "unfinished": draft is not None and article is None,
        "error": error,
        "trial": await try_question(visit.services, question or "", place, article) if wanted else None,
        "longest": LONGEST_TEXT,
        "verdicts": VERDICTS,
        "possible": POSSIBLE,
        "sure": SURE,
        "intent_words": intent_words,
        "to_html": to_html,
    }
    return await show(visit, "article_try.html", context, 400 if error else 200)


async def _draft(session: AsyncSession, revision_id: int) -> Draft:
    try:
        return (await service.get_revision(session, revision_id)).draft
    except UnknownRevisionError:
        raise ArticleNotFoundError from None


def _refuse(question: str) -> str:
    if not is_visible(question):
        return _EMPTY
    return _LONG if len(question) > LONGEST_TEXT else ""
