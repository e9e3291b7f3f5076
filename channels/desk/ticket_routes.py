"""Looking at tickets: the list, one ticket, and what is new in its conversation."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import repository
from channels.desk.guard import TicketVisit, Visit
from channels.desk.pages import DeskRoute, page
from channels.desk.ticket_page import show_ticket
from channels.desk.view import FILTERS, NOTICES, Row, row
from handoff.answers import with_news
from handoff.models import Ticket
from handoff.tickets.marks import tags_of
from knowledge.topics import TOPICS

router = APIRouter(prefix="/tickets", route_class=DeskRoute)


@router.get("")
async def list_tickets(
    visit: TicketVisit, status: Annotated[str, Query()] = "open", notice: Annotated[str, Query()] = ""
) -> Response:
    """List the tickets the user may see, with a filter on status."""
    chosen = status if status in FILTERS else "open"
    groups = [
        {"title": title, "rows": rows, "full": len(rows) == repository.MOST_TICKETS}
        for title, rows in await _groups(visit, chosen)
    ]
    context = {
        "groups": groups,
        "filters": FILTERS,
        "chosen": chosen,
        "notice": NOTICES.get(notice, ""),
        "areas": visit.services.library.areas,
        "topics": TOPICS,
    }
    return page(visit.request, "tickets.html", context)


@router.get("/{reference}")
async def read_ticket(reference: str, visit: TicketVisit, notice: Annotated[str, Query()] = "") -> Response:
    """Show a ticket with its conversation, its history and the forms to work on it."""
    return await show_ticket(visit, reference, notice=NOTICES.get(notice, ""))


async def _groups(visit: Visit, chosen: str) -> list[tuple[str, list[Row]]]:
    """Return the tables of the list: one for a coordinator, own and nobody's for an account manager."""
    statuses = FILTERS[chosen][1]
    wanted: dict[str, bool | None] = {"Mijn vragen": True, "Vragen zonder behandelaar": False}
    if visit.entry.sees_all_tickets:
        wanted = {"Alle vragen": None}
    async with visit.services.database.reading() as session:
        asked = {
            "Aan u aangeboden": await repository.tickets_for_answer(session, visit.entry),
            "U bent genoemd": await repository.tickets_with_mention(session, visit.entry),
        }
        lists = {title: tickets for title, tickets in asked.items() if tickets}
        for title, mine in wanted.items():
            lists[title] = await repository.tickets_in_view(session, visit.entry, statuses, mine=mine)
        return [(title, await _rows(session, tickets)) for title, tickets in lists.items()]


async def _rows(session: AsyncSession, tickets: Sequence[Ticket]) -> list[Row]:
    news, tags = await with_news(session, tickets), await tags_of(session, tickets)
    return [row(ticket, ticket.id in news, tags[ticket.id]) for ticket in tickets]
