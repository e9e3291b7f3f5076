"""Writing: a new article, a new version of one, or going on with a draft."""

import re
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import clean
from channels.desk.articles import words
from channels.desk.articles.body import body
from channels.desk.articles.checking import FormError, problems, to_draft
from channels.desk.articles.door import (
    ArticleId,
    EditorVisit,
    RevisionId,
    editor,
    find_revision,
    number,
)
from channels.desk.articles.edit_page import Draft, Outcome, of_article, of_revision, show_form
from channels.desk.articles.errors import ArticleNotFoundError
from channels.desk.articles.form import Typed
from channels.desk.articles.frame import WRITABLE, revision_path
from channels.desk.articles.meanwhile_page import show_meanwhile
from channels.desk.articles.reading_page import show_article
from channels.desk.guard import TheVisit, Visit
from channels.desk.pages import DeskRoute, go_to, page
from kit import clock
from knowledge import convert
from knowledge.curation import service
from knowledge.curation.errors import (
    CurationError,
    ExistingArticleError,
    MeanwhileError,
    PublishedMeanwhileError,
)
from knowledge.curation.models import OPEN, ArticleRevision
from knowledge.drafts import Draft as Content
from knowledge.gaps import repository as gaps
from knowledge.gaps.service import as_phrasings
from knowledge.models import Article
from knowledge.topics import TOPICS

LONGEST_NOTE = 1_000
MOST_PHRASINGS = 20  # that an address may name

_REMOVE = re.compile(r"remove-source-(\d{1,3})")

router = APIRouter(prefix="/articles", route_class=DeskRoute)


@router.get("/new")
async def begin(
    visit: EditorVisit,
    like: Annotated[str, Query()] = "",
    question: Annotated[list[str] | None, Query()] = None,
    topic: Annotated[str, Query()] = "",
    area: Annotated[str, Query()] = "",
) -> Response:
    """Show an empty form, or one that begins like another article, or with questions from the gaps."""
    typed = Typed(checked_on=clock.today().isoformat(), valid_from=clock.today().isoformat())
    async with visit.services.database.reading() as session:
        example = await session.get(Article, clean(like)[:120]) if like else None
        asked = await gaps.texts(session, [number(each) for each in (question or [])[:MOST_PHRASINGS]])
    if example is not None:
        _, typed = of_article(example)
        typed = replace(typed, id="", subject=example.subject)
    if asked:
        typed = replace(typed, questions="\n".join(as_phrasings(asked)))
    if topic in TOPICS:
        typed = replace(typed, topic=topic)
    if visit.services.library.areas.is_area(area):
        typed = replace(typed, area=area)
    return await show_form(visit, Draft(), typed)


@router.post("/new")
async def write_new(visit: EditorVisit) -> Response:
    """Save a new article as a draft, or show its form again."""
    return await _send(visit, Draft())


@router.post("/preview")
async def preview(visit: EditorVisit) -> Response:
    """Show what was typed as an entrepreneur will read it, as a piece of a page."""
    typed = Typed.read(await visit.request.form())
    areas = visit.services.library.areas
    context = {"body": body(typed, visit.services), "problems": problems(typed, areas)}
    return page(visit.request, "article_preview.html", context | {"words": words, "areas": areas})


@router.get("/{article_id}")
async def open_article(article_id: ArticleId, visit: TheVisit) -> Response:
    """Show the form of an article, to those who only read its text."""
    async with visit.services.database.reading() as session:
        article = await session.get(Article, article_id)
        open_ = [each for each in await service.history(session, article_id) if each.state in OPEN]
    if article is not None:
        return await (
            show_form(visit, *of_article(article))
            if visit.entry.edits_articles
            else show_article(visit, article_id)
        )
    if open_ and visit.entry.sees_drafts:  # never published: the newest draft is all there is
        return go_to(revision_path(article_id, open_[0].id))
    raise ArticleNotFoundError


@router.post("/{article_id}")
async def write_version(article_id: ArticleId, visit: EditorVisit) -> Response:
    """Save a new version of a published article as a draft, or show its form again."""
    async with visit.services.database.reading() as session:
        if await session.get(Article, article_id) is None:
            raise ArticleNotFoundError
    return await _send(visit, Draft(article_id=article_id))


@router.get("/{article_id}/revisions/{revision_id}/edit")
async def open_draft(article_id: ArticleId, revision_id: RevisionId, visit: EditorVisit) -> Response:
    """Show the form of a draft; of what is no draft any more its own page."""
    async with visit.services.database.reading() as session:
        revision = await find_revision(session, article_id, revision_id)
    if revision.state not in WRITABLE:
        return go_to(revision_path(article_id, revision_id))
    return await show_form(visit, *of_revision(revision))


@router.post("/{article_id}/revisions/{revision_id}/edit")
async def write_draft(article_id: ArticleId, revision_id: RevisionId, visit: EditorVisit) -> Response:
    """Save a draft again, or show its form again."""
    async with visit.services.database.reading() as session:
        await find_revision(session, article_id, revision_id)
    return await _send(visit, Draft(article_id=article_id, revision_id=revision_id))


async def _send(visit: Visit, draft: Draft) -> Response:
    """Do what the button in the form asked for; what was typed is never lost."""
    form = await visit.request.form()
    typed, do = Typed.read(form), str(form.get("do", ""))
    draft = draft.seen(str(form.get("base_number", "")), str(form.get("changed_at", "")))
    if draft.article_id:
        typed = replace(typed, id=draft.article_id)  # links point to it
    note = clean(str(form.get("note", "")))[:LONGEST_NOTE]
    if do in {"save", "offer"}:
        return await _save(visit, draft, typed, note, offer=do == "offer")
    if do == "add-source":
        focus = f"source-{len(typed.sources)}-title"
        return await show_form(visit, draft, typed.with_source(), Outcome(focus=focus, note=note))
    removed = _REMOVE.fullmatch(do)
    if removed:
        typed = typed.without_source(int(removed[1]))
        return await show_form(visit, draft, typed, Outcome(focus="source-0-title", note=note))
    return await show_form(visit, draft, typed, Outcome(focus="preview", note=note))


async def _save(visit: Visit, draft: Draft, typed: Typed, note: str, *, offer: bool) -> Response:
    areas = visit.services.library.areas
    unfinished = offer and bool(problems(typed, areas))
    try:
        content = to_draft(typed, areas)
        async with visit.services.database.transaction() as session:
            revision = await _saved(session, visit, draft, content, note)
            if offer and not unfinished:
                await service.submit(session, editor(visit), revision.id, note)
    except FormError as error:
        return await show_form(visit, draft, typed, Outcome(errors=error.errors, note=note))
    except ExistingArticleError as error:
        return await show_form(visit, draft, typed, Outcome(errors={"id": str(error)}, note=note))
    except MeanwhileError as error:
        return await show_meanwhile(visit, draft, typed, error)
    except CurationError as error:
        return await show_form(visit, draft, typed, Outcome(refusal=str(error), note=note))
    if unfinished:
        kept, _ = of_revision(revision)
        return await show_form(visit, kept, typed, Outcome(unfinished=True, note=note))
    path = revision_path(revision.article_id, revision.id)
    return go_to(path, notice="offered") if offer else go_to(f"{path}/edit", notice="saved")


async def _saved(
    session: AsyncSession, visit: Visit, draft: Draft, content: Content, note: str
) -> ArticleRevision:
    if draft.revision_id is None:
        await _check_first(session, draft, content)
    return await service.save_draft(
        session,
        editor(visit),
        content,
        base_number=draft.base_number,
        revision_id=draft.revision_id,
        changed_at=draft.opened_at,
        note=note,
    )


async def _check_first(session: AsyncSession, draft: Draft, content: Content) -> None:
    """Tell at once, and not only on publishing, that somebody else was first."""
    article = await session.get(Article, content.id, populate_existing=True)
    past = await service.history(session, content.id)
    if not draft.article_id and any(each.state in OPEN for each in past):
        raise ExistingArticleError(f"Er is al een concept met het id {content.id}. Kies een ander id.")
    if draft.article_id and article is not None and article.revision != draft.base_number:
        last = next((each for each in past if each.number == article.revision), None)
        who = (last.reviewer_name or last.author_name) if last else "iemand anders"
        raise PublishedMeanwhileError(content, Content.of(convert.to_file(article)), article.revision, who)
