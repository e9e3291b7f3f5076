"""Looking at a revision, and every form on its page."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Form, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import clean
from channels.desk.articles.door import (
    ArticleId,
    DraftsVisit,
    EditorVisit,
    RevisionId,
    editor,
    find_revision,
    policy,
)
from channels.desk.articles.frame import article_path, revision_path
from channels.desk.articles.meanwhile_page import show_outdated
from channels.desk.articles.revision_page import Refusal, show_revision
from channels.desk.guard import Visit
from channels.desk.pages import DeskRoute, go_to
from knowledge.curation import service
from knowledge.curation.errors import CurationError, NotPublishableError, PublishedMeanwhileError
from knowledge.curation.models import ArticleRevision, State

LONGEST_NOTE = 1_000

_UNFINISHED = {
    "offer": "Dit concept is nog niet af. Daarom kan het nog niet worden aangeboden.",
    "publish": "Dit artikel kan nog niet worden gepubliceerd.",
}
_NO_REASON = "Schrijf in een paar woorden wat er moet veranderen."

router = APIRouter(prefix="/articles/{article_id}/revisions/{revision_id}", route_class=DeskRoute)

type Note = Annotated[str, Form()]
type Work = Callable[[AsyncSession, ArticleRevision], Awaitable[object]]


@router.get("")
async def look(article_id: ArticleId, revision_id: RevisionId, visit: DraftsVisit) -> Response:
    """Show a revision."""
    return await show_revision(visit, article_id, revision_id)


@router.post("/offer")
async def offer(
    article_id: ArticleId, revision_id: RevisionId, visit: EditorVisit, note: Note = ""
) -> Response:
    """Offer a draft to a second editor."""
    said = _note(note)

    async def work(session: AsyncSession, revision: ArticleRevision) -> None:
        await service.submit(session, editor(visit), revision.id, said)

    path = revision_path(article_id, revision_id)
    return await _do(visit, article_id, revision_id, "offer", work, (path, "offered"), said)


@router.post("/publish")
async def publish(article_id: ArticleId, revision_id: RevisionId, visit: EditorVisit) -> Response:
    """Give a revision to entrepreneurs."""

    async def work(session: AsyncSession, revision: ArticleRevision) -> None:
        await service.publish(session, editor(visit), revision.id, policy=policy(visit))

    after = (article_path(article_id), "published")
    return await _do(visit, article_id, revision_id, "publish", work, after)


@router.post("/reject")
async def reject(
    article_id: ArticleId, revision_id: RevisionId, visit: EditorVisit, note: Note = ""
) -> Response:
    """Send a revision back to its author, with a reason."""
    said = _note(note)
    if not said:
        return await show_revision(visit, article_id, revision_id, Refusal("reject", _NO_REASON))

    async def work(session: AsyncSession, revision: ArticleRevision) -> None:
        await service.reject(session, editor(visit), revision.id, said)

    path = revision_path(article_id, revision_id)
    return await _do(visit, article_id, revision_id, "reject", work, (path, "rejected"), said)


@router.post("/discard")
async def discard(article_id: ArticleId, revision_id: RevisionId, visit: EditorVisit) -> Response:
    """Put a revision away; of a conflict with a file that means that the desk's version stays."""
    kept = False

    async def work(session: AsyncSession, revision: ArticleRevision) -> None:
        nonlocal kept
        kept = revision.state is State.CONFLICT
        await service.discard(session, editor(visit), revision.id)

    path = revision_path(article_id, revision_id)
    response = await _do(visit, article_id, revision_id, "discard", work, (path, "discarded"))
    return go_to(path, notice="kept") if kept and response.status_code == 303 else response


@router.post("/rebase")
async def rebase(article_id: ArticleId, revision_id: RevisionId, visit: EditorVisit) -> Response:
    """Go on with a draft although another version was published meanwhile."""

    async def work(session: AsyncSession, revision: ArticleRevision) -> None:
        await service.rebase(session, editor(visit), revision.id)

    path = revision_path(article_id, revision_id)
    return await _do(visit, article_id, revision_id, "rebase", work, (path, "rebased"))


async def _do(
    visit: Visit,
    article_id: str,
    revision_id: int,
    form: str,
    work: Work,
    after: tuple[str, str],
    note: str = "",
) -> Response:
    """Do the work in a transaction; say on a fresh page what was done, or on this one why not."""
    async with visit.services.database.reading() as session:
        revision = await find_revision(session, article_id, revision_id)
    try:
        async with visit.services.database.transaction() as session:
            await work(session, revision)
    except PublishedMeanwhileError as error:
        return await show_outdated(visit, revision, error)
    except NotPublishableError as error:
        refusal = Refusal(form, _UNFINISHED[form], error.problems, note)
        return await show_revision(visit, article_id, revision_id, refusal)
    except CurationError as error:
        return await show_revision(visit, article_id, revision_id, Refusal(form, str(error), note=note))
    path, notice = after
    return go_to(path, notice=notice)


def _note(text: str) -> str:
    return clean(text)[:LONGEST_NOTE]
