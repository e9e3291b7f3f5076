"""What other rooms ask of the hand-off: the directory, tickets and walk-in hours. Nothing here commits."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.availability import NotThere, Why, not_there
from handoff.directory import DirectoryCounts, import_directory
from handoff.enquirer import Enquirer
from handoff.models import ContactMoment
from handoff.tickets.finding import events_of, ticket_by_reference, tickets_of, unassigned
from handoff.tickets.holding import accept, assign, claim, decline, offer, transfer, withdraw
from handoff.tickets.opening import new_reference, open_ticket, preview_account_manager
from handoff.tickets.progress import add_note, change_status
from handoff.tickets.replies import record_reply
from handoff.tickets.retention import purge_tickets
from kit import clock

__all__ = [
    "DirectoryCounts",
    "Enquirer",
    "NotThere",
    "Why",
    "accept",
    "add_note",
    "assign",
    "change_status",
    "claim",
    "contact_moments",
    "decline",
    "events_of",
    "import_directory",
    "new_reference",
    "not_there",
    "offer",
    "open_ticket",
    "preview_account_manager",
    "purge_tickets",
    "record_reply",
    "ticket_by_reference",
    "tickets_of",
    "transfer",
    "unassigned",
    "withdraw",
]


async def contact_moments(
    session: AsyncSession, gemeente: str | None = None, aliases: Collection[str] = ()
) -> Sequence[ContactMoment]:
    """Return the walk-in hours that hold today, of one gemeente under all its slugs or of all gemeenten."""
    gemeenten = {gemeente, *aliases} if gemeente else None
    return await repository.moments_valid_on(session, clock.today(), gemeenten)
