"""What a ticket and a text must be before anything is done with them."""

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import is_visible
from channels.desk.errors import RefusedError
from channels.desk.guard import Visit
from channels.desk.ticket_page import LONGEST_REPLY, visible_ticket
from channels.desk.tickets.surroundings import may_note
from handoff.models import Ticket
from handoff.status import TicketStatus

_CLOSED = "Deze vraag is afgehandeld. Zet de status eerst weer op 'In behandeling'."


async def workable(session: AsyncSession, visit: Visit, reference: str) -> Ticket:
    """Return a visible ticket that this user may also change."""
    ticket = await visible_ticket(session, visit.entry, reference)
    if not visit.entry.may_work_on(ticket):
        raise RefusedError("Deze vraag is nog van niemand. Pak de vraag eerst op.")
    return ticket


async def readable(session: AsyncSession, visit: Visit, reference: str) -> Ticket:
    """Return a visible ticket about which this user may say something to colleagues."""
    ticket = await visible_ticket(session, visit.entry, reference)
    if not await may_note(session, visit.entry, ticket):
        raise RefusedError("Deze vraag is nog van niemand. Pak de vraag eerst op.")
    return ticket


async def open_ticket(session: AsyncSession, visit: Visit, reference: str) -> Ticket:
    """Return a visible ticket that this user may also change, and that is not closed."""
    ticket = await workable(session, visit, reference)
    if ticket.status is TicketStatus.CLOSED:
        raise RefusedError(_CLOSED)
    return ticket


def filled(text: str, word: str) -> str:
    """Refuse a text that says nothing."""
    if not is_visible(text):
        raise RefusedError(f"Uw {word} is leeg. Typ eerst een tekst.")
    return short_enough(text, word)


def short_enough(text: str, word: str) -> str:
    """Refuse a text that is too long."""
    if len(text) > LONGEST_REPLY:
        raise RefusedError(f"Uw {word} is te lang: {len(text)} tekens. Gebruik er hooguit {LONGEST_REPLY}.")
    return text
