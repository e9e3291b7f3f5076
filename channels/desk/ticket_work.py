"""What is done with a ticket, each in a transaction of its own; the result is the notice to show.

What is done in its conversation stands in `channels.desk.live.work`.
Every function raises NotFoundError for a ticket that the user may not see, and RefusedError, TicketError
or ChannelError, with a sentence for the user, when it cannot be done.
"""

from channels.desk.errors import RefusedError
from channels.desk.guard import Visit
from channels.desk.live.holding import let_go
from channels.desk.ticket_page import visible_ticket
from channels.desk.ticket_rules import filled, readable, workable
from handoff import service as handoff
from handoff.status import TicketStatus
from handoff.tickets.mentions import check_mentions


async def claim(visit: Visit, reference: str) -> str:
    """Take a ticket of nobody, or of a colleague who is away; their conversation goes to the assistant."""
    entry = visit.entry
    async with visit.services.database.transaction() as session:
        ticket = await visible_ticket(session, entry, reference)
        if entry.manager is None or not entry.manager.active:
            raise RefusedError("Alleen een accountmanager kan een vraag oppakken.")
        away = ticket.account_manager_id if entry.stands_in_on(ticket) else None
        if away:
            await let_go(session, entry, ticket)
        await handoff.claim(session, ticket, entry.manager, entry.name, away)
    await visit.services.conversations.announce(ticket.conversation_id or "")
    return "claimed"


async def change_status(visit: Visit, reference: str, status: str) -> str:
    """Give a ticket another status; a conversation that is done goes back to the assistant."""
    if status not in set(TicketStatus):
        raise RefusedError("Kies een status.")
    async with visit.services.database.transaction() as session:
        ticket = await workable(session, visit, reference)
        if status == TicketStatus.CLOSED:
            await let_go(session, visit.entry, ticket)
        await handoff.change_status(session, ticket, TicketStatus(status), visit.entry.name)
    await visit.services.conversations.announce(ticket.conversation_id or "")
    return "status-changed"


async def add_note(visit: Visit, reference: str, text: str) -> str:
    """Write an internal note; also who was asked for advice or offered the ticket can."""
    async with visit.services.database.transaction() as session:
        ticket = await readable(session, visit, reference)
        await check_mentions(session, text)
        await handoff.add_note(session, ticket, filled(text, "notitie"), visit.entry.name)
    return "note-added"
