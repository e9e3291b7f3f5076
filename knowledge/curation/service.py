"""What editors do with articles: draft, offer, publish, withdraw, go back. Nothing here commits.

The lists that they work from are in ``listing``, the comparison of two versions in ``differences``.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from knowledge import convert
from knowledge.curation import access, repository, rules, store
from knowledge.curation.errors import (
    CurationError,
    ExistingArticleError,
    NotPublishableError,
    SecondEditorError,
    UnknownRevisionError,
)
from knowledge.curation.models import OPEN, ArticleRevision, Origin, State
from knowledge.curation.rules import Policy
from knowledge.drafts import Draft
from knowledge.models import Article
from knowledge.schemas import ArticleFile


@dataclass(frozen=True)
class Editor:
    """Who does it: an id that stays the same, and the name that others see."""

    id: str
    name: str


async def save_draft(
    session: AsyncSession,
    editor: Editor,
    content: ArticleFile | Draft,
    *,
    base_number: int | None,
    revision_id: int | None = None,
    changed_at: datetime | None = None,
    note: str = "",
) -> ArticleRevision:
    """Save an article that nobody sees yet, finished or not: a new draft, or again that of ``revision_id``.

    ``base_number`` is the ``Article.revision`` that a new draft is made from, none for a new article.
    ``changed_at`` is that of the revision when the editor opened it; without it nothing is compared.
    What was in review has to be offered again. ``note`` is for the second editor, and never takes the
    place of what that one wrote.

    Raises:
        MeanwhileChangedError: somebody saved the revision after ``changed_at``.
        PublishedMeanwhileError: the revision was published after it was opened.
        ExistingArticleError: the id of a new article is taken, or the id was changed.
        NotOpenError: the revision is a conflict, or was discarded.
        UnknownRevisionError: there is no such revision or article.
    """
    draft = content if isinstance(content, Draft) else Draft.of(content)
    content = draft.model_copy(update={"status": "published"})  # what it will be; its state says draft
    if revision_id is None:
        return await _first_draft(session, editor, content, base_number, note)
    revision = await access.to_change(session, revision_id)
    access.check_savable(revision, content, changed_at)
    revision.content, revision.fingerprint = convert.to_json(content), convert.fingerprint(content)
    revision.author_id, revision.author_name = editor.id, editor.name
    revision.state, revision.changed_at = State.DRAFT, clock.now()
    revision.note = revision.note if revision.reviewer_name or not note else note
    await session.flush()
    return revision


async def submit(session: AsyncSession, editor: Editor, revision_id: int, note: str = "") -> ArticleRevision:
    """Offer a draft to a second editor.

    Raises:
        NotPublishableError: it is not finished.
        NotOpenError: it is no draft.
        UnknownRevisionError: there is no such revision.
    """
    revision = await access.in_state(session, revision_id, State.DRAFT, State.REJECTED)
    missing = rules.missing(revision.draft)
    if missing:
        raise NotPublishableError(missing)
    return await _moved(session, revision, State.IN_REVIEW, note)


async def reject(session: AsyncSession, editor: Editor, revision_id: int, note: str) -> ArticleRevision:
    """Send an offered revision back to its author, with the reason.

    Raises:
        NotOpenError: it was not offered.
        UnknownRevisionError: there is no such revision.
    """
    revision = await access.in_state(session, revision_id, State.IN_REVIEW)
    revision.reviewer_id, revision.reviewer_name = editor.id, editor.name
    return await _moved(session, revision, State.REJECTED, note)


async def discard(session: AsyncSession, editor: Editor, revision_id: int, note: str = "") -> ArticleRevision:
    """Put a revision away; it stays in the history. A discarded conflict keeps what the desk published.

    Raises:
        NotOpenError: it was published or discarded before.
        UnknownRevisionError: there is no such revision.
    """
    revision = await access.in_state(session, revision_id, *OPEN)
    revision.reviewer_id, revision.reviewer_name = editor.id, editor.name
    return await _moved(session, revision, State.DISCARDED, note)


async def rebase(session: AsyncSession, editor: Editor, revision_id: int) -> ArticleRevision:
    """Go on with a revision although the article was published meanwhile; it has to be offered again.

    Raises:
        NotOpenError: it was published or discarded before.
        UnknownRevisionError: there is no such revision.
    """
    await store.lock(session)
    revision = await access.in_state(session, revision_id, *OPEN)
    article = await repository.article_now(session, revision.article_id)
    revision.base_number = article.revision if article else None
    conflict = revision.state is State.CONFLICT
    return await _moved(session, revision, State.CONFLICT if conflict else State.DRAFT, revision.note)


async def publish(session: AsyncSession, editor: Editor, revision_id: int, *, policy: Policy) -> Article:
    """Make a revision what entrepreneurs get; within seconds of the commit every gateway serves it.

    Raises:
        SecondEditorError: the policy asks for a second editor, and this one is the author.
        PublishedMeanwhileError: the article was published since; the revision stays and can be rebased.
        NotPublishableError: the article is not finished, or breaks a rule.
        NotOpenError: it was published or discarded before.
        UnknownRevisionError: there is no such revision.
    """
    state = await store.lock(session)
    revision = await access.in_state(session, revision_id, *OPEN)
    _check_second_editor(revision, editor, policy)
    article = await repository.article_now(session, revision.article_id)
    await access.check_base(session, revision, article)
    problems = await rules.problems(session, revision.draft, policy.areas)
    if problems:
        raise NotPublishableError(problems)
    content = revision.draft.finished()
    revision.content, revision.fingerprint = convert.to_json(content), convert.fingerprint(content)
    revision.reviewer_id, revision.reviewer_name = editor.id, editor.name
    state.version += 1
    return await _place(session, article, revision, state.version)


async def withdraw(session: AsyncSession, editor: Editor, article_id: str, note: str) -> Article:
    """Take an article away from entrepreneurs at once; one editor is enough, for waiting may do harm.

    What was withdrawn on expiry leaves the worklist this way.

    Raises:
        UnknownRevisionError: there is no such article.
    """
    state = await store.lock(session)
    article = await access.get_article(session, article_id)
    content = convert.to_file(article).model_copy(update={"status": "withdrawn"})
    revision = store.begin(content, Origin.DESK, editor.name, editor.id)
    revision.note, revision.base_number = note, article.revision
    session.add(revision)
    state.version += 1
    return await _place(session, article, revision, state.version)


async def roll_back(session: AsyncSession, editor: Editor, article_id: str, number: int) -> ArticleRevision:
    """Make a draft with the content of an earlier revision.

    Raises:
        UnknownRevisionError: there is no such article or number.
    """
    earlier = await repository.published(session, article_id, number)
    if earlier is None:
        raise UnknownRevisionError(f"Het artikel {article_id} heeft geen versie {number}.")
    article = await access.get_article(session, article_id)
    draft = await save_draft(session, editor, earlier.draft, base_number=article.revision)
    draft.note = f"terug naar versie {number}"
    await session.flush()
    return draft


async def history(session: AsyncSession, article_id: str) -> list[ArticleRevision]:
    """Return all revisions of an article, the one that changed last first."""
    return await repository.history(session, article_id)


async def get_revision(session: AsyncSession, revision_id: int) -> ArticleRevision:
    """Return a revision.

    Raises:
        UnknownRevisionError: there is none with this id.
    """
    revision = await session.get(ArticleRevision, revision_id)
    if revision is None:
        raise UnknownRevisionError("Dit concept bestaat niet (meer).")
    return revision


async def _first_draft(
    session: AsyncSession, editor: Editor, content: Draft, base_number: int | None, note: str
) -> ArticleRevision:
    article = await repository.article_now(session, content.id)
    if base_number is None and article is not None:
        raise ExistingArticleError(f"Er is al een artikel met het id {content.id}.")
    if base_number is not None and article is None:
        raise UnknownRevisionError(f"Het artikel {content.id} bestaat niet.")
    revision = store.begin(content, Origin.DESK, editor.name, editor.id)
    revision.base_number, revision.note = base_number, note
    session.add(revision)
    await session.flush()
    return revision


def _check_second_editor(revision: ArticleRevision, editor: Editor, policy: Policy) -> None:
    if not policy.second_editor or revision.state is State.CONFLICT:  # a file has no author at the desk
        return
    if revision.author_id == editor.id:
        raise SecondEditorError("Iemand anders moet dit artikel bekijken en publiceren; u schreef het zelf.")
    if revision.state is not State.IN_REVIEW:
        raise SecondEditorError("Dit concept is nog niet ter beoordeling aangeboden.")


async def _place(
    session: AsyncSession, article: Article | None, revision: ArticleRevision, version: int
) -> Article:
    number = await repository.last_number(session, revision.article_id) + 1
    if article is None:
        article = Article(id=revision.article_id)
        session.add(article)
    store.place(article, revision, number, version)
    await session.flush()
    return article


async def _moved(
    session: AsyncSession, revision: ArticleRevision, state: State, note: str
) -> ArticleRevision:
    revision.state, revision.note, revision.changed_at = state, note, clock.now()
    await session.flush()
    return revision


__all__ = [
    "CurationError",
    "Editor",
    "Policy",
    "discard",
    "get_revision",
    "history",
    "publish",
    "rebase",
    "reject",
    "roll_back",
    "save_draft",
    "submit",
    "withdraw",
]
