"""Opening a ticket, and telling who would get it. Nothing here commits."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.closed_days import closed_dates
from handoff.enquirer import Enquirer
from handoff.models import Ticket
from handoff.routing import Route, route
from handoff.schemas import HandOffRequest
from handoff.status import ASSISTANT, EventKind, TicketStatus
from handoff.tickets.levels import service_levels
from handoff.tickets.promises import first_promises
from handoff.tickets.record import log
from handoff.tickets.standing_in import still_active
from kit import clock
from kit.masking import mask_personal_numbers

# Without 0, O, 1, I and L, which people mix up on the phone. Ten of these 31 are some 49 random bits.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_REFERENCE_LENGTH = 10


async def preview_account_manager(
    session: AsyncSession,
    gemeente: str | None,
    topic: str | None,
    sector: str | None = None,
    language: str = "nl",
    aliases: Collection[str] = (),
    enquirer: Enquirer | None = None,
) -> Route:
    """Tell who would get the question now, without opening a ticket; aliases as in ``route``."""
    return await route(
        session,
        gemeente=gemeente,
        topic=topic,
        sector=sector,
        language=language,
        moment=clock.now(),
        aliases=aliases,
        enquirer=enquirer or Enquirer(),
    )


async def open_ticket(
    session: AsyncSession, request: HandOffRequest, *, reaction_hours: int, aliases: Collection[str] = ()
) -> Ticket:
    """Open a ticket and give it to an account manager.

    The hours are those for the first reaction, as long as nobody set others at the desk.
    Show the reference only after the caller's transaction has committed. The aliases are as in ``route``.
    """
    now, levels = clock.now(), await service_levels(session, reaction_hours)
    chosen = await _route(session, request, now, aliases)
    manager = chosen.account_manager
    previous = await repository.closed_ticket_of_conversation(session, request.conversation_id)
    closed = await closed_dates(session, manager)
    ticket = Ticket(
        **_content_of(request),
        reference=new_reference(),
        account_manager=manager,
        routing_reason=chosen.reason,
        status=TicketStatus.NEW,
        **first_promises(manager, now, levels, closed),
        previous_id=previous.id if previous else None,
        created_at=now,
        updated_at=now,
    )
    session.add(ticket)
    await session.flush()
    await log(session, ticket, ASSISTANT, EventKind.OPENED, after=ticket.status.value, note=chosen.reason)
    if previous:
        await log(session, previous, ASSISTANT, EventKind.CONTINUED, after=ticket.reference)
    return ticket


async def _route(
    session: AsyncSession, request: HandOffRequest, now: datetime, aliases: Collection[str]
) -> Route:
    """Choose somebody who is still there when the ticket is stored: leaving waits for it, or came first."""
    while True:
        chosen = await route(
            session,
            gemeente=request.gemeente,
            topic=request.topic,
            sector=request.sector,
            language=request.language,
            moment=now,
            aliases=aliases,
            enquirer=Enquirer(request.conversation_id, request.email, request.phone),
        )
        manager = chosen.account_manager
        if manager is None or await still_active(session, manager.id):
            return chosen


def new_reference() -> str:
    """Make a reference that cannot be guessed and can be read out."""
    return "VD-" + "".join(secrets.choice(_ALPHABET) for _ in range(_REFERENCE_LENGTH))


def _content_of(request: HandOffRequest) -> dict[str, Any]:
    """Return the request as columns; the last place where a personal number can be kept out of the store."""
    content = request.model_dump(exclude={"transcript"})
    for field in ("question", "summary"):
        content[field] = mask_personal_numbers(content[field])
    lines = [line.model_dump(mode="json", by_alias=True) for line in request.transcript]
    content["transcript"] = [line | {"text": mask_personal_numbers(line["text"])} for line in lines]
    return content
