"""Editors and articles for the tests of curation."""

from typing import Any

from knowledge_builders import FIELDS, make_areas
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.curation import service
from knowledge.curation.models import ArticleRevision
from knowledge.curation.service import Editor, Policy
from knowledge.models import Article
from knowledge.schemas import ArticleFile

ANNA, BRAM = Editor("1", "Anna"), Editor("2", "Bram")
POLICY = Policy(make_areas())
ALONE = Policy(make_areas(), second_editor=False)


def content(**fields: Any) -> ArticleFile:
    """Return the article of the tests with some fields other than usual."""
    return ArticleFile.model_validate(FIELDS | {"short_answer": "U kunt een klein bedrag lenen."} | fields)


async def offered(session: AsyncSession, *, base: int | None = None, **fields: Any) -> ArticleRevision:
    """Return a revision by Anna that waits for a second editor."""
    draft = await service.save_draft(session, ANNA, content(**fields), base_number=base)
    return await service.submit(session, ANNA, draft.id, "graag kijken")


async def published(session: AsyncSession, *, base: int | None = None, **fields: Any) -> Article:
    """Return an article that Anna wrote and Bram published."""
    revision = await offered(session, base=base, **fields)
    return await service.publish(session, BRAM, revision.id, policy=POLICY)
