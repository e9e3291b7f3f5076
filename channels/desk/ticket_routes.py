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
from handoff.status import TicketStatus
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
        return [(title, await _rows(session, visit, statuses, mine=mine)) for title, mine in wanted.items()]


async def _rows(
    session: AsyncSession, visit: Visit, statuses: Sequence[TicketStatus], *, mine: bool | None
) -> list[Row]:
    tickets = await repository.tickets_in_view(session, visit.entry, statuses, mine=mine)
    news = await with_news(session, tickets)
    return [row(ticket, ticket.id in news) for ticket in tickets]
