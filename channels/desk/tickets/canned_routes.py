"""Texts that are sent often: writing them, and putting one in an answer to look at before it is sent."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import clean
from channels.desk.articles.door import number
from channels.desk.errors import NotFoundError, RefusedError
from channels.desk.guard import TicketVisit, Visit
from channels.desk.pages import DeskRoute, go_to, page
from channels.desk.ticket_page import LONGEST_REPLY, Refusal, show_ticket
from channels.desk.ticket_rules import open_ticket
from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.tickets import canned
from handoff.tickets.models import CannedReply
from knowledge.topics import TOPICS

PATH = "/desk/canned"
NOTICES = {"saved": "Het standaardantwoord is bewaard.", "removed": "Het standaardantwoord is weg."}

router = APIRouter(prefix="/canned", route_class=DeskRoute)
in_answer = APIRouter(prefix="/tickets/{reference}/replies", route_class=DeskRoute)

Text = Annotated[str, Form()]


@router.get("")
async def show(
    visit: TicketVisit, edit: Annotated[str, Query()] = "", notice: Annotated[str, Query()] = ""
) -> Response:
    """Show the own texts and those of everybody, and a form for a new one or the one to change."""
    async with visit.services.database.reading() as session:
        chosen = await _own(session, visit, edit) if edit else None
    values = {"title": chosen.title, "text": chosen.text} if chosen else {"title": "", "text": ""}
    shared = chosen is not None and chosen.owner_id == canned.SHARED
    return await _page(visit, values, chosen.id if chosen else None, shared, notice=NOTICES.get(notice, ""))


@router.post("")
async def add(visit: TicketVisit, title: Text = "", text: Text = "", shared: Text = "") -> Response:
    """Write a new text, for oneself or, by a coordinator, for everybody."""
    return await _save(visit, "", title, text, visit.entry.is_coordinator and shared == "yes")


@router.post("/{canned_id}")
async def change(
    canned_id: str, visit: TicketVisit, title: Text = "", text: Text = "", shared: Text = ""
) -> Response:
    """Change a text."""
    return await _save(visit, canned_id, title, text, visit.entry.is_coordinator and shared == "yes")


@router.post("/{canned_id}/remove")
async def remove(canned_id: str, visit: TicketVisit) -> Response:
    """Delete a text; what was sent with it stays in the tickets."""
    async with visit.services.database.transaction() as session:
        await session.delete(await _own(session, visit, canned_id))
    return go_to(PATH, notice="removed")


@in_answer.post("/draft")
async def put_in_answer(
    reference: str, visit: TicketVisit, text: Text = "", canned_id: Text = ""
) -> Response:
    """Show the page of a ticket with a text below what was typed, filled in and not sent."""
    try:
        draft = await _draft(visit, reference, clean(text), canned_id)
    except RefusedError as error:
        return await show_ticket(visit, reference, refusal=Refusal("reply", str(error), text))
    return await show_ticket(visit, reference, draft=draft)


async def _draft(visit: Visit, reference: str, typed: str, canned_id: str) -> str:
    async with visit.services.database.reading() as session:
        ticket = await open_ticket(session, visit, reference)
        usable = await canned.canned_replies(session, visit.entry.holder_id)
    chosen = next((each for each in usable if str(each.id) == canned_id), None)
    if chosen is None:
        raise RefusedError("Kies eerst een standaardantwoord.")
    filled = canned.fill_in(chosen.text, values_of(visit, ticket))
    return "\n\n".join(filter(None, (typed, filled)))[:LONGEST_REPLY]


def values_of(visit: Visit, ticket: Ticket) -> dict[str, str]:
    """Return what the variables of a text are on a ticket."""
    areas = visit.services.library.areas
    return {
        "naam": ticket.name,
        "kenmerk": ticket.reference,
        "gemeente": areas.name(areas.current(ticket.gemeente)) if ticket.gemeente else "uw gemeente",
        "onderwerp": TOPICS[ticket.topic].title if ticket.topic in TOPICS else "uw vraag",
        "accountmanager": visit.entry.name,
    }


async def _save(visit: Visit, canned_id: str, title: str, text: str, shared: bool) -> Response:
    title, text = clean(title), clean(text)
    try:
        async with visit.services.database.transaction() as session:
            chosen = await _own(session, visit, canned_id) if canned_id else None
            own = (chosen and chosen.owner_id) or visit.entry.holder_id
            owner = canned.SHARED if shared else own
            await canned.save(session, chosen, owner_id=owner, title=title, text=text, actor=visit.entry.name)
    except TicketError as error:
        values = {"title": title, "text": text}
        return await _page(visit, values, number(canned_id) if canned_id else None, shared, str(error))
    return go_to(PATH, notice="saved")


async def _own(session: AsyncSession, visit: Visit, canned_id: str) -> CannedReply:
    """Return a text that this user may change: an own one, by a coordinator any."""
    found = await session.get(CannedReply, number(canned_id))
    if found is None or not (visit.entry.is_coordinator or found.owner_id == visit.entry.holder_id):
        raise NotFoundError
    return found


async def _page(
    visit: Visit,
    values: dict[str, str],
    editing: int | None,
    shared: bool,
    error: str = "",
    notice: str = "",
) -> Response:
    async with visit.services.database.reading() as session:
        texts = await canned.canned_replies(session, visit.entry.holder_id)
    context = {
        "texts": texts,
        "values": values,
        "editing": editing,
        "shared": shared,
        "variables": canned.VARIABLES,
        "error": error,
        "notice": notice,
        "longest_title": canned.LONGEST_TITLE,
        "longest_text": canned.LONGEST_TEXT,
    }
    return page(visit.request, "canned.html", context, 400 if error else 200)
