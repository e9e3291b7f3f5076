"""Which events of a ticket Open Klant hears of."""

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import outbox
from handoff.models import Ticket, TicketEvent
from handoff.status import EventKind
from kit.settings import get_settings

OPEN_KLANT = "open-klant"
_TOLD = {
    EventKind.OPENED,
    EventKind.STATUS,
    EventKind.CLAIMED,
    EventKind.ASSIGNED,
    EventKind.TRANSFERRED,
    EventKind.MERGED,
}


async def put_registration(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> None:
    """Let Open Klant be brought up to date after an event that it shows; nothing without Open Klant."""
    if event.kind not in _TOLD or not get_settings().open_klant_url:
        return
    key = f"{OPEN_KLANT}:{ticket.reference}"
    await outbox.put(session, OPEN_KLANT, f"{key}:{event.id}", {"ticket": ticket.id}, order_key=key)
