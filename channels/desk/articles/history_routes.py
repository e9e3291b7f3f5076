"""What an article was: its revisions with their differences, back to an earlier one, and taking it away."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.conversations.text import clean, is_visible
from channels.desk.articles.comparing import compare
from channels.desk.articles.door import ArticleId, DraftsVisit, EditorVisit, editor, number
from channels.desk.articles.errors import ArticleNotFoundError
from channels.desk.articles.frame import article_path, revision_path, show
from channels.desk.articles.revision_routes import LONGEST_NOTE
from channels.desk.guard import Visit
from channels.desk.pages import DeskRoute, go_to
from knowledge.areas import Areas
from knowledge.curation import service
from knowledge.curation.differences import FieldDifference
from knowledge.curation.errors import CurationError, UnknownRevisionError
from knowledge.curation.models import ArticleRevision
from knowledge.models import Article

_NO_REASON = "Schrijf in een paar woorden waarom u het artikel intrekt."

router = APIRouter(prefix="/articles/{article_id}", route_class=DeskRoute)


@dataclass(frozen=True)
class Step:
    """A revision in the history, with what it changed since the version it was made from."""

    revision: ArticleRevision
    base: int | None
    fields: list[FieldDifference]


@router.get("/history")
async def show_history(article_id: ArticleId, visit: DraftsVisit) -> Response:
    """Show every revision of an article, the latest first."""
    async with visit.services.database.reading() as session:
        article = await session.get(Article, article_id)
        revisions = await service.history(session, article_id)
    if not revisions and article is None:
        raise ArticleNotFoundError
    title = article.title if article else revisions[0].draft.title or article_id
    context = {
        "article_id": article_id,
        "article": article,
        "title": title,
        "steps": _steps(revisions, visit.services.library.areas),
    }
    return await show(visit, "article_history.html", context)


@router.post("/roll-back")
async def roll_back(
    article_id: ArticleId, visit: EditorVisit, version: Annotated[str, Form()] = ""
) -> Response:
    """Make a draft with the content of an earlier version."""
    try:
        async with visit.services.database.transaction() as session:
            draft = await service.roll_back(session, editor(visit), article_id, number(version))
    except UnknownRevisionError:
        raise ArticleNotFoundError from None
    return go_to(revision_path(article_id, draft.id), notice="rolled-back")


@router.get("/withdraw")
async def ask_withdraw(article_id: ArticleId, visit: EditorVisit) -> Response:
    """Ask why the article is taken away."""
    return await _show_withdraw(visit, article_id)


@router.post("/withdraw")
async def withdraw(article_id: ArticleId, visit: EditorVisit, note: Annotated[str, Form()] = "") -> Response:
    """Take an article away from entrepreneurs."""
    said = clean(note)[:LONGEST_NOTE]
    if not is_visible(said):
        return await _show_withdraw(visit, article_id, _NO_REASON)
    try:
        async with visit.services.database.transaction() as session:
            await service.withdraw(session, editor(visit), article_id, said)
    except UnknownRevisionError:
        raise ArticleNotFoundError from None
    except CurationError as error:
        return await _show_withdraw(visit, article_id, str(error), said)
    return go_to(article_path(article_id), notice="withdrawn")


async def _show_withdraw(visit: Visit, article_id: str, error: str = "", note: str = "") -> Response:
    async with visit.services.database.reading() as session:
        article = await session.get(Article, article_id)
    if article is None:
        raise ArticleNotFoundError
    context = {"article": article, "error": error, "note": note, "longest": LONGEST_NOTE}
    return await show(visit, "article_withdraw.html", context, 400 if error else 200)


def _steps(revisions: list[ArticleRevision], areas: Areas) -> list[Step]:
    published = {each.number: each for each in revisions if each.number is not None}
    return [_step(each, published, areas) for each in revisions]


def _step(revision: ArticleRevision, published: dict[int, ArticleRevision], areas: Areas) -> Step:
    """Compare with the version before it; what was never published with the one it was made from."""
    base = (
        max((number for number in published if number < revision.number), default=None)
        if revision.number
        else revision.base_number
    )
    before = published.get(base) if base else None
    if before is None:
        return Step(revision, None, [])
    return Step(revision, base, compare(before.draft, revision.draft, areas))
