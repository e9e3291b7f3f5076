"""The live conversation of a ticket over HTTP: its stream, and that the user types and has read."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Header, Response
from sse_starlette import EventSourceResponse

from channels.conversations.events import HEARTBEAT_SECONDS
from channels.conversations.routes import LastEventId
from channels.conversations.text import LONGEST_TEXT, clean, is_visible
from channels.desk.action_routes import Key, Text, finish
from channels.desk.guard import TicketVisit, Visit
from channels.desk.live import events, inbox, work
from channels.desk.live.help import find_help
from channels.desk.pages import DeskRoute, page
from channels.desk.ticket_page import read_conversation, visible_ticket
from channels.web.articles.text import to_html
from handoff.status import TicketStatus

router = APIRouter(prefix="/tickets/{reference}", route_class=DeskRoute)
news = APIRouter(prefix="/inbox", route_class=DeskRoute)

After = Annotated[int | None, Header(alias="Last-Event-ID", ge=0, le=2**31 - 1)]


@news.api_route("/events", methods=["GET", "HEAD"])
async def follow_inbox(visit: TicketVisit, last_event_id: After = None) -> Response:
    """Bring what is new for this user to whatever page of the desk is open."""
    return EventSourceResponse(inbox.follow(visit, last_event_id), ping=HEARTBEAT_SECONDS)


@router.api_route("/events", methods=["GET", "HEAD"])
async def follow(reference: str, visit: TicketVisit, last_event_id: LastEventId = 0) -> Response:
    """Bring what happens in the conversation to the page; 204 when there is no conversation any more."""
    async with visit.services.database.reading() as session:
        ticket = await visible_ticket(session, visit.entry, reference)
    if (await read_conversation(visit, ticket, last_event_id)).live is None:
        return Response(status_code=204)
    return EventSourceResponse(events.follow(visit, ticket, last_event_id), ping=HEARTBEAT_SECONDS)


@router.get("/help")
async def help_to_answer(reference: str, visit: TicketVisit) -> Response:
    """Show what the assistant would answer now, what checks found, and articles that fit."""
    return await _show_help(visit, reference)


@router.post("/help")
async def search_articles(reference: str, visit: TicketVisit, q: Text = "") -> Response:
    """Show the same for other words; what somebody looks for stands in no address."""
    asked = clean(q)[:LONGEST_TEXT]
    return await _show_help(visit, reference, asked if is_visible(asked) else "")


@router.post("/articles")
async def send_article(reference: str, visit: TicketVisit, article_id: Text = "", key: Key = "") -> Response:
    """Send an article as an answer, with its sources."""
    return await finish(visit, reference, "article", work.send_article(visit, reference, article_id, key))


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


async def _show_help(visit: Visit, reference: str, asked: str = "") -> Response:
    async with visit.services.database.reading() as session:
        ticket = await visible_ticket(session, visit.entry, reference)
    context = {
        "ticket": ticket,
        "help": await find_help(visit, ticket, asked),
        "closed": ticket.status is TicketStatus.CLOSED,
        "areas": visit.services.library.areas,
        "to_html": to_html,
        "new_key": lambda: secrets.token_urlsafe(12),
    }
    return page(visit.request, "ticket_help.html", context)
