"""/desk/embeddings: coordinators say where the chat stands, others with the right to look read along."""

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.embeddings.form import EmbeddingForm, form_of, read_form
from channels.desk.embeddings.page import show_form, show_list
from channels.desk.errors import NotFoundError
from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.pages import DeskRoute, go_to, page
from channels.web.embedding.models import Embedding
from channels.web.embedding.service import all_embeddings
from kit import clock

PATH = "/desk/embeddings"
_LARGEST_ID = 2**31 - 1

router = APIRouter(prefix="/embeddings", route_class=DeskRoute)


@router.get("")
async def list_embeddings(visit: CoordinatorVisit, notice: str = "") -> Response:
    """List where the chat stands."""
    async with visit.services.database.reading() as session:
        return show_list(visit, await all_embeddings(session), notice)


@router.get("/new")
async def ask_new(visit: CoordinatorVisit) -> Response:
    """Show an empty form."""
    return show_form(visit, EmbeddingForm(), None)


@router.post("/new")
async def make(visit: CoordinatorVisit) -> Response:
    """Let the chat stand on one more website."""
    async with visit.services.database.transaction() as session:
        form = await _read(visit, session, None)
        if form.errors:
            return show_form(visit, form, None)
        embedding = Embedding(**form.values, **_signed(visit))
        session.add(embedding)
        await session.flush()
    await visit.services.embeddings.refresh()
    return go_to(f"{PATH}/{embedding.id}", notice="made")


@router.get("/{embedding_id}")
async def show(embedding_id: str, visit: CoordinatorVisit, notice: str = "") -> Response:
    """Show one, with the line for the website and how it looks there."""
    async with visit.services.database.reading() as session:
        embedding = await _get(session, embedding_id)
    return show_form(visit, form_of(embedding), embedding, notice=notice)


@router.post("/{embedding_id}")
async def change(embedding_id: str, visit: CoordinatorVisit) -> Response:
    """Keep a change; one over the change of a colleague is shown first."""
    async with visit.services.database.transaction() as session:
        embedding = await _get(session, embedding_id)
        form = await _read(visit, session, embedding)
        if form.seen != embedding.changed_at.isoformat():
            return show_form(visit, form, embedding, conflict=embedding.changed_by)
        if form.errors:
            return show_form(visit, form, embedding)
        for name, value in (form.values | _signed(visit)).items():
            setattr(embedding, name, value)
    await visit.services.embeddings.refresh()
    return go_to(f"{PATH}/{embedding.id}", notice="saved")


@router.post("/{embedding_id}/remove")
async def remove(embedding_id: str, visit: CoordinatorVisit) -> Response:
    """Take the chat off its websites."""
    async with visit.services.database.transaction() as session:
        await session.delete(await _get(session, embedding_id))
    await visit.services.embeddings.refresh()
    return go_to(PATH, notice="removed")


@router.get("/{embedding_id}/preview")
async def preview(embedding_id: str, visit: CoordinatorVisit) -> Response:
    """Show a made-up page of a website with the chat on it as it really is."""
    async with visit.services.database.reading() as session:
        embedding = await _get(session, embedding_id)
    areas, replies = visit.services.library.areas, visit.services.library.replies
    context = {
        "embedding": embedding,
        "greeting": embedding.greeting or replies.text("widget_greeting"),
        "where": areas.name(embedding.gemeente) if embedding.gemeente else areas.region_name,
    }
    return page(visit.request, "embeddings/preview.html", context)


async def _read(visit: Visit, session: AsyncSession, own: Embedding | None) -> EmbeddingForm:
    others = [each for each in await all_embeddings(session) if own is None or each.id != own.id]
    return read_form(await visit.request.form(), visit.services.library.areas.region_gemeenten, others)


async def _get(session: AsyncSession, embedding_id: str) -> Embedding:
    if not (embedding_id.isascii() and embedding_id.isdigit() and len(embedding_id) <= 10):
        raise NotFoundError
    number = int(embedding_id)
    embedding = await session.get(Embedding, number) if number <= _LARGEST_ID else None
    if embedding is None:
        raise NotFoundError
    return embedding


def _signed(visit: Visit) -> dict[str, object]:
    return {"changed_at": clock.now(), "changed_by": visit.entry.name}
