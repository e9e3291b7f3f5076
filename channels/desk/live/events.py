"""The live conversation of a ticket, as server-sent events with pieces of its page."""

import json
from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent

from channels.conversations.models import Conversation
from channels.conversations.watching import Change, changes
from channels.desk import repository
from channels.desk.entry import Entry
from channels.desk.guard import Visit, recognise
from channels.desk.pages import piece
from channels.desk.permissions import Permission
from channels.desk.view import live_lines
from handoff.models import Ticket
from handoff.status import TicketStatus

LOOK_EVERY = 10.0  # seconds; a session that ends without a word closes its streams within this


async def follow(visit: Visit, ticket: Ticket, after: int) -> AsyncIterator[ServerSentEvent]:
    """Yield what happens in the conversation of a ticket, until it is erased or no longer this user's to see.

    `after` is the position of the last message on the page; the id of an event is its position. Before
    anything is told it is asked again whether the session still holds and the ticket may still be seen.
    """
    conversations, hub = visit.services.conversations, visit.services.hub
    shown, read = "", 0
    async for change in changes(
        conversations, hub, ticket.conversation_id or "", after, "entrepreneur", LOOK_EVERY
    ):
        seen = await _still_seen(visit, ticket.reference)
        if seen is None:
            yield ServerSentEvent("{}", event="ended")
            return
        for event in _events(change):
            yield event
        if shown != (shown := _holder(*seen, change.conversation)):
            yield ServerSentEvent(shown, event="holder")
        if read < (read := change.conversation.read_by_entrepreneur):
            yield ServerSentEvent(json.dumps({"position": read}), event="read")
    yield ServerSentEvent("{}", event="gone")


async def _still_seen(visit: Visit, reference: str) -> tuple[Entry, Ticket] | None:
    """Return the user and the ticket as they are now, if the one may still see the other."""
    found = await recognise(visit.request, visit.services)
    if found is None or not found[0].may(Permission.READ_TICKETS):
        return None
    async with visit.services.database.reading() as session:
        ticket = await repository.visible_ticket(session, found[0], reference)
    return (found[0], ticket) if ticket else None


def _events(change: Change) -> list[ServerSentEvent]:
    said = [
        ServerSentEvent(piece("messages.html", {"lines": [line]}), event="message", id=str(line.position))
        for line in live_lines(change.messages)
    ]
    return [*said, ServerSentEvent("{}", event="typing")] if change.typing else said


def _holder(entry: Entry, ticket: Ticket, live: Conversation) -> str:
    context = {
        "entry": entry,
        "ticket": ticket,
        "live": live,
        "is_holder": live.holder_id == entry.holder_id,
        "closed": ticket.status is TicketStatus.CLOSED,
    }
    return piece("ticket/holder.html", context)
