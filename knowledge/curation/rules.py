"""The rules of the content as a whole, asked of the database; the same as ``files`` asks of the folder."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from knowledge.areas import Areas
from knowledge.curation.differences import LABELS
from knowledge.drafts import Draft
from knowledge.models import Article, ArticleQuestion
from knowledge.sameness import bare, overlap
from knowledge.schemas import ArticleFile
from knowledge.yaml_files import in_dutch


@dataclass(frozen=True)
class Policy:
    """What publishing depends on beside the article: the areas, and whether two editors are needed."""

    areas: Areas
    second_editor: bool = True


async def problems(session: AsyncSession, draft: Draft, areas: Areas) -> list[str]:
    """Return in Dutch sentences why an article cannot be published; nothing when it can."""
    found = missing(draft) or _alone(draft.finished(), areas)
    return found or [problem async for problem in _beside_others(session, draft.finished())]


def missing(draft: Draft) -> list[str]:
    """Return in Dutch sentences what keeps a draft from being an article, whatever else there is."""
    if not draft.sources:
        return ["Een artikel zonder bron wordt niet gepubliceerd. Geef ten minste één bron op."]
    try:
        draft.finished()
    except ValidationError as error:
        return [
            f"{LABELS.get(str(each['loc'][0]), each['loc'][0])}: {in_dutch(each)}." for each in error.errors()
        ]
    return []


def _alone(content: ArticleFile, areas: Areas) -> list[str]:
    if not areas.is_area(content.area):
        return [f"Het gebied {content.area} bestaat niet."]
    if content.status == "published" and content.valid_until < clock.today():
        return ["De laatste dag waarop het artikel geldt, is al voorbij. Kies een latere datum."]
    return []


async def _beside_others(session: AsyncSession, content: ArticleFile) -> AsyncIterator[str]:
    async for problem in _same_phrasing(session, content):
        yield problem
    async for problem in _same_version(session, content):
        yield problem
    original = await session.get(Article, content.translation_of) if content.translation_of else None
    if content.translation_of and (original is None or original.language != "nl"):
        yield f"{content.translation_of} is geen Nederlands artikel; van een vertaling moet dat bestaan."


async def _same_phrasing(session: AsyncSession, content: ArticleFile) -> AsyncIterator[str]:
    taken = (
        select(ArticleQuestion.text, Article.id)
        .join(Article, Article.id == ArticleQuestion.article_id)
        .where(
            ArticleQuestion.bare.in_([bare(question) for question in content.questions]),
            Article.id != content.id,
            Article.subject != content.subject,
            Article.language == content.language,
            Article.status != "withdrawn",
        )
        .order_by(Article.id, ArticleQuestion.position)
    )
    for text, other in await session.execute(taken):
        yield f"De vraag '{text}' staat al bij het artikel {other}, dat over iets anders gaat."


async def _same_version(session: AsyncSession, content: ArticleFile) -> AsyncIterator[str]:
    others = (
        select(Article.id, Article.valid_from, Article.valid_until)
        .where(
            Article.id != content.id,
            Article.subject == content.subject,
            Article.area == content.area,
            Article.language == content.language,
            Article.status != "withdrawn",
        )
        .order_by(Article.id)
    )
    for other in await session.execute(others):
        if overlap(other, content):
            yield f"Het artikel {other.id} gaat in dezelfde tijd over hetzelfde, voor hetzelfde gebied."
