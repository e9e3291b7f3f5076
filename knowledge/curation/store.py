"""The one way in which an article changes: as a revision with a number, in a new version of the content."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from knowledge import convert
from knowledge.curation.models import ArticleRevision, Origin, State
from knowledge.drafts import Draft
from knowledge.models import Article, ContentState
from knowledge.schemas import ArticleFile

SYSTEM = "Voordeur"
"""Who did it when nobody did."""
FILES = "bestanden"
"""Who did it when it came from a content file."""


async def lock(session: AsyncSession) -> ContentState:
    """Let nobody else change articles until the transaction ends; return the state of the content.

    Must come before reading what a decision depends on: what was read earlier may have changed.
    """
    row = select(ContentState).with_for_update().execution_options(populate_existing=True)
    state = (await session.scalars(row)).one_or_none()
    if state is None:  # a database that no migration made
        state = ContentState(version=0)
        session.add(state)
        await session.flush()
    return state


def begin(
    content: ArticleFile | Draft, origin: Origin, author: str, author_id: str | None = None
) -> ArticleRevision:
    """Make a draft of a content; it is not in a session yet."""
    moment = clock.now()
    return ArticleRevision(
        article_id=content.id,
        state=State.DRAFT,
        origin=origin,
        content=convert.to_json(content),
        fingerprint=convert.fingerprint(content),
        in_files=origin is Origin.FILE,
        author_id=author_id,
        author_name=author,
        note="",
        created_at=moment,
        changed_at=moment,
    )


def place(article: Article, revision: ArticleRevision, number: int, version: int) -> None:
    """Make an article what a revision says, in a version of the content."""
    convert.fill(article, convert.from_json(revision.content))
    article.revision, article.changed_in = number, version
    revision.number, revision.state = number, State.PUBLISHED
    revision.changed_at = revision.published_at = clock.now()
