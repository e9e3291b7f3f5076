"""When somebody else was first: both versions field by field, and everything typed still there."""

from dataclasses import replace

from fastapi import Response

from channels.desk.articles.comparing import compare
from channels.desk.articles.edit_page import Draft
from channels.desk.articles.form import Typed
from channels.desk.articles.frame import article_path, revision_path, show
from channels.desk.guard import Visit
from knowledge.curation.errors import MeanwhileChangedError, MeanwhileError, PublishedMeanwhileError
from knowledge.curation.models import ArticleRevision

_CONFLICT = 409


async def show_meanwhile(visit: Visit, draft: Draft, typed: Typed, error: MeanwhileError) -> Response:
    """Let somebody who saved choose: go on with what was typed, or take what the other made of it."""
    if isinstance(error, MeanwhileChangedError):
        following = replace(draft, changed_at=error.changed_at.isoformat())
        theirs = draft.action
    else:
        number = error.number if isinstance(error, PublishedMeanwhileError) else None
        following = Draft(article_id=draft.article_id, base_number=number)
        theirs = article_path(draft.article_id)
    context = {"draft": following, "typed": typed, "theirs": theirs, "revision": None}
    return await _show(visit, error, context)


async def show_outdated(visit: Visit, revision: ArticleRevision, error: PublishedMeanwhileError) -> Response:
    """Let somebody who publishes choose: go on with the draft, or keep what is published."""
    theirs = article_path(revision.article_id)
    path = revision_path(revision.article_id, revision.id)
    return await _show(visit, error, {"revision": revision, "path": path, "theirs": theirs})


async def _show(visit: Visit, error: MeanwhileError, context: dict[str, object]) -> Response:
    fields = compare(error.theirs, error.mine, visit.services.library.areas)
    shared = {"reason": str(error), "fields": fields, "title": error.mine.title or error.mine.id}
    return await show(visit, "article_meanwhile.html", shared | context, _CONFLICT)
