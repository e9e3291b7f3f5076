"""How a ticket goes on: its status, and notes. Nothing here commits."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.closed_days import closed_dates
from handoff.errors import TicketError
from handoff.models import Ticket, TicketEvent
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.holding import NO_OFFER
from handoff.tickets.levels import ServiceLevels, service_levels
from handoff.tickets.mentions import mention, mentioned_in
from handoff.tickets.promises import after_reaction, first_promises, paused, resumed
from handoff.tickets.record import change, filled, log
from handoff.tickets.reopening import MEANWHILE, give_to_keeper, round_of
from kit import clock


async def change_status(session: AsyncSession, ticket: Ticket, status: TicketStatus, actor: str) -> None:
    """Give the ticket another status; opened again it goes to the same person, or to the replacement.

    Raises:
        TicketError: the transition is not allowed, the ticket was merged into another, or somebody else
            changed the status first.
    """
    before, settle_by = ticket.status, ticket.settle_by
    if not before.may_become(status):
        raise TicketError(f"Dat kan niet: deze vraag heeft de status '{before.label}'.")
    if ticket.merged_into_id is not None:
        raise TicketError("Deze vraag is samengevoegd met een andere. Ga daar verder.")
    ended = round_of(ticket) if before is TicketStatus.CLOSED else None
    if ended:
        await give_to_keeper(session, ticket, actor)
    now, levels = clock.now(), await service_levels(session)
    closed = await closed_dates(session, ticket.account_manager)
    values = _promises(ticket, status, actor, now, levels, closed) | {"status": status, "updated_at": now}
    if actor != ENTREPRENEUR or status is TicketStatus.CLOSED:
        values["on_top"] = False
    if not await change(session, ticket, Ticket.status == before, **values):
        raise TicketError(MEANWHILE)
    if ended:
        session.add(ended)
    await log(session, ticket, actor, EventKind.STATUS, before=before.value, after=status.value)
    if ticket.settle_by != settle_by:
        old, new = settle_by.isoformat(), ticket.settle_by.isoformat()
        await log(session, ticket, actor, EventKind.DUE, before=old, after=new)


async def add_note(session: AsyncSession, ticket: Ticket, text: str, actor: str) -> TicketEvent:
    """Write an internal note, which the entrepreneur never sees; return its event.

    A colleague who is named in it with an @ hears of it.

    Raises:
        TicketError: the note is empty.
    """
    colleagues = await mentioned_in(session, text)
    await change(session, ticket, Ticket.id == ticket.id, updated_at=clock.now())
    note = await log(session, ticket, actor, EventKind.NOTE, note=filled(text))
    await mention(session, ticket, note, [one for one in colleagues if one.name != actor])
    return note


def _promises(
    ticket: Ticket,
    status: TicketStatus,
    actor: str,
    now: datetime,
    levels: ServiceLevels,
    closed: Collection[date],
) -> dict[str, Any]:
    """Return what a change of status does to the clock of a ticket.

    Somebody who closes a ticket, or waits for an answer, has reacted: also by phone.
    """
    if ticket.status is TicketStatus.CLOSED:
        return first_promises(ticket.account_manager, now, levels, closed) | {"closed_at": None}
    values = resumed(ticket, now, levels, closed)
    if status is TicketStatus.IN_PROGRESS:
        return values
    reacted = {} if actor == ENTREPRENEUR else after_reaction(ticket, now, levels, closed)
    if status is TicketStatus.WAITING:
        return values | reacted | paused(now)
    return reacted | values | NO_OFFER | {"closed_at": now, "follow_up_on": None}
