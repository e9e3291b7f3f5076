"""For coordinators: what could not be delivered, and what to do about it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from channels.desk.articles.door import number
from channels.desk.guard import CoordinatorVisit
from channels.desk.outbox_page import PATH, show_outbox
from channels.desk.pages import DeskRoute, go_to
from handoff.outbox import service

router = APIRouter(prefix="/outbox", route_class=DeskRoute)


async def _entry_id(entry_id: str) -> int:
    return number(entry_id)


EntryId = Annotated[int, Depends(_entry_id)]


@router.get("")
async def read_outbox(visit: CoordinatorVisit, notice: Annotated[str, Query()] = "") -> Response:
    """List what is dead or fails."""
    return await show_outbox(visit, notice)


@router.post("/retry")
async def retry_all(visit: CoordinatorVisit) -> Response:
    """Try every dead entry again, as after an outage."""
    async with visit.services.database.transaction() as session:
        await service.revive_all(session)
    return go_to(PATH, notice="retried-all")


@router.post("/{entry_id}/retry")
async def retry(entry_id: EntryId, visit: CoordinatorVisit) -> Response:
    """Try one entry again, now."""
    async with visit.services.database.transaction() as session:
        done = await service.revive(session, entry_id)
    return go_to(PATH, notice="retried" if done else "gone")


@router.post("/{entry_id}/remove")
async def remove(entry_id: EntryId, visit: CoordinatorVisit) -> Response:
    """Give up on one dead entry."""
    async with visit.services.database.transaction() as session:
        done = await service.remove(session, entry_id)
    return go_to(PATH, notice="removed" if done else "gone")
