"""A ticket to print or to keep: as a PDF, with or without the notes that are for colleagues."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response

from channels.desk.guard import TicketVisit, Visit
from channels.desk.pages import DeskRoute
from channels.desk.ticket_page import read_conversation, visible_ticket
from channels.desk.tickets.document import TicketDocument, ticket_pdf
from channels.desk.tickets.history import happenings
from channels.desk.tickets.surroundings import surroundings
from channels.desk.view import findings
from handoff.models import Ticket
from handoff.repository import all_managers
from handoff.status import EventKind
from kit.clock import dutch_moment
from knowledge.topics import TOPICS

# What an entrepreneur who gets the document need not read.
_INTERNAL = {EventKind.NOTE, EventKind.MENTIONED, EventKind.OFFERED, EventKind.DECLINED, EventKind.TAGGED}

router = APIRouter(prefix="/tickets/{reference}/document", route_class=DeskRoute)


@router.get("")
async def document(reference: str, visit: TicketVisit, notes: Annotated[str, Query()] = "") -> Response:
    """Give the PDF of a ticket."""
    async with visit.services.database.reading() as session:
        ticket = await visible_ticket(session, visit.entry, reference)
        around = await surroundings(session, visit.entry, ticket)
        managers = await all_managers(session)
    areas = visit.services.library.areas
    shown = [event for event in around.events if notes == "yes" or event.kind not in _INTERNAL]
    content = TicketDocument(
        reference=ticket.reference,
        facts=_facts(visit, ticket),
        question=ticket.question,
        summary=ticket.summary,
        findings=findings(ticket.findings),
        talk=(await read_conversation(visit, ticket)).lines,
        history=happenings(shown, managers, areas.name, around.others),
    )
    pdf = await asyncio.to_thread(ticket_pdf, content)  # some tenths of a second
    headers = {"Content-Disposition": f'attachment; filename="{ticket.reference}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _facts(visit: Visit, ticket: Ticket) -> list[tuple[str, str]]:
    areas = visit.services.library.areas
    facts = {
        "Status": ticket.status.label,
        "Behandelaar": ticket.account_manager.name if ticket.account_manager else "niemand",
        "Gemeente": areas.name(areas.current(ticket.gemeente)) if ticket.gemeente else "onbekend",
        "Onderwerp": TOPICS[ticket.topic].title if ticket.topic in TOPICS else ticket.topic or "onbekend",
        "Binnengekomen": dutch_moment(ticket.created_at),
        "Naam": ticket.name,
        "E-mail": ticket.email,
        "Telefoon": ticket.phone,
    }
    return [(name, value) for name, value in facts.items() if value]
