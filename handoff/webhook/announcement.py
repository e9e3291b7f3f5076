"""Which events of a ticket the webhook hears of: all but what only concerns the desk itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import outbox
from handoff.models import Ticket, TicketEvent
from handoff.status import EventKind
from kit.settings import get_settings

WEBHOOK = "webhook"
_INTERNAL = {EventKind.NOTE, EventKind.MENTIONED, EventKind.TAGGED, EventKind.MAIL_NOTED, EventKind.RAISED}


async def put_webhook(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> None:
    """Let the webhook be told of an event, in order per ticket; nothing when there is no webhook."""
    if event.kind in _INTERNAL or not get_settings().webhook_url:
        return
    key = f"{WEBHOOK}:{ticket.reference}"
    await outbox.put(session, WEBHOOK, f"{key}:{event.id}", {"event": event.id}, order_key=key)
