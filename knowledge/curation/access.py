"""Getting at what an editor wants to change, or saying why that cannot be."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import convert
from knowledge.curation import repository, store
from knowledge.curation.errors import (
    ExistingArticleError,
    MeanwhileChangedError,
    NotOpenError,
    PublishedMeanwhileError,
    UnknownRevisionError,
)
from knowledge.curation.models import ArticleRevision, State
from knowledge.drafts import Draft
from knowledge.models import Article


async def in_state(session: AsyncSession, revision_id: int, *states: State) -> ArticleRevision:
    """Return a revision to change, if it is in one of these states.

    Raises:
        NotOpenError: it is not.
        UnknownRevisionError: there is no such revision.
    """
    revision = await to_change(session, revision_id)
    if revision.state not in states:
        raise NotOpenError(f"Dit kan niet meer: het concept is {revision.state.label}.")
    return revision


async def to_change(session: AsyncSession, revision_id: int) -> ArticleRevision:
    """Return a revision that nobody else can change until the transaction ends.

    Raises:
        UnknownRevisionError: there is no such revision.
    """
    revision = await repository.revision_to_change(session, revision_id)
    if revision is None:
        raise UnknownRevisionError("Dit concept bestaat niet (meer).")
    return revision


async def get_article(session: AsyncSession, article_id: str) -> Article:
    """Return an article as it is now.

    Raises:
        UnknownRevisionError: there is no such article.
    """
    article = await repository.article_now(session, article_id)
    if article is None:
        raise UnknownRevisionError(f"Het artikel {article_id} bestaat niet.")
    return article


def _last(revision: ArticleRevision) -> str:
    """Return who had the last word on a published revision."""
    return revision.reviewer_name or revision.author_name


def check_savable(revision: ArticleRevision, content: Draft, changed_at: datetime | None) -> None:
    """Refuse to save where that would lose what somebody else did.

    Raises:
        CurationError: the kinds that ``service.save_draft`` names.
    """
    theirs = revision.draft
    if revision.state is State.PUBLISHED:
        raise PublishedMeanwhileError(content, theirs, revision.number or 0, _last(revision))
    if revision.state not in {State.DRAFT, State.IN_REVIEW, State.REJECTED}:
        raise NotOpenError(f"Dit is geen concept meer: {revision.state.label}.")
    if content.id != revision.article_id:
        raise ExistingArticleError("Het id van een artikel verandert niet: er wijzen links naar.")
    if changed_at is not None and changed_at != revision.changed_at:
        raise MeanwhileChangedError(content, theirs, revision.author_name, revision.changed_at)


async def check_base(session: AsyncSession, revision: ArticleRevision, article: Article | None) -> None:
    """Refuse a revision that was made from another version than the one that is published now.

    Raises:
        PublishedMeanwhileError: it was.
    """
    if article is None or article.revision == revision.base_number:
        return
    last = await repository.published(session, article.id, article.revision)
    who = _last(last) if last else store.FILES
    raise PublishedMeanwhileError(revision.draft, Draft.of(convert.to_file(article)), article.revision, who)
