"""The page of one revision: what it changes, how it reads, and what can be done with it."""

from dataclasses import dataclass, field

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.articles.body import body
from channels.desk.articles.comparing import compare
from channels.desk.articles.door import editor, find_revision, policy
from channels.desk.articles.form import Typed
from channels.desk.articles.frame import WRITABLE, revision_path, show
from channels.desk.guard import Visit
from knowledge import convert
from knowledge.curation import rules, service
from knowledge.curation.differences import FieldDifference
from knowledge.curation.models import OPEN, ArticleRevision, State
from knowledge.drafts import Draft
from knowledge.models import Article


@dataclass(frozen=True)
class Refusal:
    """Why a form was refused: which form, in which sentence, what is wrong one by one, and what was typed."""

    form: str
    message: str
    problems: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Steps:
    """What this user can do with the revision."""

    write: bool
    offer: bool
    publish: bool
    reject: bool
    discard: bool
    own: bool
    """Whether it waits for another editor, since this one wrote it."""


_NO_STEPS = Steps(write=False, offer=False, publish=False, reject=False, discard=False, own=False)


async def show_revision(
    visit: Visit, article_id: str, revision_id: int, refusal: Refusal | None = None
) -> Response:
    """Show a revision; a refusal stands at the top and at its form, and makes it status 400.

    Raises:
        ArticleNotFoundError: the article has no such revision.
    """
    async with visit.services.database.reading() as session:
        revision = await find_revision(session, article_id, revision_id)
        content = revision.draft
        article = await session.get(Article, article_id)
        fields, since = await _changes(session, visit, revision, article, content)
        open_ = revision.state in OPEN
        areas = visit.services.library.areas
        problems = await rules.problems(session, content, areas) if open_ else []
    context = {
        "revision": revision,
        "path": revision_path(article_id, revision_id),
        "article": article,
        "content": content,
        "fields": fields,
        "since": since,
        "body": body(Typed.of(content), visit.services),
        "problems": problems,
        "title": content.title or article_id,
        "steps": steps(visit, revision),
        "refusal": refusal,
    }
    return await show(visit, "article_revision.html", context, 400 if refusal else 200)


def steps(visit: Visit, revision: ArticleRevision) -> Steps:
    """Tell what this user can do with a revision now."""
    if not visit.entry.edits_articles:
        return _NO_STEPS
    state, alone = revision.state, not policy(visit).second_editor
    own = revision.author_id == editor(visit).id
    in_review = state is State.IN_REVIEW
    return Steps(
        write=state in WRITABLE,
        offer=state in {State.DRAFT, State.REJECTED} and not alone and revision.draft.is_finished,
        publish=(in_review and not own) or (alone and state in WRITABLE) or state is State.CONFLICT,
        reject=in_review and not own,
        discard=state in OPEN,
        own=in_review and own and not alone,
    )


async def _changes(
    session: AsyncSession,
    visit: Visit,
    revision: ArticleRevision,
    article: Article | None,
    content: Draft,
) -> tuple[list[FieldDifference], int]:
    """Compare an open revision with what is published now, an older one with the one before it."""
    areas = visit.services.library.areas
    if revision.state in OPEN and article is not None:
        return compare(Draft.of(convert.to_file(article)), content, areas), article.revision
    earlier = [
        each
        for each in await service.history(session, revision.article_id)
        if each.number and revision.number and each.number < revision.number
    ]
    before = max(earlier, key=lambda each: each.number or 0, default=None)
    if before is None:
        return [], 0
    return compare(before.draft, content, areas), before.number or 0
