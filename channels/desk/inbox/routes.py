"""The list of tickets, its views, and what is done with many tickets at once."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Query, Response

from channels.conversations.text import clean
from channels.desk.errors import NotFoundError, RefusedError, UserError
from channels.desk.guard import TheVisit, TicketVisit
from channels.desk.inbox.bulk import Wish, do_all
from channels.desk.inbox.filters import PATH, Filters
from channels.desk.inbox.finding import ROWS
from channels.desk.inbox.page import show_inbox
from channels.desk.inbox.views import remove_view, save_view
from channels.desk.pages import DeskRoute, go_to, page

router = APIRouter(route_class=DeskRoute)

Text = Annotated[str, Form()]


@router.get("/tickets")
async def list_tickets(visit: TicketVisit, notice: Annotated[str, Query()] = "") -> Response:
    """List the tickets that the user may see and that pass the filters."""
    return await show_inbox(visit, Filters.read(visit.request.query_params), notice=notice)


@router.post("/tickets/bulk")
async def do_with_many(
    visit: TicketVisit,
    do: Text = "",
    ticket: Annotated[list[str] | None, Form()] = None,
    manager: Text = "",
    tag: Text = "",
    query: Text = "",
) -> Response:
    """Do something with the chosen tickets, and say for each with which it did not work why."""
    filters, references = Filters.parse(query), (ticket or [])[:ROWS]
    try:
        report = await do_all(visit, Wish(do, references, manager, clean(tag)))
    except RefusedError as error:
        return await show_inbox(visit, filters, error=str(error), chosen=references)
    return await show_inbox(visit, filters, report=report, chosen=[each for each, _ in report.failed])


@router.post("/views")
async def keep_view(visit: TicketVisit, name: Text = "", query: Text = "") -> Response:
    """Keep the filters of this list under a name."""
    filters = Filters.parse(query)
    try:
        async with visit.services.database.transaction() as session:
            await save_view(session, visit.entry, clean(name), filters)
    except UserError as error:
        return await show_inbox(visit, filters, error=str(error))
    return _to(filters, "view-saved")


@router.post("/views/{view_id}/remove")
async def forget_view(view_id: str, visit: TicketVisit) -> Response:
    """Forget a view."""
    if not (view_id.isascii() and view_id.isdigit() and len(view_id) < 10):
        raise NotFoundError
    async with visit.services.database.transaction() as session:
        await remove_view(session, visit.entry, int(view_id))
    return go_to(PATH, notice="view-removed")


@router.get("/shortcuts")
async def show_shortcuts(visit: TheVisit) -> Response:
    """Show which keys do what."""
    return page(visit.request, "shortcuts.html", {})


def _to(filters: Filters, notice: str) -> Response:
    """Go to the list with these filters."""
    return go_to(PATH, **dict(parse_qsl(filters.text)), notice=notice)
