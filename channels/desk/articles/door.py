"""Who may read articles and who may change them, and which one an address is about."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.articles.errors import ArticleNotFoundError
from channels.desk.guard import TheVisit, Visit
from channels.desk.permissions import Permission
from knowledge.curation import service
from knowledge.curation.errors import UnknownRevisionError
from knowledge.curation.models import ArticleRevision
from knowledge.curation.rules import Policy
from knowledge.curation.service import Editor
from knowledge.schemas import SLUG

_LONGEST_ID = 120
_LARGEST_NUMBER = 2**31 - 1


def _needs(permission: Permission) -> Callable[[Visit], Awaitable[Visit]]:
    async def permitted(visit: TheVisit) -> Visit:
        if not visit.entry.may(permission):
            raise ArticleNotFoundError
        return visit

    permitted.permissions = (permission, permission)  # type: ignore[attr-defined]
    return permitted


async def _article_id(article_id: str) -> str:
    # PostgreSQL fails on some characters, instead of finding nothing.
    if len(article_id) > _LONGEST_ID or not re.fullmatch(SLUG, article_id):
        raise ArticleNotFoundError
    return article_id


async def _revision_id(revision_id: str) -> int:
    return number(revision_id)


EditorVisit = Annotated[Visit, Depends(_needs(Permission.EDIT_ARTICLES))]
DraftsVisit = Annotated[Visit, Depends(_needs(Permission.READ_DRAFTS))]
"""For pages that show what editors see, and change nothing."""
ArticleId = Annotated[str, Depends(_article_id)]
RevisionId = Annotated[int, Depends(_revision_id)]


def number(text: str) -> int:
    """Read the number of a row.

    Raises:
        ArticleNotFoundError: it is none, or no row can have it.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _LARGEST_NUMBER):
        raise ArticleNotFoundError
    return int(text)


def editor(visit: Visit) -> Editor:
    """Return the user as the knowledge store knows editors."""
    return Editor(str(visit.entry.user.id), visit.entry.name)


def policy(visit: Visit) -> Policy:
    """Return what publishing depends on here."""
    return Policy(visit.services.library.areas, visit.services.settings.second_editor)


async def find_revision(session: AsyncSession, article_id: str, revision_id: int) -> ArticleRevision:
    """Return a revision of an article.

    Raises:
        ArticleNotFoundError: the article has no such revision.
    """
    try:
        revision = await service.get_revision(session, revision_id)
    except UnknownRevisionError:
        raise ArticleNotFoundError from None
    if revision.article_id != article_id:
        raise ArticleNotFoundError
    return revision
