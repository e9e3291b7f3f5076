"""The live conversation of a ticket over HTTP: its stream, and that the user types and has read."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from sse_starlette import EventSourceResponse

from channels.conversations.events import HEARTBEAT_SECONDS
from channels.conversations.routes import LastEventId
from channels.desk.guard import TicketVisit
from channels.desk.live import events, work
from channels.desk.pages import DeskRoute
from channels.desk.ticket_page import read_conversation, visible_ticket

router = APIRouter(prefix="/tickets/{reference}", route_class=DeskRoute)


@router.api_route("/events", methods=["GET", "HEAD"])
async def follow(reference: str, visit: TicketVisit, last_event_id: LastEventId = 0) -> Response:
    """Bring what happens in the conversation to the page; 204 when there is no conversation any more."""
    async with visit.services.database.reading() as session:
        ticket = await visible_ticket(session, visit.entry, reference)
    if (await read_conversation(visit, ticket, last_event_id)).live is None:
        return Response(status_code=204)
    return EventSourceResponse(events.follow(visit, ticket, last_event_id), ping=HEARTBEAT_SECONDS)


@router.post("/typing")
async def show_typing(reference: str, visit: TicketVisit) -> Response:
    """Tell the entrepreneur that somebody is typing; only who holds the conversation can."""
    await work.show_typing(visit, reference)
    return Response(status_code=204)


@router.post("/read")
async def mark_read(
    reference: str, visit: TicketVisit, position: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0
) -> Response:
    """Tell the entrepreneur that who holds the conversation has read it up to a position."""
    await work.mark_read(visit, reference, position)
    return Response(status_code=204)
