"""Looking at one ticket."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from channels.desk.guard import TicketVisit
from channels.desk.pages import DeskRoute
from channels.desk.ticket_page import show_ticket
from channels.desk.view import NOTICES

router = APIRouter(prefix="/tickets", route_class=DeskRoute)


@router.get("/{reference}")
async def read_ticket(reference: str, visit: TicketVisit, notice: Annotated[str, Query()] = "") -> Response:
    """Show a ticket with its conversation, its history and the forms to work on it."""
    return await show_ticket(visit, reference, notice=NOTICES.get(notice, ""))
